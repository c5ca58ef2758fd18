"""The file format, as types. The docstring under a field is its hover help in editors.

Models are closed (an unknown field is an error) and frozen: what `validate.py` lets through is
trusted from there on. Texts arrive as `Plain` or `Inline`, see `text.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    StringConstraints,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from briefsite.archive.dates import Date, Instant
from briefsite.archive.load import Where
from briefsite.archive.text import ID, MAX_ID, Inline, Plain, is_web_address
from briefsite.evidence.slips import is_of_marks
from briefsite.evidence.source_text import Form
from briefsite.evidence.typography import with_letters

RESERVED_IDS = frozenset(
    ["index", "404", "assets", "search", "sitemap", "pagefind", "con", "prn", "aux", "nul"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)]
)
"""Ids that would collide with files of the site, or that Windows cannot store."""


def _web_address(value: str) -> str:
    if not is_web_address(value):
        raise PydanticCustomError("url", "not a web address")
    return Plain(value)


_Words = StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)
Text = Annotated[str, _Words, AfterValidator(with_letters), AfterValidator(Plain)]
"""Plain text: every character shows as typed."""

Markdown = Annotated[str, _Words, AfterValidator(with_letters), AfterValidator(Inline)]
"""Text with emphasis, code and links."""


def _with_words(text: str) -> str:
    """A text that holds at least one letter or digit, of any script."""
    if not any(map(str.isalnum, text)):
        raise PydanticCustomError("no_words", "no letters or digits")
    return text


def _short_ids(address: str) -> str:
    for name in address.split("/"):
        if len(name) > MAX_ID:
            context = {"id_length": len(name), "max_length": MAX_ID}
            raise PydanticCustomError("id_too_long", "an id is too long", context)
    return address


Id = Annotated[str, StringConstraints(pattern=f"^{ID}$", max_length=MAX_ID)]
Address = Annotated[
    str,
    StringConstraints(pattern=f"^{ID}/{ID}$"),
    AfterValidator(_short_ids),
    # pydantic's regular expressions cannot look ahead; those of editors can.
    Field(json_schema_extra={"pattern": f"^(?=[^/]{{1,{MAX_ID}}}/[^/]{{1,{MAX_ID}}}$){ID}/{ID}$"}),
]
"""A commitment or a claim: `<briefing>/<id>`."""


def _with_day(date: Date) -> Date:
    """A date that is not less exact than a day."""
    if not date.day:
        raise PydanticCustomError("no_day", "not a day")
    return date


def _money(code: str) -> str:
    """A code that is that of a currency, of today or of former days."""
    from babel.core import get_global

    if code not in get_global("all_currencies"):
        raise PydanticCustomError("currency", "no currency")
    return code


Url = Annotated[str, AfterValidator(_web_address)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}(-[A-Z]{2})?$")]

Currency = Annotated[
    str, AfterValidator(_money), Field(json_schema_extra={"pattern": "^[A-Z]{3}$"})
]
"""The code of a currency, ISO 4217."""

Figure = Annotated[float, Strict(), Field(allow_inf_nan=False)]

CommitmentStatus = Literal[
    "announced", "in-progress", "met", "partly-met", "late", "stalled", "not-met", "unknown"
]


class Model(BaseModel):
    """A closed, frozen mapping."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
        defer_build=True,  # most builds validate few files
    )


class Evidence(Model):
    """Words of an archived source on which a statement rests."""

    text: Text
    """The exact words of the source. `[…]` stands for words left out."""

    source: Id | None = None
    """Id of the source; without it, the briefing's first."""

    prefix: Text | None = None
    """Words right before, where the same words stand in the source more than once."""

    suffix: Text | None = None
    """Words right after, for the same purpose."""


def _as_list(value: object) -> object:
    """Take the short forms: a text alone, or one entry instead of a list."""
    entries = value if isinstance(value, list) else [value]
    return [{"text": entry} if isinstance(entry, str) else entry for entry in entries]


EvidenceList = Annotated[
    tuple[Evidence, ...],
    BeforeValidator(_as_list, json_schema_input_type=str | Evidence | list[str | Evidence]),
]
"""Evidence in any of its forms: a text, an entry with a source, or a list of these."""


Derived = Mapping[Text, Text]
"""Figures that the editors worked out, each with its working: `{23: 32 - 9}`."""


