/* Material's script is for the search box and the switch of colours. It comes once the page is
   painted, so that no word of the page waits for it; so do a site's own scripts, in their order.
   They expect to be there when the document is ready, so they are told again. */

requestAnimationFrame(() => setTimeout(async () => {
  const scripts = [...document.querySelectorAll("script[data-src]")].map(({ dataset }) => {
    const script = document.createElement("script")
    script.src = dataset.src
    script.async = false
    return script
  })
  const loaded = scripts.map(script => new Promise(done => { script.onload = script.onerror = done }))
  document.body.append(...scripts)
  await Promise.all(loaded)
  document.dispatchEvent(new Event("DOMContentLoaded"))
}))

/* What scrolls sideways is a stop of the keyboard from the start, not only when Material's script has come. */
for (const part of document.querySelectorAll("pre > code")) {
  if (part.scrollWidth > part.clientWidth) part.tabIndex = 0
}

/* Material's search hears keys alone. What is pasted with the mouse, dropped or dictated comes without
   them, and so does the end of what was searched; for what a key put there, it is told twice and asks once. */
const tell = field => field.dispatchEvent(new Event("keyup"))
document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-md-component=search-query]")) tell(target)
})
document.addEventListener("reset", ({ target }) => {
  if (target.name === "search") setTimeout(tell, 0, target.query)
})
