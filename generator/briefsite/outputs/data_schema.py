"""The shape of the data beside each page, as types. `briefsite schema` makes the JSON Schema.

Texts are plain, in one line. Dates are as exact as they are known: `2025`, `2025-09` or
`2025-09-26`. Addresses are whole, or paths from the root of the site where `site_url` is not set.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

_CLOSED = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@with_config(_CLOSED)
class Reference(TypedDict):
    """A briefing, source, entity or commitment."""

    id: str
    """Its id; of a commitment, `<briefing>/<id>`."""

    name: str
    """Its name or title."""

    url: str | None
    """The address of its page; null where it has none."""

    withdrawn: NotRequired[bool]
    """True where the briefing, or the one that announced the commitment, was withdrawn."""


@with_config(_CLOSED)
class EvidenceData(TypedDict):
    """A passage of an archived source."""

    source: str
    """Id of the source."""

    url: str
    """The address of the passage. Its number may change when an earlier passage is cited."""

    words: str
    """The words of the source; `[…]` stands for words left out."""

    ranges: list[tuple[int, int]]
    """Where they stand in the text as received: first character and the one after the last."""

    page: NotRequired[int]
    """The page of the original on which they begin, where that is known."""

    seconds: NotRequired[float]
    """When they are said in a recording, where that is known."""


@with_config(_CLOSED)
class StatementData(TypedDict):
    """Something a briefing says, and what it rests on."""

    url: str
    """Its own address."""

    text: str
    """What it says."""

    derived: dict[str, str]
    """Figures in it that the editors worked out, each with the working."""

    evidence: list[EvidenceData]
    """The passages that prove it."""

    entities: list[str]
    """Ids of the entities it names."""


@with_config(_CLOSED)
class OfficeData(TypedDict):
    """An office that a person held."""

    url: str
    """Its address, in the page of the person."""

    holder: Reference
    """The person."""

    title: str
    """The office, as its holder is called."""

    of: Reference | None
    """The body in which it is held."""

    since: str | None
    """Since when; null where that is not known."""

    until: str | None
    """Until when; null where it is held today, as far as is known."""

    evidence: list[EvidenceData]
    """The passages that prove it."""


@with_config(_CLOSED)
class ParticipantData(StatementData):
    """Somebody who took part; the text is what the source adds."""

    who: Reference
    """The entity."""

    named: Literal["all", "some", "none"] | None
    """Whether the source names the people or bodies behind it."""

    offices: list[OfficeData]
    """Those that they held on the day of the briefing."""


@with_config(_CLOSED)
class QuotationData(StatementData):
    """Words of somebody, as the source has them."""

    speaker: Reference | None
    """Who said it, where that is known."""

    speaker_as_written: str | None
    """Who said it, in the words of the source."""

    speaker_note: str | None
    """On what basis the speaker is known, or that it is not."""

    verbatim: bool
    """False for reported speech."""

    turn: str | None
    """Of words that are verbatim according to a transcript: the label of the turn in which they stand."""

    translation: NotRequired[str]
    """What they mean in the language of the page, by the editors, where the source is in another."""

    offices: list[OfficeData]
    """Those that they held on the day of the briefing."""


BoundsData = TypedDict(
    "BoundsData", {"from": float, "to": float, "at_least": float, "at_most": float}, total=False
)
"""A figure that is not one number: `from` and `to`, `at_least` or `at_most`."""
with_config(_CLOSED)(BoundsData)

AmountData = float | BoundsData


@with_config(_CLOSED)
class TargetData(TypedDict):
    """How much was promised."""

    value: AmountData
    """The figure: a number, or its bounds."""

    unit: str | None
    """What is counted; null where it is money alone."""

    currency: str | None
    """Of money, the code of its currency, ISO 4217."""

    baseline: float | None
    """Where it stood when promised; null where that is not public."""


@with_config(_CLOSED)
class PromiseData(StatementData):
    """A commitment as it was announced."""

    id: str
    """`<briefing>/<id>`, permanent."""

    by: list[Reference]
    """Who promised it."""

    partners: list[Reference]
    """With whom it is to be done."""

    target: TargetData | None
    """How much, where the source gives a figure."""

    deadline: str | None
    """By when; null where none is stated."""

    status: str
    """Where it stood when it was announced."""

    continues: list[Reference]
    """Earlier commitments that it takes up."""


@with_config(_CLOSED)
class DisputedData(TypedDict):
    """A figure as one side gives it, where others give another."""

    value: AmountData
    """The figure."""

    by: Reference
    """Whose it is."""

    evidence: list[EvidenceData]
    """The passages that prove it."""


@with_config(_CLOSED)
class UpdateData(StatementData):
    """What became of a commitment."""

    commitment: str
    """`<briefing>/<id>`."""

    date: str
    """When it stood so."""

    status: str
    """Where it stands."""

    value: AmountData | None
    """The figure reached, in the unit of the target; null where none is given or it is disputed."""

    values: list[DisputedData]
    """Where the figure is disputed: that of each side."""

    target: TargetData | None
    """The new target, where this changed it."""

    deadline: str | None
    """The new deadline, where this moved it."""

    withdrawn: NotRequired[bool]
    """True where the briefing that says so was withdrawn: it does not count."""


@with_config(_CLOSED)
class EventData(StatementData):
    """A dated event."""

    date: str
    """As exact as the source is."""


@with_config(_CLOSED)
class ClaimData(StatementData):
    """Said by somebody, and not established."""

    by: Reference
    """Who says so."""

    offices: list[OfficeData]
    """Those that they held on the day of the briefing."""

    id: str | None
    """`<briefing>/<id>`, permanent, where it has an id."""

    contradicts: list[str]
    """Addresses of the claims that it contradicts, but for those that were withdrawn."""

    contradicted_by: list[str]
    """Addresses of the claims that contradict it, but for those that were withdrawn, and those of `contradicts`."""


@with_config(_CLOSED)
class AssessmentData(TypedDict):
    """The editors' own judgement."""

    text: str
    """The judgement."""

    likelihood: str | None
    """How likely it is."""

    confidence: str | None
    """How good the grounds are."""

    basis: str | None
    """The grounds."""


