// In the built page, as the editor shows it: keeps the place when the page is made anew, and says what was clicked.

const editor = document.currentScript.dataset.editor;
const place = `scroll ${location.pathname}`;

addEventListener("scroll", () => sessionStorage.setItem(place, scrollY), { passive: true });
addEventListener("DOMContentLoaded", () => scrollTo(0, Number(sessionStorage.getItem(place) ?? 0)));

if (parent !== window) parent.postMessage({ at: location.pathname }, editor);

addEventListener("message", ({ origin, data }) => {
  if (origin !== editor) return;
  const anchor = document.getElementById(data.show);
  const target = anchor?.textContent.trim() ? anchor : anchor?.closest("li, blockquote, dd, tr, section, p") ?? anchor;
  const box = target?.getBoundingClientRect();
  if (box && (box.top < 60 || box.top > innerHeight - 80)) target.scrollIntoView({ block: "center" });
  document.querySelectorAll("[data-edited]").forEach((one) => { delete one.dataset.edited; one.style.outline = ""; });
  if (target) { target.dataset.edited = ""; target.style.outline = "2px solid #b08a2e"; target.style.outlineOffset = "4px"; }
});

addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && link.origin !== location.origin) {
    event.preventDefault();
    open(link.href, "_blank", "noopener");
    return;
  }
  if (link) return;
  const ids = [];
  for (let one = event.target; one; one = one.parentElement) if (one.id) ids.push(one.id);
  if (ids.length) parent.postMessage({ ids }, editor);
});
