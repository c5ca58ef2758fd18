"""An article becomes a briefing in the page of `briefsite edit`, by hand: each click and each key is counted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from yaml import safe_load

from conftest import record_of
from sites import REPOSITORY, write

ARTICLE = REPOSITORY / "briefs/sources/embajada-cortafuegos.txt"

SETTINGS = """\
site_name: Informes
theme: {name: briefsite, language: es}
plugins: [search, briefsite]
"""

VISIT = "El secretario de Estado anunció un grupo de implementación de seguridad con México.\n"
EARLIER = """\
title: Un viaje a México
date: 2025-09-03
summary: Se anunció un grupo de implementación.
lang: es
status: published
sources: [nota-del-viaje]
evidence: anunció un grupo de implementación de seguridad con México
commitments:
  - id: grupo
    text: Crear un grupo de implementación de seguridad con México.
    by: [gobierno-estados-unidos]
    status: announced
    evidence: anunció un grupo de implementación de seguridad con México
"""


def archive(folder: Path) -> Path:
    """An archive with the names of the repository's own, and one earlier promise; returns its `mkdocs.yml`."""
    write(
        folder,
        {
            "mkdocs.yml": SETTINGS,
            "docs/index.md": "# Informes\n",
            "briefs/viaje.yml": EARLIER,
            "briefs/sources/nota-del-viaje.txt": VISIT,
            "briefs/sources/nota-del-viaje.yml": record_of(VISIT, "Nota del viaje")
            + "lang: es\npublished: 2025-09-03\n",
        },
    )
    entities = folder / "briefs/entities"
    entities.mkdir()
    for path in (REPOSITORY / "briefs/entities").glob("*.yml"):
        if not path.name.endswith(".en.yml"):
            shutil.copy(path, entities)
    return folder / "mkdocs.yml"