class Point(Model):
    """Something a source says."""

    text: Markdown
    """One or two sentences in your own words. Emphasis, code and links are allowed."""

    evidence: EvidenceList = ()
    """The exact words of the source, as a text, as `{source, text, prefix, suffix}`, or a list."""

    derived: Derived = {}
    """Figures worked out from those of the evidence, with the working: `{23: 32 - 9}`."""


class Participant(Model):
    """Somebody who took part."""

    who: Id
    """Id of an entity."""

    note: Text | None = None
    """What the source adds, e.g. how many or in which role."""

    named: Literal["all", "some", "none"] | None = None
    """Whether the source names the people or bodies behind it."""

    evidence: EvidenceList = ()
    """The exact words of the source."""

    derived: Derived = {}
    """Figures worked out from those of the evidence, with the working: `{23: 32 - 9}`."""


class Quote(Model):
    """Words of somebody, exactly as the source has them."""

    text: Text
    """The words, without quotation marks around them."""

    source: Id | None = None
    """Id of the source; without it, the briefing's first."""

    prefix: Text | None = None
    """Words right before, where the same words stand in the source more than once."""

    suffix: Text | None = None
    """Words right after, for the same purpose."""

    speaker_as_written: Text | None = None
    """Who said it, in the words of the source; in a transcript, the whole label of the turn."""

    speaker: Id | None = None
    """Id of the entity who said it, only where that is known."""

    speaker_note: Text | None = None
    """On what basis the speaker is known, or that it is not."""

    verbatim: Annotated[bool, Strict()] = True
    """`false` for reported speech, which the source does not have as somebody's own words."""

    translation: Text | None = None
    """What the words mean in the language of the briefing, where the source is in another; readers see
    that it is the editors'."""

    evidence: EvidenceList = ()
    """The words of the source that say who said it."""


def as_typed(value: float | Bounds) -> str:
    """A figure as an author types it: `3400`, `12.5`, `{at_least: 3}`."""
    return str(value) if isinstance(value, Bounds) else f"{value:.15g}"


class Bounds(Model):
    """A figure that a source does not give as one number: both its bounds, or one."""

    from_: Annotated[Figure | None, Field(alias="from")] = None
    """The lower bound; `to` goes with it."""

    to: Figure | None = None
    """The upper bound."""

    at_least: Figure | None = None
    """The figure, where the source says “at least”."""

    at_most: Figure | None = None
    """The figure, where the source says “at most” or “up to”."""

    @property
    def given(self) -> dict[str, float]:
        """Its bounds by the names of their fields."""
        dumped: dict[str, float] = self.model_dump(by_alias=True, exclude_none=True)
        return dumped

    def __str__(self) -> str:
        """As an author writes it: `{from: 3, to: 5}`."""
        return (
            f"{{{', '.join(f'{name}: {as_typed(bound)}' for name, bound in self.given.items())}}}"
        )

    @property
    def low(self) -> float | None:
        """The lower bound; None where there is none."""
        return self.from_ if self.from_ is not None else self.at_least

    @property
    def high(self) -> float | None:
        """The upper bound; None where there is none."""
        return self.to if self.to is not None else self.at_most

    @model_validator(mode="after")
    def _are_bounds(self) -> Self:
        ends = self.from_, self.to
        are_both = None not in ends and self.at_least is self.at_most is None
        one = [end for end in (self.at_least, self.at_most) if end is not None]
        if not (are_both or (ends == (None, None) and len(one) == 1)):
            raise PydanticCustomError("bounds", "no bounds")
        if self.from_ is not None and self.to is not None and self.from_ >= self.to:
            raise PydanticCustomError("bounds_order", "not in order")
        return self


def _form(value: object) -> str:
    return "<bounds>" if isinstance(value, dict | Bounds) else "<number>"


Amount = Annotated[
    Annotated[Figure, Tag("<number>")] | Annotated[Bounds, Tag("<bounds>")], Discriminator(_form)
]
"""A figure, or its bounds. The tags are in the places of pydantic's errors, and taken out there."""


