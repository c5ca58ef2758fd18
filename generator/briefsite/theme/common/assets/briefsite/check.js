/* The panel that open-check.js opens. What cannot be told is neither right nor wrong. */

window.openCheck = (() => {
  const get = async (address, kind) => {
    const ask = window.offlineFetch ?? (url => fetch(url, { cache: "no-cache" }))
    const answer = await ask(address)
    if (!answer.ok) throw new Error(answer.status)
    return answer[kind]()
  }
  const filled = (template, ...values) => template.replace(/\{(\d)\}/g, (_, at) => values[at])
  const plain = text => text.replace(/\s+/g, " ").trim()
  const make = (name, props = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), props)
    element.append(...inside)
    return element
  }
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
  const anchor = address => address.slice(address.indexOf("#"))

  const dataOf = ({ href }) => href.split(/[?#]/)[0].replace(/(\/index)?\.html$|\/$/, "") + "/index.json"

  /* As data lead from a page to a file, wherever the site is served. */
  function beside(page, from, to) {
    const [start, end] = [from, to].map(address => address.split("#")[0].split("/"))
    let shared = 0
    while (shared < start.length - 1 && start[shared] === end[shared]) shared++
    return new URL("../".repeat(start.length - 1 - shared) + end.slice(shared).join("/"), page)
  }

  async function source(link) {
    const found = { failed: "source_data" }
    try {
      const data = await get(dataOf(link), "json")
      found.passage = data.passages.find(({ url }) => anchor(url) === link.hash)
      found.failed = "text"
      const bytes = await get(beside(dataOf(link), data.url, data.text), "arrayBuffer")
      found.failed = "source_data"
      found.text = evidence.reader(new TextDecoder("utf-8", { fatal: true }).decode(bytes), data.reading)
      return { ...found, bytes, data, failed: "" }
    } catch {
      return found
    }
  }

  const hashOf = async bytes => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map(byte => byte.toString(16).padStart(2, "0")).join("")
  const short = hash => `${String(hash).slice(0, 12)}…`

  function shown(block) {
    const copy = block.cloneNode(true)
    const around = "a.bs-proof, a.bs-checked, .bs-note, .bs-office, .bs-status, .bs-meta, .bs-due, .bs-relation, .bs-screen, .bs-print, time"
    for (const element of copy.querySelectorAll(around)) element.remove()
    return plain(copy.textContent)
  }
  function quotation(block) {
    const copy = block.querySelector("blockquote span").cloneNode(true)
    for (const note of copy.querySelectorAll("em")) if (note.textContent === "[sic]") note.remove()
    return plain(copy.textContent)
  }
  const bones = words => words.replace(/\[[^\]]*\]/g, "").normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "")
  const unmarked = words => words.replace(/^[«“"„]\s*([^]*?)\s*[»”"]$/, "$1")

  async function statement(block, link) {
    if (link.closest(".bs-meta") || !document.querySelector("article.bs-briefing, article.bs-commitment")) return null
    const data = await get(dataOf(location), "json")
    if (block.matches(".bs-lead")) return { ...data, text: data.summary }
    const ids = [block, ...block.querySelectorAll("[id]")].map(({ id }) => id && `#${id}`), shows = shown(block)
    return Object.values(data).flat().find(entry => entry?.evidence && entry.url
      && (data.announced ? shows.includes(plain(entry.text)) : ids.includes(anchor(entry.url))))
      ?? (data.announced ? null : undefined)
  }

  function difference(one, other) {
    const words = [one, other].map(text => plain(text).split(" "))
    const folded = words.map(list => list.map(evidence.fold))
    let at = 0
    while (at < words[0].length && folded[0][at] === folded[1][at]) at++
    return words.map(list => [`${list.slice(0, at).join(" ")} `, list[at] ?? "", ` ${list.slice(at + 1).join(" ")}`])
  }
  const told = (name, [alike, mark, rest]) => make("p", { dir: "auto" },
    make("b", { textContent: `${name}: ` }), alike, make("mark", { textContent: mark || "∅" }), rest)

  function inParagraph({ text, data }, ranges) {
    const [low, high] = text.paragraphAt(ranges), out = make("blockquote", { dir: "auto", lang: data.lang ?? "" })
    let position = low
    for (const range of ranges) {
      const [start, end] = range.map(text.toUnits)
      out.append(text.text.slice(position, start), make("mark", { textContent: text.text.slice(start, end) }))
      position = end
    }
    out.append(text.text.slice(position, Math.max(position, high)))
    return out
  }

  const bare = label => evidence.fold(label.replaceAll("*", "")).replace(/^[ :.\->_]+|[ :.\->_]+$/g, "")

  /* Lines of what comes out: how each stands, and what to say. */
  async function results(link, words, load) {
    const block = link.closest(".bs-quote, .bs-lead, .bs-card, li") ?? link.parentElement
    const isQuotation = link.matches(".bs-quote .bs-checked")
    const found = await source(link)
    const lines = []
    const say = (state, key, ...values) => lines.push([state, filled(words[key], ...values)])
    const said = await statement(block, link).catch(() => undefined)
    if (said === undefined) {
      lines.open = !isQuotation
      say("open", "failed", words.page_data)
    }
    if (found.failed) {
      say("open", "failed", words[found.failed])
      if (!found.text) return lines
    }
    const { text, data, passage, bytes } = found
    if (!window.crypto?.subtle) say("open", "hash_cannot")
    else {
      const hash = await hashOf(bytes)
      if (hash === data.sha256) say("good", "hash_same", short(hash))
      else say("bad", "hash_other", short(data.sha256), short(hash))
    }

    const proof = said?.evidence.find(({ source, url }) => source === data.id && anchor(url) === link.hash)
    const here = passage.ranges.map(range => text.slice(...range)).join(" […] ")
    const wanted = isQuotation ? quotation(block) : (proof ?? passage).words
    const tried = isQuotation && said?.verbatim !== false ? unmarked(wanted) : wanted
    const places = text.find(tried, 1000) ?? []
    if (places.some(ranges => same(ranges, passage.ranges))) say("good", places.length > 1 ? "words_more" : "words_found")
    else {
      say("bad", places.length ? "words_elsewhere" : "words_missing")
      const [page, record] = difference(tried, here)
      lines.push(["", told(words.page_says, page)], ["", told(words.text_says, record)])
      if (places.length) lines.push(["", inParagraph(found, places[0])])
    }
    if (isQuotation) speech(say, block, said, found, words)

    const shows = isQuotation ? tried : shown(block)
    if (said) {
      const agrees = proof && same(proof.ranges, passage.ranges) && plain(proof.words) === plain(passage.words)
        && (isQuotation ? bones(tried) === bones(proof.words) : shows.includes(plain(said.text)))
      say(agrees ? "good" : "bad", agrees ? "agree" : "disagree")
    }
    if (!isQuotation) await compareFigures(say, block, said, said && shows.includes(plain(said.text)) ? said.text : shows, load)
    return lines
  }

  function speech(say, block, said, { text, passage: { ranges } }, words) {
    if (!said) return
    const named = said.speaker_as_written
    const told = text => evidence.fold(text).replaceAll(" ", "")
    if (named && !told(shown(block)).includes(told(said.speaker ? `("${named}")` : named))) say("bad", "speaker_differs", named)
    if (!said.verbatim) { say("good", "reported"); return }
    const turn = text.turnAt(ranges), isInMarks = text.isInMarks(ranges)
    if (!text.isQuoted(ranges)) say("bad", "not_said")
    else if (!turn) say("good", text.formAt(ranges) === "dashes" && !isInMarks ? "after_dash" : "in_marks")
    else {
      const label = text.text.slice(...turn.place)
      if (!plain(evidence.fold(label)).includes(bare(turn.label))) say("bad", "label_missing", turn.label)
      else if (!named || [turn.label, label].map(bare).includes(bare(named))) say("good", "in_turn", turn.label || words.unnamed)
      else say(isInMarks ? "good" : "bad", isInMarks ? "in_marks_of_turn" : "turn_of_other", turn.label, named)
    }
  }

  async function compareFigures(say, block, said, shows, load) {
    await (window.figures || load("figures.js"))
    const sources = await Promise.all([...block.querySelectorAll("a.bs-proof, a.bs-checked")].map(source))
    const passages = sources.filter(({ failed }) => !failed).map(({ text, data, passage: { ranges } }) => ({
      words: plain(text.slice(ranges[0][0], ranges.at(-1)[1])), language: data.lang ?? document.documentElement.lang
    }))
    for (const line of figures(shows, said?.derived ?? {}, passages)) say(...line)
  }

  return async function open(link, address, load) {
    const words = await get(address, "json")
    const found = await source(link)
    const answer = make("div", { role: "status" })
    const button = make("button", { type: "button", className: "bs-check-now", textContent: words.now })
    const close = make("button", { type: "button", className: "bs-close", textContent: words.close })
    const dialog = make("dialog", { className: "bs-check" },
      make("h2", { textContent: words.title, id: "bs-check-title" }),
      found.text ? inParagraph(found, found.passage.ranges) : make("p", { textContent: filled(words.failed, words[found.failed]) }),
      make("p", {}, make("a", { href: link.href, textContent: words.see })), make("p", {}, button, close), answer)
    dialog.setAttribute("aria-labelledby", "bs-check-title")
    button.addEventListener("click", async () => {
      button.disabled = true
      answer.replaceChildren(words.wait)
      let lines
      try {
        lines = await results(link, words, load)
      } catch {
        lines = [["open", filled(words.failed, words.source_data)]]
      }
      const states = lines.map(([state]) => state)
      const whole = states.includes("bad") ? "bad" : !lines.open && states.includes("good") ? "good" : "open"
      answer.replaceChildren(make("p", { className: `bs-check-${whole}` }, make("b", { textContent: words[whole] })),
        make("ul", {}, ...lines.map(([state, said]) => make("li", { className: state && `bs-check-${state}` }, said))))
      button.disabled = false
      button.focus()
    })
    close.addEventListener("click", () => dialog.close())
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close() })
    dialog.addEventListener("close", () => { dialog.remove(); link.focus() })
    document.querySelector("dialog.bs-check")?.close()
    document.body.append(dialog)
    dialog.showModal()
    button.focus()
  }
})()
