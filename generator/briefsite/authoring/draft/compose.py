"""What was recognised in a text, put together as a briefing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefsite.archive.dates import Date
from briefsite.archive.validate import free_id
from briefsite.authoring.draft.draft_text import BULLET, DraftText, Pinned
from briefsite.authoring.draft.found_dates import (
    Deadline,
    Written,
    find_dates,
    find_deadline,
    find_hour,
    find_limits,
    infer_year,
)
from briefsite.authoring.draft.found_names import (
    ARTICLES,
    Known,
    find_new_names,
    find_slips,
    is_surname_alone,
    may_be_named,
)
from briefsite.authoring.draft.language import DetectedLanguage
from briefsite.authoring.draft.promises import FoundPromise, find_aims, find_figure, find_promises
from briefsite.authoring.draft.selection import (
    MOST_LINES,
    Placed,
    asked_for,
    fitting,
    with_known_names,
)
from briefsite.authoring.draft.speech import (
    Quotation,
    QuotedName,
    find_quotations,
    find_spoken,
)
from briefsite.authoring.draft.words import DraftWords
from briefsite.authoring.draft.writing import Field, Group, Item, Note, YamlEntry, write_yaml
from briefsite.evidence.typography import Range

_CAPITAL = r"[A-ZÁÉÍÓÚÑÜ][\w’'-]*"
_RUN = rf"(?-i:{_CAPITAL}(?:\s+(?:(?:de|del|la|las|los|of|the)\s+){{0,2}}{_CAPITAL})*)"
_PLACE_NAME = rf"(?P<name>{_RUN}(?:,\s+(?!\w+\.?\s+\d){_RUN})?)"

_ANOTHER = r"\b<another_time>\b[^.,;:]{0,60}(?:,\s+(?:que\s+|which\s+|(?-i:[a-z]+[aei]d[oa]\s+|held\s+))[^.,;:]{0,40})?\Z"
"""What happened at another meeting, right before the place of that one."""

MOST_ENTRIES = 60
"""Entries of one kind at most: an editor has to read them all."""

LONGEST_EVIDENCE = 4000
"""Characters of evidence; what is longer is no sentence."""

MOST_UNKNOWNS, MOST_NAMES_OF_A_PAGE = 5, 8
"""The same of what the source lacks, and of its names, in the draft of a transcript."""

_WHY = {"key_points": "key_points", "commitments": "promises"}
"""The comments on lists, by their fields."""

_LEFT = 3
"""Lines that say what of a list is left out."""

LONGEST_POINT = 700
"""Characters of a key point; a longer paragraph gives several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an author asks for."""

    source: str
    """Id of the source."""

    known_source: str | None
    """The same, where the archive has it already."""

    lang: str
    """Of the briefing."""

    detected: DetectedLanguage
    """That of the text."""

    today: dt.date
    published: Date | None = None
    status: str = "draft"
    title: str | None = None
    """The heading, where the format of the article marks it as such."""

    about: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the briefing is to be about, as an author typed it: ids of entities, or words; all where empty."""

    lines: Sequence[Range] = ()
    """First and last lines of the text in which the paragraphs begin that it is to be of."""


