/* The panel that open-check.js opens: a passage as the archived text has it, and a button that compares
   what the page shows with that text, by the rules in evidence.js. It says what it cannot tell. */

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

  /* The same way that data say it is from a page to a file, wherever the site is served. */
  function beside(page, from, to) {
    const [start, end] = [from, to].map(address => address.split("#")[0].split("/"))
    let shared = 0
    while (shared < start.length - 1 && start[shared] === end[shared]) shared++
    return new URL("../".repeat(start.length - 1 - shared) + end.slice(shared).join("/"), page)
  }

  /* All that is known of the source of a mark; `failed` is what could not be read. */
  async function source(link) {
    const page = link.href.split("#")[0]
    const found = { failed: "source_data" }
    try {
      const data = await get(new URL("index.json", page), "json")
      found.passage = data.passages.find(({ url }) => anchor(url) === link.hash)
      found.passage.ranges.flat().map(at => { if (!Number.isInteger(at)) throw at })
      found.failed = "text"
      const bytes = await get(beside(page, data.url, data.text), "arrayBuffer")
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

  /* What a page shows of a statement, without what stands around its words. */
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
  const unmarked = words => words.replace(/^[«“"„]\s*([^]*?)\s*[»”"]$/, "$1")

  /* The statement of a mark, as the data of the page have it; null where the page has no such data. */
  async function statement(block, link) {
    if (link.closest(".bs-meta") || !document.querySelector("article.bs-briefing, article.bs-commitment")) return null
    const data = await get(new URL("index.json", location), "json")
    if (block.matches(".bs-lead")) return { ...data, text: data.summary }
    const ids = [block, ...block.querySelectorAll("[id]")].map(({ id }) => id && `#${id}`), shows = shown(block)
    return Object.values(data).flat().find(entry => entry?.evidence && entry.url
      && (data.announced ? shows.includes(plain(entry.text)) : ids.includes(anchor(entry.url)))) ?? null
  }

  /* Where two texts begin to differ: each as what is alike, the first word that is not, and the rest. */
  function difference(one, other) {
    const words = [one, other].map(text => plain(text).split(" "))
    const folded = words.map(list => list.map(evidence.fold))
    let at = 0
    while (at < words[0].length && folded[0][at] === folded[1][at]) at++
    return words.map(list => [`${list.slice(0, at).join(" ")} `, list[at] ?? "", ` ${list.slice(at + 1).join(" ")}`])
  }
  const told = (name, [alike, mark, rest]) => make("p", { dir: "auto" },
    make("b", { textContent: `${name}: ` }), alike, make("mark", { textContent: mark || "∅" }), rest)

  /* A passage in its paragraph. */
  function inParagraph({ text }, ranges) {
    const [low, high] = text.paragraphAt(ranges), out = make("blockquote", { dir: "auto" })
    let position = low
    for (const range of ranges) {
      const [start, end] = range.map(text.toUnits)
      out.append(text.text.slice(position, start), make("mark", { textContent: text.text.slice(start, end) }))
      position = end
    }
    out.append(text.text.slice(position, Math.max(position, high)))
    return out
  }

  /* Figures in digits, with all that each can mean. */
  const SCALES = [[/^\s*(mil mill|billion|milliard|bilh)/i, 1e9], [/^\s*mill?(h|i?[oó])/i, 1e6], [/^\s*(mil|thousand|mille)(?!\p{L})/iu, 1e3]]
  function figures(text) {
    return [...text.matchAll(/\d+(?:[.,'’]\d+|[ \u00a0\u202f\u2009]\d{3}(?!\d))*/g)].map(match => {
      const [, scale] = SCALES.find(([name]) => name.test(text.slice(match.index + match[0].length))) ?? [, 1]
      return { written: match[0], values: readings(match[0]).map(value => value * scale) }
    })
  }
  function readings(written) {
    const [whole, ...signs] = [written.replace(/[ \u00a0\u202f\u2009'’]/g, ""), ...written.match(/[.,]/g) ?? []]
    const last = signs.at(-1)
    const found = new Set()
    if (signs.every(sign => sign === last) && whole.split(/[.,]/).slice(1).every(group => group.length === 3)) {
      found.add(Number(whole.replace(/[.,]/g, "")))
    }
    if (last && (signs.length === 1 || signs.indexOf(last) === signs.length - 1)) {
      const at = whole.lastIndexOf(last)
      found.add(Number(`${whole.slice(0, at).replace(/[.,]/g, "")}.${whole.slice(at + 1)}`))
    }
    return [...found]
  }

  /* All that «32 − 9» can come to. */
  function worked(working) {
    const tokens = working.match(/\d[\d.,'’ \u00a0\u202f]*|[-−–+*×·x/÷:()]/g) ?? []
    let at = 0
    const both = (some, others, work) => some.flatMap(one => others.map(other => work(one, other)))
    const operand = () => {
      if (tokens[at] !== "(") return readings((tokens[at++] ?? "").trim())
      at++
      const inside = sum()
      at++
      return inside
    }
    const product = () => {
      let found = operand()
      while ("*×·x/÷:".includes(tokens[at] ?? " ")) {
        const divides = "/÷:".includes(tokens[at++])
        found = both(found, operand(), (one, other) => divides ? one / other : one * other)
      }
      return found
    }
    const sum = () => {
      let found = product()
      while ("+-−–".includes(tokens[at] ?? " ")) {
        const sign = tokens[at++] === "+" ? 1 : -1
        found = both(found, product(), (one, other) => one + sign * other)
      }
      return found
    }
    return sum()
  }

  const bare = label => evidence.fold(label.replaceAll("*", "")).replace(/^[ :.\->_]+|[ :.\->_]+$/g, "")

  /* What comes out, line by line: how it stands («good», «bad», «open») and what to say. */
  async function results(link, words) {
    const block = link.closest(".bs-quote, .bs-lead, .bs-card, li") ?? link.parentElement
    const isQuotation = link.matches(".bs-quote .bs-checked")
    const found = await source(link)
    const lines = []
    const say = (state, key, ...values) => lines.push([state, filled(words[key], ...values)])
    let said = null
    try {
      said = await statement(block, link)
    } catch {
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
        && (isQuotation || shows.includes(plain(said.text)))
      say(agrees ? "good" : "bad", agrees ? "agree" : "disagree")
    }
    if (!isQuotation) await compareFigures(say, block, said, said && shows.includes(plain(said.text)) ? said.text : shows)
    return lines
  }

  /* Whether the words are somebody's own, and whose. */
  function speech(say, block, said, { text, passage: { ranges } }, words) {
    if (!said) return
    const named = said.speaker_as_written
    if (named && !shown(block).includes(plain(named))) say("bad", "speaker_differs", named)
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

  async function compareFigures(say, block, said, shows) {
    const links = [...block.querySelectorAll("a.bs-proof, a.bs-checked")]
    const sources = await Promise.all(links.map(source))
    const passages = sources.filter(({ failed }) => !failed)
      .map(({ text, passage }) => text.text.slice(text.toUnits(passage.ranges[0][0]), text.toUnits(passage.ranges.at(-1)[1])))
    for (const { written, values } of figures(shows)) {
      const [derived, working] = Object.entries(said?.derived ?? {})
        .find(([figure]) => figures(figure)[0]?.values.some(value => values.includes(value))) ?? []
      const has = passages.find(words => figures(words).some(other => other.values.some(value => values.includes(value))))
      if (has) say("good", "figure_found", written, plain(has))
      else if (derived) {
        const results = worked(working)
        const digits = Math.max(0, written.replace(/.*[.,]/, "").length * /[.,]/.test(written))
        const isRight = results.some(result => values.some(value => Math.abs(result - value) <= 0.5 / 10 ** digits))
        say(isRight ? "good" : "bad", isRight ? "figure_worked" : "figure_worked_other", written, working, Math.round(results[0] * 1e6) / 1e6)
      } else say("open", "figure_unread", written)
    }
  }

  return async function open(link, address) {
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
        lines = await results(link, words)
      } catch {
        lines = [["open", filled(words.failed, words.source_data)]]
      }
      const states = lines.map(([state]) => state)
      const whole = states.includes("bad") ? "bad" : states.includes("good") ? "good" : "open"
      answer.replaceChildren(make("p", { className: `bs-check-${whole}` }, make("b", { textContent: words[whole] })),
        make("ul", {}, ...lines.map(([state, said]) => make("li", { className: state && `bs-check-${state}` }, said))))
      button.disabled = false
      button.focus()
    })
    close.addEventListener("click", () => dialog.close())
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close() })
    dialog.addEventListener("close", () => { dialog.remove(); link.focus() })
    document.body.append(dialog)
    dialog.showModal()
    button.focus()
  }
})()