@contextmanager
def editing(config: Path, *arguments: str, cache: Path, lang: str = "es") -> Iterator[str]:
    """`briefsite edit` of a site; gives the address that it prints."""
    command = [sys.executable, "-P", "-m", "briefsite", "edit", "--no-browser", "--lang", lang]
    process = subprocess.Popen(
        [*command, "-f", str(config), *arguments],
        env={**os.environ, "BRIEFSITE_CACHE": str(cache), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    with process:
        try:
            said = ""
            for line in process.stdout:
                said += line
                if found := re.search(r"http://\S+/\?token=\S+", line):
                    yield found[0]
                    break
            else:
                raise AssertionError(said)
        finally:
            process.terminate()


@dataclass
class Effort:
    """Somebody at a page, with what it took so far."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, target: Locator) -> None:
        """Press a button, open something, or choose a field."""
        target.click()
        self.clicks += 1

    def type(self, words: str) -> None:
        """Type a text where the focus is."""
        self.page.keyboard.type(words)
        self.keys += len(words)

    def press(self, key: str) -> None:
        """Press one key, or several together."""
        self.page.keyboard.press(key)
        self.keys += 1

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list: one click opens it, another takes what is in it."""
        target.select_option(label=label)
        self.clicks += 2

    def select(self, words: str) -> None:
        """Select words of the source with the mouse: pressed, drawn and let go, as two clicks."""
        self.page.evaluate(_SELECT, words)
        self.clicks += 2

    def take(self, words: str, what: str) -> None:
        """Select words of the source, and make something of them."""
        self.select(words)
        self.click(self.page.get_by_role("toolbar").get_by_role("button", name=what))


_SELECT = """(words) => {
  const pieces = [...document.querySelectorAll("#source [data-start]")];
  const text = pieces.map((one) => one.textContent).join("");
  const at = text.indexOf(words);
  if (at < 0) throw new Error(`not in the source: ${words}`);
  const point = (offset, isEnd) => {
    let before = 0;
    for (const one of pieces) {
      const end = before + one.textContent.length;
      if (isEnd ? offset <= end : offset < end) return [one.firstChild, offset - before];
      before = end;
    }
  };
  const range = document.createRange();
  range.setStart(...point(at, false));
  range.setEnd(...point(at + words.length, true));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def write_briefing(page: Page) -> Effort:
    """From the article to a published page, in the editor's list of files; returns what it took."""
    effort = Effort(page)
    dialog = page.get_by_role("dialog")
    with page.expect_file_chooser() as chooser:
        effort.click(dialog.get_by_text("Desde un artículo…"))
    chooser.value.set_files(ARTICLE)
    effort.clicks += 1  # on the file
    expect(dialog).to_be_hidden(timeout=60_000)
    expect(page.locator("#source .count")).to_contain_text("de 14 frases", timeout=60_000)

    _fill(
        effort,
        "Título",
        "Misión Cortafuegos: primera reunión del Grupo de Implementación de Seguridad",
    )
    effort.choose(page.get_by_label("Estado", exact=True), "publicado")
    more = page.locator(".form > div > .more > summary").last
    effort.click(more)
    _fill(effort, "Por qué importa", "Recoge compromisos que podrán seguirse en el tiempo.")

    for promise in (
        "El Grupo de Implementación de Seguridad se reunirá",
        "Esta iniciativa se propone",
        "incrementar los procesamientos",
        "Ambas naciones ampliarán",
    ):
        _leave_out(effort, "Compromisos", promise)
    effort.take("la tecnología de imágenes de balística a los 32 estados mexicanos", "Compromiso")
    expect(page.get_by_text("Añadido: Compromiso")).to_be_visible(timeout=20_000)

    effort.take(
        "se congregaron en la reunión inaugural del Grupo de Implementación de Seguridad",
        "Actualización",
    )
    expect(dialog).to_be_visible()
    effort.click(dialog.get_by_role("button", name="Añadir"))
    expect(page.get_by_text("Añadido: Actualización")).to_be_visible(timeout=20_000)
    update = page.locator("details.entry[open]").last
    if update.get_by_label("Fecha").input_value() == "":
        _fill(effort, "Fecha", "2025-09-26", within=update)
    effort.choose(update.get_by_label("Estado", exact=False).first, "cumplido")
    expect(page.locator("#page .margin summary")).not_to_contain_text("error", timeout=20_000)

    effort.press("Control+s")
    expect(page.locator("#state")).to_have_text("Guardado")
    effort.click(page.locator("#files"))
    page.once("dialog", lambda asked: asked.accept())
    effort.click(dialog.get_by_role("button", name="Publicar"))
    effort.clicks += 1  # that it is meant
    expect(dialog.locator(".said")).to_contain_text("published.lock", timeout=60_000)
    effort.press("Escape")
    return effort


def _fill(effort: Effort, label: str, words: str, within: Locator | None = None) -> None:
    """Write something into a field, in the place of what it holds."""
    field = (within or effort.page.locator(".form")).get_by_label(label, exact=False).first
    effort.click(field)
    effort.press("Control+a")
    effort.type(words)
    expect(field).to_have_value(words)


def _leave_out(effort: Effort, group: str, words: str) -> None:
    """Take an entry out of a list."""
    entry = (
        effort.page.get_by_role("group", name=group).locator("details.entry", has_text=words).first
    )
    count = effort.page.get_by_role("group", name=group).locator("details.entry").count()
    effort.click(entry.locator("summary").first)
    effort.click(entry.get_by_role("button", name="Quitar").last)
    left = effort.page.get_by_role("group", name=group).locator("details.entry")
    expect(left).to_have_count(count - 1)


COPIED = 40
"""Characters from which on a value is copied from the source by whoever writes YAML by hand, and not typed."""


def by_hand(briefing: str) -> tuple[int, int]:
    """Clicks and keys that a briefing takes in an editor of texts: what is long is copied, all else is typed.

    A copied value takes four clicks (selected in the source, and put where it goes, in two windows) and two keys.
    The editor indents by itself, and comments are left out.
    """
    data = safe_load(briefing)
    long = [value for value in leaves(data) if len(value) >= COPIED]
    lines = [line.strip() for line in briefing.split("\n")]
    typed = sum(len(line) + 1 for line in lines if line and not line.startswith("#"))
    return 4 * len(long), typed - sum(map(len, long)) + 2 * len(long)


def leaves(value: object) -> Iterator[str]:
    """All texts in some data."""
    if isinstance(value, str):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from leaves(inner)
