"""What an editor shows of what stands under a cursor, as Markdown; where it leads, and what leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.folder import yaml_files
from briefsite.archive.load import Document, load
from briefsite.archive.models import KINDS
from briefsite.archive.references import addresses_of, references_of
from briefsite.archive.text import Inline
from briefsite.archive.validate import validate
from briefsite.authoring.server.field_words import choice_words, field_words
from briefsite.authoring.server.format import Field, choices_of, field_at
from briefsite.authoring.server.site_settings import is_settings, option_help
from briefsite.authoring.server.subjects import (
    Subject,
    first_place,
    found_in,
    subject_at,
)
from briefsite.authoring.server.workspace import Workspace
from briefsite.evidence.line_ends import on_one_line
from briefsite.messages.diagnostics import Span
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.site.site import Office, Site, SourcePage, claim_address, commitment_address


class Target(NamedTuple):
    """A place in a file."""

    path: Path
    line: int = 0
    """Counts from 0, as the columns do."""

    start: int = 0
    end: int = 0


def hover(workspace: Workspace, path: Path, line: int, column: int, lang: str) -> str | None:
    """What is known of what stands at a place, in Markdown and in the language of its author."""
    if is_settings(path):
        return option_help(workspace.text(path), line, column, lang)
    subject = subject_at(workspace, path, line, column)
    kind = workspace.kind(path)
    if subject is None or kind is None:
        return None
    if subject.kind == "field":
        field = field_at(kind, subject.where)
        return _explained(field, lang) if field else None
    site = workspace.reading.site if workspace.reading else None
    if site is None:
        return None
    if subject.kind == "words":
        return _passage(workspace, path, subject, site)
    return _described(site, subject, lang)


def _explained(field: Field, lang: str) -> str:
    """What a field is called, what it is for, and which words it takes."""
    label, help_ = field_words(lang)[field.key]
    required = f" ({translate(Message('required'), lang)})" if field.is_required else ""
    called = choice_words(lang)
    choices = (
        f"`{choice}`" if called[choice] == choice else f"`{choice}` {called[choice]}"
        for choice in choices_of(field.annotation)
    )
    said = (f"**{field.name}** · {label}{required}", _plain(help_), " · ".join(choices))
    return "\n\n".join(filter(None, said))


def _plain(text: str) -> str:
    """A text of an author or of a source in Markdown: what is a sign there is none here."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|!~" else char for char in text)


def _in_words(text: str | None) -> str:
    """A text of an author without its markup."""
    return text.plain() if isinstance(text, Inline) else text or ""


def _described(site: Site, subject: Subject, lang: str) -> str | None:
    """What an id stands for."""
    called = choice_words(lang)
    name, (owner, _, entry) = subject.name, subject.name.partition("/")
    said: tuple[str, ...] = ()
    if subject.of == "commitment":
        promise = site.commitments.get(commitment_address(owner, entry))
        if promise:
            said = (
                f"**{_plain(promise.about.title)}** · {called[promise.status]} · {promise.latest.date}",
            )
    elif subject.of == "claim":
        claim = site.claims.get(claim_address(owner, entry))
        said = (_plain(claim.gist),) if claim else ()
    elif name in site.entities and subject.of in ("", "entity"):
        entity = site.entities[name].record
        said = (
            f"**{_plain(entity.name)}** · {called[entity.type]}",
            _plain(_in_words(entity.description)),
        )
    elif name in site.sources and subject.of in ("", "source"):
        source = site.sources[name]
        known = (source.record.author, source.record.publisher, source.record.published)
        cited = source.sentences - len(source.uncited)
        said = (
            f"**{_plain(source.record.title)}**",
            _plain(" · ".join(str(value) for value in known if value)),
            f"✓ {cited} / {source.sentences}",
        )
    elif name in site.briefings:
        about = site.briefings[name].about
        said = (f"**{_plain(about.title)}** · {about.date}", _plain(about.summary.plain()))
    return "\n\n".join(filter(None, said)) or None


def _passage(workspace: Workspace, path: Path, subject: Subject, site: Site) -> str | None:
    """The words in the paragraph of their source, with the page, the moment and the turn."""
    page, document = site.sources.get(subject.of), workspace.document(path)
    if page is None or document is None:
        return None
    place = first_place(found_in(page.text, document, subject.where, subject.name))
    if place is None:
        near = page.text.nearest(subject.name)
        return f"✗ {_plain(near.passage)}" if near else None
    paragraph = next((one for one in page.text.paragraphs if one[0] <= place <= one[1]), None)
    turn = page.text.turn_at((place, place))
    at = [
        f"**{page.id}**",
        turn.label if turn else "",
        f"p. {number}" if (number := page.places.page(place)) is not None else "",
    ]
    words = on_one_line(page.text.shown(*paragraph)) if paragraph else subject.name
    return f"✓ {' · '.join(filter(None, at))}\n\n> {_plain(words)}"


