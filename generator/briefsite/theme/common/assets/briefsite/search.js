/* What a search finds: asks Pagefind's index, and makes of its answers what a search box shows. The
   `search-worker.js` of each theme imports it; Pagefind fetches only the pieces of the index it needs. */

/* Pages and sections shown at most; each page costs one small request. */
const PAGES = 12, SECTIONS = 3

/* Short pages must not win over long ones by their shortness, nor titles count twice, as heading and
   as metadata: an entity would come before what is said of it. */
const OPTIONS = { excerptLength: 24, ranking: { pageLength: 0, metaWeights: { title: 1 } } }

/* Elements that mark places in the page of a source: a turn, a paragraph of one, and one of none; see
   `search.py`. */
const TURN = "b", PARAGRAPH = "i", OUTSIDE = "u"

/* The worker is beside this file; the hash of its address is the language of the reader. */
const INDEX = new URL("../../pagefind/", self.location).href, READER = self.location.hash.slice(1)

/* A site that opens from a disk has a way of its own, in `offline.js`. */
const importPagefind = self.importPagefind ?? (address => import(address))
const imported = language => importPagefind(`${INDEX}pagefind.js#${language}${attempt || ""}`)

/* Pagefind knows the endings of one language, so that there is one for each, which merges what the editions have in
   it. What an edition has in languages after its own counts half. */
let pagefinds = {}
async function load([language, [folder]], at) {
  const basePath = INDEX + folder, isFirst = !pagefinds[language]
  const part = { ...OPTIONS, indexWeight: at ? 0.5 : 1, basePath, mergeFilter: { part: folder } }
  const pagefind = await (pagefinds[language] ??= imported(language))
  await (isFirst ? pagefind.options(part) : pagefind.mergeIndex(basePath, part))
  await pagefind.filters() // which it knows once the index is there
  return pagefind
}

/* Fetched for whoever turns to the search box, so that it costs nothing to those who only read: the folders of
   the indexes by edition, that of the reader first, and by language. */
let editions
async function list() {
  const [response] = await Promise.all([self.fetch(INDEX + "parts.json", { cache: "no-cache" }), imported(READER)])
  const { [READER]: own = {}, ...others } = await response.json()
  return [own, ...Object.values(others)].map(languages => ({ languages }))
}

/* What fails to load is asked for anew, and a Pagefind that failed stays so: the next one has another address. */
let attempt = 0
async function trying(loading) {
  try {
    return await loading
  } catch (error) {
    attempt++
    editions = undefined
    pagefinds = {}
    throw error
  }
}

const listed = () => trying(editions ??= list())
const loaded = edition => trying(edition.parts ??= Promise.all(Object.entries(edition.languages).map(load)))

/* Loads what the first word will need, while it is being typed. */
async function prepare() {
  const [own] = await listed()
  await loaded(own)
}

/* Whether further letters come within so many milliseconds, if any; those that came while this worker was busy wait for
   its pause. The fewer letters, the longer Pagefind takes, and hears nothing meanwhile. */
async function isOvertaken(isLatest, pause) {
  await new Promise(done => setTimeout(done, pause))
  return !isLatest()
}

/* The pages found, the best first: `{ address, title, kind, twin, state, language, excerpt, sections }`.
   Addresses are relative to the root of the site; that of a source may be that of its best passage. `kind`
   is one of those of `search.py`; `twin` is the same in all editions; `state` is `{ name, label }` of a
   commitment; `sections` are `{ address, title, excerpt }`. Texts are plain; an excerpt is a list of them,
   of which every second one was found.

   Where the edition of the reader leaves room, others are asked for more. What has been overtaken by further
   letters ends before it fetches more.

   Where Pagefind knows no word like the one asked for, it takes an ever shorter beginning of it, down to a
   letter: what it found must resemble the word. */
async function search(text, isLatest) {
  const query = text.replace(/[+*~^:]/g, " ").trim(), singular = withoutPlurals(query)
  if (!query) return []
  const seen = new Set(), shown = []
  const isNew = name => !seen.has(name) && seen.add(name)
  for (const edition of await listed()) {
    if (!isLatest() || shown.length >= PAGES) break
    const { languages } = edition, folders = Object.values(languages).flat()
    const parts = await loaded(edition)
    if (await isOvertaken(isLatest, 50)) break
    const found = await Promise.all([
      find(query, parts, folders, folders, isLatest),
      singular === query ? [] : find(singular, parts, folders, languages.es ?? [], isLatest)
    ])
    if (!isLatest()) break
    const results = found.flat().filter(({ id }) => isNew(id)).slice(0, PAGES)
    const pages = await Promise.all(results.map(async ({ id, data }) => plain(await data(), query, id)))
    shown.push(...pages.filter(page => held(query, page.excerpt.filter((_, at) => at % 2)) && isNew(page.twin)))
  }
  return shown.slice(0, PAGES)
}

/* An index without a word passes over it, or takes a beginning of it. Where others of `folders` have the word,
   that would bring pages that lack it: only those of `asked` with all such words are. Where there is no other,
   nobody needs to know: to ask takes Pagefind longer than all else. */
async function find(query, parts, folders, asked, isLatest) {
  const ask = (...words) => Promise.all(parts.map(({ search }) => search(...words)))
  const words = folders.length > 1 ? query.split(/\s+/) : []
  const exact = await Promise.all(words.map(word => ask(`"${word}"`)))
  if (await isOvertaken(isLatest)) return []
  const having = exact.map(answers => folders.filter(name => answers.some(({ filters }) => filters.part?.[name])))
  const [first, ...others] = having.filter(({ length }) => length)
  const any = (first ?? folders).filter(name => [asked, ...others].every(names => names.includes(name)))
  const found = any.length ? await ask(query, { filters: { part: { any } } }) : []
  return found.flatMap(({ results }) => results).sort((one, other) => other.score - one.score)
}

/* Words without accents, capitals and signs. */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/* In Spanish, Pagefind leaves the plural of short words such as «armas» as it is, so that it would not find
   «arma». The singular finds both, since Pagefind also finds what a word begins. */
function withoutPlurals(query) {
  return query.replace(/([\p{L}]{2,}[aeiouáéíóú])s(?!\p{L})/giu, "$1")
}

function plain(page, query, id) {
  const [kind, name, label, address, twin = address] = about(page.raw_url)
  const { title } = page.meta
  const found = kind === "source" ? passages(page, query) : page.sub_results
    .filter(section => section.url.includes("#") && section.title !== title)
    .map(({ url, title, excerpt }) =>
      ({ anchor: url.slice(url.indexOf("#")), title, excerpt: excerpt.replace(`${title}. `, "") }))
  const sections = found.slice(0, SECTIONS).map(({ anchor, title, excerpt }) =>
    ({ address: address + anchor, title, excerpt: pieces(excerpt) }))
  /* A source opens at the passage that holds most of the words, and at its top where no passage holds
     any, or the title holds more of them. */
  const isAtPassage = held(query, title.split(/\s+/)) <= found[0]?.held
  return {
    address: isAtPassage ? sections[0].address : address,
    title,
    kind,
    twin: kind + twin,
    state: name && { name, label },
    language: id.replace(/_.*/, ""),
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

/* How many words of a query resemble one of those given, in half of it. */
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
