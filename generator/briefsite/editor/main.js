// The editor: one file, shown as source, text, form and page; and what becomes of it.

import { Problem, ask, choose, lately, make, tell } from "./api.js";
import { chooseFile } from "./files.js";
import { formView } from "./form.js";
import { pagePane } from "./page.js";
import { sourcePane } from "./source.js";
import { textView } from "./text.js";
import { setup, words } from "./words.js";

const at = (id) => document.getElementById(id);
const panes = document.querySelector("main.panes"), title = at("title"), state = at("state");

let file = null; // { path, uri, kind, disk, saved }: what is open, and what the disk held when it was read last
let where = []; // the way to the entry that is being edited

const isUnsaved = () => file !== null && (text.text !== file.saved || form.isWaiting);

// The panes, of which a narrow screen shows one

const tabs = ["source", "write", "page"].map((name) => make("button", { type: "button", "aria-pressed": name === "write" ? "true" : "false", onclick: () => pane(name) }, words[name]));
at("tabs").append(...tabs);
at("tabs").setAttribute("aria-label", words.parts);

function pane(name) {
  panes.dataset.pane = name;
  ["source", "write", "page"].forEach((one, index) => tabs[index].setAttribute("aria-pressed", String(one === name)));
  if (name === "write") text.measure();
}
const isNarrow = () => matchMedia("(max-width: 999px)").matches;

// The views

const write = at("write");
const views = ["form", "yaml"].map((name) => make("button", { type: "button", "aria-pressed": "false", onclick: () => view(name) }, words[name]));
const holders = { form: make("div", { class: "form" }), yaml: make("div", { class: "yaml" }) };
write.setAttribute("aria-labelledby", "head-write");
write.append(make("h2", { class: "head", id: "head-write" }, words.write), make("div", { class: "row views" }, views), holders.form, holders.yaml);

let shown = "form";
function view(name) {
  shown = name;
  localStorage.setItem("view", name);
  ["form", "yaml"].forEach((one, index) => { holders[one].hidden = one !== name; views[index].setAttribute("aria-pressed", String(one === name)); });
  if (!file) return;
  if (name === "form") form.renew().then(() => where.length && form.go(where));
  else { text.measure(); if (where.length) form.line(where).then((line) => line !== null && text.go(line, 0, false)); }
}

const text = textView(holders.yaml, {
  change(_, isByForm) {
    look(); keep(); status();
    if (!isByForm && shown === "form") form.renewSoon();
  },
  move(line, column) { if (shown === "yaml" && file) follow(line, column); },
  published: () => look(),
  async follow(uri, line) {
    const root = file.uri.slice(0, file.uri.length - file.path.length);
    if (uri === file.uri) return text.go(line);
    const path = decodeURIComponent(uri.slice(root.length));
    if (path.endsWith(".txt")) { source.reveal(where); return isNarrow() && pane("source"); }
    await open(path);
    text.go(line);
  },
});
const form = formView(holders.form, {
  text: () => text.text,
  path: () => file?.path,
  replace: (next) => text.replace(next),
  edited: (place) => reveal(place),
  undo: () => step("undo"), redo: () => step("redo"),
  waits: status,
  evidence: (place) => source.selection ? take("evidence", source.selection.source, source.selection.start, source.selection.end, place) : tell(words.nothingSelected),
});
const source = sourcePane(at("source"), { take: (...given) => take(...given), go: (place) => goTo(place), changed: () => look() });
const page = pagePane(at("page"), { go: toFinding, mend, clicked: (place) => goTo(place) });

// What is edited is shown beside as well

async function follow(line, column) {
  reveal((await ask("at", { text: text.text, line, column })).where);
}
function reveal(place) {
  where = place;
  source.reveal(place);
  page.reveal(place);
}
function toFinding(one) {
  pane("write");
  if (shown === "form" && one.where.length && form.go(one.where)) return;
  view("yaml");
  text.go(one.line, one.column);
}
function goTo(place) {
  pane("write");
  reveal(place);
  if (shown === "form" && form.go(place)) return;
  form.line(place).then((line) => { if (line !== null) { view("yaml"); text.go(line); } });
}

// What is typed

const look = lately(120, async () => {
  if (!file) return;
  const asked = file.path, now = text.text;
  const found = await ask("look", { path: asked, text: now });
  if (file?.path !== asked) return;
  if (found.sources) source.sources(found.sources); // else the file cannot be read as it is: what was there stays
  page.show(found);
  file.errors = found.findings.filter((one) => one.severity === "error").length;
  tabs[2].textContent = file.errors ? `${words.page} (${file.errors})` : words.page;
  if (text.text === now) { text.mark(found.findings, mend); form.mark(found.findings); }
  if (source.chosen && found.sources) {
    const seen = await ask("source", { path: asked, text: now, source: source.chosen });
    if (seen && file?.path === asked) source.show(seen);
  }
  if (where.length) reveal(where); // what was put in has its place now
});
const keep = lately(700, async () => {
  if (!file) return;
  if (isUnsaved()) await ask("keep", { path: file.path, text: text.text, disk: file.disk });
  else if (file.isKept) await ask("forget", { path: file.path }); // all of it was undone
  file.isKept = isUnsaved();
});

