"""The fast path of social cards: the picture that resvg draws, or none."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageStat

from briefsite.outputs import card_letters, extras
from briefsite.outputs.card_drawing import HEIGHT, LONGEST, WIDTH
from briefsite.outputs.card_drawing import drawn as drawn_fast
from briefsite.outputs.card_letters import FONTS, SANS, SERIF, places
from briefsite.outputs.cards import Card, Cards, drawn_by_resvg, png
from briefsite.pages.publication import Publication

LONG = "Acuerdo para coordinar inspecciones, intercambiar información y publicar balances"
CARDS = {
    "short": ("es", Card("a.md", "Puerto", "Informe", "24 de noviembre de 2026")),
    "long": ("es", Card("a.md", LONG, "Informe", "24 de noviembre de 2026")),
    "four lines": ("es", Card("a.md", f"{LONG} cada mes", "Acuerdo", "1 de mayo de 2026")),
    "too long": ("es", Card("a.md", "Se publicarán. " * 99, "Compromiso: Vencido", "2026")),
    "withdrawn": ("fr", Card("a.md", "L’accord d’Évry", "Retirée\u00a0: Synthèse", "1er mai 2026")),
    "entity": ("es", Card("a.md", "Ministerio de Ávila y Tolosa", "Institución")),
    "kerned": ("en", Card("a.md", "AVATAR To Te", "Type & Form", "24 November 2026")),
    "quoted": ("en", Card("a.md", "The “first” 100%: Ynez Ågren’s <fjord> – {1}", "Briefing")),
    "home": ("en", Card("index.md", "The archive of promises")),
}

GROUND = '<rect width="1200" height="630" fill="#fffdf8"/>'
TEXT = (
    '<text x="80" y="118" font-family="Briefsite Sans" font-size="34" fill="#8f3b12">Informe</text>'
)


def svg(language: str, card: Card) -> str:
    """A card as our own template has it."""
    publication = Publication(name="Sitio", language=language, url="https://example.org/repo/")
    return Cards(publication, None).svg(card)


def picture(body: str) -> str:
    """An SVG of the size of a card."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">{body}</svg>'


