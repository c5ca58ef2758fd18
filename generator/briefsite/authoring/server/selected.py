"""What is selected in a source as an entry of a briefing: a statement with its proof, and what else stands in the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefsite.archive.dates import Date
from briefsite.archive.validate import free_id
from briefsite.authoring.draft.compose import (
    LONGEST_EVIDENCE,
    Composer,
    Request,
    inline,
    pinned_fields,
    short_id,
    slug,
)
from briefsite.authoring.draft.draft_text import DraftText
from briefsite.authoring.draft.found_dates import Written, find_dates, infer_year
from briefsite.authoring.draft.found_names import Known
from briefsite.authoring.draft.language import DetectedLanguage
from briefsite.authoring.draft.promises import find_promises
from briefsite.authoring.draft.speech import Quotation, unattributed
from briefsite.authoring.draft.words import words_of
from briefsite.authoring.draft.writing import Data, Field, Note, as_data
from briefsite.authoring.follow import told_of
from briefsite.evidence.matching import has_words
from briefsite.evidence.source_text import Found, SourceText
from briefsite.evidence.typography import Range
from briefsite.messages.message import Message, MessageError
from briefsite.site.site import CommitmentAddress, Site, SourcePage

Entry = dict[str, Data]


class SelectionError(MessageError):
    """No entry can be made of what is selected; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selection:
    """What is selected, and what is known of it."""

    composer: Composer
    page: SourcePage
    parts: Sequence[Range]
    """What is selected of each paragraph, in whole words."""

    date: Date | None
    """That of the briefing."""

    is_named: bool
    """Whether entries say which source they are from."""

    @property
    def text(self) -> DraftText:
        return self.composer.text

    @property
    def sentences(self) -> list[Range]:
        """Those of which some words are selected; the parts, where they are of none."""
        around = (self.parts[0][0], self.parts[-1][1])
        found = [one for one in self.text.sentences_across(around) if one[1] > around[0]]
        return found or [*self.parts]


def entry_of(
    what: str,
    page: SourcePage,
    selected: Range,
    *,
    site: Site,
    language: str,
    taken: Collection[str] = (),
    date: Date | None = None,
    commitment: str = "",
    sources: Collection[str] = (),
) -> tuple[str, Data]:
    """The field of a briefing, and the entry of it that a stretch of a source makes, as plain data.

    `what` is the field: `key_points`, `quotes`, `objectives`, `commitments`, `updates` (of `commitment`,
    an address), `timeline`, `claims` or `evidence`. `language`, `date` and `sources` are those of the
    briefing; entries name their source where others are cited as well. `taken` has the ids of its
    commitments.

    Words that the stretch cuts are taken whole, since no part of a word is evidence. What the words do not
    say is left out, even where the format wants it (when something happened, who claims it, how a promise
    stands): only the author knows it, and the check asks for it.

    Raises SelectionError.
    """
    text = DraftText(page.text, words_of(page.record.lang or language))
    selection = _Selection(
        composer=_composer(page, text, site, language),
        page=page,
        parts=_parts(page.text, selected),
        date=date,
        is_named=any(source != page.id for source in sources),
    )
    entries: Mapping[str, Callable[[], Data]] = {
        "evidence": lambda: _evidence(selection, selection.parts),
        "quotes": lambda: _quote(selection),
        "commitments": lambda: _commitment(selection, taken),
        "updates": lambda: _update(selection, site, commitment),
        "timeline": lambda: _event(selection),
        "claims": lambda: _claim(selection),
    }
    return what, entries.get(what, lambda: _statement(selection))()


def _composer(page: SourcePage, text: DraftText, site: Site, language: str) -> Composer:
    """What recognises things in a source, as in a draft."""
    request = Request(
        source=page.id,
        known_source=page.id,
        lang=language,
        detected=DetectedLanguage(text.words.lang, is_sure=True),
        today=dt.date.min,  # nothing here depends on the day
    )
    known = Known({name: entity.record for name, entity in site.entities.items()})
    return Composer(text, known, words_of(language), request)


def _parts(source: SourceText, selected: Range) -> list[Range]:
    """What is selected of each paragraph, in whole words; where that is nothing, of the labels of turns."""
    for places in (source.paragraphs, [turn.place for turn in source.turns]):
        common = [_trimmed(source.text, _common(place, selected)) for place in places]
        parts = [source.whole_words(one) for one in common if _says(source.text, one)]
        if sum(end - start for start, end in parts) > LONGEST_EVIDENCE:
            raise SelectionError(Message("this is too long for one entry: select less of it"))
        if parts:
            return parts
    raise SelectionError(Message("no words are selected"))


