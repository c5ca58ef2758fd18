/* Copies a citation, or the address of the page. Without scripts the buttons stay hidden. */

for (const button of document.querySelectorAll(".bs-copy")) {
  const status = button.parentElement.querySelector("[role=status]")
  button.hidden = false
  button.addEventListener("click", async () => {
    await copy(words(button.dataset.copy))
    /* Emptied first, so that screen readers say it again. */
    status.textContent = ""
    setTimeout(() => { status.textContent = status.dataset.copied }, 50)
    setTimeout(() => { status.textContent = "" }, 5000)
  })
}

function words(id) {
  if (id) return document.getElementById(id).textContent.trim()
  return (document.querySelector("link[rel=canonical]") ?? location).href
}

/* Pages that did not come over https, or from a file, have no clipboard. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const field = document.createElement("textarea")
    field.value = text
    document.body.append(field)
    field.select()
    document.execCommand("copy")
    field.remove()
  }
}