@with_config(_CLOSED)
class CorrectionData(TypedDict):
    """An entry of the public log of corrections."""

    date: str
    """When it was corrected."""

    note: str
    """What was wrong."""

    was: str | None
    """The words before."""

    now: str | None
    """The words since."""


@with_config(_CLOSED)
class PublishedVersionData(TypedDict):
    """A briefing as it was published on a day."""

    date: str
    """The day."""

    hash: str
    """Of what it said, as in `published.lock`."""

    url: str | None
    """Where readers see what changed; null where there is no other to compare it with."""


@with_config(_CLOSED)
class Citation(TypedDict):
    """How to cite a briefing."""

    es: str
    """A sentence in Spanish."""

    en: str
    """A sentence in English."""

    own: NotRequired[str]
    """A sentence in the language of the site, where that is another."""

    bibtex: str
    """Address of the file for BibTeX and biblatex; it also holds the quotations."""

    ris: str
    """Address of the file for Zotero, EndNote and others; it also holds the quotations."""

    csl: str
    """Address of the CSL-JSON file; it also holds the quotations."""


@with_config(_CLOSED)
class BriefingCard(TypedDict):
    """A briefing in a list."""

    id: str
    """Its id."""

    url: str
    """The address of its page."""

    data: str
    """The address of all its data."""

    title: str
    """Headline."""

    date: str
    """When it happened, as exact as is known."""

    lang: str
    """Language of the text."""

    kind: str
    """What sort of event it is about."""

    status: str
    """`published` or `withdrawn`."""

    summary: str
    """The point, in two sentences."""

    place: str | None
    """Id of the entity where it happened."""

    topics: list[str]
    """Key words, as ids."""

    entities: list[str]
    """Ids of all entities it names."""

    sources: list[str]
    """Ids of all sources it cites."""


@with_config(_CLOSED)
class ComparedData(TypedDict):
    """How much of a briefing was compared with its sources, and stands there."""

    quotations: int
    """Words of sources: quotations, and evidence."""

    figures: int
    """Figures of the editors' own words and fields."""


