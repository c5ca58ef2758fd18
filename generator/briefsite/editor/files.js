// The files of the archive, and what is done with all of it.

import { Problem, ask, choose, hand, make, tell } from "./api.js";
import { words } from "./words.js";

const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

// Asks which file to open; gives its path, or "".
export async function chooseFile() {
  let known = await ask("overview");
  const dialog = document.getElementById("dialog");
  let path = "";
  const leave = (chosen) => { path = chosen; dialog.close("done"); };

  const search = make("input", { type: "search", "aria-label": words.search, placeholder: words.search, oninput: () => narrow() });
  const entry = (one, about) => make("li", { "data-words": folded(`${one.title} ${one.id}`) },
    make("button", { type: "button", class: "file", onclick: () => leave(one.path) },
      make("span", { class: "name" }, one.title),
      make("span", { class: "about" }, [one.id, ...about, known.kept?.includes(one.path) && words.kept,
        one.errors + one.warnings > 0 && words.findings(one.errors, one.warnings)].filter(Boolean).join(" · "))));
  const group = (title, entries, isOpen = true) => make("details", { open: isOpen }, make("summary", {}, `${title} (${entries.length})`), make("ul", { class: "files" }, entries));
  const source = (one) => {
    const item = entry(one, [words.cited(one.sentences - one.uncited, one.sentences)]);
    item.append(make("button", { type: "button", class: "small", onclick: () => follow(one.id) }, words.follow));
    return item;
  };
  const lists = make("div", { class: "lists" }), reading = make("p", { role: "status" });
  const fill = () => {
    reading.textContent = known.is_read ? "" : words.reading;
    lists.replaceChildren(
    group(words.briefings, known.briefings.map((one) => entry(one, [one.date, words[one.status] ?? one.status, one.uncited ? words.uncited(one.uncited) : ""]))),
    known.translations?.length ? group(words.translations, known.translations.map((one) => entry(one, [])), false) : "",
    group(words.sources, known.sources.map(source), false),
    group(words.entities, known.entities.map((one) => entry(one, [])), false));
  };
  fill();
  const wait = async () => {
    if (known.is_read || !dialog.open) return;
    known = await ask("overview").catch(() => known);
    fill();
    setTimeout(wait, 700);
  };
  setTimeout(wait, 700);
  const narrow = () => {
    const wanted = folded(search.value).split(/\s+/).filter(Boolean);
    lists.querySelectorAll("li").forEach((one) => (one.hidden = !wanted.every((word) => one.dataset.words.includes(word))));
    reading.textContent = !known.is_read ? words.reading : lists.querySelector("li:not([hidden])") ? "" : words.noneFound;
    if (wanted.length) lists.querySelectorAll("details").forEach((one) => (one.open = true));
  };
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    lists.querySelector("li:not([hidden]) button")?.click();
  });

  const said = make("pre", { class: "said", role: "status", hidden: true });
  const tellHere = (text) => { said.hidden = !text; said.textContent = text; said.scrollIntoView?.({ block: "nearest" }); };
  const busy = async (task, said = words.working_now) => {
    tellHere(said);
    const buttons = [...dialog.querySelectorAll("button")];
    buttons.forEach((one) => (one.disabled = true));
    try { await task(); } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      tellHere(`${words.failed} ${problem.message}`);
    } finally {
      buttons.forEach((one) => (one.disabled = false));
    }
  };
  const article = (file) => busy(async () => {
    const made = await hand(file);
    if (made.path) { tell(words.drafted); leave(made.path); } else tellHere(made.said);
  }, words.drafting);
  const picked = make("input", { type: "file", id: "article", class: "unseen", onchange: () => picked.files[0] && article(picked.files[0]) });
  const drop = make("label", { for: "article", class: "drop" }, make("b", {}, words.fromArticle), " ", words.drop);
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); if (event.dataTransfer.files[0]) article(event.dataTransfer.files[0]); });
  const title = make("input", { "aria-label": words.titleOf, placeholder: words.titleOf });
  title.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); empty(); } });
  const empty = () => busy(async () => {
    const made = await ask("run", { command: "new", title: title.value });
    if (made.path) leave(made.path); else tellHere(made.said);
  });
  const run = (command) => (command !== "publish" || confirm(words.publishHelp)) && busy(async () => {
    const done = await ask("run", { command });
    tellHere(command === "agenda" && done.is_done ? agenda(done.data) : done.said);
  });
  const agenda = (items) => items.length ? items.map((one) => `${one.said}: ${one.text}`).join("\n\n") : words.nothing;
  const follow = (id) => busy(async () => {
    const done = await ask("run", { command: "follow", source: id });
    if (!done.is_done) return tellHere(done.said);
    const found = done.data.flatMap((one) => one.commitments);
    tellHere(found.length ? found.map((one) => `${one.text} (${one.status})\n${one.passages.map((each) => `    «${each.words}»`).join("\n")}\n${one.update ?? ""}`).join("\n\n") : words.nothing);
  });
  const changed = known.changed && make("details", {}, make("summary", {}, `${words.sinceCommit} (${known.changed.files.length})`),
    known.changed.files.length
      ? [make("ul", {}, known.changed.files.map((one) => make("li", {}, one))), make("p", {}, words.toType), make("pre", {}, `git add briefs && git commit -m "${words.commitMessage}"`)]
      : make("p", {}, words.noChanges));

  const sheet = make("div", { class: "archive" },
    reading, make("div", { class: "row" }, search),
    lists,
    make("section", { class: "new" }, make("h3", {}, words.new), picked, drop,
      make("p", { class: "row" }, title, make("button", { type: "button", onclick: empty }, words.empty))),
    make("section", {}, make("p", { class: "row" },
      make("button", { type: "button", onclick: () => run("agenda") }, words.agenda),
      make("button", { type: "button", onclick: () => run("publish") }, words.publish)),
    make("p", { class: "hint" }, words.publishHelp)),
    said, changed);
  await choose(words.open, sheet, [["", words.close]]);
  return path;
}