def _common(place: Range, other: Range) -> Range:
    """What two stretches have in common; an empty one where they have nothing."""
    start = max(place[0], other[0])
    return start, max(start, min(place[1], other[1]))


def _trimmed(text: str, place: Range) -> Range:
    words = text[slice(*place)]
    return place[0] + len(words) - len(words.lstrip()), place[0] + len(words.rstrip())


def _says(text: str, place: Range) -> bool:
    return has_words(text[slice(*place)])


def _widest(selection: _Selection, places: Iterable[Range]) -> tuple[int, Range] | None:
    """The place with most of what is selected, by its number, and what that is."""
    raw = selection.text.source.text
    found = [
        (number, common)
        for number, place in enumerate(places)
        for part in selection.parts
        if _says(raw, common := _common(place, part))
    ]
    return max(found, key=lambda one: one[1][1] - one[1][0], default=None)


# Statements and their proof


def _statement(selection: _Selection) -> Entry:
    """The words as a text, and where they stand."""
    text = _in_words(selection, selection.parts)
    return {"text": text, "evidence": _evidence(selection, selection.parts)}


def _in_words(selection: _Selection, places: Iterable[Range]) -> str:
    return inline(" ".join(map(selection.text.without_bullet, places)))


def _evidence(selection: _Selection, places: Iterable[Range]) -> Data:
    found = [_named(selection, _pinned(selection.text, place)) for place in places]
    return found if len(found) > 1 else found[0]


def _pinned(text: DraftText, place: Range) -> Entry:
    """The words of a stretch, with what singles them out."""
    pinned = text.pin_whole(_singled_out(text, place))
    if pinned is None:
        raise _not_singled_out()
    return as_data(pinned_fields(pinned))


def _singled_out(text: DraftText, place: Range) -> Range:
    """A stretch without signs at its ends, but for those without which it is not found."""
    letters = [at for at in range(*place) if text.source.text[at].isalnum()]
    # The sign of «-5» is part of the number; what «‘» is depends on what follows it.
    tried = (text.trim(place), place, (letters[0], letters[-1] + 1))
    return next(filter(text.pin_whole, tried), place)


def _not_singled_out() -> SelectionError:
    return SelectionError(
        Message("these words stand more than once, and nothing beside them singles them out")
    )


def _named(selection: _Selection, evidence: Data) -> Data:
    """Evidence with its source, where that is to be named; a text where it is no more than that."""
    fields: Entry = evidence if isinstance(evidence, dict) else {"text": evidence}
    if selection.is_named:
        return {"source": selection.page.id, **fields}
    return fields if len(fields) > 1 else fields["text"]


# What else stands in the words


def _event(selection: _Selection) -> Entry:
    """A statement with its date, and with the words for that where they are not among those selected."""
    entry = _statement(selection)
    written = _date(selection)
    date = _in_year(written, selection.date) if written else None
    if not written or not date:
        return entry
    if not any(
        part[0] <= written.place[0] and written.place[1] <= part[1] for part in selection.parts
    ):
        entry["evidence"] = _evidence(selection, [*selection.parts, written.place])
    return {"date": str(date), **entry}


def _date(selection: _Selection) -> Written | None:
    """The one date in the words, or else in their sentences."""
    dates = [one for place in selection.sentences for one in find_dates(selection.text, place)]
    inside = [one for one in dates if _widest(selection, [one.place])]
    found = inside or dates
    return found[0] if len(found) == 1 else None


def _in_year(written: Written, date: Date | None) -> Date | None:
    """A date in its year; one that is not written is that of the briefing, or the nearest to its day."""
    if written.year or not date or not date.month or not date.day:
        return written.date
    year = infer_year(written, dt.date(date.year, date.month, date.day))
    months = 12 * (date.year - year) + date.month - written.month if year else None
    is_near = months is not None and (year == date.year or -6 <= months <= 5)
    return Date(year, written.month, written.day) if year and is_near else None


def _claim(selection: _Selection) -> Entry:
    """A statement with who says it, where that is known."""
    by = _claimant(selection)
    return {"by": by, **_statement(selection)} if by else _statement(selection)


