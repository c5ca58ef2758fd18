"""Social cards: pictures for those who share a page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from briefsite.outputs.cards import (
    LEADING,
    TITLE_HEIGHT,
    TITLE_SIZES,
    Cards,
    all_cards,
    fitted,
    png,
    shrunk,
)
from briefsite.pages.publication import Publication
from briefsite.site.reading import read_site
from sites import BRIEFING, REPOSITORY, write

LONG = "Acuerdo para coordinar inspecciones, intercambiar información y publicar balances cada mes"


def cards(site: Path) -> dict[str, bytes]:
    """The pictures of a built site, by their path."""
    folder = site / "site/assets/cards"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.png")
    }


def drawn(folder: Path, files: dict[str, str], language: str = "es") -> dict[str, str]:
    """The SVG of each card, by its page."""
    site = read_site(write(folder, files) / "briefs").site
    templates = folder / "briefs/templates"
    publication = Publication(name="Sitio", language=language, url="https://example.org/repo/")
    own = templates if templates.is_dir() else None
    cards = Cards(publication, own)
    return {card.page: cards.svg(card) for card in all_cards(site, publication)}


def test_french_cards_have_spaces_that_their_fonts_have(tmp_path: Path) -> None:
    """The thin one is in neither font, and a card with it would wait for those of the system."""
    briefing = "title: A\ndate: 2025\nsummary: s\nstatus: withdrawn\nstatus_note: n\n"
    svg = drawn(tmp_path, {"briefs/a.yml": briefing}, "fr")["syntheses/a.md"]
    assert "Retirée\u00a0&#58; Synthèse" in svg
    assert "\u202f" not in svg


def test_titles_show_as_typed(tmp_path: Path) -> None:
    """Whatever they hold is text, not SVG."""
    title = "A <b>& \"quoted\"</b> 'title' ]]> &amp; {{ 7 }}"
    svg = drawn(tmp_path, {"briefs/a.yml": f"title: {json.dumps(title)}\ndate: 2025\nsummary: s\n"})
    texts = []

    class Parser(HTMLParser):
        def handle_data(self, data):
            texts.append(data.strip())

    Parser().feed(svg["informes/a.md"])
    assert title in " ".join(filter(None, texts))
    assert png(svg["informes/a.md"]).startswith(b"\x89PNG")


@pytest.mark.parametrize("title", ["Puerto", LONG, LONG * 2, "Palabra" * 4, "puerto " * 28])
def test_a_title_is_never_cut(title: str) -> None:
    """It wraps, in ever smaller type, until all of it stands in the frame."""
    text = fitted(title)
    assert " ".join(text.lines).split() == title.split()
    assert len(text.lines) * text.size * LEADING <= TITLE_HEIGHT
    for line in text.lines:
        assert shrunk(line, text.size, 1040) == text.size


def test_short_titles_are_large() -> None:
    """And long ones small."""
    sizes = [fitted(title).size for title in ("Puerto", LONG, f"{LONG}, {LONG}")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == TITLE_SIZES[0]
    assert len(set(sizes)) == 3


def test_lines_are_as_even_as_can_be() -> None:
    """No word is left alone on the last line."""
    text = fitted("Ya son dos barcos a Mendrana, y no habrá terminal")
    widths = [len(line) for line in text.lines]
    assert min(widths) > max(widths) / 2


def test_what_fits_no_card_ends_at_a_word() -> None:
    """With an ellipsis, as a commitment of many sentences does."""
    text = fitted("Se publicarán los balances. " * 60)
    whole = [line.removesuffix("…") for line in text.lines]
    assert text.lines[-1].endswith("…")
    assert set(" ".join(whole).split()) <= {"Se", "publicarán", "los", "balances.", "balances"}


def test_a_word_longer_than_the_frame_is_broken() -> None:
    """All of it shows."""
    text = fitted("x" * 150)
    assert "".join(text.lines) == "x" * 150
    assert len(text.lines) > 1


def test_other_scripts_are_drawn_too(tmp_path: Path) -> None:
    """With a font of the system, where the package's has no such letters."""
    names = {"briefs/entities/a.yml": "name: Ελλάδα\ntype: place\n"}
    svg = drawn(tmp_path, names)["entidades/a.md"]
    assert png(svg) != png(svg.replace("Ελλάδα", ""))


def test_a_site_can_have_a_template_of_its_own(tmp_path: Path) -> None:
    """As for pages."""
    own = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{{ card.title }}</svg>\n'
    svg = drawn(tmp_path, {"briefs/a.yml": BRIEFING, "briefs/templates/card.svg.jinja": own})
    assert svg["informes/a.md"].strip() == own.replace("{{ card.title }}", "Puerto").strip()


def test_the_fonts_are_small_and_free() -> None:
    """And their licence stands beside them."""
    fonts = REPOSITORY / "generator/briefsite/outputs/fonts"
    assert sum(path.stat().st_size for path in fonts.glob("*.ttf")) < 150_000
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text("utf-8")
