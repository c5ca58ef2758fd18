// The file as a form, for those who do not want YAML: a view of the text, which it changes field by field.

import { Problem, ask, lately, make, tell } from "./api.js";
import { setup, words } from "./words.js";

const keyOf = (where) => JSON.stringify(where);

// Fields of entries that are shown before they are filled in.
const USUAL = new Set(["by", "who", "speaker", "status", "deadline", "date"]);

// An id made of a text: its first longer words.
const slug = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().match(/[a-z0-9]+/g)?.filter((one) => one.length > 3).slice(0, 4).join("-") ?? "";

// The form of a file; `on` has `text()`, `path()`, `replace(text)`, `edited(where)`, `undo()`, `redo()`, `evidence(where)`.
export function formView(holder, on) {
  let fields = [], findings = [], opened = new Set(), chain = Promise.resolve(), waiting = new Map(), unsent = new Map(), pending = 0, asks = 0, drawing, timer;
  const known = { entity: [], source: [], briefing: [], commitment: [], claim: [] };
  const lists = make("div", { hidden: true });
  const body = make("div", {});
  holder.append(lists, body);

  // Changes are made one after the other, each of the text as it is then.
  const change = (given) => {
    const path = on.path();
    pending++;
    chain = chain.then(async () => {
      while (on.path() === path) {
        const now = on.text();
        let made;
        try { made = await ask("change", { path, text: now, change: given }); } catch (problem) {
          if (!(problem instanceof Problem)) throw problem;
          if (problem.isLost) return void unsent.set(keyOf(given.where), given); // it stays in its field alone
          return tell(`${words.failed} ${problem.message}`);
        }
        unsent.delete(keyOf(given.where));
        if (on.text() === now && on.path() === path) return on.replace(made.text);
      }
    }).finally(() => pending--);
    return chain;
  };
  const flush = () => {
    clearTimeout(timer);
    for (const given of waiting.values()) change(given);
    waiting.clear();
    return chain;
  };
  const later = (given) => {
    waiting.set(keyOf(given.where), given);
    on.waits();
    clearTimeout(timer);
    timer = setTimeout(flush, 150);
  };
  const set = (node, value) => {
    const isEmpty = value === "" || value === null;
    if (isEmpty && !node.required) {
      if (node.is_there) later({ op: "remove", where: node.where });
      node.is_there = false;
    } else {
      later({ op: "set", where: node.where, value });
      node.is_there = true;
    }
  };
  const reshape = async (given) => {
    await flush();
    await change(given);
    const list = given.where.slice(0, -1), prefix = `${keyOf(list).slice(0, -1)},`;
    if (given.op !== "insert") opened = new Set([...opened].filter((key) => !key.startsWith(prefix))); // another entry now
    const next = given.op === "move" ? [...list, given.to] : given.op === "remove" ? [...list, Math.max(given.where.at(-1) - 1, 0)] : null;
    if (given.op === "move") opened.add(keyOf(next));
    await renew();
    if (!next) return;
    const at = (where) => body.querySelector(`[data-entry='${CSS.escape(keyOf(where))}'] > summary`) ?? body.querySelector(`[data-key='${CSS.escape(keyOf(where))}']`);
    (at(next) ?? body.querySelector(`[data-add='${CSS.escape(keyOf(list))}']`))?.focus();
    if (given.op === "remove") tell(words.removed);
  };

  // Controls

  const number = (typed) => /^-?\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : typed;
  const id = (where) => `f-${where.join("-")}`;
  const common = (node) => ({
    id: id(node.where), "data-key": keyOf(node.where), "aria-describedby": node.help ? `${id(node.where)}-help` : null,
    "aria-required": node.required ? "true" : null, onfocus: () => on.edited(node.where), onblur: flush,
  });
  const typed = (element, node, read = (value) => value) => {
    element.addEventListener("input", () => set(node, read(element.value)));
    return element;
  };
  const input = (node, more = {}) => typed(make("input", { ...common(node), readonly: node.name.endsWith("sha256"), type: "text", value: node.value ?? "", ...more }), node, node.control === "number" ? number : undefined);
  const area = (node) => {
    const element = make("textarea", { ...common(node), rows: Math.min(12, 1 + Math.ceil(String(node.value ?? "").length / 52)) });
    element.value = node.value ?? "";
    return typed(element, node);
  };
  const select = (node, choices) => {
    const there = node.value ?? "";
    if (choices.every(([value]) => value !== there)) choices = [...choices, [there, String(there)]]; // none of them, but what the file says
    const element = make("select", common(node), choices.map(([value, label]) => make("option", { value: JSON.stringify(value), selected: value === there }, label)));
    element.addEventListener("change", () => { set(node, JSON.parse(element.value)); flush(); });
    return element;
  };
  const named = (node) => ({ list: `ids-${node.of}`, autocomplete: "off", spellcheck: "false" });
  // An id, and below it what it stands for.
  const called = (node) => {
    const element = input(node, named(node)), name = make("span", { class: "hint" });
    const show = () => { name.textContent = known[node.of]?.find((one) => one.id === element.value)?.title ?? ""; };
    element.addEventListener("input", show);
    show();
    return make("span", { class: "grow" }, element, name);
  };
  const controls = {
    line: (node) => (node.of ? called(node) : input(node)),
    text: area,
    number: (node) => input(node, { inputmode: "decimal" }),
    date: (node) => input(node, { placeholder: words.datePattern, autocomplete: "off" }),
    id: (node) => called(node),
    "yes-no": (node) => select(node, [["", words.choose], [true, words.yes], [false, words.no]]),
    choice: (node) => select(node, [["", words.choose], ...node.choices.map((one) => [one, setup.choices[one] ?? one])]),
    lines: (node) => {
      const values = node.value ?? [];
      const rows = values.map((value, at) => {
        const one = { ...node, where: [...node.where, at], value, required: true, is_there: true, help: "" };
        const element = node.item === "text" || String(value).includes("\n") ? area(one) : node.of ? called(one) : input(one);
        labelled(element.matches("span") ? element.firstElementChild : element, `${node.label} ${at + 1}`);
        return make("p", { class: "row one" }, element,
          tool("✕", `${words.remove}: ${node.label} ${at + 1}`, () => reshape({ op: "remove", where: one.where })));
      });
      return make("div", {}, rows, make("p", { class: "row" }, adding(node, values.length)));
    },
    group: (node) => make("div", { class: "group" }, parts(node.parts)),
    entries: (node) => make("div", {}, node.parts.map((one, at) => entry(node, one, at)),
      make("p", {}, make("button", { type: "button", class: "small", "data-add": keyOf(node.where), onclick: () => add(node) }, words.addEntry(node.label)))),
    evidence: (node) => make("div", {}, node.parts.map((one, at) => proof(node, one, at)),
      make("p", { class: "row" }, make("button", { type: "button", class: "small", onmousedown: (event) => event.preventDefault(), onclick: () => on.evidence(node.where) }, words.fromSource))),
    table: (node) => {
      const rows = Object.entries(node.value ?? {}).map(([name, value]) => {
        const one = { ...node, where: [...node.where, name], value, control: "number", required: true, is_there: true };
        return make("p", { class: "row one" }, make("span", {}, `${name} =`), input(one, { "aria-label": `${node.label} ${name}` }), tool("✕", words.remove, () => reshape({ op: "remove", where: one.where })));
      });
      const isDerived = node.name === "derived";
      const name = make("input", { "aria-label": `${node.label}: ${words.name}`, placeholder: isDerived ? words.figure : words.name }), value = make("input", { "aria-label": `${node.label}: ${words.value}`, placeholder: isDerived ? words.working : words.value });
      return make("div", {}, rows, make("p", { class: "row one" }, name, value, make("button", { type: "button", class: "small", onclick: () => name.value && reshape({ op: "set", where: [...node.where, name.value], value: number(value.value) }) }, words.add)));
    },
    raw: (node) => make("pre", {}, String(node.value ?? "")),
  };
  const labelled = (element, label) => { element.setAttribute("aria-label", label); return element; };
  const tool = (sign, label, run) => make("button", { type: "button", class: "tool", title: label, "aria-label": label, onclick: run }, sign);
  // The last of some lines, in which another one is typed; once it is left, there is one more.
  const adding = (node, count) => {
    const one = { ...node, where: [...node.where, count], required: false, is_there: false, help: "" };
    const element = typed(make("input", { ...common(one), placeholder: `+ ${node.label.toLowerCase()}`, "aria-label": words.addEntry(node.label), ...(node.of ? named(node) : {}) }), one);
    element.addEventListener("change", () => flush().then(renew));
    return element;
  };
  const entry = (node, one, at) => {
    const key = keyOf(one.where);
    const box = make("details", { class: "entry", "data-entry": key, open: opened.has(key) },
      make("summary", {}, one.label || words.entry(at + 1)));
    const fill = () => {
      if (box.children.length > 1) return;
      const own = one.parts.find((part) => part.name === "id"), text = one.parts.find((part) => part.name === "text");
      box.addEventListener("focusout", ({ target }) => { // whoever writes a promise need not name it
        if (!own?.required || own.is_there || target.dataset.key !== keyOf(text?.where ?? []) || !slug(target.value)) return;
        set(own, slug(target.value));
        flush().then(renew);
      });
      box.append(make("div", { class: "inside" }, parts(one.parts), make("p", { class: "row" },
        at > 0 && tool("↑", words.up, () => reshape({ op: "move", where: one.where, to: at - 1 })),
        at < node.parts.length - 1 && tool("↓", words.down, () => reshape({ op: "move", where: one.where, to: at + 1 })),
        tool("✕", `${words.remove}: ${one.label || words.entry(at + 1)}`, () => reshape({ op: "remove", where: one.where })))));
      show();
    };
    box.fill = fill;
    if (box.open) fill();
    box.addEventListener("toggle", () => { if (box.open) { fill(); opened.add(key); } else opened.delete(key); });
    return box;
  };
  const add = async (node) => {
    const where = [...node.where, node.parts.length];
    opened.add(keyOf(where));
    await reshape({ op: "insert", where, value: {} });
    body.querySelector(`[data-entry='${CSS.escape(keyOf(where))}'] .inside :is(input, textarea, select)`)?.focus();
  };
  // Words of the source, and what singles them out where there is such.
  const proof = (node, one, at) => {
    const [first, ...rest] = one.parts;
    return make("div", { class: "proof" },
      make("p", { class: "row one" }, labelled(area(first), `${node.label} ${at + 1}`), tool("✕", `${words.remove}: ${node.label} ${at + 1}`, () => reshape({ op: "remove", where: one.where }))),
      rest.filter((part) => part.is_there).map(field));
  };

  const field = (node) => {
    const isWhole = ["group", "entries", "evidence", "lines", "table"].includes(node.control);
    const label = make(isWhole ? "h3" : "label", isWhole ? { id: `${id(node.where)}-label` } : { for: id(node.where) }, node.label, node.required && make("span", { class: "required" }, ` (${words.required})`));
    // Below what is filled in, which must not move away from whoever clicks on it.
    const help = node.help && make("p", { class: isWhole ? "hint" : "help", id: `${id(node.where)}-help` }, node.help);
    const control = (controls[node.control] ?? controls.raw)(node);
    return make("div", { class: "field", "data-field": keyOf(node.where), role: isWhole ? "group" : null, "aria-labelledby": isWhole ? `${id(node.where)}-label` : null }, label, isWhole && help, control, !isWhole && help);
  };
  // Fields that are there or must be; the others when they are asked for.
  const parts = (nodes) => {
    const there = nodes.filter((one) => one.is_there || one.required || one.control === "evidence" || (nodes[0].where.length > 2 && USUAL.has(one.name))), others = nodes.filter((one) => !there.includes(one));
    const more = others.length && make("details", { class: "more" }, make("summary", {}, words.more));
    if (more) more.addEventListener("toggle", () => { if (more.open && more.children.length === 1) more.append(...others.map(field)); });
    return [...there.map(field), more].filter(Boolean);
  };

  // Drawing

  // Shows what the text holds; whoever asks for it meanwhile waits for the same.
  const renew = () => {
    asks++;
    drawing ??= draw().finally(() => (drawing = undefined));
    return drawing;
  };
  const draw = async () => {
    let found, problem, asked, now;
    do {
      if (!on.path()) return;
      await flush();
      asked = asks; now = on.text(); found = problem = undefined;
      try { found = await ask("form", { path: on.path(), text: now }); await names(); } catch (caught) {
        if (!(caught instanceof Problem)) throw caught;
        problem = caught;
      }
    } while (asked !== asks || now !== on.text() || waiting.size || pending); // nothing that is typed meanwhile is drawn over
    if (problem) return body.replaceChildren(make("p", { class: "note" }, words.notYaml), make("p", { class: "hint" }, problem.message));
    fields = found.fields;
    const focused = holder.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const at = focused && "selectionStart" in document.activeElement ? document.activeElement.selectionStart : null;
    const top = holder.scrollTop, openedMore = [...body.querySelectorAll("details.more[open]")].map((one) => one.closest("[data-entry]")?.dataset.entry ?? "");
    body.replaceChildren(...parts(fields));
    body.querySelectorAll("details.more").forEach((one) => { if (openedMore.includes(one.closest("[data-entry]")?.dataset.entry ?? "")) one.open = true; });
    holder.scrollTop = top;
    const again = focused && body.querySelector(`[data-key='${CSS.escape(focused)}']`);
    if (again) { again.focus({ preventScroll: true }); if (at !== null && again.setSelectionRange) again.setSelectionRange(at, at); }
    show();
  };
  const renewSoon = lately(300, renew);
  let isNamed = false;
  const names = async () => {
    if (isNamed) return;
    const found = await ask("overview");
    isNamed = found.is_read;
    known.entity = found.entities; known.source = found.sources; known.briefing = found.briefings;
    known.commitment = (found.commitments ?? []).map((one) => ({ id: one.address, title: one.title }));
    lists.replaceChildren(...Object.entries(known).map(([kind, entries]) => make("datalist", { id: `ids-${kind}` }, entries.map((one) => make("option", { value: one.id }, one.title)))));
  };

  // Help comes and goes when the pointer is up again: what is clicked on must not move away.
  let helped = null, isDown = false, wanted = null;
  const help = () => { helped?.classList.remove("helped"); helped = wanted; helped?.classList.add("helped"); };
  addEventListener("pointerdown", () => { isDown = true; }, true);
  addEventListener("pointerup", () => setTimeout(() => { isDown = false; help(); }), true);
  holder.addEventListener("focusin", ({ target }) => { wanted = target.closest(".field"); if (!isDown) help(); });

  holder.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const isRedo = event.key === "y" || (event.key.toLowerCase() === "z" && event.shiftKey);
    if (event.key.toLowerCase() !== "z" && !isRedo) return;
    event.preventDefault();
    flush().then(isRedo ? on.redo : on.undo);
  });

  // The control or the field of a place, or of the nearest around it.
  const nearest = (where, fits) => {
    for (let end = where.length; end > 0; end--) {
      const key = CSS.escape(keyOf(where.slice(0, end)));
      const found = body.querySelector(`[data-key='${key}']`) ?? body.querySelector(`[data-field='${key}'] :is(input, textarea, select, summary, button)`);
      if (found && fits(found)) return found;
    }
    return null;
  };
  const show = () => {
    body.querySelectorAll(".wrong").forEach((one) => one.remove());
    body.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    for (const one of findings) {
      if (one.severity === "notice" || !one.where.length) continue;
      const places = one.where.map((_, at) => one.where.slice(0, one.where.length - at));
      const holder = places.map((where) => body.querySelector(`[data-field='${CSS.escape(keyOf(where))}'], [data-entry='${CSS.escape(keyOf(where))}'] > .inside`)).find(Boolean);
      const entry = body.querySelector(`[data-entry='${CSS.escape(keyOf(one.where.slice(0, 2)))}'] > summary`);
      const text = make("p", { class: `wrong ${one.severity}` }, make("b", {}, words[one.severity]), ` · ${one.message}`, one.help && make("span", { class: "hint" }, ` ${one.help}`));
      entry?.append(make("span", { class: `wrong ${one.severity}` }, ` ${words[one.severity]}`));
      if (!holder) continue;
      holder.append(text);
      if (one.severity === "error") holder.querySelector(":scope > :is(input, textarea, select), :scope > span > input")?.setAttribute("aria-invalid", "true");
    }
  };
  const find = (nodes, key) => {
    for (const one of nodes ?? []) {
      if (keyOf(one.where) === key) return one;
      const within = find(one.parts, key);
      if (within) return within;
    }
    return null;
  };
  return {
    renew, renewSoon, flush,
    // Another file is opened.
    forget: () => { isNamed = false; opened = new Set(); findings = []; body.replaceChildren(); holder.scrollTop = 0; },
    // Opens the form at a place, or at what is nearest around it; false where there is nothing such.
    go(where) {
      const key = keyOf(where.slice(0, 2));
      const box = body.querySelector(`[data-entry='${CSS.escape(key)}']`);
      if (box) { box.open = true; box.fill(); opened.add(key); }
      const target = nearest([...where, "text"], (one) => one.matches(":is(input, textarea, select)")) ?? box?.querySelector(".inside :is(input, textarea, select)") ?? nearest(where, () => true);
      if (!target) return false;
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
      return true;
    },
    // Shows what is wrong below the fields that it is wrong with.
    mark(given) { findings = given; show(); },
    get isWaiting() { return waiting.size > 0 || unsent.size > 0; },
    get unsent() { return [...unsent.values(), ...waiting.values()].map((one) => String(one.value ?? "")); },
    // The line on which something stands in the text; null where nobody knows.
    async line(where) {
      const found = await ask("form", { path: on.path(), text: on.text() }).catch(() => ({ fields: [] }));
      return find(found.fields, keyOf(where))?.line ?? find(found.fields, keyOf(where.slice(0, 2)))?.line ?? null;
    },
  };
}