def _claimant(selection: _Selection) -> str | None:
    """Whom a sentence, or else the label of the turn, says to have said it."""
    composer = selection.composer
    found = next(filter(None, map(composer.claimant, selection.sentences)), None)
    turn = selection.text.turn_at(selection.parts[0])
    return found or (composer.known.of_label(turn.label) if turn else None)


def _commitment(selection: _Selection, taken: Collection[str]) -> Entry:
    """What is promised; who, how much and by when from the promise that is selected, or the part of it."""
    composer, text = selection.composer, selection.text
    places = [text.unquoted(text.trim(part)) for part in selection.parts]
    words = " ".join(map(text.slice, places))
    promises = [*find_promises(text, selection.sentences)]
    found = _widest(selection, [promise.place for promise in promises])
    facts: list[Field | Note] = [Field("deadline", None)]
    tail = words
    if found:
        promise, place = promises[found[0]], found[1]
        tail = composer.promising(promise, place) or words
        since = selection.date or selection.page.record.published
        facts = composer.promised(promise, text.unquoted(text.trim(place)), place, since)
    wanted = short_id(tail, text.words) or slug(words, 40) or "compromiso"
    return {
        "id": free_id(wanted, taken),
        "text": _in_words(selection, places),
        **as_data(facts),
        "evidence": _evidence(selection, places),
    }


def _update(selection: _Selection, site: Site, commitment: str) -> Entry:
    """What became of a promise, as far as the words say it plainly."""
    promise = site.commitments.get(CommitmentAddress(commitment))
    if promise is None:
        raise SelectionError(Message("no briefing has the commitment `{name}`", name=commitment))
    record, text = selection.page.record, selection.text
    around = (selection.parts[0][0], selection.parts[-1][1])
    told = told_of(promise, text, record.lang or text.words.lang, around)
    date = record.published or selection.date or record.retrieved
    facts = {
        "date": str(date) if date else None,
        "status": told.status,
        "value": told.value,
        "deadline": str(told.deadline) if told.deadline else None,
    }
    known = {name: value for name, value in facts.items() if value is not None}
    return {"commitment": commitment, **known, **_statement(selection)}


# Quotations


def _quote(selection: _Selection) -> Entry:
    """Somebody's words: what is between quotation marks whole, of a turn what is selected, else reported speech."""
    composer, text = selection.composer, selection.text
    quotation = _quotation(selection)
    entry = composer.quote(quotation) if quotation else None
    if quotation and not entry:
        raise _not_singled_out()
    fields = as_data(entry) if entry else _reported(selection)
    given = (fields.get(name) for name in ("text", "prefix", "suffix"))
    words, prefix, suffix = (str(one) if one else None for one in given)
    found = text.source.find(words or "", prefix, suffix)
    evidence = fields.pop("evidence", None)
    if not (isinstance(found, Found) and found.quoted):
        fields["verbatim"] = False
    if evidence:
        fields["evidence"] = _named(selection, evidence)
    if selection.is_named:
        fields = {"text": fields["text"], "source": selection.page.id, **fields}
    return fields


def _quotation(selection: _Selection) -> Quotation | None:
    """The speech that is selected, or most of which is."""
    text, quotations = selection.text, selection.composer.quotations
    spoken = text.source.quotations
    found = _widest(selection, spoken)
    if found is None:
        return None
    stretch, common = spoken[found[0]], found[1]
    in_marks = _widest(selection, [one.place for one in quotations])
    quotation = quotations[in_marks[0]] if in_marks else None
    turn = text.turn_at(stretch)
    if turn is None:
        if quotation and _common(quotation.place, stretch) == quotation.place:
            return quotation
        return unattributed(text, stretch)
    if quotation and quotation.speaker and _is_in(common, quotation.place):
        return quotation  # of somebody whom the speaker quotes
    place = _singled_out(text, common)
    return Quotation(place=place, sentence=(place[0], place[0]), label=turn.label)


def _is_in(place: Range, marked: Range) -> bool:
    """Whether a stretch lies between quotation marks, these included."""
    return marked[0] - 2 <= place[0] and place[1] <= marked[1] + 2


def _reported(selection: _Selection) -> Entry:
    """What stands in no marks, of the paragraph of which most is selected; with who is said to say it."""
    fields = _pinned(selection.text, max(selection.parts, key=lambda part: part[1] - part[0]))
    for sentence in selection.sentences:
        if by := selection.composer.claimant(sentence):
            return {**fields, "speaker": by, "evidence": _pinned(selection.text, sentence)}
    return {**fields, "speaker": None}
