// What the page asks of the program that serves it, and how it makes elements.

import { words } from "./words.js";

// Thrown where the program says why something cannot be done.
export class Problem extends Error {
  isLost = false;
}

let isLost = false;

export async function ask(name, given = {}) {
  let response;
  try {
    response = await fetch(`/api/${name}`, { method: "POST", body: JSON.stringify(given) });
  } catch {
    if (!isLost) document.dispatchEvent(new Event("lost"));
    isLost = true;
    throw Object.assign(new Problem(words.lost), { isLost });
  }
  if (isLost) tell("");
  isLost = false;
  const answer = await response.json();
  if (!response.ok) throw new Problem(answer.problem);
  return answer;
}

export async function hand(file) {
  const response = await fetch(`/api/new?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  const answer = await response.json();
  if (!response.ok) throw new Problem(answer.problem);
  return answer;
}

// An element with attributes (those that begin with `on` are listeners) and what is in it.
export function make(name, attributes = {}, ...inner) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...inner.flat().filter((one) => one != null && one !== false));
  return element;
}

let timer;

// Says something to everybody, also to those who do not see it; `button` is its label and what it does.
export function tell(text, { stays = false, button = null } = {}) {
  const place = document.getElementById("told");
  clearTimeout(timer);
  const run = () => { tell(""); button[1](); };
  place.replaceChildren(...(button ? [text, " ", make("button", { type: "button", onclick: run }, button[0])] : [text].filter(Boolean)));
  if (text && !stays) timer = setTimeout(() => place.replaceChildren(), 6000);
}

// Runs a task again and again as it is asked for, never twice at once, and `wait` after it was asked for last.
export function lately(wait, task) {
  let timer, running = false, again = false;
  const run = async () => {
    if (running) return void (again = true);
    running = true;
    try {
      await task();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    } finally {
      running = false;
      if (again) { again = false; soon(); }
    }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(run, wait); };
  return soon;
}

// Opens a dialog, and gives what was chosen in it: the value of the button; "" where it was closed.
export function choose(title, content, buttons) {
  const dialog = document.getElementById("dialog");
  dialog.replaceChildren(
    make("form", { method: "dialog", class: "sheet" },
      make("h2", { id: "dialog-title" }, title), content,
      make("p", { class: "row" }, buttons.map(([value, label], at) => make("button", { value, class: at ? "" : "main" }, label)))));
  dialog.setAttribute("aria-labelledby", "dialog-title");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue), { once: true }));
}
