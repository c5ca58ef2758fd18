"""Social cards: the picture that stands beside a link to a page where people share it.

A card is an SVG from `card.svg.jinja`, made into a PNG with the fonts of the package: by `card_drawing.py`
where it holds what our own template writes, by resvg (https://github.com/linebender/resvg) where it holds
anything else. The extra `cards` brings resvg, Pillow, and fontTools, which measures the titles.

Briefings, entities and commitments have cards of their own. The lists, sources and hand-written pages
share that of the home page: who shares them shares the site, and no words of theirs say more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from briefsite.cache.store import code_digest, digest
from briefsite.messages.diagnostics import Diagnostic
from briefsite.messages.message import Message
from briefsite.outputs.card_drawing import HEIGHT, WIDTH, drawn
from briefsite.outputs.card_letters import FONTS, SERIF, advances
from briefsite.outputs.extras import MissingExtraError, missing, versions
from briefsite.pages.addresses import Addresses, DocsPath, SitePath
from briefsite.pages.environment import MEND_TEMPLATE, template_finding
from briefsite.pages.formatting import finalize, format_date, load_words
from briefsite.pages.publication import Publication
from briefsite.pages.sandbox import OwnLoader, Sandbox
from briefsite.site.due import due
from briefsite.site.site import Site

TITLE_WIDTH, TITLE_HEIGHT = 1040, 350
"""Where the title may stand, in pixels."""

TITLE_SIZES = (88, 80, 72, 64, 58, 52, 46, 40)
"""Sizes of type that are tried for a title, in pixels, from the largest."""

LEADING = 1.14
"""From one line of a title to the next, in sizes of its type."""

_TEMPLATE = "card.svg.jinja"


class Card(NamedTuple):
    """What a card says."""

    page: DocsPath
    """Path of the page in the docs folder."""

    title: str
    kind: str = ""
    date: str = ""
    edition: str = ""
    """As that of `Publication`."""

    @property
    def uri(self) -> SitePath:
        """Path of the picture in the site."""
        return SitePath(f"assets/cards/{self.page.removesuffix('.md')}.png")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text in lines that fit."""

    lines: list[str]
    size: int
    """Of the type, in pixels."""


class Cards:
    """Draws cards, with the site's own template where `templates`, its folder, has one."""

    def __init__(self, publication: Publication, templates: Path | None) -> None:
        """Prepare the template."""
        self._publication, self._templates = publication, templates
        ours = PackageLoader("briefsite", "templates")
        kind = Sandbox if templates else Environment
        self._environment = kind(
            loader=ChoiceLoader([OwnLoader(templates), ours]) if templates else ours,
            autoescape=True,
            finalize=_on_card,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "publication": publication,
            "leading": LEADING,
            "shrunk": shrunk,
        }
        own = templates and templates / _TEMPLATE
        template = own.read_bytes() if own and own.is_file() else b""
        libraries = (versions(library, "cards") for library in ("resvg-py", "fonttools"))
        self._common = digest(
            "card", code_digest(), publication.digest, template, *libraries, _pillow()
        )

    def key(self, card: Card) -> str:
        """Stands for all that a card is made from."""
        return digest(self._common, repr(card))

    def svg(self, card: Card) -> str:
        """A card as SVG."""
        template = self._environment.get_template(_TEMPLATE)
        return template.render(card=card, title=fitted(card.title))

    def draw(self, card: Card) -> bytes | Diagnostic:
        """A card as PNG; an error in the site's own template is a finding.

        Raises MissingExtraError where resvg or fontTools is missing.
        """
        try:
            return png(self.svg(card))
        except ImportError:
            raise missing("resvg-py", "cards") from None
        except Exception as error:
            finding = _finding(error, self._templates)
            if finding is None:
                raise
            return finding


def _pillow() -> str:
    """Pillow and its version; nothing without it, where resvg draws all cards."""
    try:
        return versions("pillow", "cards")
    except MissingExtraError:
        return ""


def _on_card(value: object) -> Markup:
    """A value without the thin space, which the fonts of cards lack; Markup, or Jinja escapes it again."""
    return Markup(finalize(value).replace("\u202f", "\u00a0"))


