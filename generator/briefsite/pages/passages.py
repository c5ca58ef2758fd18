"""Quotations, and the texts of sources with their cited passages highlighted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import quote as percent_encode

from markupsafe import Markup

from briefsite.archive.models import Model, Quote
from briefsite.archive.text import Plain, escape
from briefsite.evidence.line_ends import on_one_line
from briefsite.evidence.typography import Range, with_letters
from briefsite.pages.addresses import passage_anchor
from briefsite.pages.formatting import in_language, quote_marks
from briefsite.site.site import Office, Passage, Site, SourcePage, Statement


def quoted_words(statement: Statement[Model]) -> Markup:
    """A quotation as readers see it, with slips and the editor's brackets marked."""
    out = []
    for kind, words in statement.words:
        text = escape(on_one_line(words))
        if kind == "slip":
            text = f"{text} <em>&#91;sic&#93;</em>"
        elif kind == "editor":
            text = f'<span class="bs-editor">{text}</span>'
        out.append(text)
    return Markup(re.sub(" +", " ", "".join(out)).strip())


def quoted_language(site: Site, statement: Statement[Quote]) -> str | None:
    """The language of a quotation: that of its source, where the record says it.

    Beside a translated text it is that of the original, where nobody says.
    """
    if not statement.checked:
        return None
    source = site.sources[statement.checked.source].record
    return source.lang or statement.page.about.translated_from or None


def quotation_attributes(site: Site, statement: Statement[Quote], within: str) -> Markup:
    """The attributes of the element that holds a quotation, among words in the language `within`."""
    found = in_language(quoted_language(site, statement), within)
    return found if "dir=" in found else Markup(f'{found} dir="auto"')


class Speech(NamedTuple):
    """How a quotation is shown."""

    words: Markup
    """Between quotation marks only where they are verbatim."""

    label: str | None
    """What must stand with them."""


def speech(statement: Statement[Quote], words: Mapping[str, Any]) -> Speech:
    """How a quotation is shown, in every page and file; `words` are those of a locale."""
    return _said(statement, quoted_words(statement), words)


def gist(statement: Statement[Model], words: Mapping[str, Any]) -> Speech:
    """How a list of statements shows one, without opening its briefing; only a quotation has a label."""
    said = Markup(Plain(statement.gist).__html__())
    return _said(statement, said, words) if statement.field == "quotes" else Speech(said, None)


