/* Light and dark, and where one is in a long text. */

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