def grey(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB").convert("L")


def fast(svg: str) -> bytes:
    """As drawn by the fast path, which must know it."""
    made = drawn_fast(svg)
    assert made is not None
    return made


def edges(png: bytes) -> tuple[int, int, int, int]:
    """Where the dark of a picture begins and ends."""
    found = grey(png).point(lambda level: 255 * (level < 160)).getbbox()
    assert found
    return found


every_card = pytest.mark.parametrize("name", CARDS)


@every_card
def test_letters_stand_where_resvg_sets_them(name: str) -> None:
    """Each text of a card alone, in width, baseline and height: to two pixels."""
    texts = re.findall("<text .*?>[^<]+</text>", svg(*CARDS[name]))
    assert len(texts) >= 2
    for text in texts:
        alone = picture(GROUND + text)
        ours, theirs = edges(fast(alone)), edges(drawn_by_resvg(alone))
        assert all(abs(a - b) <= 2 for a, b in zip(ours, theirs, strict=True)), text


@every_card
def test_a_card_looks_as_resvg_draws_it(name: str) -> None:
    """Where letters are, greys differ by 4 to 8 of 255, at their edges; in a card moved by one pixel, by 18 at least."""
    ours, theirs = (grey(draw(svg(*CARDS[name]))) for draw in (fast, drawn_by_resvg))
    letters = theirs.point(lambda level: 255 * (level < 240))
    letters.paste(0, (0, 0, WIDTH, 20))  # the stripe above
    letters.paste(0, (0, 530, WIDTH, 540))  # and the line below
    differences = [
        ImageStat.Stat(ImageChops.difference(moved, theirs), letters).mean[0]
        for moved in (ours, ImageChops.offset(ours, 1, 0), ImageChops.offset(ours, 0, 1))
    ]
    assert differences[0] < 9
    assert differences[0] * 2 < min(differences[1:])


@every_card
def test_a_card_takes_fewer_bytes_than_that_of_resvg(name: str) -> None:
    """It has the colours that it needs alone."""
    made = fast(svg(*CARDS[name]))
    opened = Image.open(BytesIO(made))
    assert (opened.mode, opened.size) == ("P", (WIDTH, HEIGHT))
    assert len(made) < len(drawn_by_resvg(svg(*CARDS[name])))


@every_card
def test_a_card_is_the_same_each_time(name: str) -> None:
    """Whatever was drawn before, and is still known."""
    wanted = svg(*CARDS[name])
    warm = fast(wanted)
    card_letters.letter.cache_clear()
    assert fast(wanted) == warm == png(wanted)


def test_letters_that_fit_each_other_stand_nearer() -> None:
    """As wide as resvg sets them, to a hundredth."""
    line = TEXT.replace("34", "88").replace("Informe", "AVATAR To Te")
    for family in (SERIF, SANS):
        alone = picture(GROUND + line.replace(SANS, family))
        ours, theirs = edges(fast(alone)), edges(drawn_by_resvg(alone))
        assert abs((ours[2] - ours[0]) / (theirs[2] - theirs[0]) - 1) < 0.01
        alphabet = sum(places(letter, family)[-1] for letter in "AVATAR To Te")
        assert places("AVATAR To Te", family)[-1] < alphabet - 0.2


@pytest.mark.parametrize("family", [SERIF, SANS])
def test_the_fonts_kern_as_the_fast_path_reads_them(family: str) -> None:
    """Pairs in tables of the type 9, alike for all scripts; of three letters the middle dot alone."""
    table = TTFont(FONTS[family])["GPOS"].table
    features = [record.Feature.LookupListIndex for record in table.FeatureList.FeatureRecord]
    assert {record.FeatureTag for record in table.FeatureList.FeatureRecord} == {"kern"}
    assert features.count(features[0]) == len(features)
    assert table.LookupList.Lookup[features[0][0]].LookupType == 9
    for lookup in (table.LookupList.Lookup[index] for index in features[0]):
        for found in lookup.SubTable:
            if lookup.LookupType == 9:
                pairs = found.ExtSubTable
                assert (pairs.LookupType, pairs.ValueFormat1, pairs.ValueFormat2) == (2, 4, 0)
            else:
                assert [coverage.glyphs for coverage in found.InputCoverage] == [["periodcentered"]]


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_texts_are_anchored_where_they_ask(anchor: str) -> None:
    """At their beginning, their middle or their end."""
    text = TEXT.replace('x="80"', f'x="600.5" text-anchor="{anchor}"')
    alone = picture(GROUND + text)
    ours, theirs = edges(fast(alone)), edges(drawn_by_resvg(alone))
    assert all(abs(a - b) <= 1 for a, b in zip(ours, theirs, strict=True))


def test_colours_are_those_that_the_svg_names() -> None:
    """Of the ground, of rectangles and of texts, each with the shades between."""
    body = f'{GROUND}<rect x="5" y="9" width="90" height="140" fill="#102030"/>'
    white = TEXT.replace("80", "8").replace("#8f3b12", "#FFFFFF").replace("Informe", "HH")
    made = Image.open(BytesIO(fast(picture(body + white + TEXT.replace("118", "400")))))
    found = {colour for _, colour in made.convert("RGB").getcolors() or []}
    assert {(0xFF, 0xFD, 0xF8), (0x10, 0x20, 0x30), (255, 255, 255), (0x8F, 0x3B, 0x12)} <= found
    assert made.convert("RGB").getpixel((5, 9)) == (0x10, 0x20, 0x30)
    assert made.convert("RGB").getpixel((95, 9)) == (0xFF, 0xFD, 0xF8)


@pytest.mark.parametrize(
    "body",
    [
        "",
        TEXT,
        GROUND.replace("1200", "1199") + TEXT,
        GROUND + "<circle cx='9' cy='9' r='5' fill='#000000'/>",
        GROUND + "<g>" + TEXT + "</g>",
        GROUND + "loose words",
        GROUND + TEXT + "loose words",
        GROUND + "<!-- a comment -->" + TEXT,
        GROUND + "<?a program?>" + TEXT,
        GROUND + TEXT.replace("Informe", "<![CDATA[Informe]]>"),
        GROUND + TEXT.replace("Informe", "&unknown;"),
        GROUND + TEXT.replace("Informe", "In<tspan>for</tspan>me"),
        GROUND + TEXT.replace("Informe", "报告"),
        GROUND + TEXT.replace("Informe", "Ελλάδα"),
        GROUND + TEXT.replace("Informe", "In\u0301forme"),
        GROUND + TEXT.replace("Informe", "In\u00adforme"),
        GROUND + TEXT.replace("Informe", "Informe\ufffe"),
        GROUND + TEXT.replace("Informe", "Informe\udc00"),
        GROUND + TEXT.replace("Informe", "Informe\x00"),
        GROUND + TEXT.replace("Informe", "In\nforme"),
        GROUND + TEXT.replace("Informe", " Informe"),
        GROUND + TEXT.replace("Informe", "Informe "),
        GROUND + TEXT.replace("Informe", "Un  informe"),
        GROUND + TEXT.replace("Informe", "Paral·lel"),
        GROUND + TEXT.replace("#8f3b12", "#832"),
        GROUND + TEXT.replace("#8f3b12", "brown"),
        GROUND + TEXT.replace("#8f3b12", "url(#a)"),
        GROUND + TEXT.replace("#8f3b12", "#8f3b1２"),
        GROUND + TEXT.replace("Briefsite Sans", "Arial"),
        GROUND + TEXT.replace("Briefsite Sans", "Briefsite Sans, Arial"),
        GROUND + TEXT.replace("<text", "<text opacity='0.5'"),
        GROUND + TEXT.replace("<text", "<text transform='rotate(9)'"),
        GROUND + TEXT.replace("<text", "<text xml:space='preserve'"),
        GROUND + TEXT.replace("<text", "<text xmlns='urn:other'"),
        GROUND + TEXT.replace("<text", "<text text-anchor='inherit'"),
        GROUND + TEXT.replace(' fill="#8f3b12"', ""),
        GROUND + TEXT.replace("34", "34px"),
        GROUND + TEXT.replace("34", "0"),
        GROUND + TEXT.replace("34", "201"),
        GROUND + TEXT.replace("34", "9" * 400),
        GROUND + TEXT.replace("34", "1e9"),
        GROUND + TEXT.replace("34", "nan"),
        GROUND + TEXT.replace("34", "٣٤"),
        GROUND + TEXT.replace("80", "-8"),
        GROUND + TEXT.replace("80", "1150"),
        GROUND + TEXT.replace("118", "9999"),
        GROUND + TEXT.replace("118", "10"),
        GROUND + TEXT.replace("Informe", "Informe" * 90),
        GROUND + TEXT.replace("Informe", "a" * LONGEST),
        GROUND + TEXT + TEXT.replace("80", "82").replace("#8f3b12", "#000000"),
        GROUND + TEXT + '<rect x="80" y="90" width="200" height="40" fill="#000000"/>',
        GROUND + '<rect x="90" y="90" width="20" height="40" fill="#000000"/>' + TEXT,
        GROUND + '<rect x="0.5" width="9" height="9" fill="#000000"/>',
        GROUND + '<rect x="-1" width="9" height="9" fill="#000000"/>',
        GROUND + '<rect width="0" height="9" fill="#000000"/>',
        GROUND + '<rect width="1201" height="9" fill="#000000"/>',
        GROUND + '<rect width="9999999999" height="9" fill="#000000"/>',
        GROUND + '<rect width="100%" height="9" fill="#000000"/>',
        GROUND + '<rect width="9" height="9" fill="#00000080"/>',
        GROUND + '<rect width="9" height="9" rx="2" fill="#000000"/>',
        GROUND + '<rect width="9" height="9"/>',
        GROUND + '<rect width="9" height="9" fill="#000000">words</rect>',
        GROUND + "".join(f'<rect width="9" height="9" fill="#0000{n:02x}"/>' for n in range(256)),
        GROUND
        + "".join(
            TEXT.replace("118", str(30 + 60 * n)).replace("12", f"{n:02x}") for n in range(9)
        ),
        "<g>" * 4000 + "</g>" * 4000,
        "<g>" * 4000,
        "<",
    ],
    ids=lambda body: body.removeprefix(GROUND)[:40].encode("ascii", "replace").decode(),
)
def test_what_it_does_not_know_it_leaves_to_resvg(body: str) -> None:
    """Without a word; resvg then draws it, or says what is wrong with it."""
    assert drawn_fast(picture(body)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1200 630", "0 630"),
        ('viewBox="0 0 1200 630"', ""),
        ("viewBox", 'width="600" viewBox'),
        ("http://www.w3.org/2000/svg", "urn:other"),
        (' xmlns="http://www.w3.org/2000/svg"', ""),
        ("<svg", "<?xml version='1.0'?><svg"),
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg'),
        ("<svg", '<!DOCTYPE svg SYSTEM "file:///etc/hostname"><svg'),
    ],
)
def test_another_root_is_left_to_resvg(old: str, new: str) -> None:
    """And whatever declares entities."""
    known = picture(GROUND + TEXT)
    assert drawn_fast(known) is not None
    assert drawn_fast(known.replace(old, new, 1)) is None