@with_config(_CLOSED)
class BriefingData(TypedDict):
    """`index.json` beside a briefing."""

    type: Literal["briefing"]
    """What the file describes."""

    id: str
    """Its id."""

    url: str
    """The address of its page."""

    title: str
    """Headline."""

    date: str
    """When it happened, as exact as is known."""

    date_as_written: str | None
    """The date in the words of the source."""

    date_note: str | None
    """How the date is known."""

    lang: str
    """Language of the text."""

    translated_from: str | None
    """Of a translation, the language of its original; null elsewhere."""

    kind: str
    """What sort of event it is about."""

    status: str
    """`published` or `withdrawn`."""

    status_note: str | None
    """Why it was withdrawn."""

    former_ids: list[str]
    """Ids that it had before; the register may have it by these."""

    hash: str
    """Of what it says, as in the register: the first 32 hexadecimal digits of the SHA-256 of `content`."""

    content: str | None
    """Address of the text of which that is the hash; null in other editions than the first."""

    summary: str
    """The point, in two sentences."""

    derived: dict[str, str]
    """Figures of title, summary and `why_it_matters` that the editors worked out, with the working."""

    evidence: list[EvidenceData]
    """What title, date, place and summary rest on."""

    compared: ComparedData
    """How much was compared with the sources, and stands there."""

    why_it_matters: str | None
    """What it means for the reader."""

    place: Reference | None
    """Where it happened."""

    participants: list[ParticipantData]
    """Who took part."""

    key_points: list[StatementData]
    """What one must know."""

    quotes: list[QuotationData]
    """Who said what, in their words."""

    objectives: list[StatementData]
    """Aims, which are not promises."""

    commitments: list[PromiseData]
    """Who will do what, how much, by when."""

    updates: list[UpdateData]
    """What became of earlier commitments."""

    timeline: list[EventData]
    """Dated events beyond the briefing's own."""

    claims: list[ClaimData]
    """Said by somebody, and not established."""

    assessments: list[AssessmentData]
    """The editors' own judgement."""

    unknowns: list[str]
    """What the sources do not say."""

    corrections: list[CorrectionData]
    """Public log of corrections, newest first."""

    versions: list[PublishedVersionData]
    """How it was when it was published, each time that it had changed; oldest first."""

    topics: list[str]
    """Key words, as ids."""

    related: list[Reference]
    """Other briefings."""

    sources: list[Reference]
    """All sources it cites."""

    entities: list[Reference]
    """All entities it names."""

    citation: Citation
    """How to cite it."""


@with_config(_CLOSED)
class CommitmentData(TypedDict):
    """`index.json` beside a commitment."""

    type: Literal["commitment"]
    """What the file describes."""

    url: str
    """The address of its page."""

    briefing: Reference
    """The briefing that announced it."""

    announced: PromiseData
    """As it was announced."""

    date: str
    """When it was announced."""

    status: str
    """Where it stands; `withdrawn` where the briefing that announced it was withdrawn."""

    deadline: str | None
    """By when, as it stands now; null where none is stated."""

    target: TargetData | None
    """How much is to be reached today; null where no figure is given."""

    value: AmountData | None
    """The last figure reported; null where there is none or it is disputed."""

    progress: float | None
    """How much of the way to the target is done, from 0 to 1; null without figures."""

    updates: list[UpdateData]
    """What became of it, in the order of time."""

    continued_by: list[Reference]
    """Later commitments that take it up."""

    topics: list[str]
    """Key words of the briefing, as ids."""


@with_config(_CLOSED)
class FormerNameData(TypedDict):
    """A name under which an entity was shown before."""

    name: str
    """The name."""

    date: str
    """When it was changed."""

    reason: str
    """Why."""


@with_config(_CLOSED)
class EntityData(TypedDict):
    """`index.json` beside an entity."""

    type: Literal["entity"]
    """What the file describes."""

    id: str
    """Its id."""

    url: str
    """The address of its page."""

    name: str
    """The full name."""

    kind: str
    """`person`, `organization`, `government`, `group`, `place` or `programme`."""

    acronym: str | None
    """Its short form."""

    aliases: list[str]
    """Other names for it."""

    former_names: list[FormerNameData]
    """Names under which it was shown before, spelt otherwise."""

    country: str | None
    """Its country."""

    description: str | None
    """Who or what it is."""

    same_as: list[str]
    """Pages elsewhere about the same."""

    part_of: Reference | None
    """What it belongs to."""

    parts: list[Reference]
    """What belongs to it."""

    offices: list[OfficeData]
    """Those that it held, newest first."""

    officers: list[OfficeData]
    """Those that people held in it, newest first."""

    briefings: list[Reference]
    """Briefings that name it, newest first."""

    commitments: list[Reference]
    """What it promised, newest first."""

    said: list[str]
    """Addresses of its quotations and claims, newest first, but for those that were withdrawn."""

    as_written: dict[str, dict[str, int]]
    """How each source writes its name, and how often: by id of the source."""