function status() {
  if (!file) return;
  state.textContent = file.isGone ? words.gone : isUnsaved() ? words.unsaved : words.saved;
  state.dataset.unsaved = isUnsaved();
  at("save").disabled = !isUnsaved();
  at("undo").disabled = !text.undoDepth;
  at("redo").disabled = !text.redoDepth;
  document.title = `${isUnsaved() ? "• " : ""}${file.path} · ${setup.site}`;
}

async function mend(fix) {
  if (fix.made) await ask("make", fix.made);
  if (fix.edits.length) text.edit(fix.edits);
  if (shown === "form") form.renew();
  look();
}

async function take(what, name, start, end, place = where) {
  try {
    const given = { path: file.path, source: name, start, end, what, at: place };
    if (what === "updates") {
      given.commitment = await chooseCommitment();
      if (!given.commitment) return;
    }
    await form.flush();
    const made = await ask("select", { ...given, text: text.text });
    text.replace(made.text);
    if (shown === "form") await form.renew();
    reveal(made.where);
    if (!isNarrow()) goTo(made.where);
    tell(words.added(words[what]), { button: isNarrow() ? [words.show, () => goTo(made.where)] : null });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    tell(`${words.failed} ${problem.message}`);
  }
}

// Which promise the selected words are about: those that share most words with them come first.
async function chooseCommitment() {
  const own = `${file.path.replace(/^.*\/|\.\w+$/g, "")}/`; // what it promises itself it does not follow up
  const longer = (words) => new Set(words.toLowerCase().match(/\p{L}{5,}/gu) ?? []);
  const said = longer(String(getSelection())), shared = (one) => [...longer(one.title)].filter((word) => said.has(word)).length;
  const commitments = (await ask("overview")).commitments.filter((one) => !one.address.startsWith(own)).sort((a, b) => shared(b) - shared(a));
  if (!commitments.length) return void tell(words.noCommitment);
  const list = make("fieldset", { class: "choices" }, make("legend", { class: "unseen" }, words.whichCommitment),
    commitments.map((one, index) => make("label", {}, make("input", { type: "radio", name: "commitment", value: one.address, checked: index === 0 && shared(one) > 0 }), ` ${one.title} `, make("span", { class: "hint" }, one.address.split("/")[0]))));
  const chosen = await choose(words.whichCommitment, list, [["take", words.add], ["", words.cancel]]);
  return chosen ? list.querySelector(":checked")?.value ?? "" : "";
}

async function step(name) {
  await form.flush(); // what was typed last is the first to be undone
  text[name]();
  if (shown === "form") form.renew();
  status();
}

// The file

// A file is open in one tab alone: two would write over each other.
let release = () => {};
async function hold(path) {
  const isFree = await new Promise((done) => navigator.locks.request(`briefsite ${path}`, { ifAvailable: true }, (lock) => {
    done(Boolean(lock));
    return lock && new Promise((free) => { const before = release; release = free; before(); });
  }));
  if (!isFree) tell(words.twice, { stays: true });
  return isFree;
}

async function open(path) {
  if (path === file?.path || !(await hold(path))) return;
  await form.flush();
  if (isUnsaved()) await ask("keep", { path: file.path, text: text.text, disk: file.disk });
  let found;
  try { found = await ask("open", { path }); } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    tell(problem.message, { stays: true });
    return file ? undefined : files();
  }
  file = { ...found, saved: found.text };
  where = [];
  form.forget();
  panes.hidden = at("tabs").hidden = false;
  location.hash = file.path;
  tell("");
  title.textContent = file.path;
  page.clear();
  source.sources([]);
  await text.open(file.text, file.uri);
  if (found.kept) {
    const chosen = await choose(words.keptHere, make("div", {}, make("p", {}, file.path), twoTexts(found.text, found.kept.text, words.typed)), [["recover", words.recover], ["discard", words.discard]]);
    if (chosen === "recover") { text.replace(found.kept.text); file.disk = found.kept.disk; }
    else if (chosen === "discard") await ask("forget", { path });
  }
  if (shown === "form") await form.renew();
  status();
  look();
}

