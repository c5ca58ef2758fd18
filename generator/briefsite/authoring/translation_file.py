"""A translation brought up to its original, line by line: what is missing is put in, and nothing lost.

Above each text stands its original, `# es: …`, and what the translation must say as well, `# keep: …`.
These lines are ours, and renewed each time; all others are the author's.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from briefsite.archive.load import Document, load
from briefsite.archive.models import Entity, Model, leaves, model_in
from briefsite.archive.references import with_ids
from briefsite.archive.translations import (
    FOUND_BY,
    NO_TEXTS,
    PROPER,
    WORDS_OF,
    EntityTranslation,
    extra_entries,
    found_by,
    own_names,
    text_digest,
    text_pairs,
)
from briefsite.archive.validate import validate
from briefsite.authoring.draft.writing import WIDTH, scalar
from briefsite.authoring.yaml_lines import Part, tree_of
from briefsite.messages.message import Message, MessageError

CHANGED = "changed since it was translated:"
"""Stands above an original that is another than the one of which there is a translation."""

KEEP = "keep"
"""Before the figures and names that a translation must have as well."""


class TranslationFileError(MessageError):
    """A file leaves no place for what is missing; it is left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a translation is made by."""

    original: Model
    language: str
    """That of the original."""

    kept: Callable[[str], Sequence[str]]
    """The figures and names of a text that its translation must have as well."""

    needless: frozenset[str] = frozenset()
    """Texts that need no translation, as `TranslationCheck` has them."""

    heading: Sequence[str]
    """The lines at the top of a new file."""

    gone: str
    """The comment above what has no original any more."""

    recorded: str
    """The comment above the digests of what was translated."""

    ids: Mapping[str, str]
    """Today's ids of renamed files by those before, with which a translation may still find an entry."""

    is_up_to_date: bool = False
    """Whether the author says that all translations are of the originals of today."""


class Made(NamedTuple):
    """A file of a translation."""

    text: str
    missing: int
    """How many texts are not translated."""

    changed: int
    """How many have another original than when they were translated."""

    gone: int
    """How many fields and entries had no original any more."""


def made_of(document: Document, kind: type[Model], wanted: Wanted) -> Made:
    """A translation with all that its original has; `document` is without errors, or empty.

    Raises TranslationFileError where the lines of the file leave no place for what is missing.
    """
    translation = _read(document, kind, wanted.ids)
    assert translation is not None
    update = _Update(document, translation, wanted)
    made = update.made()
    if _said(made.text, document.path, kind, wanted) != update.said:
        raise TranslationFileError(
            Message(
                "its lines leave no place for what is missing: write each field in one of its own"
            )
        )
    return made


def _read(document: Document, kind: type[Model], ids: Mapping[str, str]) -> Model | None:
    translation, _ = validate(document, kind)
    return translation and with_ids(translation, ids)


def _said(text: str, path: Path, kind: type[Model], wanted: Wanted) -> set[tuple[str, str]] | None:
    """All translations of a file, by the names of their texts; None where it cannot be used."""
    document, _ = load(text.encode(), path, may_be_empty=True)
    translation = _read(document, kind, wanted.ids) if document else None
    if translation is None or [*extra_entries(wanted.original, translation)]:
        return None
    pairs = text_pairs(wanted.original, translation)
    return {(pair.name, pair.translation) for pair in pairs if pair.translation}


@dataclass(slots=True)
class _Text:
    """A text of the original, and where its translation stands."""

    name: str
    original: str
    translation: str | None
    whole: Part
    part: Part
    """Its lines, which are among those of `whole`; what is in brackets has the lines of these."""

    is_asked: bool
    """Whether something is missing where it is not translated."""

    known: str | None
    """The digest of its original as it was last written into the file."""

    digest: str = ""
    """Of the original that was translated."""

    @property
    def host(self) -> Part:
        """What has the comments on it above: the entry of a list where the text begins that."""
        return _host(self.whole, self.part)


_MARK = ""
"""Among the lines above a part: where our comments stood, and are to stand again."""


class _At(NamedTuple):
    """A place in both files, as `TextPair.name` has it."""

    name: str = ""
    former: str = ""
    """What it was called when the file was last written."""

    def within(self, name: str, former: str = "") -> _At:
        return _At(f"{self.name}{name}", f"{self.former}{former or name}")


class _Both(NamedTuple):
    """A field or an entry of the original, and what there is of its translation."""

    ours: Any
    theirs: Any
    kind: type[Model] | None
    """Of which fields the translation is made; of a list, each entry of it. None of texts."""

    @property
    def entries(self) -> Sequence[Any]:
        """Those of a translated list."""
        return self.theirs or ()


