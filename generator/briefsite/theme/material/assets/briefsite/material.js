/* What Material's script lacks. It comes last of all scripts of a page, after the page is painted; those of a site
   expect to be there when the document is ready, so they are told again. */
document.dispatchEvent(new Event("DOMContentLoaded"))

/* What scrolls sideways is a stop of the keyboard. */
for (const part of document.querySelectorAll("pre > code")) {
  if (part.scrollWidth > part.clientWidth) part.tabIndex = 0
}

/* Material's search hears keys alone. What is pasted with the mouse, dropped or dictated comes without
   them, and so does the end of what was searched; for what a key put there, it is told twice and asks once. */
const QUERY = "[data-md-component=search-query]"
const tell = field => field.dispatchEvent(new Event("keyup"))
document.addEventListener("input", ({ target }) => {
  if (target.matches(QUERY)) tell(target)
})
document.addEventListener("reset", ({ target }) => {
  if (target.name === "search") setTimeout(tell, 0, target.query)
})

/* A blank has the worker fetch what a search needs, while the first word is typed. */
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(QUERY) || target.value) return
  for (const words of [" ", ""]) {
    target.value = words
    tell(target)
  }
})
