/* Copies a citation, the address of the page, or the HTML that shows a card of it in another. Without
   scripts the buttons stay hidden, and cards are links. */

for (const link of document.querySelectorAll("a.bs-embed")) {
  const button = document.createElement("button")
  const status = document.createElement("span")
  const frame = document.createElement("iframe")
  const here = (document.querySelector("link[rel=canonical]") ?? location).href
  frame.src = new URL(link.getAttribute("href"), here).href.replace(/^(https?:.*\/)index\.html$/, "$1")
  frame.title = document.title
  frame.width = 600
  frame.height = link.dataset.height
  frame.loading = "lazy"
  frame.setAttribute("style", "border:0;max-width:100%")
  Object.assign(button, { className: "bs-copy bs-embed", type: "button", textContent: link.textContent })
  button.dataset.html = frame.outerHTML
  status.role = "status"
  status.dataset.copied = link.dataset.copied
  const both = document.createElement("span")
  both.append(button, status)
  link.replaceWith(both)
}

for (const button of document.querySelectorAll(".bs-copy")) {
  const status = button.parentElement.querySelector("[role=status]")
  button.hidden = false
  button.addEventListener("click", async () => {
    await copy(button.dataset.html ?? words(button.dataset.copy))
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