class Target(Model):
    """How much was promised."""

    value: Amount
    """The figure: one number, `3400` or `12.5`, or its bounds: `{from: 3, to: 5}`, `{at_least: 3}`, `{at_most: 8}`."""

    unit: Text | None = None
    """What is counted, e.g. `estados`. It is required where there is no `currency`."""

    currency: Currency | None = None
    """Of money, the code of its currency, e.g. `MXN`: the figure is then written with it."""

    baseline: Figure | None = None
    """Where it stood when promised; `null` where that is not public. What is to fall needs it."""

    @model_validator(mode="after")
    def _has_unit(self) -> Self:
        if self.unit is None and self.currency is None:
            raise PydanticCustomError("no_unit", "neither unit nor currency")
        return self


class Commitment(Point):
    """Who will do what, how much, by when."""

    id: Id
    """Its address is `<briefing>/<id>`, and permanent."""

    by: tuple[Id, ...] = ()
    """Ids of the entities who promised it."""

    with_: Annotated[tuple[Id, ...], Field(alias="with")] = ()
    """Ids of the entities it is to be done with."""

    target: Target | None = None
    """How much, where the source gives a figure."""

    deadline: Date | None = None
    """By when. Without it, or with `null`, the page says “not stated”."""

    status: CommitmentStatus = "announced"
    """Where it stood on the day of the briefing."""

    continues: tuple[Address, ...] = ()
    """Addresses of earlier commitments that it takes up: `<briefing>/<id>`."""


class DisputedFigure(Model):
    """A figure as one side gives it, where others give another."""

    value: Amount
    """The figure reached, in the unit of the target."""

    by: Id
    """Id of the entity whose figure it is."""

    evidence: EvidenceList = ()
    """The exact words of the source."""


class Update(Point):
    """What became of a commitment of an earlier briefing."""

    commitment: Address
    """Its address: `<briefing>/<id>`."""

    date: Date
    """When it stood so."""

    status: CommitmentStatus
    """Where it stands."""

    value: Amount | None = None
    """The figure reached, in the unit of the target."""

    values: tuple[DisputedFigure, ...] = ()
    """In the place of `value` where it is disputed: each figure, and whose it is. It counts as none."""

    @field_validator("values")
    @classmethod
    def _are_disputed(
        cls, values: tuple[DisputedFigure, ...], info: ValidationInfo
    ) -> tuple[DisputedFigure, ...]:
        if values and info.data.get("value") is not None:
            raise PydanticCustomError("value_and_values", "both value and values")
        if len(values) == 1:
            raise PydanticCustomError("one_value", "nobody disputes it")
        return values

    deadline: Date | None = None
    """The new deadline, where this moves it."""

    target: Target | None = None
    """The new target, where this changes it."""


class Event(Point):
    """A dated event beyond the briefing's own."""

    date: Date
    """A year, month or day: as exact as the source is."""


class Claim(Point):
    """Said by somebody, and not established."""

    by: Id
    """Id of the entity who says so."""

    id: Id | None = None
    """Where others contradict it; its address is then `<briefing>/<id>`, and permanent."""

    contradicts: tuple[Address, ...] = ()
    """Addresses of claims that cannot be true if this one is: `<briefing>/<id>`."""


class Assessment(Model):
    """The editors' own judgement, shown apart from the facts."""

    text: Markdown
    """The judgement. Emphasis, code and links are allowed."""

    likelihood: (
        Literal[
            "almost-certain", "very-likely", "likely", "even", "unlikely", "very-unlikely", "remote"
        ]
        | None
    ) = None
    """How likely it is."""

    confidence: Literal["high", "moderate", "low"] | None = None
    """How good the grounds for the judgement are."""

    basis: Markdown | None = None
    """The grounds."""


class Correction(Model):
    """One entry of the public log of corrections."""

    date: Date
    """When it was corrected."""

    note: Markdown
    """What was wrong."""

    was: Text | None = None
    """The words before."""

    now: Text | None = None
    """The words since."""


