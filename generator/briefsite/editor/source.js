// The source: its text with what is cited marked, and a menu for what is selected.

import { ask, make, tell } from "./api.js";
import { setup, words } from "./words.js";

const KINDS = ["key_points", "quotes", "commitments", "updates", "claims", "timeline", "objectives", "evidence"];

// The pane of the source; `on` has `take(what, source, start, end)` and `go(where)`.
export function sourcePane(pane, on) {
  let view, chosen = "", sentences = [];

  const select = make("select", { "aria-label": words.chooseSource, onchange: () => { chosen = select.value; on.changed(); } });
  const count = make("p", { class: "count" });
  const text = make("div", { class: "text", tabindex: "0", role: "group", "aria-label": words.sourceText, "aria-describedby": "source-hint" });
  const menu = make("div", { class: "menu", role: "toolbar", "aria-label": words.selected, hidden: true },
    KINDS.map((what) => make("button", { type: "button", "data-what": what, onclick: () => take(what) }, words[what])),
    make("button", { type: "button", "data-what": "go", hidden: true, onclick: () => { menu.hidden = true; on.go(menu.where); } }, words.toCiting));
  const none = make("p", { class: "empty" }, words.noSource);
  pane.setAttribute("aria-labelledby", "head-source");
  pane.append(
    make("h2", { class: "head", id: "head-source" }, words.source), make("div", { class: "row" }, select, count),
    make("p", { id: "source-hint", class: "hint" }, words.selectHint), none, text, menu);

  // Offsets of a point of the document in the text of the source.
  const offset = (node, at) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = element.closest?.("[data-start]");
    if (!piece || !text.contains(piece)) return null;
    if (node.nodeType === Node.TEXT_NODE) return Number(piece.dataset.start) + [...node.data.slice(0, at)].length;
    const before = [...node.childNodes].slice(0, at).map((one) => one.textContent).join("");
    return Number(piece.dataset.start) + [...before].length;
  };
  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) && !text.contains(range.endContainer)) return null;
    const pieces = [...text.querySelectorAll("[data-start]")].filter((one) => range.intersectsNode(one));
    if (!pieces.length) return null;
    const first = pieces[0], last = pieces.at(-1);
    const start = text.contains(range.startContainer) ? offset(range.startContainer, range.startOffset) : null;
    const end = text.contains(range.endContainer) ? offset(range.endContainer, range.endOffset) : null;
    const from = start ?? Number(first.dataset.start), to = end ?? Number(last.dataset.start) + [...last.textContent].length;
    return to > from && toString().trim() !== "" ? { from, to } : null;
  };
  const toString = () => String(getSelection());

  let kept = null;
  const place = () => {
    const found = selected();
    if (found) kept = found;
    menu.hidden = !found;
    if (!found) return;
    const citing = view.paragraphs.flatMap((one) => one.pieces).find((one) => one.cited.length && one.start < found.to && one.start + [...one.text].length > found.from);
    menu.where = citing?.cited[0];
    menu.lastElementChild.hidden = !citing;
    const box = getSelection().getRangeAt(0).getBoundingClientRect(), own = pane.getBoundingClientRect();
    const height = menu.offsetHeight + 8, isBelow = box.bottom + height < own.bottom;
    const top = isBelow ? box.bottom + 6 : Math.max(box.top - height, own.top + 6);
    menu.style.top = `${top - own.top + pane.scrollTop}px`;
  };
  document.addEventListener("selectionchange", () => { if (!menu.contains(document.activeElement)) place(); });
  menu.addEventListener("mousedown", (event) => event.preventDefault()); // which would let go of the selection
  menu.addEventListener("keydown", (event) => {
    const buttons = [...menu.children].filter((one) => !one.hidden), at = buttons.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); buttons[(at + step + buttons.length) % buttons.length].focus(); }
    if (event.key === "Escape") { menu.hidden = true; text.focus(); }
  });

  const take = async (what) => {
    if (!kept || !view) return;
    if (menu.contains(document.activeElement)) text.focus();
    menu.hidden = true;
    await on.take(what, view.id, kept.from, kept.to);
    getSelection().removeAllRanges();
  };

  // By keyboard: sentences are chosen one after the other, or several together.
  let first = -1, last = -1;
  const mark = (start, end) => {
    const range = document.createRange(), selection = getSelection();
    range.setStart(...point(start)); range.setEnd(...point(end));
    selection.removeAllRanges(); selection.addRange(range);
    return range;
  };
  const choose = (from, to) => {
    first = from; last = to;
    const range = mark(sentences[from][0], sentences[to][1]);
    const node = range.startContainer.parentElement;
    node?.scrollIntoView({ block: "nearest" });
    tell(toString().slice(0, 300));
  };
  const point = (at) => {
    const pieces = [...text.querySelectorAll("[data-start]")];
    const piece = pieces.findLast((one) => Number(one.dataset.start) <= at);
    const rest = [...piece.textContent].slice(0, at - Number(piece.dataset.start)).join("").length;
    return [piece.firstChild ?? piece, piece.firstChild ? rest : 0];
  };
  text.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && sentences.length) {
      event.preventDefault();
      if (first < 0) choose(0, 0);
      else if (event.shiftKey) { const next = Math.min(Math.max(last + step, first), sentences.length - 1); choose(first, next); }
      else { const next = Math.min(Math.max((step > 0 ? last : first) + step, 0), sentences.length - 1); choose(next, next); }
    }
    if (event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight") && !getSelection().isCollapsed) {
      event.preventDefault();
      getSelection().modify("extend", event.key === "ArrowRight" ? "forward" : "backward", "word");
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    place();
    menu.querySelector("button:not([hidden])").focus();
  });

  const segmented = (paragraph) => {
    const words = paragraph.pieces.map((one) => one.text).join("");
    const parts = new Intl.Segmenter(view.language ?? setup.lang, { granularity: "sentence" }).segment(words);
    return [...parts].flatMap(({ segment, index }) => {
      const start = paragraph.start + [...words.slice(0, index)].length, trimmed = segment.trimEnd();
      return trimmed ? [[start, start + [...trimmed].length]] : [];
    });
  };
  const piece = (one) => {
    const where = one.cited[0];
    const classes = [where && "cited", one.is_quotation && "speech", !where && one.others && "elsewhere"].filter(Boolean).join(" ");
    const element = make(where ? "mark" : "span", { "data-start": one.start, class: classes || null, title: where ? words.citedBy : one.others ? words.others(one.others) : null }, one.text);
    if (where) element.addEventListener("click", () => { if (getSelection().isCollapsed) on.go(where); });
    return element;
  };
  const paragraph = (one) => {
    const about = [one.speaker, one.time, one.page && words.pageOf(one.page)].filter(Boolean);
    const shown = one.page && setup.pictures && view.original
      ? make("button", { type: "button", class: "small", title: words.showPicture, onclick: (event) => picture(event.target, one.page) }, words.pageOf(one.page)) : null;
    return make("div", { class: "paragraph" },
      about.length ? make("p", { class: "about" }, one.speaker && make("b", {}, one.speaker), one.speaker && " ", one.time, shown ?? (one.page ? words.pageOf(one.page) : null)) : null,
      make("p", {}, one.pieces.map(piece)));
  };
  const picture = (button, number) => {
    const holder = button.closest(".paragraph"), there = holder.querySelector("img");
    if (there) return there.remove();
    holder.append(make("img", { src: `/picture?source=${encodeURIComponent(view.id)}&page=${number}`, alt: words.picture(number), class: "picture" }));
  };

  return {
    get selection() { return kept && view && { source: view.id, start: kept.from, end: kept.to }; },
    get chosen() { return chosen; },
    // The sources that a file cites; the first is shown, or the one that was.
    sources(names) {
      if (!names.includes(chosen)) chosen = names[0] ?? "";
      select.replaceChildren(...names.map((name) => make("option", { value: name, selected: name === chosen }, name)));
      select.hidden = names.length < 2;
      if (!chosen) { view = undefined; text.replaceChildren(); count.textContent = ""; }
      none.hidden = Boolean(chosen); text.hidden = !chosen; pane.querySelector(".hint").hidden = !chosen;
    },
    show(next) {
      if (JSON.stringify(next) === JSON.stringify(view)) return;
      const was = view?.id === next?.id ? pane.scrollTop : 0, held = view?.id === next?.id && selected();
      view = next; first = last = -1;
      text.lang = next.language ?? ""; text.dir = next.direction ?? "ltr";
      text.replaceChildren(...next.paragraphs.map(paragraph));
      sentences = next.paragraphs.flatMap(segmented);
      count.textContent = words.cited(next.sentences - next.uncited, next.sentences);
      pane.scrollTop = was;
      if (held) mark(held.from, held.to); // somebody is about to make something of it
    },
    // Leads to the words of the source that something cites.
    reveal(where) {
      const key = JSON.stringify(where.slice(0, 2));
      text.querySelectorAll(".now").forEach((one) => one.classList.remove("now"));
      view?.paragraphs.flatMap((one) => one.pieces).forEach((one) => {
        if (!one.cited.some((each) => JSON.stringify(each.slice(0, 2)) === key)) return;
        const element = text.querySelector(`[data-start="${one.start}"]`);
        element.classList.add("now");
      });
      text.querySelector(".now")?.scrollIntoView({ block: "nearest" });
    },
  };
}
