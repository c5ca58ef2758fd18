"""A site to Markdown pages, through Jinja templates.

Templates write Markdown for structure and fields for content. Fields escape themselves (`text.py`);
whatever else an expression yields is escaped as plain text, so a template cannot forget to. Links
within the site are written from its root, `[…](/informes/x.md)`; `_relative` makes them relative to
the page, so that any engine can follow them.
"""

from __future__ import annotations

import json
import posixpath
import re
import traceback
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encode

import yaml
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from markupsafe import Markup

from briefsite.diagnostics import Diagnostic, Span
from briefsite.evidence import Range
from briefsite.link import (
    BriefingPage,
    CommitmentPage,
    EntityPage,
    Passage,
    Site,
    SourcePage,
    Statement,
    TopicPage,
)
from briefsite.models import Date
from briefsite.text import Inline, Plain, escape

HUBS = (
    "home",
    "briefings",
    "commitments",
    "timeline",
    "entities",
    "topics",
    "sources",
    "corrections",
)
"""Kinds of the pages that lead to all others; only these belong in a navigation."""

LANGUAGES = ("es", "en")
"""Languages of the interface, each with a file in `locale/`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One Markdown page."""

    uri: str
    """Path in the docs folder, e.g. `informes/mision-cortafuegos.md`."""

    kind: str
    """The template it is made from: `briefing`, `source`, `entity`, … or one of `HUBS`."""

    title: str
    """Plain text."""

    markdown: str
    source: Path | None = None
    """The file to edit; None for pages made from many."""

    updated: str | None = None
    """Day of the last change that readers are told of, ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What a docs folder must hold."""

    pages: list[Page]
    copies: Mapping[str, Path]
    """Files to copy as they are, by their path in the docs folder."""

    data: Mapping[str, str]
    """Texts of files that are not pages, by their path in the docs folder."""

    findings: list[Diagnostic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What pages say of the site they belong to."""

    name: str
    language: str
    """One of `LANGUAGES`."""

    url: str | None = None
    """Where the site is published; ends with a slash."""

    home_text: str | None = None
    """Hand-written Markdown that opens the home page."""

    docs: Path = Path("docs")
    """The docs folder, for messages."""

    hand_written: frozenset[str] = frozenset()
    """Paths of the pages in the docs folder."""


def render(site: Site, publication: Publication, templates: Path | None = None) -> Rendering:
    """Make all pages of a site.

    `templates` is the site's own folder; a file in it stands in for ours of the same name. A
    template that fails is a finding, never an exception.
    """
    words = load_words(publication.language)
    addresses = _Addresses(site, words)
    environment = _environment(publication, words, site, addresses, templates)
    acronyms = _acronyms(site)
    pages: list[Page] = []
    findings: list[Diagnostic] = []
    taken = {uri: publication.docs / uri for uri in publication.hand_written - {"index.md"}}
    for draft in _drafts(site, publication, words, addresses):
        if draft.uri in taken:
            findings.append(_clash(draft, taken[draft.uri]))
            continue
        taken[draft.uri] = draft.source or Path(draft.uri)
        try:
            template = environment.get_template(f"{draft.kind}.md.jinja")
            text = template.render(title=draft.title, **draft.context)
        except Exception as error:
            finding = _template_finding(error, templates)
            if finding is None:
                raise
            if finding not in findings:
                findings.append(finding)
            continue
        text = _BLANK_LINES.sub("\n\n", _relative(text, draft.uri, addresses.by_id, acronyms))
        if draft.kind == "home" and publication.home_text:
            text = f"{publication.home_text.rstrip()}\n\n{text.lstrip()}"
        pages.append(
            Page(
                uri=draft.uri,
                kind=draft.kind,
                title=draft.title,
                markdown=text,
                source=draft.source,
                updated=draft.updated,
            )
        )
    copies = {
        addresses.text_of(page): page.path.with_suffix(".txt") for page in site.sources.values()
    }
    facets = addresses.hub("briefings").replace("index.md", "facets.json")
    return Rendering(
        pages=pages, copies=copies, data={facets: _facets(site, words)}, findings=findings
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page to be made."""

    kind: str
    uri: str
    title: str
    context: Mapping[str, object] = field(default_factory=dict)
    source: Path | None = None
    updated: str | None = None


def _drafts(
    site: Site, publication: Publication, words: Mapping[str, Any], addresses: _Addresses
) -> Iterator[_Draft]:
    """All pages of a site, hubs first."""
    yield _Draft("home", "index.md", publication.name)
    timeline_years = _grouped(reversed(site.timeline), "date.year")
    for hub in HUBS[1:]:
        yield _Draft(hub, addresses.hub(hub), words[hub], {"years": timeline_years})
    for year, briefings in _grouped(site.briefings.values(), "record.date.year"):
        uri, title = addresses.year("briefings", year), f"{words['briefings']}, {year}"
        yield _Draft("briefings_year", uri, title, {"briefings": briefings})
    for year, entries in timeline_years:
        uri, title = addresses.year("timeline", year), f"{words['timeline']}, {year}"
        yield _Draft("timeline_year", uri, title, {"entries": entries})
    for uri, title, commitments in _commitment_lists(site, words, addresses):
        yield _Draft("commitment_list", uri, title, {"commitments": commitments})
    for commitment in site.commitments.values():
        title = Inline(commitment.record.text).plain().rstrip(".")
        source = site.briefings[commitment.briefing].path
        path = addresses.path(commitment)
        yield _Draft("commitment", path, title, {"commitment": commitment}, source)
    for topic in site.topics.values():
        yield _Draft("topic", addresses.path(topic), topic_name(topic.id), {"topic": topic})
    for page in site.briefings.values():
        uri, title = addresses.path(page), page.record.title
        yield _Draft("briefing", uri, title, {"briefing": page}, page.path, _updated(page))
    for cited in site.sources.values():
        uri, title = addresses.path(cited), cited.record.title
        yield _Draft("source", uri, title, {"source_page": cited}, cited.path)
    for entity in site.entities.values():
        uri, title = addresses.path(entity), entity.record.name
        yield _Draft("entity", uri, title, {"entity": entity}, entity.path)


def _acronyms(site: Site) -> dict[tuple[str, str], str]:
    """The full name of an entity, by its id and acronym, as both stand in pages."""
    return {
        (entity.id, Plain(entity.record.acronym).__html__()): Plain(entity.record.name).__html__()
        for entity in site.entities.values()
        if entity.record.acronym
    }


def _commitment_lists(
    site: Site, words: Mapping[str, Any], addresses: _Addresses
) -> Iterator[tuple[str, str, list[CommitmentPage]]]:
    """The register as plain pages: address, title and commitments of each."""
    everything = site.commitments.values()
    for status, found in _grouped(everything, "latest.status"):
        title = f"{words['commitments']}: {words['statuses'][status]}"
        yield addresses.commitments_by("status", status), title, found
    for year, found in _grouped(everything, "statement_year"):
        title = f"{words['commitments']}, {year}"
        yield addresses.commitments_by("year", str(year)), title, found


def _facets(site: Site, words: Mapping[str, Any]) -> str:
    """What the browser needs to filter all briefings: small, and by number rather than by name."""
    values: dict[str, dict[str, int]] = {
        name: {} for name in ("year", "kind", "place", "topic", "entity")
    }

    def number(facet: str, label: str) -> int:
        return values[facet].setdefault(label, len(values[facet]))

    items = []
    for page in site.briefings.values():
        record = page.record
        labels = {
            "year": [str(record.date.year)],
            "kind": [words["kinds"][record.kind]],
            "place": [_name(site, record.place)] if record.place else [],
            "topic": [topic_name(topic) for topic in record.topics],
            "entity": [_name(site, entity) for entity in page.entities],
        }
        date = format_date(record.date, words["code"])
        numbers = [[number(facet, label) for label in labels[facet]] for facet in values]
        items.append([page.id, str(record.title), date, *numbers])
    return json.dumps(
        {"values": {facet: [*labels] for facet, labels in values.items()}, "items": items},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _name(site: Site, entity: str) -> str:
    return str(site.entities[entity].record.name) if entity in site.entities else entity


def topic_name(topic: str) -> str:
    """A topic as readers see it."""
    return topic.replace("-", " ")


def load_words(language: str) -> dict[str, Any]:
    """The words of the interface; English for a language that has none."""
    name = language if language in LANGUAGES else "en"
    file = resources.files("briefsite") / "locale" / f"{name}.yml"
    words: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return {"code": name, **words}


Target = BriefingPage | SourcePage | EntityPage | CommitmentPage | TopicPage | Passage | Statement


class _Addresses:
    """Where everything is, as paths in the docs folder."""

    def __init__(self, site: Site, words: Mapping[str, Any]) -> None:
        self._words = words
        self._folders: Mapping[str, str] = words["addresses"]
        self._anchors: Mapping[str, str] = words["anchors"]
        self.by_id: Mapping[str, str] = {
            page.id: self.path(page)
            for pages in (site.briefings, site.sources, site.entities)
            for page in pages.values()
        }

    def path(
        self, page: BriefingPage | SourcePage | EntityPage | CommitmentPage | TopicPage
    ) -> str:
        match page:
            case BriefingPage():
                return f"{self._folders['briefings']}/{page.id}.md"
            case SourcePage():
                return f"{self._folders['sources']}/{page.id}.md"
            case EntityPage():
                return f"{self._folders['entities']}/{page.id}.md"
            case CommitmentPage():
                return f"{self._folders['commitments']}/{page.address}.md"
            case TopicPage():
                return f"{self._folders['topics']}/{page.id}.md"

    def hub(self, kind: str) -> str:
        return f"{self._folders[kind]}/index.md"

    def year(self, kind: str, year: int) -> str:
        return f"{self._folders[kind]}/{self._words['year_page'].format(year)}.md"

    def commitments_by(self, facet: str, value: str) -> str:
        name = self._words[f"{facet}_page"].format(value)
        return f"{self._folders['commitments']}/{name}.md"

    def text_of(self, source: SourcePage) -> str:
        return f"{self._folders['sources']}/{source.id}.txt"

    def anchor(self, statement: Statement) -> Markup:
        """The `id` of a statement in the page of its briefing."""
        name = self._anchors[statement.field]
        if statement.field == "evidence":
            return Markup(name)
        return Markup(f"{name}-{getattr(statement.record, 'id', statement.number)}")

    def uri(self, target: Target) -> Markup:
        """A link target from the root of the site, for templates."""
        match target:
            case Passage():
                path = f"{self.by_id[target.source]}#{passage_anchor(target)}"
            case Statement():
                path = f"{self.by_id[target.briefing]}#{self.anchor(target)}"
            case _:
                path = self.path(target)
        return Markup(f"/{path}")


def passage_anchor(passage: Passage) -> str:
    """The `id` of a passage in the page of its source."""
    return f"p{passage.number}"


def _environment(
    publication: Publication,
    words: dict[str, Any],
    site: Site,
    addresses: _Addresses,
    templates: Path | None,
) -> Environment:
    loaders: list[BaseLoader] = [PackageLoader("briefsite", "templates")]
    if templates:
        loaders.insert(0, FileSystemLoader(templates))
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    locale = words["code"]
    environment.globals |= {
        "t": words,
        "site": site,
        "publication": publication,
        "uri": addresses.uri,
        "anchor": addresses.anchor,
        "text_uri": lambda source: Markup(f"/{addresses.text_of(source)}"),
        "hub_uri": lambda kind: Markup(f"/{addresses.hub(kind)}"),
        "year_uri": lambda kind, year: Markup(f"/{addresses.year(kind, year)}"),
        "commitments_by_uri": lambda facet, value: Markup(
            f"/{addresses.commitments_by(facet, value)}"
        ),
        "public_url": _public_url(publication, addresses),
        "quoted_words": quoted_words,
        "paragraphs": paragraphs,
        "text_fragment": text_fragment,
        "grouped": _grouped,
    }
    environment.filters |= {
        "date": partial(format_date, locale=locale),
        "number": partial(format_number, locale=locale),
        "listed": partial(format_list, locale=locale),
        "month": partial(format_month, locale=locale),
        "topic": topic_name,
        "lines": join_lines,
        "markdown": Markup,
        "quoted": partial(quote_marks, marks=words["quoted"]),
    }
    return environment


def join_lines(items: Iterable[object]) -> Markup:
    """Join values for an attribute that holds several, one a line."""
    return Markup("&#10;").join(Markup.escape(_finalize(item)) for item in items)


def _finalize(value: object) -> object:
    """Escape what an expression yields, unless it knows better how to enter a page."""
    if value is None:
        return Markup("")
    if isinstance(value, Date | int | float):
        return Markup(value)
    return value if hasattr(value, "__html__") else Plain(value)


def _template_finding(error: Exception, templates: Path | None) -> Diagnostic | None:
    """The finding for an error in one of the site's own templates; None for one of ours."""
    if templates is None:
        return None
    place: tuple[str | None, int | None] = (None, None)
    if isinstance(error, TemplateSyntaxError):
        place = (error.filename, error.lineno)
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(templates):
                place = (frame.filename, frame.lineno)
    if not place[0] or not Path(place[0]).is_relative_to(templates):
        return None
    return Diagnostic(
        code="template-error",
        message=f"{type(error).__name__}: {error}",
        path=Path(place[0]),
        span=Span(line=place[1] or 1),
        help="mend the template, or delete it to have the one that comes with briefsite",
    )


def _clash(draft: _Draft, other: Path) -> Diagnostic:
    return Diagnostic(
        code="page-exists",
        message=f"two pages would have the address `{draft.uri}`",
        path=draft.source or other,
        help=f"the other is {other.as_posix()}; rename one of the two",
    )


_BLANK_LINES = re.compile(r"\n{3,}")
_SITE_LINK = re.compile(r"\[([^\[\]]*)\]\((/[^\s)]*|id:[a-z0-9-]+)\)")


def _relative(
    markdown: str,
    uri: str,
    by_id: Mapping[str, str],
    acronyms: Mapping[tuple[str, str], str],
) -> str:
    """Make links within the site relative to a page; one to a page left out becomes its text.

    Acronyms that link to their entity get its full name. Brackets and parentheses in fields are
    entities by now, so only links are found.
    """
    folder = posixpath.dirname(uri)

    def rewrite(link: re.Match[str]) -> str:
        text, target = link.groups()
        if target.startswith("id:"):
            entity = target[3:]
            if entity not in by_id:
                return str(text)
            if full_name := acronyms.get((entity, text)):
                text = f'<abbr title="{full_name}">{text}</abbr>'
            target = f"/{by_id[entity]}"
        path, hash_mark, anchor = target[1:].partition("#")
        return f"[{text}]({posixpath.relpath(path, folder or '.')}{hash_mark}{anchor})"

    return _SITE_LINK.sub(rewrite, markdown)


def _public_url(
    publication: Publication, addresses: _Addresses
) -> Callable[[BriefingPage], str | None]:
    def public_url(briefing: BriefingPage) -> str | None:
        if not publication.url:
            return None
        return f"{publication.url.rstrip('/')}/{addresses.by_id[briefing.id].removesuffix('.md')}/"

    return public_url


def _updated(briefing: BriefingPage) -> str | None:
    record = briefing.record
    days = [str(date) for date in (record.date, *(c.date for c in record.corrections)) if date.day]
    return max(days, default=None)


def _grouped(items: Iterable[Any], key: str) -> list[tuple[Any, list[Any]]]:
    """Group items by a dotted attribute, groups in the order of their first items."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        value = item
        for name in key.split("."):
            value = getattr(value, name)
        groups.setdefault(value, []).append(item)
    return [*groups.items()]


# Quotations and passages


def quote_marks(value: object, marks: str) -> Markup:
    """Put quotation marks around a value; `marks` holds both, with `{}` between."""
    return Markup(marks.replace("{}", "%s")) % _finalize(value)


def quoted_words(statement: Statement) -> Markup:
    """A quotation as readers see it, with slips and the editor's brackets marked."""
    out = []
    for kind, words in statement.words:
        text = escape(re.sub(r"\s+", " ", words))
        if kind == "slip":
            text = f"{text} <em>&#91;sic&#93;</em>"
        elif kind == "editor":
            text = f'<span class="bs-editor">{text}</span>'
        out.append(text)
    return Markup(re.sub(" +", " ", "".join(out)).strip())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a source."""

    html: Markup
    passages: tuple[Passage, ...]
    """Those that begin in it."""

    citations: Mapping[str, Mapping[Statement, tuple[Passage, ...]]]
    """The statements that cite them, by briefing, each with the passages it cites."""


def paragraphs(source: SourcePage) -> Iterator[Paragraph]:
    """The text of a source, every cited passage highlighted.

    Passages may nest and overlap; where one ends inside another, the other is closed and opened
    again, as HTML wants it.
    """
    marks = sorted(
        (
            _Mark(*place, passage, is_first=index == 0)
            for passage in source.passages
            for index, place in enumerate(passage.ranges)
        ),
        key=lambda mark: mark.order,
    )
    uncited = source.uncited
    position = 0
    for start, end in source.text.paragraphs:
        inside = []
        while position < len(marks) and marks[position].start < end:
            inside.append(marks[position])
            position += 1
        first, last = bisect_left(uncited, (start,)), bisect_left(uncited, (end,))
        html = _highlight(source, (start, end), inside, dict(uncited[first:last]))
        begun = tuple(mark.passage for mark in inside if mark.is_first)
        yield Paragraph(Markup(html), begun, _citations(source, begun))


def _citations(
    source: SourcePage, passages: Iterable[Passage]
) -> dict[str, dict[Statement, tuple[Passage, ...]]]:
    found: dict[str, dict[Statement, tuple[Passage, ...]]] = {}
    for passage in passages:
        for statement in source.citations[passage.number]:
            cited = found.setdefault(statement.briefing, {})
            cited[statement] = (*cited.get(statement, ()), passage)
    return found


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
    source: SourcePage, paragraph: Range, marks: list[_Mark], uncited: Mapping[int, int]
) -> str:
    # Sentences that nobody cites hold no mark, so they cannot cross one.
    slips = {end for _, end in source.text.slips if paragraph[0] < end <= paragraph[1]}
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    out: list[str] = []
    open_marks: list[_Mark] = []
    for start, end in pairwise(sorted({*paragraph, *edges, *slips, *uncited, *uncited.values()})):
        here = [mark for mark in marks if mark.start <= start < mark.end]
        out += _change(open_marks, here, start)
        text = escape(re.sub(r"\s+", " ", source.text.text[start:end]))
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
    words = source.text.text[passage.ranges[0][0] : passage.ranges[-1][1]].split()
    ends = [words] if len(words) <= 8 and len(passage.ranges) == 1 else [words[:4], words[-4:]]
    # Commas and hyphens have a meaning here, and percent_encode leaves the hyphen alone.
    encoded = [percent_encode(" ".join(part), safe="").replace("-", "%2D") for part in ends]
    return f"{source.record.url.partition('#')[0]}#:~:text={','.join(encoded)}"


# Dates, numbers, lists


def format_date(date: Date, locale: str) -> str:
    """Write a date out, no more exact than it is: `septiembre de 2025`."""
    import datetime as dt

    from babel.dates import format_date as babel_date
    from babel.dates import format_skeleton

    if date.month is None:
        return str(date.year)
    day = dt.date(date.year, date.month, date.day or 1)
    if date.day is None:
        return str(format_skeleton("yMMMM", day, locale=locale))
    return str(babel_date(day, "long", locale=locale))


def format_month(date: Date, locale: str) -> str | None:
    """The name of the month, where it is known."""
    from babel.dates import get_month_names

    return str(get_month_names("wide", "stand-alone", locale)[date.month]) if date.month else None


def format_number(number: float, locale: str) -> str:
    """Write a number; Spanish groups digits only from five on (Ortografía de la RAE)."""
    from babel.numbers import format_decimal

    grouping = not (locale == "es" and abs(number) < 10_000)
    return str(format_decimal(number, locale=locale, group_separator=grouping))


def format_list(items: Iterable[object], locale: str) -> Markup:
    """Join items as in a sentence; Spanish «y» becomes «e» before an i sound."""
    from babel.lists import format_list as babel_list

    escaped = [str(Markup.escape(_finalize(item))) for item in items]
    if not escaped:
        return Markup("")
    if locale == "es" and len(escaped) > 1:
        last = re.sub(r"^\[|<[^>]*>", "", escaped[-1])
        conjunction = "e" if re.match(r"(?i)h?[ií](?![aeou])", last) else "y"
        head = ", ".join(escaped[:-1])
        return Markup(f"{head} {conjunction} {escaped[-1]}")
    return Markup(babel_list(escaped, locale=locale))
