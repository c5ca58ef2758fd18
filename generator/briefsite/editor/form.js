// The file as a form, for those who do not want YAML: a view of the text, which it changes field by field.

import { Problem, ask, lately, make, tell } from "./api.js";
import { setup, words } from "./words.js";

const keyOf = (where) => JSON.stringify(where);

// The form of a file; `on` has `text()`, `path()`, `replace(text)`, `edited(where)`, `undo()`, `redo()`, `evidence(where)`.
export function formView(holder, on) {
  let fields = [], opened = new Set(), chain = Promise.resolve(), waiting = new Map(), timer;
  const known = { entity: [], source: [], briefing: [], commitment: [], claim: [] };
  const lists = make("div", { hidden: true });
  const body = make("div", {});
  holder.append(lists, body);

  // Changes are made one after the other, each of the text as it is then.
  const change = (given) => {
    chain = chain.then(async () => {
      for (let tries = 0; tries < 5; tries++) {
        const now = on.text();
        let made;
        try { made = await ask("change", { path: on.path(), text: now, change: given }); } catch (problem) {
          if (!(problem instanceof Problem)) throw problem;
          return tell(`${words.failed} ${problem.message}`);
        }
        if (on.text() !== now) continue;
        on.replace(made.text);
        return;
      }
    });
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
    if (given.op === "remove" || given.op === "move") { // what was open is another entry now
      const list = keyOf(given.where.slice(0, -1)).slice(0, -1);
      opened = new Set([...opened].filter((key) => !key.startsWith(`${list},`)));
    }
    await renew();
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
  const input = (node, more = {}) => typed(make("input", { ...common(node), type: "text", value: node.value ?? "", ...more }), node, node.control === "number" ? number : undefined);
  const area = (node) => {
    const element = make("textarea", { ...common(node), rows: Math.min(12, 1 + Math.ceil(String(node.value ?? "").length / 52)) });
    element.value = node.value ?? "";
    return typed(element, node);
  };
  const select = (node, choices) => {
    const element = make("select", common(node), choices.map(([value, label]) => make("option", { value: JSON.stringify(value), selected: value === (node.value ?? "") }, label)));
    element.addEventListener("change", () => { set(node, JSON.parse(element.value)); flush(); });
    return element;
  };
  const named = (node) => ({ list: `ids-${node.of}`, autocomplete: "off", spellcheck: "false" });
  const controls = {
    line: (node) => input(node, node.of ? named(node) : {}),
    text: area,
    number: (node) => input(node, { inputmode: "decimal" }),
    date: (node) => input(node, { placeholder: "2025-09-26", autocomplete: "off" }),
    id: (node) => input(node, named(node)),
    "yes-no": (node) => select(node, [["", words.choose], [true, words.yes], [false, words.no]]),
    choice: (node) => select(node, [["", words.choose], ...node.choices.map((one) => [one, setup.choices[one] ?? one])]),
    lines: (node) => {
      const values = node.value ?? [];
      const rows = values.map((value, at) => {
        const one = { ...node, where: [...node.where, at], value, required: true, is_there: true, help: "" };
        const element = node.item === "text" ? area(one) : input(one, node.of ? named(node) : {});
        return make("p", { class: "row one" }, labelled(element, `${node.label} ${at + 1}`),
          tool("✕", words.remove, () => reshape({ op: "remove", where: one.where })));
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
      const name = make("input", { "aria-label": `${node.label}: ${words.name}`, placeholder: words.name }), value = make("input", { "aria-label": `${node.label}: ${words.value}`, placeholder: words.value });
      return make("div", {}, rows, make("p", { class: "row one" }, name, value, make("button", { type: "button", class: "small", onclick: () => name.value && reshape({ op: "set", where: [...node.where, name.value], value: number(value.value) }) }, words.add)));
    },
    raw: (node) => make("pre", {}, String(node.value ?? "")),
  };
  const labelled = (element, label) => { element.setAttribute("aria-label", label); return element; };
  const tool = (sign, label, run) => make("button", { type: "button", class: "tool", title: label, "aria-label": label, onclick: run }, sign);
  // The last of some lines, in which another one is typed.
  const adding = (node, count) => {
    const element = make("input", { "data-key": keyOf([...node.where, count]), id: id([...node.where, count]), placeholder: `+ ${node.label.toLowerCase()}`, "aria-label": words.addEntry(node.label), ...(node.of ? named(node) : {}) });
    element.addEventListener("change", () => element.value && reshape({ op: "insert", where: [...node.where, count], value: element.value }));
    return element;
  };
  const entry = (node, one, at) => {
    const key = keyOf(one.where);
    const box = make("details", { class: "entry", "data-entry": key, open: opened.has(key) },
      make("summary", {}, one.label || words.entry(at + 1)));
    const fill = () => {
      if (box.children.length > 1) return;
      box.append(make("div", { class: "inside" }, parts(one.parts), make("p", { class: "row" },
        at > 0 && tool("↑", words.up, () => reshape({ op: "move", where: one.where, to: at - 1 })),
        at < node.parts.length - 1 && tool("↓", words.down, () => reshape({ op: "move", where: one.where, to: at + 1 })),
        tool("✕", words.remove, () => reshape({ op: "remove", where: one.where })))));
    };
    if (box.open) fill();
    box.addEventListener("toggle", () => { if (box.open) { fill(); opened.add(key); } else opened.delete(key); });
    return box;
  };
  const add = async (node) => {
    const where = [...node.where, node.parts.length];
    opened.add(keyOf(where));
    await reshape({ op: "insert", where, value: {} });
    body.querySelector(`[data-entry='${CSS.escape(keyOf(where))}'] input, [data-entry='${keyOf(where)}'] textarea`)?.focus();
  };
  // Words of the source, and what singles them out where there is such.
  const proof = (node, one, at) => {
    const [first, ...rest] = one.parts;
    return make("div", { class: "proof" },
      make("p", { class: "row one" }, labelled(area(first), `${node.label} ${at + 1}`), tool("✕", words.remove, () => reshape({ op: "remove", where: one.where }))),
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
    const there = nodes.filter((one) => one.is_there || one.required), others = nodes.filter((one) => !there.includes(one));
    const more = others.length && make("details", { class: "more" }, make("summary", {}, words.more));
    if (more) more.addEventListener("toggle", () => { if (more.open && more.children.length === 1) more.append(...others.map(field)); });
    return [...there.map(field), more].filter(Boolean);
  };

  // Drawing

  const renew = async () => {
    if (!on.path()) return;
    await flush();
    let found;
    try { found = await ask("form", { path: on.path(), text: on.text() }); } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return body.replaceChildren(make("p", { class: "note" }, words.notYaml), make("p", { class: "hint" }, problem.message));
    }
    await names();
    fields = found.fields;
    const focused = holder.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const at = focused && "selectionStart" in document.activeElement ? document.activeElement.selectionStart : null;
    const top = holder.scrollTop, openedMore = [...body.querySelectorAll("details.more[open]")].map((one) => one.closest("[data-entry]")?.dataset.entry ?? "");
    body.replaceChildren(...parts(fields));
    body.querySelectorAll("details.more").forEach((one) => { if (openedMore.includes(one.closest("[data-entry]")?.dataset.entry ?? "")) one.open = true; });
    holder.scrollTop = top;
    const again = focused && body.querySelector(`[data-key='${CSS.escape(focused)}']`);
    if (again) { again.focus({ preventScroll: true }); if (at !== null && again.setSelectionRange) again.setSelectionRange(at, at); }
  };
  let isNamed = false;
  const names = async () => {
    if (isNamed) return;
    const found = await ask("overview");
    isNamed = found.is_read;
    known.entity = found.entities; known.source = found.sources; known.briefing = found.briefings;
    known.commitment = (found.commitments ?? []).map((one) => ({ id: one.address, title: one.title }));
    lists.replaceChildren(...Object.entries(known).map(([kind, entries]) => make("datalist", { id: `ids-${kind}` }, entries.map((one) => make("option", { value: one.id }, one.title)))));
  };

  holder.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const isRedo = event.key === "y" || (event.key.toLowerCase() === "z" && event.shiftKey);
    if (event.key.toLowerCase() !== "z" && !isRedo) return;
    event.preventDefault();
    flush().then(isRedo ? on.redo : on.undo);
  });

  const find = (nodes, key) => {
    for (const one of nodes ?? []) {
      if (keyOf(one.where) === key) return one;
      const within = find(one.parts, key);
      if (within) return within;
    }
    return null;
  };
  return {
    renew, renewSoon: lately(300, renew), flush,
    forget: () => { isNamed = false; opened = new Set(); },
    // Opens the form at an entry; false where there is none such.
    go(where) {
      const key = keyOf(where.slice(0, 2));
      opened.add(key);
      const box = body.querySelector(`[data-entry='${CSS.escape(key)}']`) ?? body.querySelector(`[data-field='${CSS.escape(keyOf(where.slice(0, 1)))}']`);
      if (!box) return false;
      if (box.tagName === "DETAILS") box.open = true;
      box.scrollIntoView({ block: "center" });
      (box.querySelector("textarea, input, select") ?? box.querySelector("summary"))?.focus({ preventScroll: true });
      return true;
    },
    // The line on which something stands in the text; null where nobody knows.
    async line(where) {
      const found = await ask("form", { path: on.path(), text: on.text() }).catch(() => ({ fields: [] }));
      return find(found.fields, keyOf(where))?.line ?? find(found.fields, keyOf(where.slice(0, 2)))?.line ?? null;
    },
  };
}