// One after the other: a second that does not know yet what the first wrote would take that for another's text.
let lastSave = Promise.resolve();
function save() {
  lastSave = lastSave.catch(() => {}).then(saveNow);
  return lastSave;
}
async function saveNow() {
  if (!file) return;
  await form.flush();
  const own = file, now = text.text;
  try {
    const done = await ask("save", { path: own.path, text: now, disk: own.disk });
    if ("conflict" in done) return await settle(done.conflict, done.disk, now);
    Object.assign(own, { disk: done.disk, saved: now, isGone: false });
    tell(file.errors ? words.savedWith(file.errors) : words.saved);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    tell(`${words.failed} ${problem.message}`);
  }
  status();
}

// The disk holds something else than what was opened: both are shown, and nothing is overwritten.
async function settle(theirs, disk, mine) {
  tell("");
  const isGone = disk === "";
  const chosen = isGone
    ? await choose(words.deleted, make("p", {}, file.path), [["mine", words.makeAgain], ["", words.cancel]])
    : await choose(words.conflict, twoTexts(theirs, mine), [["mine", words.keepMine], ["theirs", words.takeTheirs], ["", words.cancel]]);
  if (chosen === "theirs") { text.replace(theirs); file.disk = disk; file.saved = theirs; await ask("forget", { path: file.path }); if (shown === "form") form.renew(); }
  if (chosen === "mine") { file.disk = disk; await saveNow(); }
  status();
}

// Both texts where they differ, with two lines around that.
function twoTexts(theirs, mine, name = words.here) {
  const [one, other] = [theirs.split("\n"), mine.split("\n")];
  let start = 0, end = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const half = (title, own, rest) => {
    const known = new Set(rest), first = Math.max(start - 2, 0), last = Math.min(own.length - end + 2, own.length);
    const shown = own.slice(first, last).map((line, at) => first + at < start || first + at >= own.length - end || known.has(line) ? `${line}\n` : make("mark", {}, `${line}\n`));
    return make("section", {}, make("h3", {}, title), make("pre", { tabindex: "0" }, first > 0 && "…\n", shown, last < own.length && "…"));
  };
  return make("div", { class: "two" }, half(words.onDisk, one, other), half(name, other, one));
}

let isWarned = "", isBuilt = false;
async function watch() {
  if (file && !document.hidden) {
    await lastSave.catch(() => {});
    const asked = file.path, before = lastSave;
    const now = await ask("watch", { path: asked }).catch(() => null);
    if (now && file.path === asked && lastSave === before) { // else the disk may hold what was saved meanwhile
      if (now.is_built && !isBuilt) { isBuilt = true; look(); }
      if (isBuilt) page.renew(now.version);
      if (now.disk !== file.disk && now.disk !== isWarned) await outside(now.disk);
    }
  }
  setTimeout(watch, 1200);
}
async function outside(disk) {
  if (disk === "") {
    isWarned = disk;
    file.isGone = true;
    status();
    return tell(words.deleted, { stays: true });
  }
  if (!isUnsaved()) {
    const found = await ask("open", { path: file.path });
    text.reload(found.text);
    Object.assign(file, { disk: found.disk, saved: found.text, isGone: false });
    if (shown === "form") form.renew();
    status();
    return tell(words.reloaded);
  }
  isWarned = disk;
  const found = await ask("open", { path: file.path });
  tell(words.changedOutside, { stays: true, button: [words.both, () => settle(found.text, found.disk, text.text)] });
}

// The bar

const button = (id, run) => { at(id).textContent = words[id]; at(id).addEventListener("click", run); };
const files = async () => { const path = await chooseFile(); if (path) await open(path); };
button("files", files);
button("save", save);
button("undo", () => step("undo"));
button("redo", () => step("redo"));
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === "s") { event.preventDefault(); save(); }
  if (event.key === "o") { event.preventDefault(); files(); }
});
addEventListener("beforeunload", (event) => { if (isUnsaved()) event.preventDefault(); });
addEventListener("hashchange", () => { const path = decodeURIComponent(location.hash.slice(1)); if (path) open(path); });
document.addEventListener("lost", () => {
  const all = () => [text.text, ...form.unsent].join("\n\n");
  tell(words.lost, { stays: true, button: [words.copy, () => navigator.clipboard.writeText(all())] });
  ["save", "files"].forEach((id) => { at(id).disabled = true; });
});

const first = decodeURIComponent(location.hash.slice(1));
["save", "undo", "redo"].forEach((id) => { at(id).disabled = true; });
panes.hidden = at("tabs").hidden = true;
view(localStorage.getItem("view") === "yaml" ? "yaml" : "form");
title.textContent = first || setup.site;
state.textContent = first ? "" : words.noFile;
if (first) await open(first); else files();
watch();
