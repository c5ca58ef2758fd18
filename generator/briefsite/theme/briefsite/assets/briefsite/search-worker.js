/* Our search, away from the page that shows what it finds: is sent `{ number, words }`, and sends
   `{ number, pages }`, without `pages` where the index cannot be loaded. */

importScripts("search.js")
prepare().catch(() => {}) // the first word tries again

let latest

self.addEventListener("message", async ({ data: { number, words } }) => {
  latest = number
  const pages = await search(words, () => number === latest).catch(() => null)
  self.postMessage({ number, pages })
})
