/* Material's search box in front of Pagefind's index.

   Material talks to its search through a worker, with four kinds of message. This worker speaks
   the same language, and asks Pagefind, which fetches only the parts of the index it needs. */

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3

/* Pages and sections shown at most; each page costs one small request. */
const PAGES = 12, SECTIONS = 3

/* Short pages must not win over long ones by their shortness, nor titles count twice, as heading and
   as metadata: an entity would come before what is said of it. */
const OPTIONS = { excerptLength: 24, ranking: { pageLength: 0, metaWeights: { title: 1 } } }

const INDEX = new URL("../../pagefind/", self.location)

/* A site that opens from a disk has a way of its own, in `offline.js`. */
const importPagefind = self.importPagefind ?? (address => import(address))

/* Fetched with the first query, so that it costs nothing to those who only read. */
let loading
function load() {
  loading ??= Promise.all([importPagefind(new URL("pagefind.js", INDEX)), others()])
    .then(async ([pagefind, parts]) => {
      await pagefind.options(OPTIONS)
      await Promise.all(parts.map(part => pagefind.mergeIndex(new URL(part, INDEX).href, OPTIONS)))
      return pagefind
    })
  return loading
}

/* Folders of the parts that Pagefind does not find by itself. */
async function others() {
  const response = await self.fetch(new URL("parts.json", INDEX), { cache: "no-cache" })
  return response.json()
}

let latest = 0
let shown = 0

self.addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    self.postMessage({ type: READY })
  } else if (type === QUERY) {
    const number = ++latest
    const items = await search(data).catch(() => [])
    /* Material takes the answer to an empty box for one to what has been typed since. */
    const isStale = number !== latest || (!data.trim() && !shown)
    if (isStale) return
    shown = items.length
    self.postMessage({ type: RESULT, data: { items } })
  }
})

/* Groups of results as Material wants them: a page first, then sections of it. */
async function search(text) {
  const query = text.replace(/[+*~^:]/g, " ").trim()
  if (!query) return []
  const { search } = await load()
  const asked = [query, withoutPlurals(query)].filter((words, at, all) => all.indexOf(words) === at)
  const found = await Promise.all(asked.map(words => search(words)))
  const seen = new Set()
  const results = found
    .flatMap(({ results }) => results)
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .slice(0, PAGES)
  const pages = await Promise.all(results.map(({ data }) => data()))
  return pages.filter(page => resembles(query, page.excerpt)).map(group)
}

/* Where Pagefind knows no word like the one asked for, it takes an ever shorter beginning of it, down
   to a letter. What it found is worth showing only if it shares half of the word. */
function resembles(query, excerpt) {
  const words = query.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(fold)
  return marked(excerpt).map(fold).some(found =>
    words.some(word => found.startsWith(word.slice(0, Math.ceil(word.length / 2)))))
}

function fold(word) {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
}

function marked(excerpt) {
  return [...excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word]) =>
    word.replace(/[^\p{L}\p{N}]/gu, ""))
}

/* The stemmer leaves the plural of short words such as «armas» as it is, so that it would not find
   «arma». The singular finds both, since Pagefind also finds what a word begins. */
function withoutPlurals(query) {
  return query.replace(/([\p{L}]{2,}[aeiouáéíóú])s(?!\p{L})/giu, "$1")
}

function group(page) {
  const location = address(page.raw_url ?? page.url)
  const sections = page.sub_results
    .filter(({ url, title }) => url.includes("#") && title !== page.meta.title)
    .slice(0, SECTIONS)
  return [
    item(location, page.meta.title, page.excerpt, 1),
    ...sections.map(({ url, title, excerpt }) =>
      item(location + url.slice(url.indexOf("#")), title, excerpt, 1))
  ]
}

/* `excerpt` is Pagefind's, escaped and with <mark> around what was found. */
function item(location, title, excerpt, score) {
  return {
    location,
    title: escape(title),
    text: `<p>${excerpt}</p>`,
    score,
    terms: Object.fromEntries(marked(excerpt).map(word => [word, true]))
  }
}

/* Addresses in the index begin at the root of the site; Material wants them relative to it. */
function address(url) {
  return url.replace(/^\/+/, "")
}

function escape(text) {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