@dataclass
class Composer:
    """Writes the fields of a briefing one after the other."""

    text: DraftText
    known: Known
    words: DraftWords
    """Those of the author, for comments; `text.words` are those of the text."""

    request: Request
    unknowns: list[str] = field(default_factory=list)
    asked_for: list[Range] | None = field(init=False)

    def __post_init__(self) -> None:
        """Look for the paragraphs that an author asks for."""
        request = self.request
        self.asked_for = asked_for(self.text, self.known, request.about, request.lines)

    @cached_property
    def _in_marks(self) -> list[Quotation | QuotedName]:
        return [*find_quotations(self.text)]

    @cached_property
    def quotations(self) -> list[Quotation]:
        """What the text has between quotation marks as somebody's words."""
        return [q for q in self._in_marks if isinstance(q, Quotation)]

    @cached_property
    def quoted_names(self) -> list[QuotedName]:
        """What it has between them as names."""
        return [q for q in self._in_marks if isinstance(q, QuotedName)]

    @cached_property
    def promises(self) -> list[FoundPromise]:
        """What the text promises."""
        return [*find_promises(self.text)]

    def why(self, key: str, *values: object) -> str:
        """A comment in the author's language."""
        return self.words.say("comments", key, *values)

    def gap(self, key: str, *values: object) -> None:
        """Note what the text does not say, in the language of the text."""
        unknown = self.text.words.say("unknowns", key, *map(inline, map(str, values)))
        if unknown not in self.unknowns:
            self.unknowns.append(unknown)

    @cached_property
    def title(self) -> str:
        """The title of the text."""
        return str(self._title([]).value)

    def briefing(self) -> YamlEntry:
        """All fields."""
        proofs: list[Range] = []
        title = self._title(proofs)
        lead = self._lead()
        date = self._date(proofs)
        place = self._place(proofs)
        summary = Field(
            "summary", inline(self._shortened(lead)), self.why("summary", self.text.line(lead))
        )
        proofs.append(self._shortened_range(lead))
        fields: list[Field | Note] = [
            Note(self.why("draft", self.request.source) + "\n" + self.why("next")),
            *self._about(),
            title,
            *date,
            summary,
            Field("lang", self.request.lang, self._why_language()),
            self._kind(lead),
            Field(
                "status",
                self.request.status,
                self.why("status") if self.request.status == "draft" else None,
            ),
            *self._publish_at(),
            Note(self.why("why_it_matters")),
            Field("sources", [self.request.source]),
            *self._field("evidence", self._evidence_list(proofs), self.why("evidence")),
            *place,
            *self._field("participants", self._participants()),
        ]
        lists = {
            "key_points": self._key_points(),
            "quotes": self._quotes(),
            "objectives": self._objectives(),
            "commitments": self._commitments(),
            "timeline": self._timeline(),
            "claims": self._claims(),
        }
        lists = {n: [p for p in found if self._covers(p.place)] for n, found in lists.items()}
        self._find_gaps()
        if not self.text.turns:
            return [*fields, *self._list_fields(lists, {}), *self._end()]
        whole = [*fields, *self._list_fields(lists, {}), *self._end()]
        if write_yaml(whole).count("\n") <= MOST_LINES:
            return whole
        end = self._end(MOST_UNKNOWNS, MOST_NAMES_OF_A_PAGE)
        page = self._page(lists, write_yaml([*fields, *end]).count("\n"))
        left = {name: [p for p in found if p not in page[name]] for name, found in lists.items()}
        return [*fields, *self._list_fields(page, left), *end]

    def _page(
        self, lists: Mapping[str, Sequence[Placed]], used: int
    ) -> Mapping[str, Sequence[Placed]]:
        """What of a transcript fits a page: what the archive follows, promises, and what was said at length."""
        named = with_known_names(self.text, self.known)
        is_known = bool(self.asked_for or named)
        order = ("commitments", "quotes", "key_points", "claims", "timeline", "objectives")
        candidates = {name: lists[name] for name in order}
        if not is_known:
            candidates["key_points"] = []
        elif self.asked_for is None:
            for name in ("key_points", "claims", "timeline"):
                candidates[name] = [
                    placed
                    for placed in lists[name]
                    if any(low <= placed.place[0] < high for low, high in named)
                ]
        room = MOST_LINES - used - sum(_LEFT for found in lists.values() if found)
        first = {"commitments": named, "quotes": named}
        return fitting(candidates, first, room, len(self.text.source.text))

    def _list_fields(
        self, lists: Mapping[str, Sequence[Placed]], left: Mapping[str, Sequence[Placed]]
    ) -> list[Field | Note]:
        """The lists as fields, each with why it is there and what of it is left out."""
        out: list[Field | Note] = []
        for name in ("key_points", "quotes", "objectives", "commitments", "timeline", "claims"):
            found, rest = lists[name], left.get(name, ())
            why = [self.why(_WHY[name])] if name in _WHY and found else []
            if rest:
                line = self.text.line(rest[0].place)
                more = self.why("left_transcript", len(rest), line)
                why.append(more if found else f"{name}: {more}")
            comment = "\n".join(why) or None
            if found:
                out.append(Field(name, [placed.entry for placed in found], comment))
            elif comment:
                out.append(Note(comment))
            if name == "key_points":
                out += [*self._left_out(), *self._asked()]
        return out

    def _end(self, unknowns: int | None = None, names: int | None = None) -> list[Field | Note]:
        """What the source lacks, and the names in it; so many at most."""
        why = self.why("unknowns")
        if unknowns is not None and (left := len(self.unknowns[unknowns:])):
            why += "\n" + self.why("left_list", left)
        return [*self._field("unknowns", self.unknowns[:unknowns], why), *self._names(names)]

    def _covers(self, place: Range) -> bool:
        """Whether a stretch begins in a paragraph that is asked for, as all are where none is."""
        return self.asked_for is None or any(low <= place[0] < high for low, high in self.asked_for)

    def _about(self) -> list[Note]:
        if self.asked_for is None:
            return []
        return [Note(self.why("asked_for", len(self.asked_for), len(self.text.blocks)))]

    @staticmethod
    def _field(name: str, value: Sequence[Item], why: str | None = None) -> list[Field | Note]:
        return [Field(name, value, why)] if value else []

    def _why_language(self) -> str | None:
        detected = self.request.detected
        if not self.text.words.has_rules:
            key = "lang_other" if detected.is_sure else "lang_other_unsure"
            return self.why(key, detected.code, self.request.lang)
        return None if detected.is_sure else self.why("lang_unsure")

    # Title, date, place and summary

    def _title(self, proofs: list[Range]) -> Field:
        if self.request.title:
            start = self.text.source.text.find(self.request.title)
            place = (max(0, start), start + len(self.request.title))
            if start >= 0:
                proofs.append(place)
            why = self.why("title_heading", self.text.line(place))
            return Field("title", self.request.title[:200].rstrip(), why)
        if heading := self._heading():
            proofs.append(heading)
            words = self.text.slice(heading)
            return Field("title", words, self.why("title_heading", self.text.line(heading)))
        for name in self.quoted_names:
            words = self.text.slice(name.place)
            if 12 <= len(words) <= 200:
                proofs.append(name.place)
                return Field("title", words, self.why("title_name", self.text.line(name.place)))
        words = self.text.without_bullet(self._shortened_range(self._lead(), 100)).rstrip(".,;:")
        return Field("title", words, self.why("title_words"))

    def _heading(self) -> Range | None:
        """A line above the text that is its title: at best one of several words, in small letters."""
        candidates = []
        is_record = bool(self.text.turns)
        for line in self.text.headings:
            place = self._without_emphasis(line)
            words = self.text.slice(place)
            dates = [written.place for written in find_dates(self.text, place)]
            others = len(words.split()) - sum(len(self.text.slice(date).split()) for date in dates)
            is_title = (
                has_letters(words)
                and len(words) <= 200
                and not self.text.search("<boilerplate>|\\A<byline>", place)
                and (not dates or is_record or (others > 4 and not self._dateline_of(place)))
                and others > 0
            )
            if is_title:
                is_short = len(words) < 8 or others < 2
                # The first line of a record says what was recorded; others stand on the report.
                order = (False, False) if is_record else (is_short, words.isupper())
                candidates.append((*order, place))
        return min(candidates)[2] if candidates else None

    def _without_emphasis(self, place: Range) -> Range:
        raw = self.text.source.text[place[0] : place[1]]
        start = place[0] + len(raw) - len(raw.lstrip("*_# "))
        return start, max(start, place[0] + len(raw.rstrip("*_ ")))

    def _lead(self) -> Range:
        """The first sentence that says what happened, without the dateline before it."""
        lead = self._first_telling()
        dateline = self._dateline()
        if dateline and lead[0] <= dateline[0] < dateline[1] < lead[1]:
            start = self.text.trim((dateline[1], lead[1]))[0]
            if self._has_letters((start, lead[1])):
                return (start, lead[1])
        first = next(n for n in range(*lead) if self.text.source.text[n].isalpha())
        return lead if first - lead[0] < 40 else (first, lead[1])

    def _first_telling(self) -> Range:
        """The first sentence that is neither a quotation nor a greeting."""
        for sentence in self._first_sentences(8):
            quoted = sum(
                q.place[1] - q.place[0] for q in self.quotations if q.sentence[0] == sentence[0]
            )
            size = sentence[1] - sentence[0]
            is_greeting = self.text.search(r"\A\W*<greeting>\b", sentence)
            if (
                size >= 60
                and quoted < 0.5 * size
                and self._has_letters(sentence)
                and not is_greeting
            ):
                return sentence
        after = self._first_sentences(8)
        places = [
            place
            for place in (*after, *self.text.sentences, *self.text.blocks)
            if self._has_letters(place)
        ]
        return next((place for place in places if not self._is_date(place)), places[0])

    def _first_sentences(self, count: int) -> list[Range]:
        """Those below the title, where the format marks it: above it stands what is no article."""
        return [s for s in self.text.sentences if s[0] >= self._title_end][:count]

    @cached_property
    def _title_end(self) -> int:
        title = self.request.title
        start = self.text.source.text.find(title) if title else -1
        return start + len(title) if title and start >= 0 else 0

    def _has_letters(self, place: Range) -> bool:
        return has_letters(self.text.slice(place))

    def _is_date(self, place: Range) -> bool:
        """Whether a stretch says when, and nothing else."""
        rest = self.text.source.text[place[0] : place[1]]
        for written in reversed([*find_dates(self.text, place)]):
            low, high = written.place
            rest = rest[: low - place[0]] + rest[high - place[0] :]
        return not has_letters(rest)

    def _shortened_range(self, sentence: Range, limit: int = 390) -> Range:
        start, end = sentence
        if len(inline(self.text.slice(sentence))) <= limit:
            return sentence
        raw = self.text.source.text
        end = min(end, start + limit)
        while end > start + 1 and len(inline(self.text.slice((start, end)))) > limit - 6:
            end -= 10
        cut = max(raw.rfind(", ", start, end), raw.rfind("; ", start, end))
        if cut < start + limit // 3:
            cut = max(raw.rfind(" ", start, end), raw.rfind("\n", start, end))
        return start, (cut if cut > start else end)

    def _shortened(self, sentence: Range, limit: int = 390) -> str:
        short = self._shortened_range(sentence, limit)
        return self.text.slice(short) + (" […]" if short != sentence else "")

    def _date(self, proofs: list[Range]) -> Iterator[Field]:
        written = self._event_date
        if written is None:
            published = self.request.published
            key = "published" if published else "none"
            why = self.why(f"date_{key}")
            if seen := self._what_looks_like_a_date():
                why += "; " + self.why("date_seen", self.text.line(seen), self.text.slice(seen))
            yield Field("date", published or str(self.request.today), why)
            yield Field("date_note", self.text.words.say("comments", f"date_note_{key}"))
            return
        place = self.text.trim(written.place)
        words, line = self.text.slice(place), self.text.line(place)
        proofs.append(written.place)
        if written.year:
            yield Field("date", written.date, self.why("date", line))
            yield Field("date_as_written", words)
            return
        date = self._day_of_event
        assert date
        if not self.request.published and not _YEAR.search(self.text.source.text):
            self.gap("year", words)
        if written.is_ahead:
            why = self.why("date_no_year_ahead", line, date.year)
        elif written.weekday is None:
            why = self.why("date_no_year_no_weekday", line, date.year)
        else:
            weekday = self.words.weekdays[written.weekday]
            why = self.why("date_no_year", line, date.year, weekday)
        yield Field("date", date, why)
        yield Field("date_as_written", words)
        yield Field("date_note", self.text.words.say("comments", "date_note", words))

    @cached_property
    def _day_of_event(self) -> Date | None:
        """The day that is named, in the year that is written or follows."""
        written = self._event_date
        if written is None:
            return None
        if written.year:
            return written.date
        year = infer_year(written, self._latest_day())
        return Date(year or self.request.today.year, written.month, written.day)

    def _what_looks_like_a_date(self) -> Range | None:
        """A year or a month, where no rule could read more."""
        raw = self.text.source.text
        month = self.text.words.pattern(r"\b<whole_months>\b").search(raw)
        found = [match.span() for match in (_YEAR.search(raw), month) if match]
        return min(found, default=None)

    def _latest_day(self) -> dt.date:
        published = self.request.published
        if published and published.month and published.day:
            return dt.date(published.year, published.month, published.day)
        return self.request.today

    @cached_property
    def _event_date(self) -> Written | None:
        """The first day that is named in the first paragraphs; no deadline is one."""
        last = self._first_sentences(12)[-1:]
        reached = last[0][1] if last else len(self.text.source.text)
        for low, high in self.text.blocks:
            if high <= self._title_end or low >= reached:
                continue
            place = (low, min(high, reached))
            limits = [limit for limit, _ in find_limits(self.text, place)]
            for written in find_dates(self.text, place):
                is_limit = any(low <= written.place[0] < high for low, high in limits)
                if written.day and not is_limit:
                    return written
        return None

    def _publish_at(self) -> Iterator[Field | Note]:
        """Until when the source asks to hold it back; as a comment, where it does not say that whole."""
        hour = find_hour(self.text)
        if hour is None:
            return
        line, words = self.text.line(hour.place), self.text.slice(hour.place)
        if hour.is_whole:
            yield Field("publish_at", hour.moment, self.why("publish_at", line, words))
        else:
            why = self.why("publish_at_part", line, words)
            yield Note(f"{why}\npublish_at: {hour.moment}")

    def _place(self, proofs: list[Range]) -> list[Field | Note]:
        found = self._where() if self.text.words.has_rules else None
        if not found:
            return []
        where, clause = found
        proofs.append(clause)
        line = self.text.line(where)
        for _, entity in self.known.find(self.text, where):
            if self.known.entities[entity].type == "place":
                return [Field("place", entity, self.why("place", line))]
        name = self.text.slice(where)
        return [Note(self.why("place_new", line, name, slug(name)))]

    def _where(self) -> tuple[Range, Range] | None:
        for sentence in self._first_sentences(20):
            for match in self.text.find_all(
                rf"\b<happened>[^.;:«“\"]{{0,80}}?\b<at>\s+(?:the\s+)?{_PLACE_NAME}", sentence
            ):
                before = self.text.source.text[sentence[0] : match.start("name")]
                is_another = self.text.words.pattern(_ANOTHER).search(before)
                if not is_another and not self._is_no_place(match.span("name")):
                    low = sentence[0] if match.end() - sentence[0] < 160 else match.start()
                    return match.span("name"), (low, match.end())
        dateline = self._dateline()
        if dateline:
            place = self.text.search(_PLACE_NAME, dateline)
            assert place
            return place.span("name"), dateline
        return None

    def _dateline(self) -> Range | None:
        """«Villalta, 3 de marzo de 2026.–»: where the report was written, and when."""
        bodies = [block for block in self.text.body if block[0] >= self._title_end]
        return self._dateline_of(bodies[0]) if bodies else None

    def _dateline_of(self, first: Range) -> Range | None:
        raw = self.text.source.text
        place = self.text.words.pattern(_PLACE_NAME + r"(?:\s*\([^)]{2,20}\))?[\s,.]*").match(
            raw, *first
        )
        if not place or self._is_no_place(place.span("name")):
            return None
        end = place.end()
        written = next(find_dates(self.text, (end, first[1])), None)
        # «Lima, a 3 de mayo» is one, «Aprobado el 3 de mayo» is none.
        between = r"\s*(?:a\s+(?:los\s+)?|(?<=,\s)el\s+)?"
        has_date = bool(written and re.compile(between).fullmatch(raw, end, written.place[0]))
        if written and has_date:
            end = written.place[1]
        dash = re.compile(r"(?:\s*\([^()]{2,40}\))?\)?[\s.,:]*[—–-]+\s*").match(raw, end, first[1])
        if dash:
            return first[0], dash.end()
        return (first[0], end) if has_date else None

    def _is_no_place(self, place: Range) -> bool:
        lower = self.text.slice(place).lower()
        words = self.text.words
        small = words.table["function_words"].split()
        return lower in words.months or lower in words.weekdays or lower in small

    def _kind(self, lead: Range) -> Field:
        for place in (*self.text.headings[:4], lead, *self.text.sentences[:3]):
            for kind in self.text.words.table["kinds"]:
                pattern = rf"\b(?:{self.text.words.table['kinds'][kind]})\b"
                if match := self.text.search(pattern, place):
                    line = self.text.line(match.span())
                    return Field("kind", kind, self.why("kind", line, match[0].lower()))
        return Field("kind", "other", self.why("kind_none"))

    # Lists

    def _evidence_list(self, places: list[Range]) -> list[Item]:
        """Each stretch once, those inside others left out."""
        trimmed = sorted({self.text.trim(place) for place in places}, key=lambda p: (p[0], -p[1]))
        kept: list[Range] = []
        for place in trimmed:
            if not kept or place[1] > kept[-1][1]:
                kept.append(place)
        return [entry for place in kept if (entry := self._evidence(place)) is not None]

    def _evidence(self, place: Range) -> str | Group | None:
        if place[1] - place[0] > LONGEST_EVIDENCE:
            return None
        pinned = self.text.pin(place)
        if pinned is None:
            return None
        return Group(pinned_fields(pinned)) if pinned.prefix or pinned.suffix else pinned.text

    def proof(self, place: Range) -> Field | None:
        """The field `evidence` of an entry."""
        evidence = self._evidence(place)
        return None if evidence is None else Field("evidence", evidence)

    def _statement(self, place: Range, *more: Field | Note) -> YamlEntry | None:
        proof = self.proof(place)
        words = self.text.without_bullet(place)
        return [*more, Field("text", inline(words)), proof] if proof and words else None

    def _participants(self) -> list[YamlEntry]:
        """The known names in the first sentence that says who met."""
        for sentence in self.text.sentences[:6]:
            proof = self.proof(sentence)
            names = [
                entity
                for _, entity in self.known.actors(self.text, sentence)
                if self.known.entities[entity].type in ("person", "organization", "government")
            ]
            if names and proof and self.text.search(r"\b<took_part>", sentence):
                why = Note(self.why("participants", self.text.line(sentence)))
                first, *others = names
                return [
                    [why, Field("who", first), proof],
                    *([Field("who", other), proof] for other in others),
                ]
        return []

    @cached_property
    def _points(self) -> list[list[Range]]:
        """What key points are made of: a paragraph each; long ones cut up, lists with their head."""
        points: list[list[Range]] = []
        for block in self.text.body:
            is_item = bool(BULLET.match(self.text.source.text, *block))
            if is_item and points and self._heads_list(points[-1]):
                points[-1].append(block)
                continue
            start = end = block[0]
            for low, high in self.text.sentences_in(block):
                if high - start > LONGEST_POINT and end > start:
                    points.append([(start, end)])
                    start = low
                end = high
            points.append([(start, end)])
        return [point for point in points if point[0][1] > point[0][0]]

    def _heads_list(self, point: list[Range]) -> bool:
        is_short = sum(end - start for start, end in point) < LONGEST_POINT
        return is_short and self.text.source.text[point[0][1] - 1] == ":"

    def _key_points(self) -> list[Placed]:
        entries: list[Placed] = []
        for point in self._points[: None if self._is_chosen else MOST_ENTRIES]:
            evidence = [found for part in point if (found := self._evidence(part)) is not None]
            words = " ".join(self.text.without_bullet(part) for part in point)
            if len(evidence) == len(point) and words:
                proof = Field("evidence", evidence if len(evidence) > 1 else evidence[0])
                entries.append(Placed(point[0], [Field("text", inline(words)), proof]))
        return entries

    @property
    def _is_chosen(self) -> bool:
        """Whether entries are chosen, so that there need not be few of them from the beginning."""
        return self.asked_for is not None or bool(self.text.turns)

    def _left_out(self) -> list[Note]:
        points = [] if self._is_chosen else self._points[MOST_ENTRIES:]
        left = [part for point in points for part in point[:1]]
        return (
            [Note(self.why("key_points_left", len(left), self.text.line(left[0])))] if left else []
        )

    def _asked(self) -> list[Note]:
        asked = sum(self.text.asks(turn) for turn in self.text.turns)
        return [Note(self.why("asked", asked))] if asked else []

    def _quotes(self) -> list[Placed]:
        found = sorted([*self.quotations, *find_spoken(self.text)], key=lambda q: q.place)
        return [
            Placed(q.place, entry)
            for q in found[: None if self._is_chosen else MOST_ENTRIES]
            if self._covers(q.place) and (entry := self.quote(q)) is not None
        ]

    def quote(self, quotation: Quotation) -> YamlEntry | None:
        """An entry of `quotes`; None where nothing singles its words out."""
        text = self.text
        line = text.line(quotation.place)
        pinned = text.pin_whole(quotation.place)
        if pinned is None:
            return None
        fields = pinned_fields(pinned)
        if quotation.label:
            why = Note(self.why("speaker_turn", quotation.label, line))
            speaker_id = self.known.of_label(quotation.label)
            written = Field("speaker_as_written", quotation.label)
            return [why, *fields, written, Field("speaker", speaker_id)]
        if not quotation.speaker or not quotation.attribution:
            before = text.source.text[quotation.sentence[0] : quotation.place[0]]
            end = quotation.sentence[0] + len(before.rstrip("«“„\"'‘` \n"))
            proof = self.proof((quotation.sentence[0], end))
            why = Note(self.why("speaker_none", line))
            return [why, *fields, Field("speaker", None), *([proof] if proof else [])]
        speaker = text.slice(quotation.speaker)
        key = "speaker_again" if quotation.is_inherited else "speaker"
        notes: list[Field | Note] = [Note(self.why(key, speaker, line))]
        known = [
            entity
            for where, entity in self.known.find(text, quotation.speaker)
            if self.known.entities[entity].type not in ("place", "programme")
        ]
        full = known and " " in self._full_name(quotation.speaker)
        if known and not full:
            notes.append(Note(self.why("speaker_short", known[0])))
        if not full:
            self._note_missing_name(speaker)
        proof = self.proof(quotation.attribution)
        return [
            *notes,
            *fields,
            Field("speaker_as_written", speaker),
            Field("speaker", known[0] if full else None),
            *([proof] if proof else []),
        ]

    def _full_name(self, speaker: Range) -> str:
        """The longest known name in what the source calls a speaker."""
        names = [self.text.slice(where) for where, _ in self.known.find(self.text, speaker)]
        return max(names, key=len, default="")

    def _note_missing_name(self, speaker: str) -> None:
        words = re.findall(r"[^\W\d_][\w’'-]*", speaker)
        proper = [w for w in words if w[0].isupper() and w.lower() not in ARTICLES]
        if not proper and not may_be_named(self.text, speaker):
            self.gap("role", speaker)
        elif len(speaker.split()) == 1 and is_surname_alone(self.text, speaker):
            self.gap("surname", speaker)

    def _objectives(self) -> list[Placed]:
        entries: list[Placed] = []
        told: set[Range] = set()
        for item, sentence in [*find_aims(self.text)][:MOST_ENTRIES]:
            notes = []
            if sentence not in told:
                told.add(sentence)
                notes = [Note(self.why("objectives", self.text.line(sentence)))]
            entry = self._statement(self.text.trim(item), *notes)
            if entry:
                entries.append(Placed(item, entry))
        return entries

    def _commitments(self) -> list[Placed]:
        entries: list[Placed] = []
        taken: set[str] = set()
        for promise in self.promises[: None if self._is_chosen else MOST_ENTRIES]:
            entry = self._commitment(promise, taken)
            if entry:
                entries.append(Placed(promise.place, entry))
        return entries

    @property
    def _since(self) -> Date | None:
        """The day from which a deadline without a year counts."""
        return self._day_of_event or self.request.published

    def _commitment(self, promise: FoundPromise, taken: set[str]) -> YamlEntry | None:
        text = self.text
        place = text.unquoted(text.trim(promise.place))
        proof, words = self.proof(place), self.text.without_bullet(place)
        if not proof or not words:
            return None
        marker = text.slice(promise.marker)
        wanted = short_id(self.promising(promise, promise.place) or words, text.words)
        name = free_id(wanted or slug(words)[:40].strip("-"), taken)
        taken.add(name)
        return [
            Note(self.why("promise", text.line(promise.marker), marker)),
            Field("id", name),
            Field("text", inline(words)),
            *self.promised(promise, place, promise.place, self._since),
            proof,
        ]

    def promised(
        self, promise: FoundPromise, place: Range, within: Range, since: Date | None
    ) -> list[Field | Note]:
        """Who promised it, with whom, how much, by when.

        How much and with whom are read in `place`, by when `within` a stretch around it; a year that is
        not written is the first from `since` on.
        """
        text = self.text
        start = max(within[0], promise.marker[1]) if promise.is_planned else within[0]
        deadline = find_deadline(text, (start, within[1]), since)
        fields: list[Field | Note] = []
        before = (promise.sentence[0], max(promise.sentence[0], promise.marker[0]))
        by = [entity for _, entity in self.known.actors(text, before)]
        turn = text.turn_at(promise.place)
        speaker = self.known.of_label(turn.label) if turn and not by else None
        by += [speaker] if speaker else []
        partners = self._partners((promise.marker[1], place[1]))
        if by:
            fields.append(Field("by", by))
        if others := [entity for entity in partners if entity not in by]:
            fields.append(Field("with", others))
        figure = find_figure(text, promise, place)
        if figure and deadline and deadline.place[0] <= figure.place[0] < deadline.place[1]:
            figure = None
        if figure and figure.other is not None:
            either = (_number(figure.value), _number(figure.other))
            why = self.why("target_doubt", text.slice(figure.place), *either)
            fields.append(Note(why))
        elif figure:
            target = Group(
                [
                    Field("value", _number(figure.value)),
                    Field("unit", figure.unit),
                    Field("baseline", _number(figure.baseline)),
                ]
            )
            fields.append(Field("target", target, self.why("target", text.slice(figure.place))))
        fields.append(self._deadline(deadline))
        return fields

    def _deadline(self, deadline: Deadline | None) -> Field:
        if deadline is None:
            return Field("deadline", None, self.why("deadline_none"))
        words = self.text.slice(self.text.trim(deadline.place))
        if deadline.date is None:
            return Field("deadline", None, self.why("deadline_no_date", words))
        key = "deadline" if deadline.has_year else "deadline_no_year"
        return Field("deadline", deadline.date, self.why(key, words))

    def _partners(self, place: Range) -> list[str]:
        raw = self.text.source.text
        return [
            entity
            for where, entity in self.known.actors(self.text, place)
            if re.search(r"\b(?:con|with)\s+(?:el\s+|la\s+|the\s+)?$", raw[place[0] : where[0]])
        ]

    def promising(self, promise: FoundPromise, place: Range) -> str:
        """The verb of a promise and what follows it in a stretch; nothing where that ends before."""
        start = place[0] if promise.is_planned else max(promise.marker[0], place[0])
        return self.text.slice((start, place[1])) if start < place[1] else ""

    def _timeline(self) -> list[Placed]:
        own = self._event_date
        promised = {promise.sentence for promise in self.promises}
        entries: list[Placed] = []
        for sentence in self.text.sentences:
            if sentence in promised or len(entries) >= MOST_ENTRIES:
                continue
            dates = [w for w in find_dates(self.text, sentence) if w.date]
            is_own = own and any(w.place == own.place for w in dates)
            if len(dates) == 1 and not is_own and not any(find_limits(self.text, sentence)):
                note = Note(self.why("timeline", self.text.line(dates[0].place)))
                entry = self._statement(sentence, note, Field("date", dates[0].date))
                if entry:
                    entries.append(Placed(sentence, entry))
        return entries

    def _claims(self) -> list[Placed]:
        promised = {promise.sentence for promise in self.promises}
        quoted = {q.sentence for q in self.quotations}
        entries: list[Placed] = []
        for sentence in self.text.sentences:
            if sentence in promised | quoted or len(entries) >= MOST_ENTRIES:
                continue
            by = self.claimant(sentence)
            note = Note(self.why("claims", self.text.line(sentence)))
            entry = self._statement(sentence, note, Field("by", by)) if by else None
            if entry:
                entries.append(Placed(sentence, entry))
        return entries

    def claimant(self, sentence: Range) -> str | None:
        """A known name beside a verb of saying."""
        raw = self.text.source.text
        for where, entity in self.known.actors(self.text, sentence):
            after = raw[where[1] : min(sentence[1], where[1] + 40)]
            before = raw[max(sentence[0], where[0] - 40) : where[0]]
            begins = re.fullmatch(r"(?i)(?:\w{2,3}\s+)?", raw[sentence[0] : where[0]])
            says = self.text.words.pattern(r"\A\s*,?\s*<say>\s+(?:que|that)\b").search(after)
            said = self.text.words.pattern(
                r",\s*(?:<say>|<according_to>)\s+(?:el\s+|la\s+|the\s+)?\Z"
            ).search(before)
            if (begins and says) or said:
                return entity
        return None

    # What is missing, and names

    def _find_gaps(self) -> None:
        if not self.text.words.has_rules:
            return
        counts = (
            r"(?<!los )(?<!las )(?<!the )(?<!sus )(?<!its )(?<!their )(?<!estos )(?<!these )"
            rf"\b(?P<number>{self.text.words.table['count_words'].replace(' ', '|')})\s+"
            r"(?P<unit>(?!(?:<measures>)\b)[a-záéíóúñ]{3,}s)\b(?P<adjective>\s+[a-záéíóúñ]{4,}(?:les|nos|nas|cos|cas|vos|vas)\b)?"
        )
        told = 0
        quotes = [q.place for q in self.quotations]
        for sentence in filter(self._covers, self.text.sentences[:200]):
            for match in self.text.find_all(self.text.words.table["anonymous"], sentence):
                who = "who" if match["who"] else "whom"
                self.gap("anonymous", self.text.slice(match.span(who)))
            for match in self.text.find_all(counts, sentence):
                inside = any(low <= match.start() < high for low, high in quotes)
                listed = self._lists(sentence, match)
                if not inside and not listed and told < 6:
                    told += 1
                    self.gap("count", self.text.slice(match.span()))
            for match in self.text.find_all(r"\b<vague_times>\b", sentence):
                if not any(find_dates(self.text, self.text.block_of(sentence))):
                    self.gap("time", self.text.slice(match.span()).lower())

    def _lists(self, sentence: Range, count: re.Match[str]) -> bool:
        """Whether what is counted may be listed: after a colon, below, or by name wherever it is."""
        words = self.text.words.table["count_words"].split()
        number = min(words.index(count["number"].lower()) + 2, 4)
        raw = self.text.source.text
        block = self.text.block_of(sentence)
        below = [place for place in self.text.blocks if place[0] >= block[1]][:number]
        joints = [
            len(re.findall(r",|;|\s(?:y|e|and)\s", part))
            for part in (raw[sentence[0] : count.start()], raw[count.end() : block[1]])
        ]
        return (
            bool(re.search(r"[:(]", raw[count.end() : sentence[1]]))
            or joints[0] >= number - 1
            or joints[1] >= number
            or bool(below and BULLET.match(raw, *below[0]))
            or (len(below) == number and all(end - start < 60 for start, end in below))
            or any(len(named) >= number for named in self._names_in_a_row)
        )

    @cached_property
    def _names_in_a_row(self) -> list[list[str]]:
        """«Salud, Interior y Economía», wherever it stands."""
        pattern = rf"{_RUN}(?:,\s+(?:(?:el|la|los|las|the)\s+)?{_RUN})*,?\s+(?:y|e|and)\s+(?:(?:el|la|los|las|the)\s+)?{_RUN}"
        rows = (
            match[0] for block in self.text.blocks for match in self.text.find_all(pattern, block)
        )
        return [re.split(r",\s+(?:and\s+)?|\s+(?:y|e|and)\s+", row) for row in rows]

    def _names(self, most: int | None) -> list[Note]:
        named = dict.fromkeys(
            entity for block in self.text.blocks for _, entity in self.known.find(self.text, block)
        )
        more = ", …" if most and len(named) > most else ""
        known = ", ".join([*named][:most]) + more
        notes = [Note(self.why("names_known", known))] if named else []
        slips = [slip.as_written for slip in find_slips(self.text, self.known)]
        new = [
            name
            for name in find_new_names(self.text, self.known)
            if not any(slip in name.name for slip in slips)
        ]
        if new:
            lines = [self.why("names_new")]
            for name in new[:most]:
                more = f" · type: {name.type}" if name.type else ""
                more += f" · acronym: {name.acronym}" if name.acronym else ""
                place = self.why("name_line", name.line)
                lines.append(f"  {slug(name.name)}.yml · name: {name.name}{more} ({place})")
            if left := len(new[most or len(new) :]):
                lines.append("  " + self.why("left_list", left))
            notes.append(Note("\n".join(lines)))
        return notes


