"""The file stays what both views of `briefsite edit` show, whatever is done in them.

`BRIEFSITE_EDITS_SECONDS=600` tries other edits for as long.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect
from playwright.sync_api import TimeoutError as TooLong

from briefsite.authoring.server.changes import UnreadableError, loaded
from briefsite.authoring.server.form import form
from conftest import record_of
from sites import write
from writing import archive, editing

SOURCE = """\
El puerto reabrirá el 1 de junio. «Dragaremos 32 dársenas en 2026», dijo Ana Ruiz.

La obra costó 4,5 millones. Nadie lo cita, salvo el informe del secretario de Estado.
"""
BRIEFING = """\
# nota 1
title: El puerto reabre  # nota 2
date: 2025-05-01
summary: >-
  El puerto reabre en junio,
  después de dos años.
# nota 3
sources: [puerto]
evidence: El puerto reabrirá el 1 de junio
topics: [puertos, obras]

key_points:
  # nota 4
  - text: Costó millones.  # nota 5
    evidence:
      - La obra costó
      - {source: puerto, text: millones}
  - text: "El puerto: abre"
    evidence: El puerto reabrirá
  # nota 6

quotes:
  - text: «Dragaremos 32 dársenas en 2026»
    speaker: null
    # nota 7
commitments:
  - id: darsenas
    text: Dragar 32 dársenas en 2026.
    status: announced
    target: {value: 32, unit: dársenas}
    evidence: Dragaremos 32 dársenas
  - id: obra
    text: |
      Terminar la obra.
    status: announced
    deadline: 2026
    evidence: La obra costó