class Briefing(Model):
    """One file in `briefs/`; the file's name is its id."""

    title: Annotated[Text, Field(max_length=200), AfterValidator(_with_words)]
    """Headline, as readers see it."""

    date: Date
    """The day it happened: `2025-09-26`, or as exact as is known."""

    summary: Annotated[Markdown, Field(max_length=400), AfterValidator(_with_words)]
    """The point first, in two sentences; at most 400 characters."""

    date_as_written: Text | None = None
    """The date in the words of the source; a date and a weekday in it are checked."""

    date_note: Text | None = None
    """How the date is known, shown wherever the date is."""

    lang: Language = "es"
    """Language of the text, e.g. `es`."""

    kind: Literal[
        "meeting",
        "announcement",
        "statement",
        "report",
        "follow-up",
        "agreement",
        "visit",
        "hearing",
        "other",
    ] = "other"
    """What sort of event it is about."""

    status: Literal["draft", "published", "withdrawn"] = "published"
    """Drafts show in `mkdocs serve` alone; what is withdrawn stays, struck and with `status_note`, and counts nowhere."""

    status_note: Text | None = None
    """Why a briefing was withdrawn."""

    publish_at: Instant | None = None
    """When readers may see it, with the time zone: `2026-12-01T09:00-06:00`. Before that instant nothing of it is in the site."""

    why_it_matters: Markdown | None = None
    """What it means for the reader."""

    sources: tuple[Id, ...] = ()
    """Ids of sources; the first is the default for evidence."""

    evidence: EvidenceList = ()
    """The words on which title, date, place and summary rest."""

    derived: Derived = {}
    """Figures worked out from those of its sources' words, with the working: `{23: 32 - 9}`."""

    place: Id | None = None
    """Id of the entity where it happened."""

    participants: tuple[Participant, ...] = ()
    """Who took part."""

    key_points: tuple[Point, ...] = ()
    """What one must know."""

    quotes: tuple[Quote, ...] = ()
    """Who said what, in their words."""

    objectives: tuple[Point, ...] = ()
    """Aims, which are not promises."""

    commitments: tuple[Commitment, ...] = ()
    """Who will do what, how much, by when."""

    updates: tuple[Update, ...] = ()
    """What became of commitments of earlier briefings."""

    timeline: tuple[Event, ...] = ()
    """Dated events beyond the briefing's own."""

    claims: tuple[Claim, ...] = ()
    """Said by somebody, and not established."""

    assessments: tuple[Assessment, ...] = ()
    """The editors' own judgement."""

    unknowns: tuple[Markdown, ...] = ()
    """What the sources do not say."""

    corrections: tuple[Correction, ...] = ()
    """Public log of corrections, newest first."""

    aliases: tuple[Id, ...] = ()
    """Ids that it had before: their addresses lead here."""

    topics: tuple[Id, ...] = ()
    """Key words, as ids."""

    related: tuple[Id, ...] = ()
    """Ids of other briefings."""


class FormerName(Model):
    """A name under which an entity was shown before."""

    name: Text
    """The name as readers saw it."""

    date: Date
    """When it was changed here."""

    reason: Markdown
    """Why; readers see it."""


class Role(Model):
    """An office that a person held, and when."""

    title: Text
    """The office, as its holder is called: `directora`."""

    of: Id | None = None
    """Id of the body in which it is held."""

    from_: Annotated[Date | None, Field(alias="from")] = None
    """Since when; without it, that is not known."""

    to: Date | None = None
    """Until when; without it, it is held today, as far as is known."""

    evidence: EvidenceList = ()
    """The exact words of a source, each with its `source`."""

    def held_on(self, date: Date) -> bool | None:
        """Whether it was certainly held on a date, or certainly not; None where nobody can tell.

        It was on the days on which it began and ended. Of one whose beginning is not known, nobody can
        tell more than when it had ended.
        """
        if (self.from_ and date.before(self.from_)) or (self.to and self.to.before(date)):
            return False
        is_day = bool(date.day)
        has_begun = self.from_ and (self.from_.before(date) or (is_day and self.from_ == date))
        goes_on = not self.to or date.before(self.to) or (is_day and self.to == date)
        return True if has_begun and goes_on else None


class Entity(Model):
    """One file in `briefs/entities/`: a person, body, place or programme; its name is its id."""

    name: Annotated[Text, Field(max_length=200)]
    """The full name, as readers see it."""

    type: Literal["person", "organization", "government", "group", "place", "programme"]
    """What it is."""

    acronym: Text | None = None
    """Its short form in capitals."""

    aliases: tuple[Text, ...] = ()
    """Other names for it."""

    country: Text | None = None
    """Its country."""

    description: Markdown | None = None
    """Who or what it is, in a sentence."""

    same_as: tuple[Url, ...] = ()
    """Pages elsewhere about the same, e.g. in Wikidata."""

    part_of: Id | None = None
    """Id of the entity it belongs to."""

    autolink: Annotated[bool, Strict()] = True
    """`false` where its name, acronym and aliases are words too common to link by themselves."""

    former_names: tuple[FormerName, ...] = ()
    """Names as they were misspelt here, each with `date` and `reason`; its page shows them."""

    former_ids: tuple[Id, ...] = ()
    """Ids that it had before: their addresses lead here."""

    roles: tuple[Role, ...] = ()
    """The offices that a person held; statements show the one of their day."""


