"""Single files become one linked site: references, evidence, passages, back links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefsite.messages.diagnostics import Severity, as_text
from briefsite.site.reading import Reading, read_site
from briefsite.site.site import Passage, Site, Statement
from conftest import Case, Read, finishes, record_of

LETTER = """\
The dredger is back. It is blue, as it was.

“Back at last,” said the captain. Nobody named the price.
"""


def folder(**files: str) -> dict[str, str]:
    """Briefings by id, each with the three required lines; `entity_…` and `source_…` are others."""
    out = {}
    for name, text in files.items():
        kind, _, rest = name.replace("__", "/").partition("_")
        if kind == "entity":
            out[f"briefs/entities/{rest}.yml"] = f"name: {rest.title()}\ntype: place\n{text}"
        elif kind == "source":
            out[f"briefs/sources/{rest}.txt"] = text
            out[f"briefs/sources/{rest}.yml"] = record_of(text, rest)
        else:
            fields = {line.partition(":")[0] for line in text.splitlines()}
            required = {"title": name, "date": 2024, "summary": name}
            missing = [f"{key}: {value}\n" for key, value in required.items() if key not in fields]
            out[f"briefs/{name}.yml"] = "".join(missing) + text
    return out


def good(read: Read, files: Mapping[str, str], **options: bool) -> Site:
    """The site of a folder without findings."""
    reading: Reading = read(files, **options)
    assert as_text(reading.findings, reading.shown.get) == ""
    return reading.site


def findings(reading: Reading) -> list[str]:
    """The findings in a folder, each with its file."""
    return [f"{finding.path.as_posix()} {finding.code}" for finding in reading.findings]


def words(site: Site, passage: Passage) -> list[str]:
    """What a passage holds."""
    text = site.sources[passage.source].text.text
    return [text[start:end] for start, end in passage.ranges]


def statement(site: Site, briefing: str, field: str, number: int = 1) -> Statement:
    """One entry of a briefing."""
    return site.briefings[briefing].statements[field][number - 1]


def test_case(case: Case, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding says what is wrong, where, and how to mend it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")  # the first day of 2027
    reading = read(case.files, **case.options)
    assert as_text(reading.findings, reading.shown.get) == case.output


ARABIC = "قالت برادو\u200f: «لا حصاد بلا ماء!»\u200f ثم غادرت\u200f."


@pytest.mark.parametrize("said", ["لا حصاد بلا ماء!", "لا حصاد\u200f بلا ماء!\u200f"])
@pytest.mark.parametrize("text", [ARABIC, ARABIC.replace("«", '"').replace("»", '"')])
def test_marks_of_direction_do_not_count_where_words_are_compared(
    read: Read, text: str, said: str
) -> None:
    """Neither those of the source nor those of the quotation; quotation marks beside them pair."""
    files = folder(a=f"lang: es\nsources: [ar]\nquotes: [{{text: '{said}'}}]\n")
    files["briefs/sources/ar.txt"] = text
    files["briefs/sources/ar.yml"] = record_of(text, "ar") + "lang: ar\n"
    assert [passage.source for passage in statement(good(read, files), "a", "quotes").passages] == [
        "ar"
    ]


# What becomes part of the site


def test_briefings_come_newest_first(read: Read) -> None:
    """Of two of one day, the order is that of their ids; a year comes after its days."""
    files = folder(
        b="date: 2024-05-01", a="date: 2024-05-01", old="date: 2023-12-31", year="date: 2024"
    )
    assert list(good(read, files).briefings) == ["a", "b", "year", "old"]


def test_a_briefing_with_an_error_is_left_out_and_others_are_not(read: Read) -> None:
    """A broken file does not hide what is right in others."""
    site = read(folder(bad="place: nowhere", worse="titel: x", good="related: [bad]")).site
    assert list(site.briefings) == ["good"]


def test_a_briefing_whose_source_is_broken_is_left_out(read: Read) -> None:
    """What could not be checked is not shown as checked."""
    files = folder(
        source_letter=LETTER,
        checked="sources: [letter]\nevidence: It is blue",
        unneeded="sources: [letter]",
    )
    files["briefs/sources/letter.txt"] += "Changed."
    reading = read(files)
    assert list(reading.site.briefings) == ["unneeded"]
    assert findings(reading) == ["briefs/sources/letter.yml hash-mismatch"]


def test_drafts_show_where_they_are_wanted(read: Read) -> None:
    """Drafts show in `mkdocs serve` alone."""
    files = folder(a="status: draft", b="status: withdrawn\nstatus_note: Wrong.", c="related: [a]")
    assert list(good(read, files).briefings) == ["a", "b", "c"]
    assert list(good(read, files, drafts=False).briefings) == ["b", "c"]


def test_a_draft_leaves_no_trace(read: Read) -> None:
    """Nor do its citations, mentions and promises show where drafts do not."""
    files = folder(
        source_letter=LETTER,
        entity_harbour="",
        a="status: draft\nplace: harbour\nsources: [letter]\nevidence: It is blue\n"
        "commitments: [{id: x, text: X, by: [harbour]}]\ntopics: [secret]\n"
        "timeline: [{date: 2024, text: Y}]",
    )
    site = good(read, files, drafts=False)
    assert not site.sources["letter"].passages
    assert not site.entities["harbour"].mentions
    assert not (site.commitments or site.topics or site.timeline)
    assert not site.entities["harbour"].commitments


def test_an_update_of_a_draft_is_no_unknown_id(read: Read) -> None:
    """A draft that does not show is there all the same."""
    files = folder(
        a="date: 2023\nstatus: draft\ncommitments: [{id: x, text: X}]",
        b="updates: [{commitment: a/x, date: 2024, status: met, text: Y}]",
    )
    assert list(good(read, files, drafts=False).briefings) == ["b"]


def test_a_commitment_has_an_address(read: Read) -> None:
    """`<briefing>/<id>`: one id may stand in many briefings, and updates find the right one."""
    files = folder(
        a="date: 2021\ncommitments: [{id: x, text: X}, {id: y, text: Y}]",
        b="date: 2022\ncommitments: [{id: x, text: Z}]",
        c="updates: [{commitment: a/x, date: 2024, status: met, text: Done.}]",
    )
    site = good(read, files)
    assert sorted(site.commitments) == ["a/x", "a/y", "b/x"]
    assert [step.status for step in site.commitments["a/x"].steps] == ["announced", "met"]
    assert [step.status for step in site.commitments["b/x"].steps] == ["announced"]


def test_folders_do_not_change_ids(read: Read) -> None:
    """The id of a briefing is the stem of its file, in whatever folder."""
    files = folder(b="related: [a]") | {
        "briefs/2024/05/a.yaml": "title: A\ndate: 2024\nsummary: A\nrelated: [b]\n",
        "briefs/entities/europe/rotterdam.yml": "name: Rotterdam\ntype: place\n",
        "briefs/sources/2024/letter.txt": LETTER,
        "briefs/sources/2024/letter.yml": record_of(LETTER, "A letter"),
    }
    site = good(read, files)
    assert (sorted(site.briefings), *site.entities, *site.sources) == (
        ["a", "b"],
        "rotterdam",
        "letter",
    )


# Passages


def test_passages_are_numbered_in_the_order_of_the_text(read: Read) -> None:
    """Whatever cites them first; of two that begin together, the longer comes first."""
    site = good(
        read,
        folder(
            source_letter=LETTER,
            a="date: 2025\nsources: [letter]\nevidence: [Nobody named the price, It is]",
            b="sources: [letter]\nevidence: ['It is blue, as it was', The dredger, 'Nobody […] the']",
        ),
    )
    passages = site.sources["letter"].passages
    assert [passage.number for passage in passages] == [1, 2, 3, 4, 5]
    assert [words(site, passage) for passage in passages] == [
        ["The dredger"],
        ["It is blue, as it was"],
        ["It is"],
        ["Nobody named the price"],
        ["Nobody", "the"],
    ]


def test_the_same_words_are_one_passage(read: Read) -> None:
    """A passage knows all statements that cite it, whichever way they write it."""
    site = good(
        read,
        folder(
            source_letter=LETTER,
            a="date: 2025\nsources: [letter]\nevidence: It is blue\n"
            "key_points:\n- {text: Blue., evidence: [It  is  blue, It is blue]}",
            b="sources: [letter]\nunknowns: [Why?]\n"
            "claims: [{text: Blue., by: captain, evidence: It is blue}]",
            entity_captain="",
        ),
    )
    (passage,) = site.sources["letter"].passages
    assert [(s.briefing, s.field) for s in site.sources["letter"].citations[1]] == [
        *[("a", "evidence"), ("a", "key_points"), ("b", "claims")]
    ]
    assert statement(site, "a", "key_points").passages == (passage,)
    assert site.briefings["a"].passages == (passage,)


def test_a_quotation_leads_to_its_own_words_first(read: Read) -> None:
    """`checked` is where the quotation stands; its evidence says who said it."""
    site = good(
        read,
        folder(
            source_letter=LETTER,
            a="sources: [letter]\nquotes: [{text: Back at last, evidence: said the captain}]",
        ),
    )
    quote = statement(site, "a", "quotes")
    assert quote.checked
    assert words(site, quote.checked) == ["Back at last"]
    assert [words(site, passage) for passage in quote.passages] == [
        ["Back at last"],
        ["said the captain"],
    ]
    assert quote.words == (("words", "Back at last"),)


@pytest.mark.parametrize(
    "marks", ["''|''", '"|"', "“|”", "„|“", "«|»", "‘|’", "'|'", "«\u00a0|\u00a0»"]
)
def test_marks_around_a_whole_quotation_are_dropped(read: Read, marks: str) -> None:
    """An author may write a quotation with its marks or without."""
    before, after = marks.split("|")
    site = good(
        read,
        folder(
            source_letter=LETTER,
            a=f"sources: [letter]\nquotes:\n- text: >-\n    {before}Back at last{after}\n",
        ),
    )
    assert statement(site, "a", "quotes").words == (("words", "Back at last"),)


def test_evidence_may_come_from_any_source(read: Read) -> None:
    """The first source is the default; all that are cited are listed."""
    site = good(
        read,
        folder(
            source_letter=LETTER,
            source_telegram="DREDGER BACK STOP",
            a="sources: [letter]\nevidence: [It is blue, {source: telegram, text: BACK}]",
        ),
    )
    assert site.briefings["a"].sources == ("letter", "telegram")
    assert [passage.source for passage in site.briefings["a"].passages] == ["letter", "telegram"]


def test_uncited_sentences_are_those_of_which_no_word_is_cited(read: Read) -> None:
    """The coverage of a source counts its sentences."""
    site = good(
        read,
        folder(
            source_letter=LETTER,
            a="sources: [letter]\nevidence: [blue, 'Back […] Nobody']",
            b="sources: [letter]\nstatus: draft\nevidence: said the captain",
        ),
        drafts=False,
    )
    source = site.sources["letter"]
    assert [source.text.text[start:end] for start, end in source.uncited] == [
        "The dredger is back."
    ]


def test_a_source_that_nobody_cites_has_a_page(read: Read) -> None:
    """A source shows before any briefing cites it."""
    source = good(read, folder(source_letter=LETTER)).sources["letter"]
    assert not source.passages
    assert len(source.uncited) == len(source.text.sentences) == 4


# Findings of evidence


def problem(read: Read, more: str) -> str:
    """The one finding of a briefing on the letter, as the author sees it."""
    reading = read(folder(source_letter=LETTER, a=f"sources: [letter]\n{more}\n"))
    assert len(reading.findings) == 1, as_text(reading.findings, reading.shown.get)
    return as_text(reading.findings, reading.shown.get)


@pytest.mark.parametrize("context", ["prefix", "suffix"])
def test_context_that_does_not_fit_is_what_is_named(read: Read, context: str) -> None:
    """Where the words stand in the source and only what is around them does not, it says so."""
    shown = problem(read, f"evidence: {{text: It is blue, {context}: Nobody}}")
    assert "evidence-not-found" in shown
    assert f"`{context}`" in shown
    assert "you wrote:   It is blue\n" not in shown


def test_out_of_order_is_said_of_order_alone(read: Read) -> None:
    """Parts in order whose `prefix` does not fit are not said to be out of order."""
    shown = problem(read, "evidence: {text: It […] blue, prefix: Nobody}")
    assert "order" not in shown


def test_many_places_are_counted_and_few_shown(read: Read) -> None:
    """The message counts up to ten places and shows five."""
    files = folder(source_letter="blue, " * 50, a="sources: [letter]\nevidence: blue")
    reading = read(files)
    shown = as_text(reading.findings, reading.shown.get)
    assert "stand in source `letter` 10 or more times" in shown
    assert shown.count("line 1: ") == 5


# Entities


def test_an_entity_knows_who_names_it(read: Read) -> None:
    """By reference in any field, or by a link in a text; the newest briefing first."""
    fields = {
        "a": "place: port",
        "b": "participants: [{who: port}]",
        "c": "sources: [letter]\nquotes: [{text: Back at last, speaker: port}]",
        "d": "commitments: [{id: x, text: X, by: [port]}]",
        "e": "commitments: [{id: x, text: X, with: [port]}]",
        "f": "claims: [{text: X, by: port}]",
        "g": "key_points: [{text: 'See [it](port).'}]",
        "h": "unknowns: ['Whose is [it](port)?']",
        "i": "related: [a]",
    }
    files = folder(source_letter=LETTER, entity_port="", **fields)
    for index, name in enumerate(fields):
        path = f"briefs/{name}.yml"
        files[path] = files[path].replace("date: 2024", f"date: 2024-05-{index + 1:02}")
    mentions = good(read, files).entities["port"].mentions
    assert [mention.briefing for mention in mentions] == [*"hgfedcba"]
    assert [mention.is_place for mention in mentions] == [False] * 7 + [True]


def test_an_entity_is_mentioned_once_a_briefing(read: Read) -> None:
    """All the statements that name it stand under the one mention."""
    site = good(
        read,
        folder(
            entity_port="",
            a="place: port\nparticipants: [{who: port}]\nclaims: [{text: '[It](port).', by: port}]",
        ),
    )
    (mention,) = site.entities["port"].mentions
    assert [entry.field for entry in mention.statements] == ["participants", "claims"]


def test_an_entity_knows_what_it_said_and_promised(read: Read) -> None:
    """Quotations and claims, promises, and the entities that belong to it."""
    site = good(
        read,
        folder(
            source_letter=LETTER,
            entity_port="",
            entity_crew="part_of: port",
            a="sources: [letter]\nquotes: [{text: Back at last, speaker: crew}]\n"
            "claims: [{text: X, by: port}]\ncommitments: [{id: x, text: X, by: [port], with: [crew]}]",
        ),
    )
    port, crew = site.entities["port"], site.entities["crew"]
    assert [entry.field for entry in port.said] == ["claims"]
    assert [entry.field for entry in crew.said] == ["quotes"]
    assert (port.commitments, crew.commitments) == (("a/x",), ())
    assert (port.parts, crew.parts) == (("crew",), ())


def test_entities_are_sorted_by_name(read: Read) -> None:
    """Entities come in the order of their names."""
    files = folder(entity_b="", entity_a="") | {
        "briefs/entities/c.yml": "name: álava\ntype: place\n",
    }
    assert set(good(read, files).entities) == {"a", "b", "c"}
    assert list(good(read, files).entities)[:2] == ["a", "b"]


# Whatever the files say


def mostly(*good: str, but: tuple[str, ...] = ()) -> st.SearchStrategy[str]:
    """Values that are right, with a few among them that are wrong."""
    return st.sampled_from([*(good * (30 * len(but) // len(good) + 1)), *but])


DATE = mostly("2023", "2024-05", "2024-05-01", "2026-01-01")
NAMED = mostly("port", "crew", but=("nobody", "letter"))
TEXT = mostly("Blue.", "The [port](port), *PORT*.", "Port of [b](b)", but=("[x](nowhere)",))
EVIDENCE = mostly(
    *("It is blue", "It […] was", "The dredger", "“Back at last", "Back […].", "said [he]"),
    but=("Nobody knew", "[…]", "the"),
)
QUOTE = mostly("Back at last", "«Back at last»", "Back […].", but=("It is blue",))
ENTRIES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "participants": {"who": NAMED},
    "key_points": {"text": TEXT},
    "quotes": {"text": QUOTE, "verbatim": st.booleans(), "speaker": NAMED},
    "objectives": {"text": TEXT},
    "updates": {
        "commitment": mostly("a/x", "b/x", but=("a/y", "c/x")),
        "date": DATE,
        "status": mostly("met", "late"),
        "text": TEXT,
    },
    "timeline": {"date": DATE, "text": TEXT},
    "claims": {"text": TEXT, "by": NAMED},
}
FIELDS = {
    "status": mostly("draft", "published", but=("withdrawn",)),
    "related": st.lists(mostly("a", "b", but=("c",)), max_size=2),
    "topics": st.lists(mostly("x", "y"), max_size=3),
    "evidence": st.lists(EVIDENCE, max_size=3),
    "unknowns": st.lists(TEXT, max_size=2),
    "place": NAMED,
    "corrections": st.lists(st.fixed_dictionaries({"date": DATE, "note": TEXT}), max_size=2),
}
PROOF = {"evidence": st.lists(EVIDENCE, max_size=2)}
BRIEFINGS = st.fixed_dictionaries(
    {
        "title": TEXT,
        "date": DATE,
        "summary": TEXT,
        "sources": st.just(["letter"]),
        "commitments": st.just([{"id": "x", "text": "X", "by": ["port"], "evidence": "blue"}]),
    },
    optional=FIELDS
    | {
        field: st.lists(st.fixed_dictionaries(entry, optional=PROOF), max_size=2)
        for field, entry in ENTRIES.items()
    },
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a source and two entities, to which examples add briefings."""
    root = tmp_path_factory.mktemp("archive")
    crew = "aliases: [Port, the crew]\npart_of: port\n"
    for name, text in folder(source_letter=LETTER, entity_port="", entity_crew=crew).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root / "briefs"


