/* Light and dark: what the reader chooses is kept on the device. */

const root = document.documentElement
const button = document.querySelector(".bs-scheme")
const system = matchMedia("(prefers-color-scheme: dark)")
const isDark = () => (root.dataset.scheme || (system.matches ? "dark" : "light")) === "dark"
const names = [button.title, button.dataset.dark]

function show() {
  button.title = button.ariaLabel = names[Number(isDark())]
}

button.hidden = false
button.addEventListener("click", () => {
  root.dataset.scheme = isDark() ? "light" : "dark"
  try { localStorage.setItem("briefsite-scheme", root.dataset.scheme) } catch { /* not kept */ }
  show()
})
system.addEventListener("change", show)
show()
