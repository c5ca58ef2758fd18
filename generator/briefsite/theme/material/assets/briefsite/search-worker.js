/* Material's search box in front of our search.

   Material talks to its search through a worker, with four kinds of message. This worker speaks the same
   language. It begins with the page; our search, and what it searches, come when somebody turns to the box.
   Of that Material says nothing, so `material.js` has it ask for a blank. */

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3

let latest = 0
let shown = 0
let isSearchHere = false

function bringSearch() {
  if (!isSearchHere) importScripts("search.js")
  isSearchHere = true
}

self.addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    self.postMessage({ type: READY })
  } else if (type === QUERY) {
    const number = ++latest
    const isLatest = () => number === latest
    const pages = data ? await found(data, isLatest) : []
    /* Material takes the answer to an empty box for one to what has been typed since. */
    if (!isLatest() || (!data.trim() && !shown)) return
    shown = pages.length
    self.postMessage({ type: RESULT, data: { items: pages.map(group) } })
  }
})

async function found(words, isLatest) {
  try {
    bringSearch()
    await prepare()
    return await search(words, isLatest)
  } catch {
    return []
  }
}

/* A group of results as Material wants it: a page, and sections of it. It shows as the page the first item
   without an anchor, and the last one where all have some. */
function group(page) {
  const { language, address } = page
  const [first, ...sections] = [page, ...page.sections].map(found => item(found, language))
  return address.includes("#") ? [...sections, first] : [first, ...sections]
}

function item({ address, title, excerpt }, language) {
  const found = excerpt.filter((_, at) => at % 2)
  const text = excerpt.map((words, at) => at % 2 ? `<mark>${escape(words)}</mark>` : escape(words))
  const spoken = language === READER ? "" : ` lang="${language}"`
  return {
    location: address,
    title: spoken ? `<span${spoken}>${escape(title)}</span>` : escape(title),
    text: `<p${spoken}>${text.join("")}</p>`,
    score: 1,
    terms: Object.fromEntries(found.map(word => [word.replace(/[^\p{L}\p{N}]/gu, ""), true]))
  }
}

function escape(text) {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