def test_without_pillow_it_is_left_to_resvg(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a site was installed before the extra had it."""
    known = picture(GROUND + TEXT)
    assert png(known) == drawn_fast(known)
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert drawn_fast(known) is None
    assert png(known) == drawn_by_resvg(known)


@pytest.mark.parametrize(
    ("extra", "is_fast"),
    [("", True), ('<circle cx="600" cy="300" r="50" fill="#8f3b12"/>', False)],
)
def test_a_template_of_the_site_is_drawn_by_whoever_knows_it(
    extra: str, is_fast: bool, tmp_path: Path
) -> None:
    """A plain one as fast as ours, and one with a circle by resvg."""
    own = picture(GROUND + extra + TEXT.replace("Informe", "{{ card.title }}"))
    (tmp_path / "card.svg.jinja").write_text(own, "utf-8")
    cards = Cards(Publication(name="Sitio", language="es", url=""), tmp_path)
    card = Card("a.md", "Puerto & muelle")
    made = cards.draw(card)
    assert isinstance(made, bytes)
    assert (drawn_fast(cards.svg(card)) == made) is is_fast
    assert Image.open(BytesIO(made)).size == (WIDTH, HEIGHT)


def test_foreign_letters_are_drawn_by_resvg() -> None:
    """With a font of the system that has them."""
    for title in ("报告", "Ελλάδα"):
        wanted = svg("es", Card("a.md", title, "Informe"))
        assert drawn_fast(wanted) is None
        assert png(wanted) == drawn_by_resvg(wanted)


def test_the_key_of_a_card_names_what_draws_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of Pillow makes another picture; without it resvg does."""

    def key() -> str:
        return Cards(Publication(name="S", language="es", url=""), None).key(Card("a.md", "A"))

    known = extras.version
    keys = {key()}
    assert keys == {key()}
    monkeypatch.setattr(extras, "version", lambda name: "0" if name == "pillow" else known(name))
    keys.add(key())

    def none(name: str) -> str:
        if name == "pillow":
            raise extras.PackageNotFoundError
        return known(name)

    monkeypatch.setattr(extras, "version", none)
    keys.add(key())
    assert len(keys) == 3