class _Slot(NamedTuple):
    """Where a field stands, or is to stand."""

    whole: Part
    name: str
    kind: type[Model]
    """Whose field it is."""

    @property
    def part(self) -> Part | None:
        """Its lines, where there are some."""
        return self.whole.part(self.name)


def _host(whole: Part, part: Part) -> Part:
    return whole if whole.shares_line and whole.parts[0] is part else part


class _Update:
    """Brings one file up to its original."""

    def __init__(self, document: Document, translation: Model, wanted: Wanted) -> None:
        self._document, self._translation, self._wanted = document, translation, wanted
        self._recorded: Mapping[str, str] = getattr(translation, "originals", {})
        self._ours = re.compile(
            rf"\s*# (?:(?:{re.escape(wanted.language)}|{KEEP}):(?: |$)|{CHANGED}$)"
        )
        self._of_original = re.compile(rf"\s*# {re.escape(wanted.language)}:(.*)")
        first = document.text.splitlines(keepends=True)[:1]
        self._end = "\r\n" if first and first[0].endswith("\r\n") else "\n"
        self._root = tree_of(document)
        self._lines: dict[int, int] = {}
        """The line of each part that was there."""

        self._shown: dict[int, str] = {}
        """The original that stands above each part that was there."""

        self._look_at(self._root, 1)
        self._take_out_ours(self._root)
        self._texts: list[_Text] = []
        self._gone = 0

    @property
    def said(self) -> set[tuple[str, str]]:
        """All translations, by the names of their texts."""
        return {(text.name, text.translation) for text in self._texts if text.translation}

    def made(self) -> Made:
        """The file."""
        root, kind = self._root, type(self._translation)
        is_new = not self._document.text
        if is_new:
            root.lines = [*map(self._line, self._wanted.heading)]
        elif self._document.data and not root.parts:
            raise self._in_brackets(root)
        self._fields(root, _Both(self._wanted.original, self._translation, kind), _At())
        missing = sum(text.is_asked and not text.translation for text in self._texts)
        changed = self._date()
        self._comment()
        if is_new and kind is EntityTranslation:
            self._suggest_names()
        self._record()
        return Made("".join(root.all_lines()), missing, changed, self._gone)

    def _line(self, text: str, indent: int = 0) -> str:
        return f"{' ' * indent}{text}{self._end}"

    def _look_at(self, whole: Part, line: int) -> int:
        """Note where each part is, and what stands above it; gives the line after the whole."""
        line += len(whole.above)
        self._lines[id(whole)] = line
        line += len(whole.lines)
        for part in whole.parts:
            if not part.in_brackets:  # several texts can share their comments
                self._shown[id(part)] = self._original_in(_host(whole, part).above)
            line = self._look_at(part, line)
        return line + len(whole.below)

    def _original_in(self, above: Sequence[str]) -> str:
        """The original as it stands in the lines above its translation, in the last of such lines."""
        words: list[str] = []
        for line in reversed(above):
            if found := self._of_original.match(line):
                words.insert(0, found[1].strip())
            elif words:
                break
        return " ".join(words)

    def _take_out_ours(self, whole: Part) -> None:
        """Take out our comments, and leave a mark where they stood."""
        for part in whole.parts:
            ours = [at for at, line in enumerate(part.above) if self._ours.match(line)]
            for at in ours[:1]:
                part.above[at] = _MARK
            part.above = [line for line in part.above if not self._ours.match(line)]
            self._take_out_ours(part)
        whole.below = [line for line in whole.below if not self._ours.match(line)]
        if not self._document.data:  # comments alone
            whole.lines = [line for line in whole.lines if not self._ours.match(line)]

    def _in_brackets(self, part: Part) -> TranslationFileError:
        line = self._lines[id(part)]
        return TranslationFileError(
            Message(
                "line {line}: between brackets nothing can be put in or moved; write each field and entry there in a line of its own",
                line=line,
            )
        )

    # What is there

    def _fields(self, whole: Part, both: _Both, at: _At) -> None:
        """Put in what is missing of the fields of the file, of an entry, or of a field with fields."""
        assert both.kind
        for name, info in both.kind.model_fields.items():
            if name in NO_TEXTS:
                continue
            slot, here = _Slot(whole, name, both.kind), at.within(name)
            inner = _Both(
                getattr(both.ours, WORDS_OF.get(name, name)),
                getattr(both.theirs, name, None),
                model_in(info.annotation),
            )
            if not inner.ours:
                if slot.part and inner.theirs:
                    self._leave(whole, slot.part, inner.theirs)
            elif isinstance(inner.ours, tuple):
                self._list(slot, inner, here)
            elif inner.kind:
                self._group(slot, inner, here.within("."))
            elif slot.part or self._is_asked(here.name):
                self._note(whole, slot.part or self._put(slot), inner, here)

    def _is_asked(self, name: str) -> bool:
        """Whether something is missing where a text is not translated."""
        if name in PROPER:  # a new file asks for them; `_suggest_names` has the acronym
            return name != "acronym" and not self._document.text
        return name not in self._wanted.needless

    def _asked_in(self, ours: Any, kind: type[Model] | None, at: str) -> bool:
        """Whether an entry, or a field with fields, has texts that are to be translated."""
        return any(self._is_asked(f"{at}{name}") for name, _ in _texts_of(ours, kind))

    def _note(self, whole: Part, part: Part, both: _Both, at: _At) -> None:
        """Note a text that has lines; in another language than the original's, none that needs no translation."""
        name, needless = at.name, at.name in self._wanted.needless
        if both.theirs or not needless:
            known = self._known(at.former, part)
            is_asked = name not in PROPER and not needless
            self._texts.append(_Text(name, both.ours, both.theirs, whole, part, is_asked, known))

    def _known(self, name: str, part: Part | None) -> str | None:
        """The digest of an original as it was: as noted when it was translated, or as it stands above."""
        shown = self._shown.get(id(part))
        return self._recorded.get(name) or (text_digest(shown) if shown else None)

    def _put(self, slot: _Slot, value: str = "") -> Part:
        """A new field, after those that come before it in the format."""
        whole, name, kind = slot
        order = [*FOUND_BY, *kind.model_fields]
        places = [order.index(str(part.key)) for part in whole.parts]
        before = [index for index, place in enumerate(places) if place < order.index(name)]
        at = before[-1] + 1 if before else 0
        indent = whole.inner_indent
        part = Part(key=name, indent=indent, lines=[self._line(f"{name}:{value}", indent)])
        if whole is self._root:
            part.above = [self._line("")]
            if at == 0 and whole.parts:
                self._keep_heading(whole.parts[0])
        whole.put(at, part)
        return part

    def _keep_heading(self, first: Part) -> None:
        """Leave the comments at the top of a file there: those before an empty line, or for the editor."""
        ends = [
            number
            for number, line in enumerate(first.above, 1)
            if line.isspace() or line.startswith("# yaml-language-server:")
        ]
        end = ends[-1] if ends else 0
        self._root.lines += first.above[:end]
        first.above = first.above[end:]

    def _group(self, slot: _Slot, both: _Both, at: _At) -> None:
        """A field with fields of its own."""
        if slot.part or self._asked_in(both.ours, both.kind, at.name):
            self._within(slot.whole, slot.part or self._put(slot), both, at)

    def _within(self, whole: Part, part: Part, both: _Both, at: _At) -> None:
        """The fields of an entry, or of a field, which may be in brackets."""
        ours, theirs, kind = both
        assert kind
        if part.is_open:
            if not part.parts and self._asked_in(ours, kind, at.name):
                part.open()
            self._fields(part, both, at)
            return
        pairs = [*text_pairs(ours, theirs or kind())]
        lacks = [pair for pair in pairs if not pair.where and self._is_asked(at.name + pair.name)]
        if lacks or any(True for _ in extra_entries(ours, theirs or kind())):
            raise self._in_brackets(part)
        for pair in pairs:
            text = _Both(pair.original, pair.translation, None)
            self._note(whole, part, text, at.within(pair.name))

    # Lists

    def _list(self, slot: _Slot, both: _Both, at: _At) -> None:
        """The entries of a list, each with its original; those found by their position move with it."""
        ours, kind = both.ours, both.kind
        names, former = own_names(ours), own_names(both.entries)
        dot = "." if kind else ""
        asked = [
            self._asked_in(entry, kind, f"{at.name}.{name}{dot}")
            for entry, name in zip(ours, names, strict=True)
        ]
        part = slot.part
        if part is None:
            if not any(asked):
                return
            part = self._put(slot)
        places = self._aligned(part, both, at)
        if part.is_open:
            entries = self._put_entries(part, both, places, asked)
        else:
            entries = self._as_it_is(part, both, places, asked)
        for index, entry in sorted(entries.items()):
            place = places.get(index)
            was = names[index] if place is None else former[place]
            given = None if place is None else both.entries[place]
            pair = _Both(ours[index], given, kind)
            here = at.within(f".{names[index]}{dot}", f".{was}{dot}")
            if not kind:
                self._note(part, entry, pair, here)
                continue
            if given is None and (known := found_by(pair.ours)):
                finder = next(name for name in FOUND_BY if name in kind.model_fields)
                self._put(_Slot(entry, finder, kind), f" {scalar(known, '')}")
            self._within(part, entry, pair, here)

    def _aligned(self, part: Part, both: _Both, at: _At) -> dict[int, int]:
        """Where the translation of each entry stands: by its id, by its original as it was, by position."""
        ours, theirs = both.ours, both.entries
        by_name = {name: index for index, name in enumerate(own_names(ours))}
        found: dict[int, int] = {}
        unnamed = []
        for place, (entry, name) in enumerate(zip(theirs, own_names(theirs), strict=True)):
            if not found_by(entry):
                unnamed.append(place)
            elif name in by_name:
                found[by_name[name]] = place
        self._match_as_they_were(part, both, at, unnamed, found)
        moved = {place: index for index, place in found.items()}
        shift = 0
        for place in range(len(theirs)):
            index = place + shift
            if place in moved:
                shift = moved[place] - place
            elif place in unnamed and index < len(ours) and index >= 0 and index not in found:
                found[index] = place
        return found

    def _match_as_they_were(
        self, part: Part, both: _Both, at: _At, unnamed: Sequence[int], found: dict[int, int]
    ) -> None:
        """Find entries of which the original is the same as when the file was last written."""
        there: dict[tuple[str, str], list[int]] = {}
        for index, entry in enumerate(both.ours):
            for name, text in _texts_of(entry, both.kind):
                there.setdefault((name, text_digest(text)), []).append(index)
        former = own_names(both.entries)
        for place in unnamed:
            entry = part.parts[place] if part.parts else None
            alike = Counter(
                index
                for name, text in _parts_of(entry, both.kind)
                if (known := self._known(f"{at.former}.{former[place]}{name and f'.{name}'}", text))
                for index in there.get((name, known), ())
                if index not in found
            )
            if alike:
                most = max(alike.values())
                best = (index for index, count in alike.items() if count == most)
                found[min(best, key=partial(_distance, place))] = place

    def _as_it_is(
        self, part: Part, both: _Both, places: Mapping[int, int], asked: Sequence[bool]
    ) -> dict[int, Part]:
        """The entries of a list in brackets, where nothing is to be put in or moved; all have its lines."""
        is_whole = len(places) == len(both.entries)
        is_moved = any(place != index for index, place in places.items())
        if is_moved or not is_whole or any(asked[len(places) :]):
            raise self._in_brackets(part)
        return dict.fromkeys(places, part)

    def _put_entries(
        self, part: Part, both: _Both, places: Mapping[int, int], asked: Sequence[bool]
    ) -> dict[int, Part]:
        """Put in the missing entries, and those found by their position where they belong."""
        if not part.parts and any(asked):
            part.open()
        there = [*part.parts]
        for place in sorted({*range(len(there))} - {*places.values()}):
            part.parts.remove(there[place])
            part.below += self._left(there[place], both.entries[place])
        entries = {index: there[place] for index, place in places.items()}
        wanted = [index for index, is_asked in enumerate(asked) if is_asked or index in entries]
        has_places = any(not found_by(entry) for entry in (*both.ours, *both.entries))
        if has_places and wanted:
            wanted = [*range(wanted[-1] + 1)]
        for index in wanted:
            if index not in entries:
                is_empty = not asked[index] and not found_by(both.ours[index])
                line = self._line("- {}" if is_empty else "-", part.inner_indent)
                entries[index] = Part(key=index, indent=part.inner_indent, lines=[line])
                before = [one for one in entries if one < index]
                at = part.parts.index(entries[max(before)]) + 1 if before else 0
                part.parts.insert(at, entries[index])
        if has_places:
            part.parts[:] = [entries[index] for index in wanted]
        return entries

    # What has no original any more

    def _leave(self, whole: Part, part: Part, given: object) -> None:
        """Make comments of a field."""
        lines = self._left(part, given)
        if whole is not self._root:
            whole.take(part)
            whole.below += lines
            return
        index = whole.parts.index(part)
        whole.parts.remove(part)
        if index < len(whole.parts):
            whole.parts[index].above[:0] = lines
        else:
            whole.below[:0] = lines

    def _left(self, part: Part, given: object) -> list[str]:
        """The lines of a part as comments; none where nobody wrote anything into it."""
        has_words = next(_words_in(given), None) is not None
        if not has_words and not any(line.lstrip().startswith("#") for line in part.all_lines()):
            return []
        self._gone += 1
        indent = part.indent
        above, part.above = part.above, []
        lines = [f"# {self._wanted.gone}"]
        for line in filter(None, part.all_lines()):
            start = min(indent, len(line) - len(line.lstrip(" ")))
            lines.append(f"# {line[start:]}".rstrip())
        return [*above, *(self._line(line, indent) for line in lines)]

    # What is ours in the file

    def _date(self) -> int:
        """Tell of which originals the translations are; gives how many are others today."""
        changed = 0
        for text in self._texts:
            if text.translation:
                now = text_digest(text.original)
                text.digest = now if self._wanted.is_up_to_date else text.known or now
                changed += text.digest != now
        return changed

    def _comment(self) -> None:
        """Write the comments above the texts: before the mark where they stood, so that several keep their order."""
        for text in self._texts:
            above = text.host.above
            at = above.index(_MARK) if _MARK in above else len(above)
            above[at:at] = self._comments_on(text)

    def _comments_on(self, text: _Text) -> Iterator[str]:
        indent = text.host.indent
        if text.translation and text.digest != text_digest(text.original):
            yield self._line(f"# {CHANGED}", indent)
        words = _DIRECTION_MARKS.sub("", text.original)
        yield from self._folded(f"{self._wanted.language}: ", words, indent)
        if text.name not in PROPER and (kept := self._wanted.kept(text.original)):
            yield from self._folded(f"{KEEP}: ", " · ".join(kept), indent)

    def _folded(self, mark: str, words: str, indent: int) -> Iterator[str]:
        """Words as lines of comment that all begin with the mark."""
        for line in textwrap.wrap(
            words,
            max(WIDTH - indent - len(mark) - 2, 20),
            break_long_words=False,
            break_on_hyphens=False,
        ):
            yield self._line(f"# {mark}{line}", indent)

    def _suggest_names(self) -> None:
        """Leave room for the names that a language need not have, as comments."""
        original = self._wanted.original
        assert isinstance(original, Entity)
        aliases = json.dumps([*original.aliases], ensure_ascii=False)
        names = [f"# acronym: {scalar(original.acronym, '')}"] if original.acronym else []
        lines = ["", *names, f"# aliases: {aliases}"]
        after = self._root.parts[1:]
        place = after[0].above if after else self._root.below
        place[:0] = map(self._line, lines)

    def _record(self) -> None:
        """Note the digests of the originals that were translated, at the end."""
        there_are = {text.digest for text in self._texts if text.translation}
        # What was translated and is gone may be an entry that was deleted, so that others took its place.
        gone = {
            text.name
            for text in self._texts
            if not (text.translation or self._wanted.is_up_to_date)
            and self._recorded.get(text.name, "") not in {*there_are, ""}
        }
        digests = {
            text.name: text.digest if text.translation else self._recorded[text.name]
            for text in self._texts
            if text.translation or text.name in gone
        }
        if digests == {**self._recorded}:
            return
        part = self._root.part("originals")
        if part is None:
            above = ["", f"# {self._wanted.recorded}"]
            part = Part(key="originals", above=[*map(self._line, above)])
            self._root.parts.append(part)
        there = {inner.key: inner.above for inner in part.parts}
        indent = part.inner_indent
        if not part.parts:
            part.lines = [self._line("originals:")]
        part.parts = [
            Part(
                key=name,
                indent=indent,
                above=there.pop(name, []),
                lines=[self._line(f'{name}: "{found}"', indent)],
            )
            for name, found in digests.items()
        ]
        part.below[:0] = [line for lines in there.values() for line in lines]


_DIRECTION_MARKS = re.compile("[\u200e\u200f]")
"""Not allowed in lines that have no letters of a script that runs from right to left."""


def _distance(one: int, other: int) -> int:
    return abs(one - other)


def _texts_of(entry: Any, kind: type[Model] | None) -> Iterator[tuple[str, str]]:
    """The texts of an entry of an original, by their names in it; of one that is a text, that."""
    if kind is None:
        yield "", entry
    else:
        yield from ((pair.name, pair.original) for pair in text_pairs(entry, kind()))


def _parts_of(entry: Part | None, kind: type[Model] | None) -> Iterator[tuple[str, Part | None]]:
    """The texts of an entry of a translation, as `_texts_of` names them, each with its lines."""
    if kind is None:
        yield "", entry
    else:
        for name in kind.model_fields:
            yield name, entry.part(name) if entry else None


def _words_in(given: object) -> Iterator[str]:
    """The texts of what there is of a translation."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, tuple):
        for entry in given:
            yield from _words_in(entry)
    elif isinstance(given, Model):
        for where, value in leaves(given):
            if isinstance(value, str) and where[-1] not in NO_TEXTS:
                yield value