class Slip(Model):
    """A slip in a source, kept as it is."""

    as_written: Text
    """The words as the source has them."""

    meant: Text
    """The words as they were meant."""

    @property
    def is_of_marks(self) -> bool:
        """Whether the words are as meant, and their quotation marks alone are not."""
        return is_of_marks(self.as_written, self.meant)


class SpeechStretch(Model):
    """A part of a text that marks speech in another way than the part before."""

    from_: Annotated[Text | None, Field(alias="from")] = None
    """The words with which it begins, which stand once in the text; without them, the text's beginning."""

    as_: Annotated[Form, Field(alias="as")]
    """How speech is marked from there on."""


def _as_stretches(value: object) -> object:
    """Take the short forms: one word for the whole text, or one entry instead of a list."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return [value]
    if value not in get_args(Form):
        expected = "'marks', 'turns' or 'dashes'"
        raise PydanticCustomError("literal_error", "not one of these", {"expected": expected})
    return [{"as": value}]


DocumentFormat = Literal["md", "html", "pdf", "docx", "odt", "rtf", "eml", "vtt", "srt"]
"""The formats from which texts are read, by the ending of the file."""

Kind = Literal[
    "navigation",
    "page-frame",
    "teasers",
    "banners",
    "controls",
    "hidden",
    "deleted",
    "comments",
    "note-marks",
    "running-heads",
    "page-numbers",
    "pictures",
    "embedded",
    "attachments",
    "repeated-lines",
    "sound-cues",
    "quotation-marks",
    "joined-words",
    "accepted-insertions",
]
"""What reading a document left out, added or put together."""

Count = Annotated[int, Strict(), Field(gt=0)]


class Original(Model):
    """The document from which a text was read: `<id>` and its format as the ending, beside this file."""

    format: DocumentFormat
    """Its ending, e.g. `pdf`."""

    sha256: Sha256
    """SHA-256 of the document, in hexadecimal."""

    read_by: Text
    """What took the text out of it, and in which version."""


class Version(Model):
    """A later version of a source, kept beside it: `<id>.<retrieved>.txt`."""

    retrieved: Annotated[Date, AfterValidator(_with_day)]
    """The day on which it was archived. It is part of the name of its text: `<id>.2026-05-03.txt`."""

    sha256: Sha256
    """SHA-256 of its text, in hexadecimal."""

    original: Original | None = None
    """The document that its text was read from: `<id>.<retrieved>` and its format as the ending."""

    places_sha256: Sha256 | None = None
    """SHA-256 of `<id>.<retrieved>.places`, which says where pages or minutes begin in its text."""


def version_name(source: str, retrieved: Date, ending: str) -> str:
    """The name of a file of a later version, beside the record of its source."""
    return f"{source}.{retrieved}.{ending}"


class Source(Model):
    """One file in `briefs/sources/`: what is known of the text beside it, `<id>.txt`.

    `null` says that a thing is not known, and is shown so.
    """

    title: Annotated[Text, Field(max_length=200), AfterValidator(_with_words)]
    """What to call it."""

    sha256: Sha256 | None = None
    """SHA-256 of the text, in hexadecimal. It is required: `briefsite check` says what to write."""

    author: Text | None = None
    """Who wrote it."""

    publisher: Text | None = None
    """Who published it."""

    url: Url | None = None
    """Where it was published."""

    published: Date | None = None
    """When it was published."""

    retrieved: Date | None = None
    """When it was archived."""

    lang: Language | None = None
    """Its language, e.g. `es`."""

    licence: Text | None = None
    """Under which terms it may be shown."""

    note: Markdown | None = None
    """What else readers should know of it."""

    sic: tuple[Slip, ...] = ()
    """Slips of the source, which evidence may write as they were meant."""

    former_ids: tuple[Id, ...] = ()
    """Ids that it had before: their addresses lead here."""

    speech: Annotated[
        tuple[SpeechStretch, ...],
        BeforeValidator(_as_stretches, json_schema_input_type=Form | list[SpeechStretch]),
    ] = ()
    """How the text shows that words are somebody's own: `marks` (quotation marks, where nothing is
    said), `turns` (a label says who speaks, as in a transcript) or `dashes` (speech begins with a
    dash). A list of `{from, as}` where a text mixes them."""

    original: Original | None = None
    """The document that the text was read from; `briefsite archive` writes it."""

    places_sha256: Sha256 | None = None
    """SHA-256 of `<id>.places`, which says where pages or minutes begin in the text."""

    omitted: Mapping[Kind, Count] = {}
    """What reading the document left out, and how often: `{running-heads: 29, pictures: 2}`."""

    altered: Mapping[Kind, Count] = {}
    """What it added or put together: `{quotation-marks: 2, joined-words: 14}`."""

    versions: tuple[Version, ...] = ()
    """Later versions of the source, oldest first; `briefsite recheck --save` writes them. Evidence
    is compared with the first text alone."""

    publish_original: Annotated[bool, Strict()] | None = None
    """Whether readers can have the document itself; without it, only where `licence` is stated."""

    @property
    def is_original_public(self) -> bool:
        """Whether the document itself is on the site."""
        if self.original is None:
            return False
        return self.publish_original if self.publish_original is not None else bool(self.licence)


KINDS: dict[str, type[Model]] = {"briefing": Briefing, "entity": Entity, "source": Source}
"""The three kinds of file, by the name of their JSON Schema."""


@cache
def _keys(model: type[Model]) -> dict[str, str]:
    """The name of each field as authors write it."""
    return {name: info.alias or name for name, info in model.model_fields.items()}


# isinstance would ask pydantic each time, in Python.
_is_model: Callable[[Any], bool] = cache(lambda kind: issubclass(kind, Model))


def leaves(model: Model, where: Where = ()) -> Iterator[tuple[Where, object]]:
    """Walk all single values of a model that are given, each with the way to it as it was written."""
    values = model.__dict__
    for name, key in _keys(type(model)).items():
        value = values[name]
        if value is None:
            continue
        if type(value) is tuple:
            for index, item in enumerate(value):
                if _is_model(type(item)):
                    yield from leaves(item, (*where, key, index))
                else:
                    yield (*where, key, index), item
        elif _is_model(type(value)):
            yield from leaves(value, (*where, key))
        else:
            yield (*where, key), value


def model_at(model: type[Model], where: Where) -> type[Model] | None:
    """The model that describes the mapping at `where`, or None where there is none."""
    found: type[Model] | None = model
    for step in where:
        if found is None:
            return None
        if isinstance(step, str):
            fields = {info.alias or name: info for name, info in found.model_fields.items()}
            found = model_in(fields[step].annotation) if step in fields else None
    return found


def text_at(model: type[Model], where: Where) -> type[Plain | Inline] | None:
    """The kind of text that stands at `where`, or None where the format has something else there."""
    steps = where if isinstance(where[-1], str) else where[:-1]
    owner = model_at(model, steps[:-1])
    fields = (
        {info.alias or name: info for name, info in owner.model_fields.items()} if owner else {}
    )
    info = fields.get(str(steps[-1]))
    if info is None:
        return None
    if model_in(info.annotation) is Evidence:  # in its short form, a text alone
        return Plain
    return _text_in([*info.metadata, info.annotation])


def _text_in(parts: Iterable[Any]) -> type[Plain | Inline] | None:
    """The kind of text in the parts of a type, if there is one."""
    for part in parts:
        if isinstance(part, AfterValidator) and part.func in (Plain, Inline):
            return Plain if part.func is Plain else Inline
        if found := _text_in(get_args(part)):
            return found
    return None


def model_in(annotation: Any) -> type[Model] | None:
    """The model in the type of a field, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next(filter(None, map(model_in, get_args(annotation))), None)


STATEMENTS: Mapping[str, type[Model]] = {
    name: model
    for name, info in Briefing.model_fields.items()
    if (model := model_in(info.annotation))
    and model is not Evidence
    and "evidence" in model.model_fields
}
"""Fields of a briefing that hold statements, each with evidence of its own: what a statement is there."""