def definition(workspace: Workspace, path: Path, line: int, column: int) -> Target | None:
    """Where something is: the file of an id, the line of a source in which words stand."""
    subject, root = subject_at(workspace, path, line, column), workspace.root
    if subject is None or root is None or workspace.reading is None:
        return None
    site = workspace.reading.site
    if subject.kind == "words":
        page, document = site.sources.get(subject.of), workspace.document(path)
        if page is None or document is None:
            return None
        place = first_place(found_in(page.text, document, subject.where, subject.name))
        return None if place is None else _in_source(page, place)
    if subject.kind not in ("id", "link"):
        return None
    owner = subject.name.partition("/")[0]
    for kind, pages in (
        ("entity", site.entities),
        ("source", site.sources),
        ("briefing", site.briefings),
    ):
        wanted = "briefing" if subject.of in ("commitment", "claim") else subject.of
        if wanted in ("", kind) and owner in pages:
            return _of_file(workspace, pages[owner].path, subject.name.partition("/")[2])
    return None


def _in_source(page: SourcePage, place: int) -> Target:
    received = page.received
    start = received.rfind("\n", 0, place) + 1
    return Target(
        page.path.with_suffix(".txt"), received.count("\n", 0, place), place - start, place - start
    )


def _of_file(workspace: Workspace, path: Path, entry: str) -> Target:
    """A file, or the entry of it that has an id."""
    document = workspace.document(path) if entry else None
    for where, place in document.places.items() if document else ():
        if where[-1:] == ("id",) and document and document.typed(place.value).strip("\"'") == entry:
            return Target(
                path,
                place.value.line - 1,
                place.value.column - 1,
                place.value.column - 1 + len(entry),
            )
    return Target(path)


def links(workspace: Workspace, path: Path) -> Iterator[tuple[Target, Path]]:
    """The ids in a file that lead to others, and these."""
    document, kind = workspace.document(path), workspace.kind(path)
    if document is None or kind not in KINDS or workspace.reading is None:
        return
    model, _ = validate(document, KINDS[kind])
    site = workspace.reading.site
    for where, name, _ in references_of(model) if model else ():
        for pages in (site.entities, site.sources, site.briefings):
            if name in pages:
                for place in _places_of(document, document.place(where).value, name):
                    yield place, pages[name].path
                break


def references(workspace: Workspace, path: Path, line: int, column: int) -> list[Target]:
    """All that leads to what stands at a place; of a line of a source, all that cites it."""
    if workspace.root is None or workspace.reading is None:
        return []
    if path.suffix == ".txt":
        return [*_citing(workspace, path, line)]
    subject = subject_at(workspace, path, line, column)
    if subject is None or subject.kind not in ("id", "link"):
        return []
    return [*leading_to(workspace, subject.name)]


def leading_to(workspace: Workspace, name: str) -> Iterator[Target]:
    """All places of the archive in which an id, or an address that begins with it, stands."""
    assert workspace.root is not None
    for path in sorted(yaml_files(workspace.root, [])):
        text = workspace.text(path)
        if name not in text:  # most files; the others are read
            continue
        document, _ = load(text.encode("utf-8", "surrogatepass"), path)
        kind = workspace.kind(path)
        if document is None or kind not in KINDS:
            continue
        model, _ = validate(document, KINDS[kind])
        if model is None:
            continue
        found = [(where, target) for where, target, _ in references_of(model)]
        if kind == "briefing":
            found += [(where, target) for where, target, _ in addresses_of(model)]  # type: ignore[arg-type]
        for where, target in dict.fromkeys(found):
            if target == name or target.startswith(f"{name}/"):
                yield from _places_of(document, document.place(where).value, name)


def _places_of(document: Document, span: Span, name: str) -> Iterator[Target]:
    row = document.text.split("\n")[span.line - 1]
    start = row.find(name, span.column - 1)
    start = start if start >= 0 else row.find(name)
    if start >= 0:
        yield Target(document.path, span.line - 1, start, start + len(name))


def _citing(workspace: Workspace, path: Path, line: int) -> Iterator[Target]:
    """The statements and offices that cite words on a line of a source."""
    assert workspace.reading is not None
    site = workspace.reading.site
    page = site.sources.get(path.stem)
    if page is None:
        return
    rows = page.received.split("\n")
    start = sum(len(row) + 1 for row in rows[:line])
    end = start + (len(rows[line]) if line < len(rows) else 0)
    for passage in page.passages:
        if any(low < end and start < high for low, high in passage.ranges):
            for citing in page.citations[passage.number]:
                if isinstance(citing, Office):
                    yield Target(site.entities[citing.entity].path)
                    continue
                where = () if citing.field == "evidence" else (citing.field, citing.number - 1)
                document = workspace.document(citing.page.path)
                span = document.place(where).key if document else Span()
                yield Target(
                    citing.page.path, span.line - 1, span.column - 1, span.column - 1 + span.width
                )
