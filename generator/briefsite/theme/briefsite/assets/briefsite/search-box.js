/* The search dialog: a combobox whose options are links, grouped by the kind of page. The focus stays in
   the field; what is chosen with the arrows is told by `aria-activedescendant`. */

{
  /* Questions that led to a page stay on the device, the last ones alone. */
  const KEPT = "briefsite-searches", MOST = 5

  const here = document.currentScript.src
  const dialog = document.querySelector(".bs-finder")
  const [form, field, status, list, forget] = ["form", "input", "[role=status]", "[role=listbox]", ".bs-forget"]
    .map(selector => dialog.querySelector(selector))
  const words = dialog.dataset
  const kinds = JSON.parse(words.kinds)

  let worker
  let asked = 0, answered = 0
  let options = [], active = -1

  const question = () => field.value.trim()

  function ask() {
    asked++
    start() // what it searches comes while the first word is typed
    tellAddress()
    if (!question()) return show(recent(), words.hint)
    if (!options.length || !forget.hidden) show({}, words.wait)
    worker.postMessage({ number: asked, words: question() })
  }

  function start() {
    if (worker) return
    worker = new Worker(new URL(`search-worker.js#${document.documentElement.lang}`, here))
    worker.addEventListener("message", ({ data }) => answer(data))
    worker.addEventListener("error", () => {
      stop()
      answer({ number: asked })
    })
  }

  /* The next letter tries again. */
  function stop() {
    worker?.terminate?.()
    worker = null
  }

  function answer({ number, pages }) {
    if (number !== asked || !question()) return
    answered = number
    if (!pages) {
      stop()
      return show({}, words.failed)
    }
    const groups = {}
    for (const page of pages) (groups[kinds[page.kind]] ??= []).push(...optionsOf(page))
    const said = pages.length > 1 ? words.many : pages.length ? words.one : words.none
    show(groups, said.replace("{}", () => pages.length || question()))
    if ("awaited" in words) follow()
  }

  /* A page and two sections of it. A source that opens at a passage shows the passage. */
  function optionsOf({ address, title, state, language, excerpt, sections }) {
    /* Words of the archive may be in another language than those around, and run in another direction. */
    const text = (name, ...content) => make(name, { dir: "auto", lang: language }, ...content)
    const option = ({ address, excerpt }, ...head) => {
      const pieces = excerpt.map((words, at) => at % 2 ? make("mark", {}, words) : words)
      return link(new URL(`../../${address}`, here), ...head, text("span", ...pieces))
    }
    const [first, ...others] = address.includes("#") ? sections : [{ address, excerpt }, ...sections]
    const told = state ? [make("span", { class: `bs-status bs-status-${state.name}` }, state.label)] : []
    return [
      option(first, text("b", title), ...told, ...(first.title ? [text("i", first.title)] : [])),
      ...others.slice(0, 2).map(section => option(section, text("i", section.title)))
    ]
  }

  function link(href, ...content) {
    return make("a", { role: "option", tabindex: -1, href }, ...content.flatMap(part => [part, " "]))
  }

  /* `groups` are options by the name of their group. */
  function show(groups, said) {
    list.replaceChildren(...Object.entries(groups).map(([name, options]) =>
      make("div", { role: "group", "aria-label": name }, make("div", { "aria-hidden": true }, name), ...options)))
    options = [...list.querySelectorAll("a")]
    for (const [at, option] of options.entries()) option.id = `bs-found-${at}`
    list.hidden = !options.length
    field.setAttribute("aria-expanded", !list.hidden)
    forget.hidden = list.hidden || Boolean(question())
    if (status.textContent !== said) status.textContent = said
    choose(-1)
  }

  function choose(at) {
    options[active]?.removeAttribute("aria-selected")
    active = at
    options[at]?.setAttribute("aria-selected", true)
    options[at]?.scrollIntoView({ block: "nearest" })
    field.setAttribute("aria-activedescendant", options[at]?.id ?? "")
  }

  function follow() {
    delete words.awaited
    options[Math.max(active, question() ? 0 : -1)]?.click()
  }

  /* The address of a search can be shared, and one comes back to it from what it found. */
  function tellAddress() {
    const address = new URL(location)
    address.searchParams.delete("q")
    if (dialog.open && question()) address.searchParams.set("q", question())
    if (address.href !== location.href) history.replaceState(history.state, "", address)
  }

  function kept() {
    try { return JSON.parse(localStorage.getItem(KEPT)) ?? [] } catch { return [] }
  }

  function keep(questions) {
    try { localStorage.setItem(KEPT, JSON.stringify(questions)) } catch { /* not kept */ }
  }

  function recent() {
    const links = kept().map(words => link(`?${new URLSearchParams({ q: words })}`, words))
    return links.length ? { [words.recent]: links } : {}
  }

  function leave(event) {
    const option = event.target.closest("a")
    if (!option) return
    const isHere = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey
    if (question()) {
      keep([question(), ...kept().filter(other => other !== question())].slice(0, MOST))
      if (isHere && option.pathname === location.pathname) {
        dialog.close()
        tellAddress() // or the browser would load the page once more
      } else {
        option.search = new URLSearchParams({ h: [...option.querySelectorAll("mark")].map(mark => mark.textContent) })
      }
    } else if (isHere) {
      event.preventDefault()
      field.value = option.textContent.trim()
      field.focus()
      ask()
    }
  }

  function make(name, attributes, ...content) {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.append(...content)
    return element
  }

  field.addEventListener("input", () => {
    delete words.awaited
    ask()
  })
  form.addEventListener("reset", () => setTimeout(() => {
    field.focus()
    ask()
  }))
  dialog.addEventListener("submit", () => {
    if (answered === asked || !question()) follow()
  })
  list.addEventListener("click", leave)
  list.addEventListener("auxclick", leave)
  forget.addEventListener("click", () => {
    keep([])
    field.focus()
    ask()
  })
  dialog.addEventListener("close", tellAddress)
  dialog.addEventListener("keydown", event => {
    if (event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && options.length) {
      event.preventDefault()
      field.focus()
      choose((Math.max(active, step < 0 ? 0 : -1) + step + options.length) % options.length)
    } else if (event.key === "Escape" && field.value) {
      event.preventDefault()
      form.reset()
    }
  })
  if (dialog.open) ask()
}
