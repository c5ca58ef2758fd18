"""What an author selects in a source, as an entry of a briefing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefsite.archive.dates import Date
from briefsite.archive.load import load
from briefsite.authoring.server.selected import SelectionError, entry_of
from briefsite.messages.diagnostics import Severity
from briefsite.site.reading import Reading, read_site
from briefsite.site.written_file import check_written
from sites import REPOSITORY, write

NOTE = """\
El puerto reabre

El puerto reabrirá el 1 de junio de 2026, dijo la alcaldesa Ana Ruiz. «Dragaremos 32 dársenas antes de mayo», dijo
Ana Ruiz. «La obra sigue».

La obra costó 4,5 millones de euros y bajó a -5 grados. La Junta del Puerto dijo que la obra *sigue*.

El 12 de diciembre se abrió la presa. El 3 de marzo de 2024 se cerró la presa. La coope-
ración sigue. Lo llama ‘un lujo’, y lo llama ‘un abuso’.

Es la «obra mayor».
"""
RECORD = """\
ANA RUIZ: Hemos dragado 9 dársenas de las 32. Ya lo dijo Luis Prat: «No hay dinero para dragar el puerto».

(Aplausos)

LUIS PRAT: No hay dinero. Construiremos 12 escuelas antes de 2027.

ANA RUIZ: Gracias.
"""
BRIEFING = """\
title: El puerto reabre
date: 2026-03-01
summary: El puerto reabre.
sources: [nota]
commitments:
  - id: dragado
    text: Dragar 32 dársenas.
    by: [ana]
    target: {value: 32, unit: dársenas}
    evidence: Dragaremos 32 dársenas
