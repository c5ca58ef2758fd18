/* Filters of a list. The page holds the list, or names a file with a larger one; without scripts it
   links to plain pages instead. What is chosen stands in the address, so that it can be shared.

   <div class="bs-filters" data-filters="estado=Estado;tema=Tema" …></div>
   <div class="bs-items"> … <div data-item data-estado="Cumplido" data-tema="agua↵puerto"> … */

const box = document.querySelector(".bs-filters")
const list = document.querySelector(".bs-items")
const { filters, source, all, count, reset, legend } = box.dataset
const facets = filters.split(";").map(pair => pair.split("="))
/* The order of promises: its name in the address and in words, then both orders. */
const [orderKey, orderName, asWritten, byDue, byDueName] = (box.dataset.order ?? "").split(/[=;]/)
const keys = [...facets.map(([key]) => key), ...(orderKey ? [orderKey] : [])]
/* A choice from the same list in another language, see `carryOver`. */
const CARRIED = "choice"

if (source) {
  /* The page shows the newest as written, until something is chosen. */
  const hasChoice = [...keys, CARRIED].some(key => new URLSearchParams(location.search).has(key))
  const get = window.offlineFetch ?? fetch
  get(source).then(answer => answer.json()).then(data => start(rows(data), hasChoice))
} else {
  start([...list.querySelectorAll("[data-item]")].map(element => ({
    element,
    due: dueOf(element),
    values: Object.fromEntries(facets.map(([key]) =>
      [key, (element.dataset[key] ?? "").split("\n").filter(Boolean)]))
  })), true)
}

/* How addresses end here, as the links in the list show. */
const suffix = list.querySelector(".bs-story :is(h2, h3) a")?.getAttribute("href").endsWith(".html") ? ".html" : "/"

/* Rows of the fetched list; elements are made only for what is shown. Of promises it holds a deadline and
   the last movement, from which due.js works out how they stand today. */
function rows({ values, items }) {
  const names = Object.values(values)
  const dueAt = Object.keys(values).indexOf("due")
  return items.map(([id, title, date, ...numbers]) => ({
    make: () => card(id, title, date, numbers[dueAt]),
    due: numbers[dueAt],
    values: Object.fromEntries(facets.map(([key], at) => [key, at === dueAt
      ? [window.promises.label(...numbers[at])].filter(Boolean)
      : numbers[at].map(number => names[at][number])]))
  }))
}

/* The same of a promise in the page; nothing where editors settled it. */
function dueOf(element) {
  const { deadline, moved } = element.querySelector(".bs-due")?.dataset ?? {}
  return [deadline, moved]
}

function card(id, title, date, due = []) {
  const element = document.createElement("div")
  const heading = document.createElement("h2")
  const link = document.createElement("a")
  link.href = id + suffix
  link.textContent = title
  const when = document.createElement("p")
  when.className = "bs-kind"
  when.textContent = date
  heading.append(link)
  element.className = "bs-story"
  element.append(when, heading)
  if (due.length) element.append(window.promises.line(...due))
  return element
}

