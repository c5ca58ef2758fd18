/* A mark of a quotation or of evidence opens a panel that compares it with its source, here and now. What
   does so comes with the first one; without it, and in another tab, the link leads to the passage. */
{
  const { src, dataset } = document.currentScript
  const load = name => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), {
      src: new URL(name, src), onload: resolve, onerror: reject
    }))
  })
  let ready
  document.addEventListener("click", async event => {
    const link = event.target.closest("a.bs-checked, a.bs-proof")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    try {
      await (ready ??= Promise.all([load("evidence.js"), load("check.js")]))
      await openCheck(link, new URL(dataset.words, location), load)
    } catch {
      ready = undefined
      location.href = link.href
    }
  })
}