def _said(statement: Statement[Model], said: Markup, words: Mapping[str, Any]) -> Speech:
    if statement.is_verbatim:
        label = None if statement.turn is None else words["from_transcript"]
        return Speech(quote_marks(said, words["quoted"]), label)
    return Speech(said, words["reported_speech"])


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a source."""

    number: int
    """Counts from 1 through the whole text; 0 for what is no paragraph of it."""

    html: Markup
    passages: tuple[Passage, ...]
    """Those that begin in it."""

    citations: Mapping[str, Mapping[Statement[Model], tuple[Passage, ...]]]
    """The statements that cite them, by briefing, each with the passages it cites."""

    offices: Mapping[Office, tuple[Passage, ...]]
    """The offices that cite them, likewise."""

    time: float | None = None
    """When it is said in a recording, in seconds."""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """What one person says at a stretch, or what stands before, between and after."""

    number: int
    """Counts from 1; 0 for what is in no turn."""

    label: Markup | None
    """Who speaks, as the source has it, highlighted where cited; None for what is in no turn."""

    speaker: str | None
    """The same without markup; empty where the source names nobody."""

    paragraphs: tuple[Paragraph, ...]
    """Passages that begin in the label are those of the first."""


def turns(source: SourcePage, words: Mapping[str, Any]) -> Iterator[ShownTurn]:
    """The text of a source, turn by turn, every cited passage highlighted and every page marked.

    Passages may nest and overlap; where one ends inside another, the other is closed and opened
    again, as HTML wants it. A text without turns is a single one, without a label.
    """
    shown = _Shown(source, words)
    text, found = source.text.as_shown, source.text.as_shown.turns
    places = text.paragraphs
    reached = 0
    before = bisect_left(places, (found[0].place[0],)) if found else len(places)
    if before:
        yield ShownTurn(0, None, None, shown.paragraphs(0, before))
        reached = before
    for number, turn in enumerate(found, 1):
        label, begun = shown.stretch(turn.place)
        if turn.label and "<" not in label:
            label = escape(with_letters(turn.label))
        upto = bisect_left(places, (turn.end,))
        inside = [*shown.paragraphs(reached, upto)]
        reached = upto
        if begun:
            first = inside[0] if inside else Paragraph(0, Markup(), (), {}, {})
            passages = (*begun, *first.passages)
            cited, offices = _citations(source, passages)
            inside[:1] = [replace(first, passages=passages, citations=cited, offices=offices)]
        yield ShownTurn(number, Markup(label), Plain(with_letters(turn.label)), tuple(inside))
        following = found[number].place[0] if number < len(found) else len(text.text)
        upto = bisect_left(places, (following,))
        if upto > reached:
            yield ShownTurn(0, None, None, shown.paragraphs(reached, upto))
            reached = upto


def paragraphs(source: SourcePage, words: Mapping[str, Any]) -> Iterator[Paragraph]:
    """The same, paragraph by paragraph; the label of a turn is one of its own."""
    for turn in turns(source, words):
        if turn.label:
            yield Paragraph(0, turn.label, (), {}, {})
        yield from turn.paragraphs


_LAST_WORD = re.compile(r"\S*\s*\Z")


class _Shown:
    """The text of a source on its way to a page, from its beginning to its end."""

    def __init__(self, source: SourcePage, words: Mapping[str, Any]) -> None:
        self._source, self._words = source, words
        self._places = source.places
        self._position = 0
        self._open: list[_Mark] = []
        self._marks = _marks_of(source)
        self._goes_on = {joint.end for joint in source.text.joints}
        """Where broken words go on in another line."""

    def stretch(self, place: Range) -> tuple[str, tuple[Passage, ...]]:
        """The HTML of a stretch after those before, and the passages that begin in it."""
        inside = [mark for mark in self._open if mark.end > place[0]]
        begun = []
        while self._position < len(self._marks) and self._marks[self._position].start < place[1]:
            mark = self._marks[self._position]
            inside.append(mark)
            self._position += 1
            if mark.is_first:
                begun.append(mark.passage)
        self._open = inside
        html = _highlight(
            self._source, place, inside, self._uncited_in(place), self._pages_in(place)
        )
        return html, tuple(begun)

    def _uncited_in(self, place: Range) -> dict[int, int]:
        """What nobody cites of a stretch; a sentence may begin in a label and end beyond it."""
        uncited = self._source.uncited
        first, last = bisect_left(uncited, (place[0],)), bisect_left(uncited, (place[1],))
        if first and uncited[first - 1][1] > place[0]:
            first -= 1
        return {max(low, place[0]): min(high, place[1]) for low, high in uncited[first:last]}

    def _pages_in(self, place: Range) -> dict[int, str]:
        """The marks of the pages that begin in a stretch, or in the white space before it, by where they go."""
        text, pages = self._source.text.text, self._places.pages
        before = text.rfind("\n", 0, place[0]) + 1
        first = bisect_left(pages, (before,))
        last = bisect_left(pages, (place[1],))
        marks = {}
        for at, page in pages[first:last]:
            anchor = f"{self._words['anchors']['page']}-{page}"
            name = escape(self._words["page_short"].format(page))
            # Before the first word of the page, never in the white space before that.
            start = at + len(text[at : place[1]]) - len(text[at : place[1]].lstrip())
            while start in self._goes_on:  # nor in a word that begins on the page before
                start -= len(_LAST_WORD.findall(text[max(0, start - 100) : start])[0])
            marks[max(start, place[0])] = (
                f'<a class="bs-break" id="{anchor}" href="#{anchor}">{name}</a> '
            )
        return marks

    def paragraphs(self, start: int, end: int) -> tuple[Paragraph, ...]:
        """The paragraphs from one to before another, counted from 0, with what cites each."""
        return tuple(
            Paragraph(
                number,
                Markup(html),
                begun,
                *_citations(self._source, begun),
                self._places.time(place[0]),
            )
            for number, place in enumerate(
                self._source.text.as_shown.paragraphs[start:end], start + 1
            )
            for html, begun in [self.stretch(place)]
        )


def _marks_of(source: SourcePage) -> list[_Mark]:
    return sorted(
        (
            _Mark(*place, passage, is_first=index == 0)
            for passage in source.passages
            for index, place in enumerate(passage.ranges)
        ),
        key=lambda mark: mark.order,
    )


def _citations(
    source: SourcePage, passages: Iterable[Passage]
) -> tuple[
    dict[str, dict[Statement[Model], tuple[Passage, ...]]], dict[Office, tuple[Passage, ...]]
]:
    """What cites some passages: statements by their briefing, and offices."""
    found: dict[str, dict[Statement[Model], tuple[Passage, ...]]] = {}
    offices: dict[Office, tuple[Passage, ...]] = {}
    for passage in passages:
        for citing in source.citations[passage.number]:
            if isinstance(citing, Office):
                offices[citing] = (*offices.get(citing, ()), passage)
            else:
                cited = found.setdefault(citing.briefing, {})
                cited[citing] = (*cited.get(citing, ()), passage)
    return found, offices


@dataclass(frozen=True, slots=True)
class _Mark:
    """One stretch of a passage."""

    start: int
    end: int
    passage: Passage
    is_first: bool
    """Of the stretches of its passage."""

    @property
    def order(self) -> tuple[int, int, int]:
        return self.start, -self.end, self.passage.number


def _highlight(
    source: SourcePage,
    paragraph: Range,
    marks: list[_Mark],
    uncited: Mapping[int, int],
    pages: Mapping[int, str],
) -> str:
    # Sentences that nobody cites hold no mark, so they cannot cross one.
    slips = {end for _, end in source.text.slips if paragraph[0] < end <= paragraph[1]}
    edges = {
        edge
        for mark in marks
        for edge in (mark.start, mark.end)
        if paragraph[0] < edge < paragraph[1]
    }
    out: list[str] = []
    open_marks: list[_Mark] = []
    cuts = {*paragraph, *edges, *slips, *uncited, *uncited.values(), *pages}
    for start, end in pairwise(sorted(cuts)):
        here = [mark for mark in marks if mark.start <= start < mark.end]
        out += _change(open_marks, here, start)
        out.append(pages.get(start, ""))
        text = escape(on_one_line(source.text.shown(start, end)))
        is_quiet = any(low <= start < high for low, high in uncited.items())
        out.append(f'<span class="bs-uncited">{text}</span>' if is_quiet else text)
        if end in slips:
            out.append(" <em>&#91;sic&#93;</em>")
        open_marks = here
    out += _change(open_marks, [], paragraph[1])
    return "".join(out)


def _change(before: list[_Mark], after: list[_Mark], at: int) -> Iterator[str]:
    """Close and open marks at a place, so that elements always nest."""
    kept = 0
    while kept < min(len(before), len(after)) and before[kept] is after[kept]:
        kept += 1
    for mark in reversed(before[kept:]):
        yield f"<sup>{mark.passage.number}</sup></mark>" if mark.end == at else "</mark>"
    for mark in after[kept:]:
        is_anchor = mark.is_first and mark.start == at
        anchor = f' id="{passage_anchor(mark.passage)}"' if is_anchor else ""
        yield f'<mark class="bs-passage"{anchor}>'


def text_fragment(source: SourcePage, passage: Passage) -> str | None:
    """Address of a passage in the original, as browsers understand it (`#:~:text=…`).

    See https://wicg.github.io/scroll-to-text-fragment/.
    """
    if not source.record.url:
        return None
    words = source.text.shown(passage.ranges[0][0], passage.ranges[-1][1]).split()
    ends = [words] if len(words) <= 8 and len(passage.ranges) == 1 else [words[:4], words[-4:]]
    # Commas and hyphens have a meaning here, and percent_encode leaves the hyphen alone.
    encoded = [percent_encode(" ".join(part), safe="").replace("-", "%2D") for part in ends]
    return f"{source.record.url.partition('#')[0]}#:~:text={','.join(encoded)}"
