/* The rules of evidence/, by the names of its modules, which say why. Places are characters outside, and
   UTF-16 units within. */

window.evidence = (() => {
  /* As Python has them. */
  const S = " \\t-\\r\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
  const NO_END = S.replace("\\t-\\r", "\\t\\v-\\r")
  const NO_BLANK = S.slice(1)
  const A = "\\p{L}\\p{N}"
  const LETTER = "\\p{L}\\p{Nl}\\p{No}"
  const re = (source, flags = "g") => new RegExp(source, `u${flags}`)
  const whole = source => { const found = re(`^(?:${source})$`, ""); return words => found.test(words) }
  const isSpace = whole(`[${S}]+`)
  const isAlnum = whole(`[${A}]+`)
  const isDigit = whole("[\\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨]+")
  const lead = words => words.search(re(`[^${S}]`, ""))
  const trimmed = words => words.replace(re(`^[${S}]+|[${S}]+$`), "")
  const hasWords = words => re(`[${A}]`, "").test(words)

  const before = (text, at) => {
    const pair = text.slice(Math.max(0, at - 2), at)
    return [...pair].pop() ?? ""
  }
  const after = (text, at) => at < text.length ? String.fromCodePoint(text.codePointAt(at)) : ""

  const matches = (pattern, text, start, end) => {
    pattern.lastIndex = start
    const found = [...text.slice(0, end).matchAll(pattern)]
    pattern.lastIndex = 0
    return found
  }
  const matchAt = (source, ...where) => matches(re(source, "gy"), ...where)[0]
  const left = (list, wanted) => {
    let low = 0, high = list.length
    while (low < high) {
      const middle = low + high >> 1
      if (list[middle] < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
  const right = (list, wanted) => left(list, wanted + 1)
  const lastAt = (list, at) => list.findLast(([start]) => start <= at)

  /* typography */
  const HINTS = "\\u00ad\\u200b\\u2060\\u200e\\u200f"
  const LIGATURE = "[ﬀ-ﬆᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]"
  const W = `${A}_`
  const OPENS = `(?<![${W}])[‘'](?=[${W}¿¡])`
  const CLOSES = `(?:(?<=[${W}.,;:!?…)])’|(?<=[${LETTER}_])'|(?<=[.,;:!?…)])')(?![${W}])`
  const RULE = `[${NO_END}]*(?:[\\-‐‑‒–—―−_*=•·~][${NO_END}]*){3,}`
  const RULES = `(?:^|[${S}]*\\n)(?:${RULE}(?:\\n[${S}]*|$))+`
  const FOLDS = re(`(${RULES})|([${NO_BLANK}][${S}]*| [${S}]+)|([${HINTS}]+)`
    + `|(''|\`\`|´´|‘‘|’’|["“”„‟«»″]|${OPENS}|${CLOSES})|([‘’‚‛ʼ´\`′‹›])`
    + `|([\\-‐‑‒–—―−]{2,}|[‐‑‒–—―−])|(${LIGATURE})`)
  const folded = ([words, rule, space, hint, mark, apostrophe, dash]) => {
    if (rule || (space && space.split("\n").length > 2)) return "\n"
    return space ? " " : hint ? "" : mark ? '"' : apostrophe ? "'" : dash ? "-" : words.normalize("NFKC")
  }
  const fold = words => trimmed(words.normalize("NFC").replace(FOLDS, (...match) => folded(match)).replaceAll("\n", " "))

  const combines = mark => mark === "\u0345" || (mark >= "\u0300" && `\u0345${mark}`.normalize("NFD")[0] !== "\u0345")
  const MERGES = re("[াৗାୖୗாௗೂೕೖാൗාෟྵྷီᬵ\\u1160-\\u11ff]", "")
  const marksOf = text => [...new Set(text.match(/\p{M}/gu))].filter(combines).join("")

  function composed(text) {
    if (text.normalize("NFC") === text) return [text, null]
    const merging = [...new Set(text)].filter(char => combines(char) || MERGES.test(char)).join("")
    let out = ""
    const starts = []
    for (const match of text.matchAll(re(`[^][${merging}]*`))) {
      const words = match[0].normalize("NFC")
      out += words
      for (let at = 0; at < words.length; at++) starts.push(match.index)
    }
    starts.push(text.length)
    return [out, starts]
  }

  function view(text, offsets, ends, joints = new Map(), ligatures = new Set()) {
    const breaks = [...text.matchAll(/\n/g)].map(match => match.index)
    return { text, offsets, ends, breaks, joints, ligatures, marks: marksOf(text) }
  }
  const rangeOf = ({ offsets, ends }, [start, end]) => [offsets[start], ends[end - 1]]

  function foldedView(text, lineEnds, joints) {
    const [received, starts] = composed(text)
    let out = "", offsets = [], position = 0
    const ligatures = []
    const upTo = end => { while (position < end) offsets.push(position++) }
    for (const match of received.matchAll(FOLDS)) {
      out += received.slice(position, match.index)
      upTo(match.index)
      const words = folded(match)
      out += words
      if (words) offsets.push(match.index)
      if (words.length > 1) ligatures.push(offsets.length - 1)
      for (let at = 1; at < words.length; at++) offsets.push(match.index)
      position = match.index + match[0].length
    }
    out += received.slice(position)
    upTo(received.length + 1)
    if (starts) offsets = offsets.map(offset => starts[offset])
    const places = new Set(lineEnds.map(end => right(offsets, end) - 1))
    out = out.replace(/ /g, (_, at) => places.has(at) ? "\n" : " ")
    const ends = offsets.slice(1)
    for (let at = ends.length - 2; at >= 0; at--) {
      if (ends[at] <= offsets[at]) ends[at] = ends[at + 1]
    }
    const found = view(out, offsets, ends, undefined, new Set(ligatures.map(at => offsets[at])))
    const changes = joints.map(([start, end, seen]) => [[left(offsets, start), left(offsets, end)], seen])
      .filter(([[start, end], seen]) => out.slice(start, end) !== seen)
    return { ...corrected(found, changes), joints: new Map(joints.map(([, end, seen]) => [end, seen])) }
  }

  function withoutHyphens(found) {
    const hyphens = [...found.joints].filter(([, seen]) => seen)
      .map(([place]) => left(found.offsets, place)).filter(end => found.text[end - 1] === "-")
    return hyphens.length ? corrected(found, hyphens.map(end => [[end - 1, end], ""])) : found
  }

  function corrected(found, corrections) {
    let out = "", position = 0
    const offsets = [], ends = []
    const copy = end => {
      out += found.text.slice(position, end)
      for (; position < end; position++) {
        offsets.push(found.offsets[position])
        if (position < found.ends.length) ends.push(found.ends[position])
      }
    }
    for (const [[start, end], meant, places] of corrections) {
      copy(start)
      out += meant
      const [low, high] = rangeOf(found, [start, end])
      for (let at = 0; at < meant.length; at++) {
        const here = places && start + places[at]
        offsets.push(places ? found.offsets[here] : low)
        ends.push(!places ? high : here < start + places[at + 1] ? found.ends[here] : found.offsets[here])
      }
      position = end
    }
    copy(found.offsets.length)
    return view(out, offsets, ends, found.joints, found.ligatures)
  }

  /* matching */
  function partsOf(words) {
    const split = words.split(/(\[[^[\]]*\])/)
    const found = []
    for (let at = 0; at < split.length; at += 2) {
      const raw = split[at]
      if (!hasWords(raw)) continue
      found.push({
        text: fold(raw),
        openStart: at > 0 && !isSpace(after(raw, 0)),
        openEnd: at + 1 < split.length && !isSpace(before(raw, raw.length))
      })
    }
    return found
  }

  const APART = /(?<=\p{Nd} )(?=\p{Nd})|(?<=\p{Nd})(?= \p{Nd})/uy
  const NUMBER = `((?<![${A}])[-+]?[.,]?(?:\\p{Nd}{1,3}(?: \\p{Nd}{3})+(?!\\p{Nd})|\\p{Nd}+)(?:[.,:'/]\\p{Nd}+)*)`

  function cuts(found, at, mayCutWord) {
    const { text, offsets } = found
    if (at <= 0 || at >= text.length) return false
    const one = before(text, at), other = after(text, at)
    APART.lastIndex = at
    if ((isSpace(one) || isSpace(other)) && !APART.test(text)) return false
    const place = offsets[at]
    const isInLigature = found.ligatures.has(place) && offsets[at - 1] === place
    if (isInLigature || found.joints.get(place)) return isInLigature
    if (isAlnum(one) && isAlnum(other)) return !mayCutWord || (isDigit(one) && isDigit(other))
    found.token ??= re(`${NUMBER}|[${A}](?:'?[${A}${found.marks}])*`)
    const token = matches(found.token, text, Math.max(0, at - 40), at + 40)
      .find(({ 0: words, index }) => index < at && at < index + words.length)
    return Boolean(token) && (!mayCutWord || token[1] !== undefined)
  }

  const HYPHEN = re(`(?<=[${LETTER}])- ?(?=[${LETTER}])`)
  const escaped = words => words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")

  function ofBrokenWords(words) {
    const hyphens = [...words.matchAll(HYPHEN)]
    if (!hyphens.length || hyphens.length > 50) return null
    let position = 0
    const pieces = hyphens.map(match => {
      const piece = words.slice(position, match.index)
      position = match.index + match[0].length
      return piece
    })
    return [re([...pieces, words.slice(position)].map(escaped).join("(- ?|)"), "dg"), hyphens]
  }
  const isAtJoints = (found, match, hyphens) => hyphens.every(([hyphen], at) => match[at + 1] === hyphen
    || found.joints.has(found.offsets[match.indices[at + 1][1]]))

  function next(found, words, start) {
    const broken = found.joints.size ? ofBrokenWords(words) : null
    if (!broken) {
      const at = found.text.indexOf(words, start)
      return at < 0 ? null : [at, at + words.length]
    }
    const [pattern, hyphens] = broken
    /* Within a pair of surrogates a pattern would go back. */
    const skip = at => at + /^[\udc00-\udfff]/.test(found.text.slice(at, at + 1))
    pattern.lastIndex = skip(start)
    for (let match; (match = pattern.exec(found.text)); pattern.lastIndex = skip(match.index + 1)) {
      if (isAtJoints(found, match, hyphens)) return [match.index, match.index + match[0].length]
    }
    return null
  }

  function* placesOf(found, { text: words, openStart, openEnd }) {
    for (let at = words && next(found, words, 0); at; at = next(found, words, at[0] + 1)) {
      if (!cuts(found, at[0], openStart) && !cuts(found, at[1], openEnd)) yield at
    }
  }

  function* chains(found, parts) {
    const columns = parts.map(part => {
      const groups = new Map()
      for (const place of placesOf(found, part)) {
        const paragraph = left(found.breaks, place[0])
        groups.set(paragraph, [...groups.get(paragraph) ?? [], place])
      }
      return groups
    })
    for (const paragraph of columns[0].keys()) {
      const here = columns.map(groups => groups.get(paragraph) ?? [])
      for (let at = here.length - 2; at >= 0; at--) {
        const limit = here[at + 1].at(-1)?.[0] ?? -1
        here[at] = here[at].filter(place => place[1] <= limit)
      }
      if (here.every(places => places.length)) yield* ordered(here, 0, 0)
    }
  }
  function* ordered(columns, index, from) {
    if (index === columns.length) { yield []; return }
    for (const place of columns[index]) {
      if (place[0] < from) continue
      for (const rest of ordered(columns, index + 1, place[1])) yield [place, ...rest]
    }
  }

  /* quotation_marks */
  const MARK = re(`''|\`\`|´´|‘‘|’’|["“”„‟«»″‹›]|(?<opens>${OPENS}|(?<![${W}])‚(?=[${W}¿¡]))`
    + `|(?<closes>${CLOSES}|(?<=[${W}.,;:!?…)])‘(?![${W}]))`)
  const kindOf = glyph => ["«»", "‹›", "“”„‟", "‘’'‚", '"″'].find(kind => kind.includes(glyph))?.[0] ?? "''"
  const SINGLE = "‘"
  const UNDIRECTED = ['"', "''"]

  const ELISION = `(?<![${W}'‘’])['‘’](?:[0-9]{2}s?|[Ee]m|[Nn]['’]?|[Cc](?:ause|os|uz)|[Tt](?:ill?|is|was|were)|[Bb]out|[Rr]ound)(?![${W}'’])`
  const INNER = `(?<!: |^)${ELISION}`
  const PLAIN = `(?:(?<=[${W}])['’](?=[${W}])|[^'‘’‚´\`«»‹›"“”„‟″])*`
  const NO_NOUN = `(?!or)[${W}]{1,2}|but|con|del|dijo|for|from|had|las|los|para|por|que|said|that|the|una|was|were|who|with`
  const CUT = `(?<=[sS0-9]|in|[${S}][${W}])['’](?=[${S}]+(?![${S}]|(?:${NO_NOUN})(?![${W}])))`
  const APOSTROPHES = re(`((?!${INNER})${OPENS})(?:${PLAIN}${INNER})*(?:${PLAIN}${CUT}(?![${S}]+(?:and|or)[${S}](?![${W}]+['’][${S}])))*`
    + `(?=${PLAIN}${CLOSES}(?:(?<=[.,;:!?…)].)|(?<![0-9].)(?=[.,;:!?…)\\]»”"]|$)))`
    + `|${ELISION}(?!${PLAIN}(?!${CUT})${CLOSES})(?:${PLAIN}${CUT})?`)
  const withoutMarks = (found, opener = "") => opener + found.slice(opener.length).replace(/['‘’]/g, "‛")

  function readMarks(text, paragraphs) {
    let at = 0
    text = paragraphs.map(([start, end]) => text.slice(at, start) + text.slice(start, at = end).replace(APOSTROPHES, withoutMarks))
      .join("") + text.slice(at)
    const quoted = []
    let speech = null
    paragraphs.forEach((place, index) => {
      let marks = marksIn(text, place, speech)
      let [pairs, unclosed] = paired(marks, speech !== null)
      if (speech && !unclosed.includes(marks[0])) {
        if (speech.isCertain || ("»”›".includes(marks[0].glyph) && !speech.isInverse)) {
          quoted.push(...speech.stretches.map(([mark, end]) => [mark.end, end]))
        } else {
          marks = marksIn(text, place, null);
          [pairs, unclosed] = paired(marks, false)
        }
        speech = null
      }
      quoted.push(...pairs.map(([opener, closer]) => [opener.end, closer.start]))
      const following = paragraphs[index + 1]?.[0] ?? text.length
      speech = carried(marks, unclosed, place, speech, matchAt(MARK.source, text, following))
    })
    quoted.sort(byPlace)
    const outermost = []
    for (const place of quoted) {
      if (!outermost.length || place[0] >= outermost.at(-1)[1]) outermost.push(place)
    }
    return outermost
  }
  const byPlace = (one, other) => one[0] - other[0] || one[1] - other[1]

  function carried(marks, unclosed, place, speech, again) {
    if (!again) return null
    const kind = kindOf(again[0])
    const ofKind = marks.filter(mark => mark.kind === kind)
    const stillOpen = unclosed.filter(mark => mark.kind === kind)
    if (stillOpen.length !== 1 || stillOpen[0] !== ofKind[0]) return null
    const [mark] = stillOpen
    const earlier = mark === marks[0] ? speech : null
    const stretches = earlier?.stretches ?? []
    stretches.push([mark, place[1]])
    return {
      mark, stretches,
      isInverse: earlier ? earlier.isInverse : "»›".includes(mark.glyph),
      isCertain: mark.start === place[0]
    }
  }

  function marksIn(text, place, speech) {
    const inverse = {}
    if (speech && "«‹".includes(speech.mark.kind)) inverse[speech.mark.kind] = speech.isInverse
    let marks = matches(MARK, text, ...place).map(match => {
      const [glyph] = match, start = match.index, end = start + glyph.length
      const kind = kindOf(glyph), [before, after] = sides(text, start, end, place)
      if ("«‹".includes(kind)) inverse[kind] ??= "»›".includes(glyph) && before !== "word" && after !== "space"
      const role = roleOf(match, kind, before, after, inverse[kind])
      return { start, end, glyph, kind, role, before, after }
    })
    for (const kind of UNDIRECTED) marks = decided(marks, kind)
    return marks
  }

  function roleOf({ 0: glyph, groups }, kind, before, after, isInverse) {
    if (kind === SINGLE) return groups.opens ? "opens" : "closes"
    let bySides = "either"
    if ((before === "space" && after !== "space") || (before === "other" && after === "word")) bySides = "opens"
    else if ((after === "space" && before !== "space") || (after === "other" && before === "word")) bySides = "closes"
    if (UNDIRECTED.includes(kind) || glyph === "“") return bySides
    if ("»”›".includes(glyph) !== Boolean(isInverse)) {
      return before === "space" && after === "word" ? "against" : "closes"
    }
    return before === "word" && after === "space" ? "against" : "opens"
  }

  function decided(marks, kind) {
    const places = [...marks.keys()].filter(at => marks[at].kind === kind)
    const alternate = places.length % 2 === 0 && places.every((at, number) => {
      const { role, before } = marks[at]
      return role === (number % 2 ? "closes" : "opens") || (role === "either" && (number % 2 || before !== "word"))
    })
    const found = [...marks]
    places.forEach((at, number) => {
      if (marks[at].role !== "either") return
      found[at] = { ...marks[at], role: alternate ? (number % 2 ? "closes" : "opens") : "against" }
    })
    return found
  }

  const ENDING = re(`^[.…!?]+(?![.…!?])(?=([${W}])?)`, "")
  const HINT = whole(`[${HINTS}]`)

  function sides(text, start, end, place) {
    while (start > place[0] && HINT(text[start - 1])) start--
    while (end < place[1] && HINT(text[end])) end++
    const one = start > place[0] ? before(text, start) : " "
    const other = end < place[1] ? after(text, end) : " "
    let first = "other", second = "other"
    if (isSpace(one) || "([{¿¡".includes(one)) first = "space"
    else if (isAlnum(one) || ".,!?…)]}%".includes(one)) first = "word"
    const ending = ENDING.exec(text.slice(end, Math.min(place[1], end + 9)))
    if (isSpace(other) || ",;:)]}".includes(other)) second = "space"
    else if (ending) second = ending[1] ? "other" : "space"
    else if ("¿¡".includes(other) || (isAlnum(other) && !isDigit(other))) second = "word"
    return [first, second]
  }

  function paired(marks, goesOn) {
    const pairs = [], stack = [], waiting = {}, given = {}
    marks.forEach((mark, index) => {
      const { kind } = mark
      const role = index === 0 && goesOn ? "opens" : roleNow(mark, waiting[kind] > 0)
      if (role === "against" || (role === "opens" && UNDIRECTED.includes(kind))) {
        waiting[kind] = 0
        given[kind] = (given[kind] ?? 0) + 1
      }
      if (role === "opens") {
        stack.push([mark, given[kind] ?? 0])
        waiting[kind] = (waiting[kind] ?? 0) + 1
      }
      while (role === "closes" && waiting[kind] > 0) {
        const [opener, times] = stack.pop()
        if (times !== (given[opener.kind] ?? 0)) continue
        waiting[opener.kind]--
        if (opener.kind !== kind) continue
        pairs.push([opener, mark])
        break
      }
    })
    return [pairs, stack.filter(([mark, times]) => times === (given[mark.kind] ?? 0)).map(([mark]) => mark)]
  }

  function roleNow({ glyph, role, before }, isOpen) {
    if (glyph !== "“") return role
    if (role === "closes") return isOpen || before === "word" ? "closes" : "opens"
    return role === "either" && isOpen && before !== "space" ? "against" : "opens"
  }

  /* speech */
  const STAGE = re("(?<![^\\n])[ \\t*_]*(?:\\([^()\\n]*\\)|\\[[^[\\]\\n]*\\]|♪[^\\n]*)[ \\t.*_]*(?![^\\n])".replaceAll("[^[", "[^\\["))
  const isStage = whole(`[${S}]*(?:\\([^()]*\\)|\\[[^\\[\\]]*\\])[${S}.]*`)

  function* spoken(text, turn, paragraphs) {
    for (const [low, high] of paragraphs) {
      let position = Math.max(low, turn.start)
      const limit = Math.min(high, turn.end)
      if (position > limit) continue
      for (const { 0: stage, index } of matches(STAGE, text, position, limit)) {
        if (trimmed(text.slice(position, index))) yield [position, index]
        position = index + stage.length
      }
      const rest = text.slice(position, limit)
      if (trimmed(rest) && !isStage(rest)) yield [position, limit]
    }
  }

  const FIRST_DASH = `[${S}]*(?:[—–―]|--)[${S}]*|[${S}]*[\\-‐‑‒−](?:[${S}]+|(?=[¿¡"'“«]?[${LETTER}_]))`
  const DASH = re("-{2,}|[\\-‐‑‒–—―−]")

  function* afterDashes(text, paragraphs) {
    let goesOn = false
    for (const [low, high] of paragraphs) {
      const opening = matchAt(FIRST_DASH, text, low, high) ?? (goesOn && matchAt(`[${S}]*»[${S}]*`, text, low, high))
      goesOn = false
      if (!opening) continue
      let start = low + opening[0].length, isSpaced = false
      for (const dash of matches(DASH, text, start, high)) {
        const one = before(text, dash.index), end = dash.index + dash[0].length, other = after(text, end)
        if (start !== null) {
          if (!turnsAway(dash[0], one, other)) continue
          yield [start, dash.index]
          start = null
          isSpaced = isSpace(one) && isSpace(other)
        } else if (turnsBack(one, other, isSpaced)) start = end
      }
      if (start !== null) { yield [start, high]; goesOn = true }
    }
  }
  const turnsAway = (dash, one, other) => {
    if (isSpace(one)) return !("-−‑‒‐".includes(dash) && isDigit(other))
    return "—―".includes(dash) || dash.length > 1 || (dash === "–" && !isAlnum(one) && !isSpace(other))
  }
  const turnsBack = (one, other, isSpaced) => isSpace(one)
    ? isSpaced && (!other || isSpace(other))
    : !other || isSpace(other) || !isAlnum(other)

  /* slips */
  const MARKS = "\"'“”„‟«»″‹›‘’‚‛`´"
  const isLoose = char => Boolean(char) && (isSpace(char) || MARKS.includes(char) || HINT(char))
  const marksAlone = words => [...words].filter(char => MARKS.includes(char)).join("")
  const wordsAlone = words => trimmed([...words].filter(char => !MARKS.includes(char) && !HINT(char)).join(""))
    .split(re(`[${S}]+`)).join(" ")
  function aligned(written, meant) {
    const places = []
    let at = 0
    for (const char of meant.split("")) {
      if (!isLoose(char)) while (isLoose(written[at])) at++
      places.push(at)
      const here = written[at]
      if (here && (here === char || !isLoose(char) || (isSpace(here) && isSpace(char)))) at++
    }
    return [...places, written.length]
  }

  function asMeant(text, slips) {
    let out = "", position = 0
    const places = []
    const copy = end => { out += text.slice(position, end); while (position < end) places.push(position++) }
    for (const [[start, end], words] of slips) {
      const written = text.slice(start, end)
      let meant = trimmed(words).split(re(`[${S}]+`)).join(" ")
      if (written.normalize("NFC") !== written) meant = meant.normalize("NFD")
      if (wordsAlone(written) !== wordsAlone(meant)) continue
      copy(start)
      out += meant
      places.push(...aligned(written, meant).slice(0, -1).map(place => start + place))
      position = end
    }
    copy(text.length)
    places.push(text.length)
    return [out, places]
  }

  const isWithin = ([start, end], ranges) => end <= lastAt(ranges, start)?.[1]

  /* `reading` is that of the data of a source. */
  function reader(text, { sic, deduced }) {
    let toUnits = at => at, toPlaces = at => at
    if (/[\ud800-\udbff]/.test(text)) {
      const starts = [0]
      for (const char of text) starts.push(starts.at(-1) + char.length)
      toUnits = at => starts[at] ?? text.length
      toPlaces = at => left(starts, at)
    }
    const [stretches, joints] = [deduced.stretches, deduced.joints]
      .map(list => list.map(([start, end, more]) => [toUnits(start), toUnits(end), more]))
    const turns = deduced.turns.map(({ label, place, words }) => {
      const [start, end] = words.map(toUnits)
      return { label, place: place.map(toUnits), start, end }
    })
    const turnAt = place => {
      const found = turns.findLast(turn => turn.place[0] <= place[0])
      return place[1] <= found?.end ? found : null
    }
    const isInLabel = place => {
      const turn = turnAt([place, place])
      return turn?.place[1] <= place && place < turn.start
    }
    const isPlain = stretches.every(([, , form]) => form === "marks")

    const ends = [...stretches.slice(1), ...turns.map(({ place }) => place)].map(([start]) => start - 1)
    if (deduced.lines) {
      const labels = turns.map(({ place }) => text.indexOf("\n", place[1]))
      ends.push(...[...text.matchAll(/\n/g)].map(({ index }) => index)
        .filter(index => !labels.includes(index) || !isInLabel(index)))
    }
    const received = foldedView(text, ends, joints)

    const corrections = []
    const slips = sic.flatMap(([written, meant]) => {
      const isMarks = marksAlone(written) !== marksAlone(meant) && wordsAlone(written) === wordsAlone(meant)
      return [...placesOf(received, { text: fold(written) })]
        .filter(place => !isMarks || marksAlone(text.slice(...rangeOf(received, place))) === marksAlone(written))
        .map(place => ({ place, written, meant, isMarks }))
    })
    slips.sort((one, other) => byPlace(one.place, other.place) || (one.meant < other.meant ? -1 : 1))
    for (const slip of slips) if (!(slip.place[0] < corrections.at(-1)?.place[1])) corrections.push(slip)

    const views = [withoutHyphens(received)]
    if (corrections.length) {
      views.push(withoutHyphens(corrected(received, corrections.map(({ place, meant, isMarks }) => {
        const words = fold(meant)
        return [place, words, isMarks && aligned(received.text.slice(...place), words)]
      }))))
    }

    const paragraphs = []
    const gaps = [...text.matchAll(re(`${RULES}|[${S}]+`))].map(({ 0: gap, index }) => [index, index + gap.length, gap])
      .filter(([, end, gap]) => (trimmed(gap) || gap.split("\n").length > (deduced.lines ? 1 : 2))
        && !(deduced.lines && joints.some(joint => joint[1] === end)))
    let position = 0
    for (const [start, end] of [...gaps, ...turns.map(({ place }) => place), ...stretches.slice(1).map(([start]) => [start, start]),
      [text.length, text.length]].sort(byPlace)) {
      const stretch = text.slice(position, Math.max(position, start)), words = trimmed(stretch)
      if (words) paragraphs.push([position + lead(stretch), position + lead(stretch) + words.length])
      position = Math.max(position, end)
    }

    function marksOfText(places) {
      const slips = corrections.filter(({ isMarks }) => isMarks).map(({ place, meant }) => [rangeOf(received, place), meant])
      if (!slips.length) return readMarks(text, places)
      const [meant, at] = asMeant(text, slips)
      return readMarks(meant, places.map(place => place.map(end => left(at, end))))
        .map(place => place.map(end => at[end]))
    }

    const quotations = (() => {
      if (isPlain) return marksOfText(paragraphs)
      const found = []
      for (const [start, end, form] of stretches) {
        let inside = paragraphs.filter(([place]) => start <= place && place < end)
        if (form === "dashes") {
          const said = [...afterDashes(text, inside)], begins = said.map(([place]) => place)
          inside = inside.filter(([low, high]) => left(begins, low) === left(begins, high))
          found.push(...said)
        }
        if (form === "turns") {
          const starts = inside.map(([place]) => place)
          for (const turn of turns) {
            found.push(...spoken(text, turn, inside.slice(left(starts, turn.start), left(starts, turn.end))))
          }
        } else found.push(...marksOfText(inside))
      }
      return found.sort(byPlace)
    })()

    let betweenMarks
    const outside = ranges => ranges.map(range => range.map(toPlaces))
    const inside = ranges => ranges.map(range => range.map(toUnits))
    const isOverlap = (one, other) => one[0][0] < other.at(-1)[1] && other[0][0] < one.at(-1)[1]

    return {
      text,
      /* Null of no words. */
      find(words, most = 10) {
        const parts = partsOf(words)
        if (!parts.length) return null
        const found = []
        for (const seen of views) {
          let count = 0
          for (const places of chains(seen, parts)) {
            if (count++ === most) break
            const ranges = places.map(place => rangeOf(seen, place))
            if (seen === views[0] || !found.some(other => isOverlap(ranges, other))) found.push(ranges)
          }
        }
        return found.map(outside)
      },
      isQuoted: ranges => inside(ranges).every(range => isWithin(range, quotations)),
      isInMarks(ranges) {
        betweenMarks ??= marksOfText(paragraphs)
        return inside(ranges).every(range => isWithin(range, betweenMarks))
      },
      turnAt(ranges) {
        const places = inside(ranges)
        return turnAt([places[0][0], places.at(-1)[1]])
      },
      formAt: ([[start]]) => lastAt(stretches, toUnits(start))?.[2],
      paragraphAt: ([[start]]) => lastAt(paragraphs, toUnits(start)) ?? [0, text.length],
      slice: (start, end) => text.slice(toUnits(start), toUnits(end)),
      toUnits
    }
  }

  return { reader, fold }
})()
