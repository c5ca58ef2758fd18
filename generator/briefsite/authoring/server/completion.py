"""What can be typed at a place: fields, their values, ids of the archive, passages of a source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefsite.archive.load import load
from briefsite.authoring.server.cursor import Cursor, cursor_at, is_open, keys_beside
from briefsite.authoring.server.field_words import choice_words, field_words
from briefsite.authoring.server.format import (
    IDS,
    Field,
    choices_of,
    field_at,
    fields_of,
    is_evidence,
    model_at,
    value_at,
)
from briefsite.authoring.server.site_settings import is_settings, options_at
from briefsite.authoring.server.workspace import Workspace
from briefsite.evidence.line_ends import on_one_line
from briefsite.evidence.source_text import Found, SourceText
from briefsite.evidence.speech import unaccented
from briefsite.evidence.typography import Range
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.site.site import Site, SourcePage

MOST = 100
"""Items of a list; whoever wants another types more of it."""


class Item(NamedTuple):
    """Something that can be put in."""

    label: str
    insert: str
    """What takes the place of what was typed."""

    kind: str
    """`field`, `value`, `entity`, `source`, `briefing`, `commitment`, `claim` or `passage`."""

    detail: str = ""
    help: str = ""


class Completions(NamedTuple):
    """What fits at a place, best first."""

    start: int
    """The column at which what was typed begins."""

    items: list[Item]


def completions(workspace: Workspace, path: Path, line: int, column: int, lang: str) -> Completions:
    """What fits at a place of a file, told of in the language of its author; lines and columns count from 0."""
    text, kind = workspace.text(path), workspace.kind(path)
    cursor = cursor_at(text, line, column)
    if is_settings(path):
        options = ((item, "") for item in _options(cursor, text, line, lang))
        return Completions(cursor.start, _fitting(options, cursor.typed))
    if kind is None:
        return Completions(cursor.start, [])
    site = workspace.reading.site if workspace.reading else None
    items: list[Item] = []
    if cursor.is_key and model_at(kind, cursor.where):
        items += _fitting(_fields(kind, cursor, text, line, lang), cursor.typed)
    if site and is_evidence(kind, cursor.where):
        row = text.split("\n")[line][: cursor.start]
        items += _passages(site, text, cursor, row, lang)
    if items or (cursor.is_key and model_at(kind, cursor.where)):
        return Completions(cursor.start, items[:MOST])
    field = field_at(kind, cursor.where)
    values = [*_choices(field, lang)] if field else []
    name = next((step for step in reversed(cursor.where) if isinstance(step, str)), "")
    if site and name in IDS:
        values += _ids(site, IDS[name], lang)
    fitting = _fitting(((value, value.detail) for value in values), cursor.typed)
    return Completions(cursor.start, fitting[:MOST])


def _fitting(offered: Iterable[tuple[Item, str]], typed: str) -> list[Item]:
    """Those of some items that fit what was typed, best first; each is given with the words that it is called by.

    First come those whose name begins with what was typed, then those of which a later word of the name does,
    then those of which a word of what they are called does; all of them, as they come, where nothing was typed.
    """
    begun, wanted = unaccented(typed), _in_words(typed)
    found: list[tuple[int, Item]] = []
    for item, called in offered:
        is_begun = unaccented(item.label).startswith(begun)
        fits = (is_begun, wanted in _in_words(item.label), wanted in _in_words(called))
        if True in fits:
            found.append((fits.index(True), item))
    return [item for _, item in sorted(found, key=lambda entry: entry[0])]


def _in_words(text: str) -> str:
    """A text without accents, with a space before each word and nothing else between: ` why it matters`."""
    return "".join(f" {word}" for word in re.findall(r"[^\W_]+", unaccented(text)))


def _options(cursor: Cursor, text: str, line: int, lang: str) -> Iterator[Item]:
    """The options of the plugin that fit in a `mkdocs.yml`, or what one of them takes."""
    lead, kind = (": ", "field") if cursor.is_key else ("", "value")
    for name, help_ in options_at(cursor, keys_beside(text, line), lang):
        yield Item(name, f"{name}{lead}", kind, "", help_)


def _fields(
    kind: str, cursor: Cursor, text: str, line: int, lang: str
) -> Iterator[tuple[Item, str]]:
    """The fields of a place with their labels, those that must be there first, without those that are there."""
    model = model_at(kind, cursor.where)
    if model is None:
        return
    there = keys_beside(text, line)
    fields = [field for field in fields_of(model).values() if field.name not in there]
    for field in sorted(fields, key=lambda field: not field.is_required):
        is_plain = model_at(kind, (*cursor.where, field.name)) is None
        label, help_ = field_words(lang)[field.key]
        required = translate(Message("required"), lang) if field.is_required else ""
        item = Item(
            field.name,
            f"{field.name}: " if is_plain or field.name == "evidence" else f"{field.name}:",
            "field",
            " · ".join(filter(None, (label, required))),
            help_,
        )
        yield item, label


def _choices(field: Field, lang: str) -> Iterator[Item]:
    """The words that a field takes, each with what it is called where that is another."""
    for choice in choices_of(field.annotation):
        called = choice_words(lang)[choice]
        yield Item(choice, choice, "value", called if called != choice else "")


def _ids(site: Site, kind: str, lang: str) -> Iterator[Item]:
    """All ids of a kind, each with what it stands for."""
    called = choice_words(lang)
    found: Iterator[tuple[str, str]]
    if kind == "entity":
        found = ((one.id, one.record.name) for one in site.entities.values())
    elif kind == "source":
        found = ((one.id, one.record.title) for one in site.sources.values())
    elif kind == "briefing":
        found = ((one.id, one.about.title) for one in site.briefings.values())
    elif kind == "commitment":
        found = (
            (one.address, f"{one.about.title} ({called[one.status]})")
            for one in site.commitments.values()
        )
    else:
        found = ((address, claim.gist) for address, claim in site.claims.items())
    return (Item(id_, id_, kind, detail) for id_, detail in found)


# Passages


def _passages(site: Site, text: str, cursor: Cursor, before: str, lang: str) -> Iterator[Item]:
    """Passages of the sources of a briefing that hold what was typed; sentences that nobody cites first."""
    is_quotation = (
        cursor.where[0] == "quotes"
        and cursor.where[-1] == "text"
        and "evidence" not in cursor.where
    )
    typed = unaccented(" ".join(cursor.typed.split()))
    offered: list[tuple[bool, int, Item]] = []
    for source in _sources(site, text, cursor):
        stretches = source.text.quotations if is_quotation else source.text.sentences
        uncited = {start for start, _ in source.uncited}
        for number, place in enumerate(stretches):
            words = _trimmed(on_one_line(source.text.shown(*place)))
            if typed not in unaccented(words) or not isinstance(source.text.find(words), Found):
                continue
            detail = _where(source.text, place, lang)
            item = Item(words, as_yaml(words, before), "passage", f"{source.id} · {detail}", words)
            offered.append((place[0] not in uncited, number, item))
    yield from (item for _, _, item in sorted(offered, key=lambda entry: entry[:2]))


def _trimmed(words: str) -> str:
    """A sentence without its full stop, and without quotation marks that do not pair."""
    words = words.strip().rstrip(".")
    for one, other in (("«", "»"), ("“", "”"), ('"', '"')):
        if words.startswith(one) and words.count(one) + words.count(other) == 1 + (one == other):
            words = words.removeprefix(one).strip()
    return words


def _where(text: SourceText, place: Range, lang: str) -> str:
    turn = text.turn_at(place)
    if turn and turn.label:
        return turn.label
    return translate(Message("line {number}", number=text.line(place[0])), lang)


def _sources(site: Site, text: str, cursor: Cursor) -> Iterator[SourcePage]:
    """The sources in which words at a place may stand: that which is named beside it, or those of the file."""
    holder = value_at(_data(text), cursor.where[:-1])
    named = holder.get("source") if isinstance(holder, dict) else None
    names = (
        [named]
        if isinstance(named, str)
        else re.findall(r"[\w-]+", next(iter(re.findall(r"(?m)^sources:\s*(.*)$", text)), ""))
    )
    if not names:
        block = re.search(r"(?m)^sources:\s*\n((?:\s*- .*\n)+)", text)
        names = re.findall(r"-\s+([\w-]+)", block[1]) if block else []
    yield from (site.sources[name] for name in names or site.sources if name in site.sources)


def _data(text: str) -> object:
    """What a file says, where it can be read as it is."""
    document, _ = load(text.encode("utf-8", "surrogatepass"), Path("x.yml"))
    return document.data if document else {}


_NOT_PLAIN = re.compile(
    r"^[^\w¿¡«“]|: |:$| #|\s$|^(?:[\d.,:+-]+|true|false|null|yes|no)$", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[,\[\]{}]")


def as_yaml(words: str, before: str = "") -> str:
    """A text as a value in YAML; `before` is what stands before it in its line."""
    if before.endswith('"') and not before.endswith('\\"'):
        return json.dumps(words, ensure_ascii=False)[1:-1]
    if before.endswith("'"):
        return words.replace("'", "''")
    is_plain = not _NOT_PLAIN.search(words) and not (is_open(before) and _IN_BRACKETS.search(words))
    return words if is_plain else json.dumps(words, ensure_ascii=False)