@settings(max_examples=100)
@given(first=BRIEFINGS, second=BRIEFINGS, drafts=st.booleans(), required=st.booleans())
def test_any_briefings_make_a_site(
    archive: Path, first: dict[str, Any], second: dict[str, Any], drafts: bool, required: bool
) -> None:
    """Whatever briefings say of each other, those without errors show, and nothing else."""
    for name, briefing in (("a", first), ("b", second)):
        (archive / f"{name}.yml").write_text(yaml.safe_dump(briefing), "utf-8")
    reading = read_site(archive, require_evidence=required, drafts=drafts)
    as_text(reading.findings, reading.shown.get)
    site = reading.site
    errors = {found.path.stem for found in reading.findings if found.severity is Severity.ERROR}
    assert not errors & set(site.briefings)
    assert all(drafts or page.record.status != "draft" for page in site.briefings.values())
    passages = site.sources["letter"].passages
    assert [passage.number for passage in passages] == [*range(1, len(passages) + 1)]
    for page in site.briefings.values():
        for entries in page.statements.values():
            assert all(set(entry.passages) <= set(passages) for entry in entries)
        for quote in page.statements["quotes"]:
            assert quote.checked
            assert quote.words


# Whatever the size


def test_many_findings_and_citations_are_no_burden(read: Read) -> None:
    """Work grows with what there is, not with its square."""
    text = "".join(f"La palabra {n} se dijo. " for n in range(4_000))
    evidence = "".join(f"- palabra {n} se\n" for n in range(2_000))
    misses = "".join(f"- palabra {n} no\n" for n in range(300))
    files = folder(source_letter=text, a=f"sources: [letter]\nevidence:\n{evidence}")
    with finishes():
        site = good(read, files)
        assert len(site.sources["letter"].uncited) == 2_000
    with finishes():
        reading = read(folder(source_letter=text, a=f"sources: [letter]\nevidence:\n{misses}"))
        as_text(reading.findings, reading.shown.get)
        assert len(reading.findings) == 300
