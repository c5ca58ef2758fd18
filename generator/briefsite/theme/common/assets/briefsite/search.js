/* What a search finds: asks Pagefind's index, and makes of its answers what a search box shows. The
   `search-worker.js` of each theme imports it; Pagefind fetches only the parts of the index it needs. */

/* Pages and sections shown at most; each page costs one small request. */
const PAGES = 12, SECTIONS = 3

/* Short pages must not win over long ones by their shortness, nor titles count twice, as heading and
   as metadata: an entity would come before what is said of it. */
const OPTIONS = { excerptLength: 24, ranking: { pageLength: 0, metaWeights: { title: 1 } } }

/* Elements that mark places in the page of a source: a turn, a paragraph of one, and one of none; see
   `search.py`. */
const TURN = "b", PARAGRAPH = "i", OUTSIDE = "u"

/* The place of the worker, beside this file. */
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

/* The pages found, the best first: `{ address, title, kind, state, excerpt, sections }`. Addresses are
   relative to the root of the site; that of a source may be that of its best passage. `kind` is one of
   those of `search.py`; `state` is `{ name, label }` of a commitment; `sections` are `{ address, title,
   excerpt }`. Texts are plain; an excerpt is a list of them, of which every second one was found.

   What has been overtaken by further letters ends with nothing, before it fetches more. */
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
  return pages.filter(page => resembles(query, page.excerpt)).map(page => plain(page, query))
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
  return held(query, pieces(excerpt).filter((_, at) => at % 2)) > 0
}

/* Words without accents, capitals and signs. */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/* The stemmer leaves the plural of short words such as «armas» as it is, so that it would not find
   «arma». The singular finds both, since Pagefind also finds what a word begins. */
function withoutPlurals(query) {
  return query.replace(/([\p{L}]{2,}[aeiouáéíóú])s(?!\p{L})/giu, "$1")
}

function plain(page, query) {
  const [kind, name, label, address] = about(page.raw_url ?? page.url)
  const { title } = page.meta
  const isSource = page.anchors.some(({ element }) => element === PARAGRAPH || element === OUTSIDE)
  const found = isSource ? passages(page, query) : page.sub_results
    .filter(section => section.url.includes("#") && section.title !== title)
    .map(({ url, title, excerpt }) =>
      ({ anchor: url.slice(url.indexOf("#")), title, excerpt: excerpt.replace(`${title}. `, "") }))
  const sections = found.slice(0, SECTIONS).map(({ anchor, title, excerpt }) =>
    ({ address: address + anchor, title, excerpt: pieces(excerpt) }))
  /* A source opens at the passage that holds most of the words, and at its top where no passage holds
     any, or the title holds more of them. */
  const isAtPassage = isSource && found.length && held(query, title.split(/\s+/)) <= found[0].held
  return {
    address: isAtPassage ? sections[0].address : address,
    title,
    kind,
    state: name && { name, label },
    excerpt: pieces(page.excerpt),
    sections
  }
}

/* Where a source holds words of a query: those places first that hold most of them. Each is named by
   who speaks there, or by its first words. */
function passages({ anchors, weighted_locations, raw_content }, query) {
  const words = raw_content.split(raw_content.includes("\u200B") ? "\u200B" : /\s+/)
  const places = [...anchors].sort((one, other) => one.location - other.location)
  const spots = weighted_locations.map(({ location }) => location)
  const found = []
  let turn
  places.forEach(({ element, id, location: start }, index) => {
    const end = places[index + 1]?.location ?? words.length
    /* Pagefind ends each block with a stop. */
    if (element === TURN) turn = words.slice(start, end).join(" ").replace(/\.$/, "")
    else if (element !== PARAGRAPH) turn = undefined
    const here = new Set(spots.filter(spot => start <= spot && spot < end))
    if (!here.size || ![TURN, PARAGRAPH, OUTSIDE].includes(element)) return
    const length = OPTIONS.excerptLength
    const from = Math.max(start, Math.min(Math.min(...here) - 6, end - length))
    const excerpt = words.slice(from, Math.min(end, from + length))
      .map((word, place) => here.has(from + place) ? `<mark>${word}</mark>` : word)
    found.push({
      anchor: `#${id}`,
      title: typed(turn ?? opening(words.slice(start, end))),
      excerpt: excerpt.join(" "),
      held: held(query, [...here].map(place => words[place]))
    })
  })
  return found.sort((one, other) => other.held - one.held)
}

/* How many words of a query resemble one of those given. */
function held(query, words) {
  const folded = words.map(word => fold(word).join(""))
  return fold(query).filter(word =>
    folded.some(other => other.startsWith(word.slice(0, Math.ceil(word.length / 2))))).length
}

function opening(words) {
  return words.slice(0, 8).join(" ") + (words.length > 8 ? "…" : "")
}

/* Pagefind escapes these signs alone. */
function typed(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">")
}

function pieces(excerpt) {
  return excerpt.split(/<\/?mark>/).map(typed)
}

/* What the index says of a page by its name, `/commitment!late!Con%20retraso!compromisos%2Fx%2F.html`;
   see `search.py`. */
function about(url) {
  return url.replace(/\/|\.html$/g, "").split("!").map(decodeURIComponent)
}