def _finding(error: Exception, templates: Path | None) -> Diagnostic | None:
    """The finding for an error of the site's own template, or of resvg with what it made."""
    own = templates and templates / _TEMPLATE
    if isinstance(error, ValueError) and own and own.is_file():
        return Diagnostic(
            code="template-error",
            message=Message("resvg cannot draw it: {why}", why=error),
            path=own,
            help=MEND_TEMPLATE,
        )
    return template_finding(error, templates)


def all_cards(site: Site, publication: Publication) -> Iterator[Card]:
    """The cards of an edition, that of its home page first."""
    words, edition = load_words(publication.language), publication.edition
    addresses = Addresses(site, words, publication.folder)
    path = addresses.path
    yield Card(addresses.home, publication.name, edition=edition)
    for briefing in site.briefings.values():
        date = format_date(briefing.date, words["code"])
        kind = words["kinds"][briefing.about.kind]
        shown = words["withdrawn_as"].format(kind) if briefing.is_withdrawn else kind
        yield Card(path(briefing), briefing.about.title, shown, date, edition)
    for entity in site.entities.values():
        kind = words["types"][entity.record.type]
        yield Card(path(entity), entity.record.name, kind, edition=edition)
    for commitment in site.commitments.values():
        title = commitment.about.title.rstrip(".")
        status = words["statuses"][commitment.status]
        found = due(commitment, site.today, publication.thresholds)
        if found and found.state == "overdue":
            status = f"{status}. {words['due']['states']['overdue']}"
        date = format_date(commitment.latest.date, words["code"])
        shown = f"{words['commitment']}{words['colon']} {status}"
        yield Card(path(commitment), title, shown, date, edition)


def fitted(text: str) -> Fitted:
    """The text in lines, in the largest type in which all of it fits.

    What is too long for the smallest ends with the last whole word that fits, and an ellipsis.
    """
    for size in TITLE_SIZES:
        lines = _wrapped(text.split(), TITLE_WIDTH / size)
        fits = len(lines) * size * LEADING <= TITLE_HEIGHT
        if fits and all(_width(line) * size <= TITLE_WIDTH for line in lines):
            return Fitted(_balanced(text.split(), len(lines), TITLE_WIDTH / size), size)
    most = int(TITLE_HEIGHT / size / LEADING)
    pieces = [piece for word in text.split() for piece in _pieces(word, TITLE_WIDTH / size)]
    lines = _wrapped(pieces, TITLE_WIDTH / size)
    if len(lines) > most:
        last = lines[most - 1].split()
        while len(last) > 1 and _width(f"{' '.join(last)}…") * size > TITLE_WIDTH:
            last.pop()
        lines = [*lines[: most - 1], f"{' '.join(last).rstrip(',;:.')}…"]
    return Fitted(lines, size)


def shrunk(text: str, size: int, width: int) -> float:
    """The size of type in which a text fits on one line: `size`, or what `width` pixels allow."""
    return round(min(size, width / max(_width(text), 1)), 1)


def _wrapped(words: list[str], width: float) -> list[str]:
    """Fill line after line; `width` is in sizes of the type. A longer word has a line of its own."""
    lines: list[str] = []
    for word in words:
        if lines and _width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _balanced(words: list[str], count: int, width: float) -> list[str]:
    """As many lines, as even as can be: the narrowest measure that needs no line more."""
    low, high = 0.0, width
    while high - low > 0.1:
        middle = (low + high) / 2
        lines = _wrapped(words, middle)
        if len(lines) <= count and all(_width(line) <= middle for line in lines):
            high = middle
        else:
            low = middle
    return _wrapped(words, high)


def _pieces(word: str, width: float) -> Iterator[str]:
    """A word that no line can hold, in parts."""
    piece = ""
    for character in word:
        if piece and _width(piece + character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def _width(text: str) -> float:
    """In sizes of the type. Another font's character counts as a square, and few are wider."""
    widths = advances(SERIF)
    return sum(widths.get(character, 1.0) for character in text)


def png(svg: str) -> bytes:
    """An SVG as picture."""
    return drawn(svg) or drawn_by_resvg(svg)


def drawn_by_resvg(svg: str) -> bytes:
    """An SVG as resvg draws it. Letters that the package's fonts lack come from the system's."""
    import resvg_py

    foreign = any(character not in advances(SERIF) for character in svg if character > "~")
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=WIDTH,
        height=HEIGHT,
        font_files=[str(path) for path in FONTS.values()],
        skip_system_fonts=not foreign,
    )
