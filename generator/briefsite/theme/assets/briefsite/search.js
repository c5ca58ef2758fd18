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
  loading ??= Promise.all([importPagefind(new URL("pagefind.js", INDEX)), folders()])
    .then(async ([pagefind, [first, ...others]]) => {
      await pagefind.options(of(first))
      await Promise.all(others.map(folder => pagefind.mergeIndex(new URL(folder, INDEX).href, of(folder))))
      return pagefind
    })
  return loading
}

/* The index comes in parts, of which a build remakes only those that changed. */
async function folders() {
  const response = await self.fetch(new URL("parts.json", INDEX), { cache: "no-cache" })
  return response.json()
}

function of(folder) {
  return { ...OPTIONS, mergeFilter: { part: folder } }
}

let latest = 0
let shown = 0

self.addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    self.postMessage({ type: READY })
  } else if (type === QUERY) {
    const number = ++latest
    const isLatest = () => number === latest
    const items = await search(data, isLatest).catch(() => [])
    /* Material takes the answer to an empty box for one to what has been typed since. */
    if (!isLatest() || (!data.trim() && !shown)) return
    shown = items.length
    self.postMessage({ type: RESULT, data: { items } })
  }
})

/* Groups of results as Material wants them: a page first, then sections of it. What has been overtaken
   by further letters ends before it fetches more. */
async function search(text, isLatest) {
  const query = text.replace(/[+*~^:]/g, " ").trim()
  if (!query) return []
  const { search } = await load()
  if (!isLatest()) return []
  const asked = [query, withoutPlurals(query)].filter((words, at, all) => all.indexOf(words) === at)
  const found = await Promise.all(asked.map(words => find(words, search)))
  if (!isLatest()) return []
  const seen = new Set()
  const results = found
    .flat()
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .slice(0, PAGES)
  const pages = await Promise.all(results.map(({ data }) => data()))
  return pages.filter(page => resembles(query, page.excerpt)).map(group)
}

/* A part without a word passes over it, or takes a beginning of it. Where other parts have the word, that
   would bring pages that lack it: only parts with all such words are asked. */
async function find(query, search) {
  const exact = await Promise.all(query.split(/\s+/).map(word => search(`"${word}"`)))
  const having = exact.map(({ filters: { part = {} } }) => Object.keys(part).filter(name => part[name]))
  const [first, ...others] = having.filter(({ length }) => length)
  if (!first) return (await search(query)).results
  const any = first.filter(name => others.every(names => names.includes(name)))
  return any.length ? (await search(query, { filters: { part: { any } } })).results : []
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

/* The index names pages `/pinformes%2Fx%2F.html`, see `search.py`. */
function address(url) {
  return decodeURIComponent(url.replace(/\/|\.html$/g, "").slice(1))
}

function escape(text) {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
