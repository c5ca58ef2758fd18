// The page as readers will see it, and what is wrong beside it.

import { make } from "./api.js";
import { setup, words } from "./words.js";

const HELP = "https://github.com/briefsite/briefsite/blob/main/docs/reference.md#";

// The pane of the page; `on` has `go(finding)`, `mend(fix)` and `clicked(anchor)`.
export function pagePane(pane, on) {
  let address = "", version = -1, anchors = {}, shown = "", where = [], front;

  const note = make("p", { class: "note", hidden: true });
  const count = make("summary", {}, words.findings(0, 0));
  const list = make("ol", { class: "findings" });
  const findings = make("details", { class: "margin", open: true }, count, list);
  const frames = make("div", { class: "frames" });
  const back = make("button", { type: "button", class: "small back", hidden: true, onclick: () => { back.hidden = true; load(); } }, words.back);
  pane.setAttribute("aria-labelledby", "head-page");
  pane.append(make("h2", { class: "head", id: "head-page" }, words.page), findings, note, back, frames);

  addEventListener("message", ({ origin, data }) => {
    if (origin !== new URL(setup.pages).origin) return;
    if (data.at) back.hidden = decodeURIComponent(data.at) === new URL(setup.pages + address).pathname;
    if (!Array.isArray(data.ids)) return;
    const known = Object.entries(anchors).find(([, anchor]) => data.ids.includes(anchor));
    if (known) on.clicked(known[0].split("/").map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  });

  // The new page loads behind the old one, and takes its place when it is there.
  const load = () => {
    const frame = make("iframe", { title: words.pageFrame, src: `${setup.pages}${address}?v=${version}`, class: "behind", tabindex: "-1", "aria-hidden": "true" });
    frame.addEventListener("load", () => {
      if (frame !== frames.lastElementChild) return frame.remove();
      [...frames.children].forEach((one) => one !== frame && one.remove());
      frame.classList.remove("behind"); frame.removeAttribute("tabindex"); frame.removeAttribute("aria-hidden");
      front = frame;
      if (shown) point(shown);
    });
    frames.append(frame);
  };
  const point = (anchor) => front?.contentWindow?.postMessage({ show: anchor }, new URL(setup.pages).origin);
  const item = (one) => make("li", { class: one.severity },
    make("button", { type: "button", class: "place", onclick: () => on.go(one) },
      make("b", {}, words[one.severity]), ` · ${words.line(one.line + 1)}`, make("span", { class: "message" }, one.message)),
    one.notes.map((text) => make("p", { class: "hint" }, text)), one.help && make("p", { class: "hint" }, one.help),
    make("p", { class: "row" },
      one.fixes.map((fix) => make("button", { type: "button", class: "small", onclick: () => on.mend(fix) }, fix.title)),
      make("a", { href: HELP + one.code, target: "_blank", rel: "noreferrer" }, words.explain)));

  return {
    clear() { address = ""; shown = ""; where = []; anchors = {}; frames.replaceChildren(); note.hidden = true; },
    show(look) {
      const by = (severity) => look.findings.filter((one) => one.severity === severity).length;
      count.textContent = words.findings(by("error"), by("warning"));
      findings.dataset.count = look.findings.length;
      list.replaceChildren(...look.findings.map(item));
      if (look.page) anchors = look.page.anchors;
      const next = look.page?.address ?? address;
      if (look.page && shown === "" && where.length) this.reveal(where);
      note.hidden = look.is_built && (Boolean(look.page) || !look.is_read);
      note.textContent = look.is_built ? (next ? words.stale : words.noPage) : words.building;
      if (!next || (next === address && version === look.version)) return;
      address = next;
      if (!look.is_built) return;
      version = look.version;
      load();
    },
    // The pages were built anew.
    renew(next) {
      if (!address || next === version) return;
      version = next;
      load();
    },
    // Marks the place of an entry of the file.
    reveal(place) {
      where = place;
      const anchor = anchors[where.slice(0, 2).join("/")] ?? "";
      if (anchor === shown) return;
      shown = anchor;
      point(anchor);
    },
  };
}
