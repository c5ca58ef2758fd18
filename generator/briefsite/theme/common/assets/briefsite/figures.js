/* The figures of a statement, looked for in the passages that prove it. What is not recognised here is
   neither right nor wrong: `figure_reading` knows many more ways to write one. */

window.figures = (() => {
  const NAMES = {
    es: ["cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
      "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
      "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos", { cien: 100, mil: 1000 }],
    en: ["zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
      "ten twenty thirty forty fifty sixty seventy eighty ninety", "hundred", { thousand: 1000 }],
    fr: ["zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
      "dix vingt trente quarante cinquante soixante septante huitante nonante", "cent", { vingts: 20, cents: 100, mille: 1000 }],
    pt: ["zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
      "dez vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
      "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos", { duas: 2, cem: 100, mil: 1000 }]
  }
  const AND = ["y", "and", "et", "e"]
  const SCALES = [
    [/^\s*(mil mill|billion|milliard|bilh)/i, 1e9], [/^\s*mill?(h|i?[oó])/i, 1e6], [/^\s*(mil|thousand|mille)(?!\p{L})/iu, 1e3]
  ]

  function named(language) {
    const [ones, tens, hundreds, more] = NAMES[language] ?? ["", "", "", {}]
    const found = new Map(Object.entries(more))
    ones.split(" ").forEach((name, at) => found.set(name, at))
    tens.split(" ").forEach((name, at) => found.set(name, 10 * at + 10))
    hundreds.split(" ").forEach((name, at) => found.set(name, 100 * at + 100))
    return found
  }

  /* The numbers in words, but for one, which is an article as well. */
  function inWords(text, language) {
    const names = named(language), found = []
    let total = 0, current = 0, isOpen = false
    const end = () => {
      if (total + current > 1) found.push(total + current)
      total = current = 0
      isOpen = false
    }
    for (const [name] of text.toLowerCase().matchAll(/\p{L}+|[^\p{L}\s-]/gu)) {
      const value = names.get(name.replace(/ent[oa]s$/, "entos"))
      if (value === undefined) {
        if (!(isOpen && AND.includes(name))) end()
      } else {
        if (value === 1000) { total += 1000 * (current || 1); current = 0 }
        else if (value === 100 && current > 1 && current < 10) current *= 100
        else if (value === 20 && current % 100 === 4) current += 76
        else if (current && value >= current) { end(); current = value }
        else current += value
        isOpen = true
      }
    }
    end()
    return found
  }

  /* The figures in digits, with all that each can mean. */
  function inDigits(text) {
    return [...text.matchAll(/\d+(?:[.,'’]\d+|[ \u00a0\u202f\u2009]\d{3}(?!\d))*/g)].map(({ 0: written, index }) => {
      const [, scale] = SCALES.find(([name]) => name.test(text.slice(index + written.length))) ?? [, 1]
      return { written, values: readings(written).map(value => value * scale) }
    })
  }

  /* 1.200 is 1200 to some, and 1.2 to others. */
  function readings(written) {
    const whole = written.replace(/[^\d.,]/g, ""), signs = whole.match(/[.,]/g) ?? [], last = signs.at(-1)
    const plain = text => Number(text.replace(/[.,]/g, ""))
    const found = []
    if (signs.every(sign => sign === last) && whole.split(/[.,]/).slice(1).every(group => group.length === 3)) found.push(plain(whole))
    if (last && signs.indexOf(last) === signs.length - 1) {
      const at = whole.lastIndexOf(last)
      found.push(Number(`${plain(whole.slice(0, at))}.${whole.slice(at + 1)}`))
    }
    return found
  }

  /* All that «32 − 9» can come to. */
  function worked(working) {
    const tokens = working.match(/\d[\d.,'’ \u00a0\u202f]*|[-−–+*×·x/÷:()]/g) ?? []
    let at = 0
    const level = signs => {
      const under = () => {
        if (signs === "+-−–") return level("*×·x/÷:")
        if (tokens[at] !== "(") return readings(tokens[at++] ?? "")
        at++
        const inside = level("+-−–")
        at++
        return inside
      }
      let found = under()
      while (signs.includes(tokens[at] ?? " ")) {
        const sign = tokens[at++], others = under()
        const work = (one, other) => sign === "+" ? one + other : "-−–".includes(sign) ? one - other
          : "/÷:".includes(sign) ? one / other : one * other
        found = found.flatMap(one => others.map(other => work(one, other)))
      }
      return found
    }
    return level("+-−–")
  }

  /* What is to be said of each figure in digits: a key of the words of `check`, and what fills it in. */
  return function compare(shows, derived, passages) {
    const known = passages.map(({ words, language }) => ({
      words, values: [...inDigits(words).flatMap(({ values }) => values), ...inWords(words, language)]
    }))
    return inDigits(shows).map(({ written, values }) => {
      const isOne = value => values.includes(value)
      const passage = known.find(({ values }) => values.some(isOne))
      if (passage) return ["good", "figure_found", written, passage.words]
      const [, working] = Object.entries(derived).find(([figure]) => inDigits(figure)[0]?.values.some(isOne)) ?? []
      if (!working) return ["open", "figure_unread", written]
      const results = worked(working)
      const digits = /[.,]/.test(written) ? written.split(/[.,]/).at(-1).length : 0
      const isRight = results.some(result => values.some(value => Math.abs(result - value) <= 0.5 / 10 ** digits))
      return [isRight ? "good" : "bad", isRight ? "figure_worked" : "figure_worked_other", written, working,
        String(Math.round(results[0] * 1e6) / 1e6)]
    })
  }
})()
