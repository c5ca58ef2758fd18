/* How promises stand against the calendar on the reader's day. Pages say it as of the day they were
   built; site/due.py has the same rules, and pages/due_words.py the same words.

   <span class="bs-due" data-deadline="2024-06" data-moved="2024-05-04" hidden></span> */

window.promises = (() => {
  const { lang, soon, long, facet, words, first = "1" } = JSON.parse(document.currentScript.dataset.due)
  const DAY = 86400000
  const now = new Date()
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())

  const parts = date => date.split("-").map(Number)

  /* The last day of a year or a month, or the day itself. */
  function lastDay(date) {
    const [year, month = 12, day] = parts(date)
    return day ? Date.UTC(year, month - 1, day) : Date.UTC(year, month, 0)
  }

  /* Whether one date is certainly before another: a month is not before a day in it. */
  function isBefore(one, other) {
    const theirs = parts(other)
    for (const [at, mine] of parts(one).entries()) {
      if (mine !== theirs[at]) return mine < theirs[at]
    }
    return false
  }

  function standing(deadline, moved, day = today) {
    if (deadline) {
      const left = (lastDay(deadline) - day) / DAY
      if (left < 0) return { state: "overdue", days: -left, hasNews: isBefore(deadline, moved) }
      if (left <= soon) return { state: "due-soon", days: left }
    }
    const quiet = (day - lastDay(moved)) / DAY
    return quiet >= long ? { state: "silent", days: quiet } : null
  }

  const filled = (template, ...values) => template.replace(/\{(\d)\}/g, (_, at) => values[at])

  function length(days) {
    const months = Math.floor(days * 12 / 365)
    const years = Math.floor(days / 365)
    if (years >= 2) return filled(words.years, years)
    if (months >= 2) return filled(words.months, months)
    return days > 1 ? filled(words.days, days) : words.one_day
  }

  function written(date) {
    const [year, month = 1, day = 1] = parts(date)
    const known = ["year", "month", "day"].slice(0, parts(date).length)
    const form = { year: "numeric", month: "long", day: "numeric" }
    return new Intl.DateTimeFormat(lang, {
      timeZone: "UTC", ...Object.fromEntries(known.map(part => [part, form[part]]))
    }).formatToParts(Date.UTC(year, month - 1, day))
      .map(({ type, value }) => type === "day" && value === "1" ? first : value).join("")
  }

  function say({ state, days, hasNews }, moved) {
    if (state === "silent") return filled(words.silent, length(days))
    if (state === "due-soon") return days ? filled(words.due_soon, length(days)) : words.due_today
    const date = written(moved)
    if (hasNews) return filled(words.overdue_news, length(days), date)
    const isDay = parts(moved).length === 3
    return filled(words.overdue, length(days), isDay ? filled(words.since_day, date) : date)
  }

  /* What a list is filtered by. */
  function label(deadline, moved) {
    const found = moved && standing(deadline, moved)
    return found ? words.states[found.state] : ""
  }

  /* What a list is sorted by: what is overdue first, then what is due next, then the rest. */
  function rank(deadline, moved) {
    const found = moved && standing(deadline, moved)
    if (!found || found.state === "silent") return Infinity
    return found.days + (found.state === "due-soon" ? 1e6 : 0)
  }

  /* The day stays for paper. A clock that is behind the day of the build is wrong. */
  function show(element) {
    const { deadline, moved } = element.dataset
    const built = element.querySelector("time")?.dateTime
    if (built && lastDay(built) > today) return
    const found = standing(deadline, moved)
    element.hidden = !found
    element.className = found ? `bs-due bs-due-${found.state}` : "bs-due"
    element.replaceChildren()
    if (found) {
      const note = document.createElement("span")
      note.className = "bs-print"
      const day = new Date(today).toISOString().slice(0, 10)
      note.textContent = ` (${filled(words.as_of, written(day))})`
      element.append(say(found, moved), note)
    }
    const item = element.closest("[data-item]")
    if (item) item.dataset[facet] = label(deadline, moved)
  }

  /* The element of one that is not written yet. */
  function line(deadline, moved) {
    const element = document.createElement("p")
    Object.assign(element.dataset, { deadline, moved })
    show(element)
    return element
  }

  for (const element of document.querySelectorAll(".bs-due")) show(element)
  return { standing, say, label, rank, line }
})()
