"""Words that the ends of lines break: where they are, how they are found, how readers see them."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from briefsite.evidence.line_ends import joined, on_one_line, whole, words_of
from briefsite.evidence.source_text import Ambiguous, Found, NotFound, SourceText, pieces
from conftest import Read, finishes, record_of


def found(text: str, words: str, hyphens: tuple[int, ...] = ()) -> list[str] | None:
    """What words stand for in a text, as received; None where they do not stand there once."""
    verdict = SourceText(text, hyphens=hyphens).find(words)
    return [text[low:high] for low, high in verdict.ranges] if isinstance(verdict, Found) else None


BROKEN = "La coope-\nración franco-\nespañola sigue en pie."


@pytest.mark.parametrize(
    "words",
    [
        "La cooperación franco-española sigue",
        "La coope-ración francoespañola sigue",
        "La coope- ración franco- española sigue",
        "La coope-\nración franco-\nespañola sigue",
        "La cooperación […] sigue",
        "[…]ración franco-española",
        "española sigue",  # a half of a word with a hyphen is a word
    ],
)
def test_a_broken_word_is_found_whole_or_with_its_hyphen(words: str) -> None:
    """Each of several in its own way, and the stretch that is found is that of the text as received."""
    assert isinstance(SourceText(BROKEN).find(words), Found)


def test_the_place_of_a_broken_word_is_all_of_it() -> None:
    """From its first letter to its last, with the hyphen and the end of the line between."""
    assert found(BROKEN, "cooperación franco-española") == ["coope-\nración franco-\nespañola"]


@pytest.mark.parametrize("end", ["-\n", "- \n", "-\r\n", "-\n   ", "‐\n", "\u00ad\n"])
def test_a_line_ends_with_any_hyphen(end: str) -> None:
    """Blanks around the end of the line make no difference."""
    assert found(f"su coope{end}ración", "su cooperación") == [f"su coope{end}ración"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("franco español", "franco-español"),
        ("ex-presidente", "expresidente"),
        ("ex-presidente", "ex presidente"),
        ("ex presidente de la coope-\nración", "ex-presidente de la cooperación"),
        ("ex-presidente de la coope-\nración", "expresidente de la cooperación"),
        ("la coope-\nración", "la coo-peración"),
        ("la coope-\nración", "la coope ración"),
        ("la coope-\nración", "la coope"),
        ("la coope-\nración", "ración"),
        ("el plan -\nnuevo", "el plannuevo"),
        ("el plan -\nnuevo", "el plan-nuevo"),
        ("de 10-\n12 años", "de 1012 años"),
        ("de 10-\n12 años", "de 10-12 años"),
        ("compra:\n- uno\n- dos", "unodos"),
        ("el plan\n-nuevo", "plannuevo"),
        ("pre-\ny posoperatorio", "prey posoperatorio"),
        ("medium-\nto long-term", "mediumto long-term"),
        ("-Iremos -dijo el alcalde-\nque es tarde", "alcaldeque es tarde"),
        ("la coope-\n\nración", "la cooperación"),
    ],
)
def test_nothing_else_is_joined(text: str, words: str) -> None:
    """No hyphen inside a line, no dash, no range of figures, no list, no first half of two."""
    assert found(text, words) is None


@pytest.mark.parametrize(
    "text",
    ["-Iremos -dijo el presi-\ndente-, y pronto.", "Iremos -dijo él-, con el presi-\ndente."],
)
def test_a_word_may_be_broken_within_an_aside(text: str) -> None:
    """Or after it: the hyphen that ends the aside is another one."""
    assert found(text, "presidente") == ["presi-\ndente"]


def test_words_that_stand_twice_are_ambiguous_however_they_are_broken() -> None:
    """Once broken and once whole is twice."""
    verdict = SourceText("La coope-\nración y la cooperación").find("cooperación")
    assert verdict == Ambiguous((3, 22))


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [
        ("cooperación", None),
        ("coope-ración", None),
        ("coope- ración", None),
        (None, "franco-español"),
        (None, "francoespañol"),
        (None, "franco- español"),
    ],
)
def test_words_before_and_after_may_be_broken(prefix: str | None, suffix: str | None) -> None:
    """`prefix` and `suffix` are compared as the words themselves are."""
    text = "La coope-\nración del pacto franco-\nespañol. El pacto."
    words = "del pacto" if prefix else "pacto"
    assert isinstance(SourceText(text).find(words, prefix, suffix), Found)
    other = "coo-peración" if prefix else None, None if prefix else "fran-coespañol"
    assert isinstance(SourceText(text).find(words, *other), NotFound)


def test_what_a_reader_of_documents_joined_is_found_with_the_hyphen() -> None:
    """And what it kept, without: `hyphens` says before which characters a line ended."""
    text = "franco-español y cooperación; otro ex-presidente"
    at = (text.index("español"), text.index("ración"))
    for words in ("franco-español", "francoespañol", "coope-ración", "cooperación"):
        assert found(text, words, at), words
    for words in ("expresidente", "franco español", "cooperacion", "coopera-ción"):
        assert not found(text, words, at), words
    assert not found(text, "francoespañol")
    assert SourceText(text, hyphens=at).shown(0, len(text)) == text


def test_a_hyphen_within_a_line_counts_beside_broken_words() -> None:
    """Both in one piece of evidence: the one must be there, the other may be missing."""
    text = "ex-presidente de la coope-\nración"
    for words in ("ex-presidente de la coope-ración", "ex-presidente de la cooperación"):
        assert found(text, words) == [text]


def test_the_half_of_a_word_is_found_after_one_that_ends_alike() -> None:
    """Looking goes on within the word, since a word begins after its hyphen."""
    assert found("MarAna-\nAna viene", "Ana") == ["Ana"]


def test_words_from_one_turn_to_another_are_told_with_broken_words() -> None:
    """The halves are two words to the message, as they are to readers."""
    text = "ANA: El pacto franco-\nespañol.\nRUI: Sí, claro.\nANA: Bien."
    verdict = SourceText(text, speech=[("", "turns")]).find("pacto franco-español […] Sí")
    assert isinstance(verdict, NotFound)
    assert (verdict.why, verdict.turns) == ("turns", ("ANA", "RUI"))


def test_what_a_reader_of_documents_joined_stays_so_in_a_record_of_speech() -> None:
    """Also where nobody called it one, and where it begins with a word that was broken."""
    text = "ANA: Cooperación.\nRUI: No.\nANA: Sí."
    shown = SourceText(text, hyphens=(10,)).as_shown
    assert shown.turns
    assert isinstance(shown.find("Coope-ración"), Found)
    declared = SourceText(text, speech=[("Coope-ración", "turns")], hyphens=(10,))
    assert declared.missing_stretches == ()


def test_a_site_looks_for_words_by_the_places_of_its_texts(read: Read) -> None:
    """`hyphen` in `<id>.places` lets the words be found with the hyphen of the document."""
    text, places = "La cooperación sigue.\n", "1:9 hyphen\n"
    record = record_of(text, "Nota") + f"places_sha256: {sha256(places.encode()).hexdigest()}\n"
    files = {
        "briefs/sources/nota.txt": text,
        "briefs/sources/nota.yml": record,
        "briefs/sources/nota.places": places,
        "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\nsources: [nota]\nevidence: La coope-ración\n",
    }
    assert read(files).findings == []
    files["briefs/a.yml"] = files["briefs/a.yml"].replace("coope-r", "coo-per")
    assert [finding.code for finding in read(files).findings] == ["evidence-not-found"]


def test_a_place_of_hyphens_outside_words_says_nothing() -> None:
    """As after a text was archived anew."""
    assert found("uno, dos", "unodos", (0, 3, 5, 8, 99)) is None


WORDS = [
    ("coope", "ración", "cooperación"),
    ("hispano", "portugués", "hispano-portugués"),
    ("franco", "española", "franco-española"),
    ("luso", "brasileña", "luso-brasileña"),
    ("ruso", "ucraniano", "ruso-ucraniano"),
    ("político", "social", "político-social"),
    ("técnico", "científica", "técnico-científica"),
    ("Franco", "Alemán", "Franco-Alemán"),
    ("México", "Estados", "México-Estados"),
    ("self", "employed", "self-employed"),
    ("well", "known", "well-known"),
    ("long", "term", "long-term"),
    ("decision", "making", "decision-making"),
    ("decision", "es", "decisiones"),
    ("large", "scale", "large-scale"),
    ("two", "thirds", "two-thirds"),
    ("sixty", "four", "sixty-four"),
    ("norte", "sur", "norte-sur"),
    ("norte", "americano", "norteamericano"),
    ("fact", "ory", "factory"),
    ("e", "mail", "e-mail"),
    ("co", "founder", "co-founder"),
    ("co", "misión", "comisión"),
    ("self", "ish", "selfish"),
    ("high", "way", "highway"),
    ("franco", "tirador", "francotirador"),
    ("hispano", "americano", "hispanoamericano"),
    ("anglo", "sajón", "anglosajón"),
    ("ex", "plicar", "explicar"),
    ("sig", "nificativo", "significativo"),
    ("under", "standing", "understanding"),
]


@pytest.mark.parametrize(("before", "after", "seen"), WORDS)
def test_a_hyphen_is_kept_where_the_word_is_put_together_with_one(
    before: str, after: str, seen: str
) -> None:
    """Peoples and fields in pairs, two names, first halves of English compounds; else it is dropped."""
    assert SourceText(f"un {before}-\n{after} más").shown(3, 5 + len(before + after)) == seen
    assert joined(before, after, ()) == ("-" not in seen)


def test_the_rest_of_the_text_decides_first() -> None:
    """The same word elsewhere, whole or with a hyphen, in any case and Unicode form."""
    assert joined("político", "social", words_of("Lo Políticosocial."))
    assert not joined("coope", "ración", words_of("La COOPE‐RACIÓN"))
    assert not joined("coope", "ración", words_of("la coope-racio\u0301n"))
    assert not joined("coope", "racio\u0301n", words_of("la coope-ración"))


def test_readers_see_words_whole() -> None:
    """In quotations and in any stretch; a soft hyphen never shows."""
    source = SourceText(BROKEN)
    words = "cooperación francoespañola"
    verdict = source.find(words)
    assert isinstance(verdict, Found)
    assert [*pieces(words, source, verdict)] == [("words", "cooperación franco-española")]
    assert source.shown(5, 14) == "operaci"
    assert SourceText("franco\u00ad\nespañol").shown(0, 15) == "francoespañol"
    text = "la in\u00ad\nter-\nnacional coo-\npe\u0301rate"
    assert SourceText(text).shown(0, len(text)) == "la internacional coope\u0301rate"


def test_a_text_whole_has_the_lines_it_had() -> None:
    """Each broken word stands in the line in which it begins."""
    assert whole("La coope-\nración es\nﬁrme") == "La cooperación\nes\nfirme"
    assert whole("in-\nter-\nnacional y más") == "internacional\ny\nmás"
    assert whole("in-\nter-\nnacional\ny más") == "internacional\ny más"
    assert whole("sin nada") == "sin nada"


def test_on_one_line_cells_stay_apart() -> None:
    """A tab leaves a gap, but for one that begins a line."""
    assert on_one_line("a\t b\n\tc  d") == "a\u2003b c d"


def test_a_word_goes_on_where_lines_are_paragraphs() -> None:
    """The end of its line ends no paragraph, and no sentence."""
    text = "Primera frase.\nSegunda frase.\nLa coope-\nración sigue.\nOtra frase."
    source = SourceText(text)
    assert [source.shown(*place) for place in source.paragraphs] == [
        "Primera frase.",
        "Segunda frase.",
        "La cooperación sigue.",
        "Otra frase.",
    ]


def test_the_label_of_a_turn_is_no_half_of_a_word() -> None:
    """Who speaks next does not go on with the word before."""
    source = SourceText("ANA: Y la coope-\nRUI: No.\nANA: Sí.", speech=[("", "turns")])
    assert [turn.label for turn in source.turns] == ["ANA", "RUI", "ANA"]
    assert source.joints == []
    assert isinstance(source.find("coopeRUI"), NotFound)


def test_places_of_ambiguous_words_are_told_with_words_whole(read: Read) -> None:
    """As readers see them, around where each begins."""
    text = "Hay coope-\nración y más coope-\nración."
    files = {
        "briefs/sources/nota.txt": text,
        "briefs/sources/nota.yml": record_of(text, "Nota"),
        "briefs/a.yml": "title: A\ndate: 2025\nsummary: s\nsources: [nota]\nevidence: cooperación\n",
    }
    (finding,) = read(files).findings
    assert "…Hay cooperación y más cooperación.…" in str(finding.notes)


def test_messages_show_broken_words_whole() -> None:
    """The nearest passage differs in what the author got wrong alone."""
    near = SourceText(BROKEN).nearest("La cooperación franco-española acaba")
    assert near
    assert near.passage == "La cooperación franco-española >>sigue<<"


# Whatever the texts

_WORDS = st.lists(st.text("abñé", min_size=4, max_size=9), min_size=3, max_size=8)


@given(_WORDS, st.data())
@settings(max_examples=200)
def test_any_word_may_be_broken_anywhere(words: list[str], data: st.DataObject) -> None:
    """Both forms are found at the same place; a hyphen, letter or space elsewhere is not."""
    index = data.draw(st.integers(0, len(words) - 1))
    cut = data.draw(st.integers(2, len(words[index]) - 2))
    first, second = words[index][:cut], words[index][cut:]
    before, after = " ".join(["Ox", *words[:index], ""]), " ".join(["", *words[index + 1 :], "ox"])
    text = f"{before}{first}-\n{second}{after}"
    assume(not re.search(r"-\n(?:e|y)\b", text))
    everything = [text]
    assert found(text, f"{before}{first}{second}{after}") == everything
    assert found(text, f"{before}{first}-{second}{after}") == everything
    assert found(text, f"{before}{first} {second}{after}") is None
    other = data.draw(st.integers(1, len(words[index]) - 1))
    if other != cut:
        hyphen = f"{words[index][:other]}-{words[index][other:]}"
        assert found(text, f"{before}{hyphen}{after}") is None
    place = data.draw(st.integers(0, len(words[index]) - 1))
    wrong = f"{words[index][:place]}x{words[index][place + 1 :]}"
    assert found(text, f"{before}{wrong}{after}") is None
    spaceless = f"{before}{first}{second}{after}".replace(" ", "-", 1)
    assert found(text, spaceless) is None


@given(st.text("ab-‐\u00ad\n \rﬁéE.\u0301", max_size=30), st.lists(st.integers(0, 30), max_size=3))
@settings(max_examples=500)
@example("ab-\nab-\nab", [3, 4])
@example("ﬁ-\nﬁ", [2, 3])
def test_no_text_is_too_strange(text: str, hyphens: list[int]) -> None:
    """Joints are in order and apart, and what readers see has all letters of the text."""
    source = SourceText(text, hyphens=hyphens)
    reached = 0
    for start, end, _ in source.joints:
        assert reached <= start <= end
        reached = end
    seen = source.shown(0, len(text))
    letters = text.replace("ﬁ", "fi")
    assert [*filter(str.isalpha, seen)] == [*filter(str.isalpha, letters)]
    assert [*filter(str.isalpha, whole(text))] == [*filter(str.isalpha, letters)]
    source.find("ab-ab", "a-b", "b-a")


@pytest.mark.parametrize("words", ["a-" * 40 + "a", "a" * 2_000 + "-a"])
def test_no_hyphens_keep_the_search_busy(words: str) -> None:
    """Nor many joints in a long text."""
    with finishes():
        SourceText("ab-\ncd " * 5_000 + "a" * 5_000).find(words)