function start(rows, isShown) {
  const details = document.createElement("details")
  const summary = document.createElement("summary")
  const output = document.createElement("output")
  const form = document.createElement("form")
  form.setAttribute("aria-label", legend)
  const selects = facets.map(([key, name]) => choice(key, name))
  const order = orderKey && choice(orderKey, orderName)
  if (order) order.append(new Option(asWritten, ""), new Option(byDueName, byDue))
  const button = document.createElement("button")
  button.type = "reset"
  button.textContent = reset
  form.append(button)
  summary.append(`${legend}: `, output)
  details.append(summary, form)
  box.append(details)

  const written = [...list.childNodes]
  const chosen = Object.fromEntries(keys.map(key =>
    [key, new URLSearchParams(location.search).get(key) ?? ""]))
  takeOver()
  let isNeeded = isShown
  /* On a phone the list comes first, unless the address holds a choice. */
  details.open = matchMedia("(min-width: 60em)").matches || Object.values(chosen).some(Boolean)

  form.addEventListener("change", ({ target }) => {
    chosen[target.name] = target.value
    isNeeded = true
    remember()
    show()
  })
  form.addEventListener("reset", event => {
    event.preventDefault()
    for (const key of keys) chosen[key] = ""
    remember()
    show()
  })
  show()

  function choice(key, name) {
    const label = document.createElement("label")
    const select = document.createElement("select")
    select.name = key
    label.append(name, select)
    form.append(label)
    return select
  }

  function remember() {
    const address = new URL(location)
    for (const key of keys) {
      if (chosen[key]) address.searchParams.set(key, chosen[key])
      else address.searchParams.delete(key)
    }
    address.searchParams.delete(CARRIED)
    history.replaceState({}, "", address)
  }

  /* The way to the same choice in other languages. Words differ there, and rows stand in the same order: a value
     goes as the number of its facet, of a row that has it, and of its place in that row. */
  function carryOver() {
    const places = facets.flatMap(([key], at) => {
      const row = rows.findIndex(({ values }) => values[key].includes(chosen[key]))
      return row < 0 ? [] : [`${at}.${row}.${rows[row].values[key].indexOf(chosen[key])}`]
    })
    if (chosen[orderKey]) places.push(byDue && "due")
    for (const link of document.querySelectorAll(".bs-languages a")) {
      link.search = places.length ? `${CARRIED}=${places}` : ""
    }
  }

  function takeOver() {
    const carried = new URLSearchParams(location.search).get(CARRIED)
    if (carried === null) return
    for (const place of carried.split(",")) {
      const [at, row, number] = place.split(".")
      const key = facets[at]?.[0]
      if (place === "due" && orderKey) chosen[orderKey] = byDue
      else if (key) chosen[key] = rows[row]?.values[key][number] ?? ""
    }
    remember()
  }

  /* Whether a row fits all choices, but for one facet where its counts are wanted. */
  function fits({ values }, but) {
    return facets.every(([key]) => key === but || !chosen[key] || values[key].includes(chosen[key]))
  }

  function show() {
    const sorted = orderKey && chosen[orderKey] ? rows.toSorted(compare) : rows
    const found = sorted.filter(row => fits(row))
    carryOver()
    for (const select of selects) fill(select)
    if (order) order.value = chosen[orderKey]
    output.textContent = count.replace("{}", found.length).replace("{}", rows.length)
    if (!source) {
      for (const row of rows) row.element.hidden = !found.includes(row)
      if (order) list.append(...sorted.map(({ element }) => element))
      hideEmptyHeadings()
    } else if (isNeeded) {
      const isAll = found.length === rows.length && sorted === rows
      list.replaceChildren(...(isAll ? written : found.map(({ make }) => make())))
    }
  }

  function compare(one, other) {
    const [mine, theirs] = [one, other].map(({ due }) => window.promises.rank(...due))
    return mine === theirs ? 0 : mine - theirs
  }

  /* Each value with how many rows it would leave, given the other choices. */
  function fill(select) {
    const key = select.name
    const counts = new Map()
    for (const row of rows) {
      if (fits(row, key)) for (const value of row.values[key]) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    if (chosen[key] && !counts.has(chosen[key])) counts.set(chosen[key], 0)
    const values = [...counts.keys()].sort((a, b) => a.localeCompare(b, document.documentElement.lang))
    select.replaceChildren(
      new Option(all, ""),
      ...values.map(value => new Option(`${value} (${counts.get(value)})`, value))
    )
    select.value = chosen[key]
  }
}

/* A heading whose entries are all hidden says nothing. */
function hideEmptyHeadings() {
  for (const heading of list.querySelectorAll("h2")) {
    let next = heading.nextElementSibling
    let isEmpty = true
    while (next && next.tagName !== "H2") {
      if (!next.hidden) isEmpty = false
      next = next.nextElementSibling
    }
    heading.hidden = isEmpty
  }
}