def pinned_fields(pinned: Pinned) -> list[Field]:
    """Words of a source, with what singles them out."""
    around = [("prefix", pinned.prefix), ("suffix", pinned.suffix)]
    return [
        Field("text", pinned.text),
        *(Field(name, words) for name, words in around if words),
    ]


_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w]|[.,]\d)")


def has_letters(text: str) -> bool:
    """Whether a text says anything."""
    return any(char.isalpha() for char in text)


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _first_words(text: str, count: int = 8) -> str:
    words = text.split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")


_MARKUP = re.compile(r"([\\*_`\[\]]|<(?=[A-Za-z/!])|!(?=\[))")


def inline(text: str) -> str:
    """A text in which nothing means emphasis, code, a link or HTML."""
    return _MARKUP.sub(r"\\\1", text)


def short_id(text: str, words: DraftWords) -> str:
    """An id of four words of a text at most, without small ones; empty where it has no others."""
    tail = re.sub(r"(?<=\d)[.,\u00a0](?=\d{3}(?!\d))", "", text)
    small = {*words.table["function_words"].split(), "e", "o", "will", "shall"}
    parts = [part for part in slug(tail).split("-") if part not in small and len(part) > 1]
    return "-".join(parts[:4])


_RAISED = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def slug(text: str, longest: int = 60) -> str:
    """An id made of a text, of whole words; it ends with none that leads on."""
    level = text.translate(_RAISED)  # not «321» of «32¹»
    plain = unicodedata.normalize("NFKD", level.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    kept: list[str] = []
    for word in words:
        if kept and len("-".join([*kept, word])) > longest:
            while len(kept) > 1 and len(kept[-1]) < 4:
                kept.pop()
            break
        kept.append(word[:longest])
    return "-".join(kept)