"""


def _source(text: str, more: str = "") -> str:
    return f"title: Nota\nlang: es\nsha256: {hashlib.sha256(text.encode()).hexdigest()}\n{more}"


FILES = {
    "puerto.yml": BRIEFING,
    "sources/nota.txt": NOTE,
    "sources/nota.yml": _source(NOTE),
    "sources/acta.txt": RECORD,
    "sources/acta.yml": _source(RECORD, "published: 2026-04-02\nspeech: turns\n"),
    "entities/ana.yml": "name: Ana Ruiz\ntype: person\n",
    "entities/luis.yml": "name: Luis Prat\ntype: person\n",
    "entities/junta.yml": "name: Junta del Puerto\ntype: organization\n",
}
Make = Callable[..., Any]


def _read(briefs: Path) -> Reading:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFSITE_WORKERS", "1")
        reading = read_site(briefs)
    assert [one for one in reading.findings if one.severity is Severity.ERROR] == []
    return reading


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """A small archive: a note with quotation marks, and a record of speech."""
    return _read(write(tmp_path_factory.mktemp("puerto") / "briefs", FILES))


@pytest.fixture
def make(archive: Reading) -> Make:
    """The entry that some words of a source make; `upto` are those with which the selection ends."""

    def make(what: str, words: str, source: str = "nota", upto: str = "", **given: Any) -> Any:
        page = archive.site.sources[source]
        start = page.text.text.index(words)
        end = page.text.text.index(upto, start) + len(upto) if upto else start + len(words)
        given = {"date": Date(2026, 3, 1), **given}
        name, entry = entry_of(what, page, (start, end), site=archive.site, language="es", **given)
        assert name == what
        return entry

    return make


# Statements


def test_a_statement_has_the_words_and_rests_on_them(make: Make) -> None:
    """White space around is left out, and the point at the end is no evidence."""
    assert make("key_points", "\nLa obra costó 4,5 millones de euros y bajó a -5 grados. ") == {
        "text": "La obra costó 4,5 millones de euros y bajó a -5 grados.",
        "evidence": "La obra costó 4,5 millones de euros y bajó a -5 grados",
    }


def test_nothing_but_the_selection_is_taken(make: Make) -> None:
    """No sentence is made whole."""
    assert make("objectives", "reabrirá el 1 de junio")["text"] == "reabrirá el 1 de junio"


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("ra costó 4", "obra costó 4,5"),
        ("5 grad", "-5 grados"),
        ("ración sigue", "cooperación sigue"),
    ],
)
def test_a_word_that_is_cut_is_taken_whole(make: Make, words: str, whole: str) -> None:
    """Evidence has no parts of words or numbers, and a word may go on in another line."""
    assert make("key_points", words) == {"text": whole, "evidence": whole}


def test_what_the_source_has_as_a_sign_means_nothing_in_a_text(make: Make) -> None:
    """The words are shown as they stand there."""
    assert make("key_points", "la obra *sigue*")["text"] == r"la obra \*sigue\*"


def test_words_that_stand_more_than_once_come_with_what_is_beside_them(make: Make) -> None:
    """So that they are found."""
    entry = make("key_points", "El puerto", upto="El puerto")
    assert entry == {"text": "El puerto", "evidence": {"text": "El puerto", "suffix": "reabre"}}


def test_several_paragraphs_make_one_entry_with_a_piece_of_evidence_each(make: Make) -> None:
    """A piece of evidence stands in one paragraph."""
    entry = make("key_points", "«La obra sigue».", upto="La obra costó 4,5 millones")
    assert entry == {
        "text": "«La obra sigue». La obra costó 4,5 millones",
        "evidence": ["«La obra sigue»", "La obra costó 4,5 millones"],
    }


def test_a_source_is_named_where_the_briefing_cites_others(make: Make) -> None:
    """In evidence and beside the words of a quotation."""
    several = ["nota", "acta"]
    assert make("evidence", "La obra costó 4,5", sources=["nota"]) == "La obra costó 4,5"
    assert make("evidence", "La obra costó 4,5", sources=several) == {
        "source": "nota",
        "text": "La obra costó 4,5",
    }
    quote = make("quotes", "Gracias", "acta", sources=several)
    assert [*quote] == ["text", "source", "speaker_as_written", "speaker"]


def test_a_mark_that_the_selection_cuts_off_is_no_evidence(make: Make) -> None:
    """What it is depends on what follows it."""
    assert make("evidence", "lo llama ‘") == "lo llama"


@pytest.mark.parametrize("words", ["\n\n", "».", "-\n"])
def test_without_words_there_is_no_entry(make: Make, words: str) -> None:
    """The author is told."""
    with pytest.raises(SelectionError, match="no words are selected"):
        make("key_points", words)


def test_what_is_too_long_for_an_entry_is_none(tmp_path: Path) -> None:
    """A page of text is no statement."""
    text = "El puerto sigue abierto. " * 300
    files = {"sources/larga.txt": text, "sources/larga.yml": _source(text)}
    site = _read(write(tmp_path / "briefs", files)).site
    with pytest.raises(SelectionError, match="too long"):
        entry_of("key_points", site.sources["larga"], (0, len(text)), site=site, language="es")


def test_words_that_nothing_singles_out_are_no_evidence(tmp_path: Path) -> None:
    """The author is told, since the check would not find which are meant."""
    text = "\n\n".join(["Aprobado por unanimidad."] * 30)
    files = {"sources/acta.txt": text, "sources/acta.yml": _source(text)}
    site = _read(write(tmp_path / "briefs", files)).site
    with pytest.raises(SelectionError, match="stand more than once"):
        entry_of("key_points", site.sources["acta"], (260, 284), site=site, language="es")


# Events and claims


def test_an_event_has_the_one_date_of_the_words(make: Make) -> None:
    """As exact as they have it."""
    entry = make("timeline", "El 3 de marzo de 2024 se cerró la presa.")
    assert (entry["date"], [*entry]) == ("2024-03-03", ["date", "text", "evidence"])


def test_the_date_of_the_sentence_counts_where_the_words_have_none(make: Make) -> None:
    """Its words are evidence as well."""
    assert make("timeline", "se cerró la presa") == {
        "date": "2024-03-03",
        "text": "se cerró la presa",
        "evidence": ["se cerró la presa", "3 de marzo de 2024"],
    }


def test_a_year_that_is_not_written_follows_from_the_day_of_the_briefing(make: Make) -> None:
    """Where it is near; else, and without that day, the author has to say when it was."""
    words = "se abrió la presa"
    assert make("timeline", words, date=Date(2026, 12, 20))["date"] == "2026-12-12"
    assert make("timeline", words, date=Date(2026, 3, 1))["date"] == "2025-12-12"
    assert "date" not in make("timeline", words, date=Date(2026, 8, 1))
    assert "date" not in make("timeline", words, date=None)


def test_what_has_no_date_or_several_has_none(make: Make) -> None:
    """The check asks for it."""
    assert [*make("timeline", "La obra costó")] == ["text", "evidence"]
    assert "date" not in make("timeline", "El puerto reabrirá", upto="se cerró la presa")


def test_a_claim_is_of_whom_its_sentence_says_to_have_said_it(make: Make) -> None:
    """In a record of speech, of whose turn it is."""
    assert make("claims", "la obra *sigue*")["by"] == "junta"
    assert make("claims", "dragado 9 dársenas", "acta")["by"] == "ana"
    assert "by" not in make("claims", "La obra costó")


# Quotations


@pytest.mark.parametrize("words", ["32 dársenas", "«Dragaremos 32 dársenas antes de mayo», di"])
def test_a_quotation_is_all_that_stands_between_the_marks(make: Make, words: str) -> None:
    """Whether the selection lies in it or goes beyond; with who said it, by the words of the source."""
    assert make("quotes", words) == {
        "text": "Dragaremos 32 dársenas antes de mayo",
        "speaker_as_written": "Ana Ruiz",
        "speaker": "ana",
        "evidence": "dijo Ana Ruiz",
    }


def test_a_quotation_that_is_said_to_be_nobodys_has_no_speaker(make: Make) -> None:
    """Few words in marks are quoted as well, where an author wants them."""
    quote = {"text": "obra mayor", "speaker": None, "evidence": "Es la"}
    assert make("quotes", "mayor") == quote


def test_of_a_turn_the_selection_is_quoted_and_its_label_says_of_whom(make: Make) -> None:
    """A turn may be long."""
    assert make("quotes", "Hemos dragado 9 dársenas", "acta") == {
        "text": "Hemos dragado 9 dársenas",
        "speaker_as_written": "ANA RUIZ",
        "speaker": "ana",
    }


def test_whom_somebody_quotes_is_the_speaker_in_a_turn(make: Make) -> None:
    """By the marks within it."""
    quote = make("quotes", "hay dinero para", "acta")
    assert (quote["text"], quote["speaker"]) == ("No hay dinero para dragar el puerto", "luis")


def test_a_quotation_is_of_one_turn(make: Make) -> None:
    """Of several, the one of which most is selected."""
    quote = make("quotes", "dragar el puerto", "acta", upto="12 escuelas")
    assert quote["text"] == "No hay dinero. Construiremos 12 escuelas"


@pytest.mark.parametrize(
    ("words", "source", "speaker"),
    [
        ("La obra costó 4,5 millones", "nota", None),
        ("dijo que la obra", "nota", "junta"),
        ("Aplausos", "acta", None),
        ("LUIS PRAT", "acta", None),
    ],
)
def test_what_nobody_says_in_so_many_words_is_reported_speech(
    make: Make, words: str, source: str, speaker: str | None
) -> None:
    """The speaker is whom the sentence says to have said it."""
    quote = make("quotes", words, source)
    assert (quote["text"], quote["verbatim"], quote["speaker"]) == (words, False, speaker)


# Promises


def test_a_promise_comes_as_in_a_draft(make: Make) -> None:
    """With who, how much and by when."""
    assert make("commitments", "«Dragaremos 32 dársenas antes de mayo»") == {
        "id": "dragaremos-32-darsenas-antes",
        "text": "Dragaremos 32 dársenas antes de mayo",
        "target": {"value": 32, "unit": "dársenas", "baseline": None},
        "deadline": "2026-04",
        "evidence": "Dragaremos 32 dársenas antes de mayo",
    }


def test_what_is_not_selected_of_a_promise_is_not_in_the_entry(make: Make) -> None:
    """Its evidence would not have it."""
    entry = make("commitments", "Construiremos 12 escuelas", "acta")
    assert (entry["by"], entry["target"]["value"], entry["deadline"]) == (["luis"], 12, None)
    whole = make("commitments", "Construiremos 12 escuelas antes de 2027", "acta")
    assert whole["deadline"] == "2026"


def test_an_id_is_free(make: Make) -> None:
    """Those of the briefing are taken."""
    taken = ["dragaremos-32-darsenas"]
    assert make("commitments", "Dragaremos 32 dársenas", taken=taken)["id"] == f"{taken[0]}-2"


def test_what_no_rule_takes_for_a_promise_is_one_where_the_author_does(make: Make) -> None:
    """Its words say nothing more."""
    assert make("commitments", "La obra costó") == {
        "id": "obra-costo",
        "text": "La obra costó",
        "deadline": None,
        "evidence": "La obra costó",
    }


def test_what_became_of_a_promise_is_read_in_the_words(make: Make) -> None:
    """As `briefsite follow` does: figures and states that are said plainly, on the day of the source."""
    assert make("updates", "Hemos dragado 9 dársenas", "acta", commitment="puerto/dragado") == {
        "commitment": "puerto/dragado",
        "date": "2026-04-02",
        "value": 9,
        "text": "Hemos dragado 9 dársenas",
        "evidence": "Hemos dragado 9 dársenas",
    }


def test_there_is_no_update_of_what_nobody_promised(make: Make) -> None:
    """The author is told."""
    with pytest.raises(SelectionError, match="no briefing has the commitment `puerto/otro`"):
        make("updates", "Gracias", "acta", commitment="puerto/otro")


# All of it passes the check

KINDS = ("key_points", "quotes", "objectives", "commitments", "timeline", "claims", "evidence")
ONLY_THE_AUTHOR_KNOWS = {"timeline": ["`date` is missing"], "claims": ["`by` is missing"]}


@pytest.fixture(scope="module")
def wrong() -> Callable[[str, int, int], list[str]]:
    """What is wrong with the flagship briefing and an entry that a stretch of its source makes."""
    reading = _read(REPOSITORY / "briefs")
    page = reading.site.sources["embajada-cortafuegos"]
    path = reading.site.briefings["mision-cortafuegos"].path
    document, _ = load(path.read_bytes(), path)
    assert document
    data = document.data

    def wrong(what: str, start: int, end: int) -> list[str]:
        name, entry = entry_of(
            what,
            page,
            (start, end),
            site=reading.site,
            language="es",
            taken=[one["id"] for one in data["commitments"]],
            date=Date.parse(data["date"]),
            sources=data["sources"],
        )
        more = {name: [*data.get(name, ()), *(entry if isinstance(entry, list) else [entry])]}
        raw = yaml.safe_dump({**data, **more}, allow_unicode=True, sort_keys=False).encode()
        found = check_written(REPOSITORY / "briefs", path, raw, reading)
        return [one.message for one in found if one.severity is Severity.ERROR]

    return wrong


@settings(max_examples=50)
@given(
    what=st.sampled_from(KINDS),
    start=st.integers(0, 3300),
    length=st.integers(1, 40) | st.integers(40, 900),
)
def test_an_entry_of_any_selection_passes_the_check(
    wrong: Callable[[str, int, int], list[str]], what: str, start: int, length: int
) -> None:
    """But for what the words do not say and the format wants."""
    try:
        found = wrong(what, start, start + length)
    except SelectionError as error:
        assert str(error) == "no words are selected"  # noqa: PT017 (there may be some)
    else:
        assert found in ([], ONLY_THE_AUTHOR_KNOWS.get(what))