# nota 8
"""

WORDS = (
    *("Texto nuevo", "con: dos puntos", "# nota", "- guion", "«comillas» \"dobles\" 'simples'"),
    *(" espacios ", "ñandú 😀", "yes", "null", "~", "12", "1.50", "007", "2025-01-01", "[a, b]"),
    *("{x: 1}", "'", '"', "\\", "|", ">", "&a *b", "!t x", "%", "@a", "`", "---", "...", "0x1F"),
    *("palabra " * 25, "a  b", "dársenas,", "x #y", "x: #y", "?", "? x", "1:30", "=", "<<"),
)
LINES = ("uno\ndos", "uno\n\ndos\n", "\nuno", "  uno\ndos", "# uno\n- dos")
TYPED = (
    *"aé:#-'\"[]{}>|&*,! \n\t0",
    "\n  ",
    "\n- ",
    "\nlang: es",
    "\n# nota 9\n",
    ": ",
    " #",
    "\n\n",
)

NUMBER = re.compile(r"-?\d+(\.\d+)?")

_QUIET = """() => {
  // What the page waits for: answers that may change the views, and its own timers before it asks.
  window.waiting = new Set();
  const { fetch, setTimeout, clearTimeout } = window, timers = new Map();
  window.fetch = async (url, ...given) => {
    const asked = {}, done = () => setTimeout(() => waiting.delete(asked), 20);
    if (!/watch|look|source|at$|keep|forget/.test(url)) waiting.add(asked);
    const answer = await fetch(url, ...given), json = answer.json.bind(answer);
    answer.json = () => json().finally(done);
    return answer;
  };
  window.setTimeout = (run, wait, ...given) => {
    const isOurs = wait === 150 || wait === 300, timer = {};
    const number = setTimeout(() => { run(...given); setTimeout(() => waiting.delete(timer), 20); }, wait);
    if (isOurs) { waiting.add(timer); timers.set(number, timer); }
    return number;
  };
  window.clearTimeout = (number) => { waiting.delete(timers.get(number)); clearTimeout(number); };
}"""

_TEXT = "() => document.querySelector('.cm-content').cmTile.view.state.doc.toString()"

_FORM = """() => ({
  values: [...document.querySelectorAll(".form [data-key]")].map((one) => [one.dataset.key, one.tagName, one.value]),
  fields: [...document.querySelectorAll(".form [data-field]")].map((one) => one.dataset.field),
  entries: [...document.querySelectorAll(".form [data-entry]")].map((one) => one.dataset.entry),
  isWaiting: document.querySelector(".form .note") !== null,
})"""

_VISIBLE = """(selector) => [...document.querySelectorAll(selector)]
  .flatMap((one, at) => one.checkVisibility() && !one.disabled ? [at] : [])"""

_PUT = """([at, length]) => {
  const { view } = document.querySelector(".cm-content").cmTile;
  const size = view.state.doc.length;
  view.dispatch({ selection: { anchor: Math.min(at, size), head: Math.min(at + length, size) }, scrollIntoView: true });
  view.focus();
}"""

_SELECT = """([from, to]) => {
  const pieces = [...document.querySelectorAll("#source [data-start]")];
  const range = document.createRange();
  const point = (share) => {
    let left = Math.floor(share * pieces.reduce((sum, one) => sum + one.textContent.length, 0));
    for (const one of pieces) {
      if (left <= one.textContent.length) return [one.firstChild, left];
      left -= one.textContent.length;
    }
  };
  range.setStart(...point(from));
  range.setEnd(...point(to));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@dataclass
class Hand:
    """Somebody who edits a file at random, and remembers how."""

    page: Page
    path: Path
    random: Random
    done: list[str] = field(default_factory=list)
    is_removing: bool = False
    """Whether a step takes something away, whose comments go with it."""

    @property
    def text(self) -> str:
        """All of the text, also what is not on the screen."""
        found: str = self.page.evaluate(_TEXT)
        return found

    def step(self) -> None:
        """Do something in the view that is shown; a text that cannot be read is soon mended."""
        if self.random.random() < 0.4 and not is_readable(self.text):
            self.undo()
            return
        steps = [self.switch, self.undo, self.redo, self.take, self.save]
        weights = [3, 3, 2, 2, 1]
        if self.page.locator(".form").is_visible():
            steps += [self.fill, self.clear, self.choose, self.press, self.add, self.unfold]
            weights += [8, 2, 3, 5, 3, 4]
        else:
            steps += [self.type, self.delete, self.cut]
            weights += [8, 4, 1]
        try:
            self.random.choices(steps, weights)[0]()
        except TooLong:  # of the step before, the views may be drawn again meanwhile
            self.note("which was gone")

    def note(self, *words: object) -> None:
        """Remember what was done."""
        self.done.append(" ".join(map(str, words)))

    def one_of(self, selector: str) -> int | None:
        """The number of one of the elements that can be seen and used."""
        found: list[int] = self.page.evaluate(_VISIBLE, selector)
        return self.random.choice(found) if found else None

    # In the form

    def fill(self) -> None:
        """Write something else into a field, all at once or letter by letter."""
        place = self.one_of(".form input[data-key], .form textarea")
        if place is None:
            return
        target = self.page.locator(".form input[data-key], .form textarea").nth(place)
        key, is_area = target.get_attribute("data-key"), target.evaluate("(one) => one.rows > 0")
        words = self.random.choice(WORDS + LINES if is_area else WORDS)
        is_slow = self.random.random() < 0.3
        self.note("type into" if is_slow else "fill", key, repr(words))
        if is_slow:
            target.focus()
            self.page.keyboard.press("End")
            self.page.keyboard.type(words[:12], delay=self.random.choice([0, 60]))
        else:
            target.fill(words)
        if self.random.random() < 0.3:
            self.note("and leave it")
            target.blur()

    def clear(self) -> None:
        """Empty a field."""
        place = self.one_of(".form input[data-key], .form textarea")
        if place is not None:
            target = self.page.locator(".form input[data-key], .form textarea").nth(place)
            self.note("clear", target.get_attribute("data-key"))
            target.fill("")
            self.is_removing = True

    def choose(self) -> None:
        """Choose another word."""
        place = self.one_of(".form select")
        if place is not None:
            target = self.page.locator(".form select").nth(place)
            at = self.random.randrange(target.locator("option").count())
            self.note("choose", target.get_attribute("data-key"), at)
            target.select_option(index=at)
            self.is_removing |= at == 0

    def press(self) -> None:
        """Take out an entry or a value, or move it."""
        place = self.one_of(".form button.tool")
        if place is not None:
            target = self.page.locator(".form button.tool").nth(place)
            sign = target.text_content()
            self.note("press", sign, place)
            target.click()
            self.is_removing |= sign == "✕"

    def add(self) -> None:
        """Add an entry, or a value of a list."""
        place = self.one_of(".form button[data-add]")
        if place is not None and self.random.random() < 0.6:
            self.note("add", place)
            self.page.locator(".form button[data-add]").nth(place).click()
            return
        place = self.one_of(".form input[placeholder^='+']")
        if place is not None:
            words = self.random.choice(WORDS)
            self.note("add value", place, repr(words))
            target = self.page.locator(".form input[placeholder^='+']").nth(place)
            target.fill(words)
            target.press("Enter")

    def unfold(self) -> None:
        """Open or close something."""
        place = self.one_of(".form summary")
        if place is not None:
            self.note("unfold", place)
            self.page.locator(".form summary").nth(place).click()

    # In the text

    def type(self) -> None:
        """Type something in the text, letter by letter."""
        self.is_removing = True
        place = self.random.randrange(len(self.text) + 1)
        words = self.random.choice(WORDS + TYPED + TYPED)
        self.note("type", repr(words), "at", place)
        self.page.evaluate(_PUT, [place, 0])
        if len(words) < 30:
            self.page.keyboard.type(words)
        else:
            self.page.keyboard.insert_text(words)
        self.page.keyboard.press("Escape")  # whatever was offered

    def delete(self) -> None:
        """Take some characters away."""
        self.is_removing = True
        place, count = self.random.randrange(len(self.text) + 1), self.random.randint(1, 12)
        self.note("delete", count, "at", place)
        self.page.evaluate(_PUT, [place, count])
        self.page.keyboard.press("Delete")

    def cut(self) -> None:
        """Take a line away."""
        self.is_removing = True
        text = self.text
        place = self.random.randrange(len(text) + 1)
        start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        self.note("cut the line at", start)
        self.page.evaluate(_PUT, [start, (end if end >= 0 else len(text)) + 1 - start])
        self.page.keyboard.press("Delete")

    # In both

    def switch(self) -> None:
        """Show the other view."""
        name = "YAML" if self.page.locator(".form").is_visible() else "Formulario"
        self.note("show", name)
        self.page.get_by_role("button", name=name, exact=True).click()

    def undo(self) -> None:
        """Go back a step."""
        self.again("undo", "Control+z")

    def redo(self) -> None:
        """Do again what was undone."""
        self.again("redo", "Control+y")

    def again(self, name: str, key: str) -> None:
        """By the button, or by a key where the focus is."""
        self.is_removing = True
        button = self.page.locator(f"#{name}")
        is_in = self.page.evaluate("document.activeElement.closest('#write') !== null")
        if is_in and self.random.random() < 0.5:
            self.note(key)
            self.page.keyboard.press(key)
        elif button.is_enabled():
            self.note(name)
            button.click()

    def take(self) -> None:
        """Select words of the source, and make something of them."""
        if not self.page.locator("#source [data-start]").count():
            return
        start = self.random.random() * 0.8
        self.page.evaluate(_SELECT, [start, start + 0.02 + self.random.random() * 0.18])
        buttons = self.page.locator("#source .menu button:visible")
        if not (count := buttons.count()):
            return
        button = buttons.nth(self.random.randrange(count))
        what = button.get_attribute("data-what")
        self.note("take as", what)
        button.click()
        if what == "updates":
            dialog, told = self.page.get_by_role("dialog"), self.page.locator("#told")
            expect(dialog.or_(told.filter(has_text="compromisos")).first).to_be_visible()
            if dialog.is_visible():
                dialog.get_by_role("button", name="Añadir").click()

    def save(self) -> None:
        """Write the file."""
        self.note("save")
        self.page.keyboard.press("Control+s")

    # What holds after each step

    def settle(self) -> None:
        """Wait until the views follow."""
        end = time.monotonic() + 20
        while self.page.evaluate("waiting.size"):
            assert time.monotonic() < end
            self.page.wait_for_timeout(20)

    def check(self, before: str) -> None:
        """The text says what the form shows, its comments are there, and it is told whether the disk holds it."""
        text, shown = self.text, self.page.evaluate(_FORM)
        is_saved = self.path.read_bytes().decode() == text
        assert self.page.locator("#state").text_content() == (
            "Guardado" if is_saved else "Sin guardar"
        )
        if not self.is_removing:
            assert comments(before) <= comments(text)
        try:
            fields = form(text, "briefing", {})
        except UnreadableError:
            assert shown["isWaiting"] or not self.page.locator(".form").is_visible()
            return
        if not self.page.locator(".form").is_visible():
            return
        assert not shown["isWaiting"]
        wanted, there, entries = said(fields)
        values = {key: value for key, _, value in shown["values"]}
        other = [key for key, value in values.items() if not agrees(value, wanted.get(key))]
        assert {key: (values[key], wanted.get(key)) for key in other} == {}
        assert there <= {*shown["fields"]}
        assert entries == {*shown["entries"]} | {
            one for one in entries if one.count(",") > 1 and one not in shown["entries"]
        }


def said(fields: list[dict[str, Any]]) -> tuple[dict[str, Any], set[str], set[str]]:
    """What a form is to show: values by key, the fields that it must have, the entries of lists."""
    values: dict[str, Any] = {}
    entries: set[str] = set()

    def walk(node: dict[str, Any]) -> None:
        here = key_of(node["where"])
        if node.get("control") in {"lines", "table"}:
            found = node["value"] or ()
            pairs = found.items() if isinstance(found, dict) else enumerate(found)
            values.update({key_of([*node["where"], name]): value for name, value in pairs})
        elif "control" in node:
            values[here] = node["value"]
        for part in node.get("parts", ()):
            if node.get("control") == "entries":
                entries.add(key_of(part["where"]))
            walk(part)

    for node in fields:
        walk(node)
    there = {key_of(one["where"]) for one in fields if one["is_there"]}
    return values, there, entries


def key_of(where: list[str | int]) -> str:
    """As the page writes a way."""
    return json.dumps(where, separators=(",", ":"), ensure_ascii=False)


def agrees(shown: str, value: Any) -> bool:
    """Whether a control shows what a file says; those of choices hold JSON."""
    if value is None:
        return shown in {"", '""'}
    if isinstance(value, bool):
        return shown == json.dumps(value)
    if isinstance(value, int | float):
        return NUMBER.fullmatch(shown.strip()) is not None and float(shown) == value
    return (
        shown in {str(value), json.dumps(value, ensure_ascii=False)}
        or json.dumps(shown, ensure_ascii=False) == value
    )


def is_readable(text: str) -> bool:
    """Whether a text can be shown as a form."""
    try:
        loaded(text)
    except UnreadableError:
        return False
    return True


def comments(text: str) -> set[str]:
    """The comments that were there at first and are comments still."""
    try:
        data = repr(loaded(text).data)
    except UnreadableError:
        return set()
    return {one for one in re.findall(r"# nota \d", text) if one not in data}


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[tuple[BrowserContext, str, Path]]:
    """A browser at a running editor, its address, and the folder of the briefings."""
    config = archive(tmp_path / "sitio")
    briefs = config.parent / "briefs"
    write(
        briefs,
        {
            "sources/puerto.txt": SOURCE,
            "sources/puerto.yml": record_of(SOURCE, "El puerto") + "published: 2025-05-01\n",
        },
    )
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.add_init_script(f"({_QUIET})()")
    with editing(config, cache=tmp_path / "cache") as address:
        page = context.new_page()
        page.goto(address)
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Un viaje a México")).to_be_visible(timeout=60_000)
        page.close()
        yield context, address, briefs
        context.close()


def edit_at_random(context: BrowserContext, address: str, path: Path, seed: int) -> None:
    """Forty steps in a new file; then all of them are undone, and done again."""
    path.write_text(BRIEFING, "utf-8")
    page, wrong = context.new_page(), list[str]()
    page.set_default_timeout(3_000)
    hand = Hand(page, path, Random(seed))

    def answered(got: Response) -> None:
        if got.status == 409 and not got.url.endswith("/form"):
            hand.note("  refused:", got.request.post_data_json.get("change"), got.text())
        elif got.status >= 400 and got.status != 409:
            wrong.append(got.url)

    page.on("response", answered)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}#{path.name}")
    page.get_by_role("button", name="Formulario", exact=True).click()
    expect(page.locator(".form [data-key='[\"title\"]']")).to_have_value(re.compile("puerto"))
    try:
        for _ in range(40):
            before, hand.is_removing = hand.text, False
            for _ in range(hand.random.choice([1, 1, 1, 2, 3])):
                hand.step()
            hand.settle()
            hand.check(before)
            assert wrong == []
        text = hand.text
        undone = unwind(page, "undo")
        hand.settle()
        assert hand.text == BRIEFING
        for _ in range(undone):
            page.locator("#redo").click()
        hand.settle()
        assert hand.text == text
        hand.check(text)
    except Exception as error:
        steps = "\n".join(hand.done)
        error.add_note(f"seed {seed}, after:\n{steps}\n\n{hand.text}")
        raise
    page.close()


def unwind(page: Page, name: str) -> int:
    """Press a button until it can be pressed no more; says how often."""
    count = 0
    button = page.locator(f"#{name}")
    while button.is_enabled():
        button.click()
        count += 1
    return count


def test_the_file_stays_what_both_views_show(desk: tuple[BrowserContext, str, Path]) -> None:
    """The text is what the form shows, comments stay, and the disk holds what was saved: after each of many edits."""
    context, address, briefs = desk
    seconds = float(os.environ.get("BRIEFSITE_EDITS_SECONDS", "0"))
    end, number = time.monotonic() + seconds, 0
    while number < 2 or time.monotonic() < end:
        seed = SystemRandom().randrange(10**6) if seconds else number
        edit_at_random(context, address, briefs / f"ronda-{number}.yml", seed)
        number += 1
