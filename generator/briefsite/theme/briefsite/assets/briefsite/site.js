/* Light and dark, where one is in a long text, the search, and what it found. */

/* What the reader chose is kept on the device; a script in the head of each page sets it before anything
   is painted. */
const root = document.documentElement
const button = document.querySelector(".bs-scheme")
const system = matchMedia("(prefers-color-scheme: dark)")
const names = [button.title, button.dataset.light]
const isDark = () => (root.dataset.scheme || (system.matches ? "dark" : "light")) === "dark"

function name() {
  button.title = button.ariaLabel = names[Number(isDark())]
}

button.addEventListener("click", () => {
  root.dataset.scheme = isDark() ? "light" : "dark"
  try { localStorage.setItem("briefsite-scheme", root.dataset.scheme) } catch { /* it holds for this page */ }
  name()
})
system.addEventListener("change", name)
button.hidden = false
name()

/* The contents of a text tell which of its sections is read. */
const contents = document.querySelector(".bs-toc")
const links = contents ? [...contents.querySelectorAll("a")] : []
const heading = link => document.getElementById(decodeURIComponent(link.hash.slice(1)))

function follow() {
  const here = links.findLast(link => heading(link)?.getBoundingClientRect().top < 150)
  if (here?.ariaCurrent) return
  for (const link of links) link.ariaCurrent = link === here ? "location" : null
  contents.scrollTop = here ? here.offsetTop - contents.clientHeight / 2 : 0
}

if (contents) {
  addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true })
  follow()
}

/* What scrolls sideways is a stop of the keyboard, which not every browser makes it by itself. */
for (const part of document.querySelectorAll("pre > code, .bs-page table")) {
  if (part.scrollWidth > part.clientWidth) part.tabIndex = 0
}

/* The words that a search found are marked in the page to which it led. Nothing in the page changes by it,
   and the address does not keep it. */
const opened = new URL(location)
const sought = opened.searchParams.get("h")?.match(/[\p{L}\p{N}]+/gu)
if (sought && window.Highlight) {
  const words = RegExp(`(?<![\\p{L}\\p{N}])(?:${sought.join("|")})(?![\\p{L}\\p{N}])`, "giu")
  const nodes = document.createTreeWalker(document.querySelector(".bs-page"), NodeFilter.SHOW_TEXT)
  const found = new Highlight()
  while (nodes.nextNode()) {
    const node = nodes.currentNode
    for (const { index, 0: word } of node.data.matchAll(words)) {
      const range = { startContainer: node, startOffset: index, endContainer: node, endOffset: index + word.length }
      found.add(new StaticRange(range))
    }
  }
  CSS.highlights.set("bs-found", found)
  opened.searchParams.delete("h")
  try { history.replaceState(history.state, "", opened) } catch { /* browsers keep addresses of a disk */ }
}

/* The search: its dialog is in the page and opens at once; the rest comes when it is about to be used. */
const finder = document.querySelector(".bs-finder")
if (finder) {
  const opener = document.querySelector(".bs-search")
  const field = finder.querySelector("input")
  const address = new URL("search-box.js", document.currentScript.src)
  let script

  const load = () => {
    if (script) return
    script = document.createElement("script")
    script.src = address
    script.onerror = () => {
      script = null // the next letter tries again
      finder.querySelector("[role=status]").textContent = finder.dataset.failed
    }
    document.head.append(script)
  }
  const open = () => {
    finder.showModal()
    field.select()
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  opener.hidden = false
  opener.addEventListener("click", open)
  opener.addEventListener("pointerenter", load)
  opener.addEventListener("focus", load)
  finder.addEventListener("input", load)
  finder.addEventListener("submit", event => {
    event.preventDefault()
    finder.dataset.awaited = "" // Enter opens what is found, though it may come later
  })
  finder.querySelector(".bs-close").addEventListener("click", () => finder.close())
  document.addEventListener("keydown", event => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey
    if (!["/", "s"].includes(event.key) || isCommand || finder.open) return
    if (event.target.closest("input, select, textarea, [contenteditable]")) return
    event.preventDefault()
    open()
  })

  field.value = new URLSearchParams(location.search).get("q") ?? ""
  if (field.value.trim()) open()
}