@with_config(_CLOSED)
class VersionData(TypedDict):
    """A later version of a source."""

    retrieved: str
    """When it was archived."""

    text: str
    """The address of its text."""

    sha256: str
    """SHA-256 of that text."""


@with_config(_CLOSED)
class DocumentData(TypedDict):
    """The document from which a text was read."""

    url: str | None
    """Its address; null where it is not public."""

    format: str
    """Its ending, such as `pdf`."""

    sha256: str
    """Its SHA-256."""


@with_config(_CLOSED)
class TurnData(TypedDict):
    """What one person says at a stretch of a text."""

    label: str
    """Who speaks, as the text has it, in one line; empty where a turn begins without a name."""

    place: tuple[int, int]
    """Where the label stands, with all that marks it: a time, the colon."""

    words: tuple[int, int]
    """Where the words begin and end."""


@with_config(_CLOSED)
class DeducedData(TypedDict):
    """What follows from a text and its record. Whoever does not trust it can deduce it anew."""

    stretches: list[tuple[int, int, Literal["marks", "turns", "dashes"]]]
    """The stretches that mark speech in one way, in order: where they begin and end, and how."""

    lines: bool
    """Whether the ends of lines end paragraphs, and not blank lines alone."""

    joints: list[tuple[int, int, str]]
    """Words that go on in another line: the end of the first half, the beginning of the second, and what readers see between them, a hyphen or nothing."""

    turns: list[TurnData]
    """What each person says, in order, in stretches that mark speech by turns."""


@with_config(_CLOSED)
class ReadingData(TypedDict):
    """How words are looked for in a text. Places are those of `ranges`: characters of the text as received."""

    speech: list[tuple[str, Literal["marks", "turns", "dashes"]]]
    """What its record says of how it marks speech: the words with which a stretch begins, none for that of the beginning, and how."""

    sic: list[tuple[str, str]]
    """Slips of the text, by its record: as they stand there, and as they were meant."""

    hyphens: list[int]
    """Characters before which a line of its document ended within a word, by its record."""

    deduced: DeducedData
    """What follows from these and from the text."""


@with_config(_CLOSED)
class SourceData(TypedDict):
    """`index.json` beside a source. Null says that a thing is not known."""

    type: Literal["source"]
    """What the file describes."""

    id: str
    """Its id."""

    url: str
    """The address of its page."""

    text: str
    """The address of the text as received."""

    sha256: str | None
    """SHA-256 of that text."""

    document: DocumentData | None
    """The document from which it was read; null where it was archived as a text."""

    title: str
    """What to call it."""

    author: str | None
    """Who wrote it."""

    publisher: str | None
    """Who published it."""

    original: str | None
    """Where it was published."""

    published: str | None
    """When it was published."""

    retrieved: str | None
    """When it was archived."""

    lang: str | None
    """Its language."""

    licence: str | None
    """Under which terms it may be shown."""

    note: str | None
    """What else readers should know of it."""

    versions: list[VersionData]
    """Its later versions, oldest first; passages are those of the first text."""

    share_cited: float
    """How much of the text some statement cites, from 0 to 1."""

    reading: ReadingData
    """How words are looked for in the text."""

    passages: list[EvidenceData]
    """The passages cited, in the order of the text."""

    cited_by: list[list[str]]
    """For each passage, the addresses of the statements and offices that cite it, but for those that were withdrawn."""


@with_config(_CLOSED)
class TopicData(TypedDict):
    """`index.json` beside a topic."""

    type: Literal["topic"]
    """What the file describes."""

    id: str
    """Its id."""

    url: str
    """The address of its page."""

    briefings: list[Reference]
    """What is filed under it, newest first."""

    commitments: list[Reference]
    """What was promised there, newest first."""


@with_config(_CLOSED)
class Briefings(TypedDict):
    """`data/briefings.json`: all briefings, newest first."""

    type: Literal["briefings"]
    """What the file describes."""

    site: str
    """The name of the site."""

    url: str
    """The address of the site."""

    briefings: list[BriefingCard]
    """Newest first."""


Data = Annotated[
    BriefingData | CommitmentData | EntityData | SourceData | TopicData | Briefings,
    Field(discriminator="type"),
]


def data_schema() -> dict[str, Any]:
    """The JSON Schema of all data files; `type` tells which they are."""
    schema = TypeAdapter[Any](Data).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Data beside the pages of a briefsite",
        **schema,
    }
