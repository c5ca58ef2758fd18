"""What changed from one version of a source to the next, as readers see it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefsite.archive.models import Version
from briefsite.authoring.versions import VersionError, with_version
from briefsite.pages.publication import Publication
from briefsite.pages.rendering import render_site
from briefsite.pages.versions import changes
from briefsite.site.reading import read_site
from conftest import finishes
from sites import write


def shown(before: str, after: str) -> list[str]:
    """Paragraphs as readers see them; a run of those alike as its number."""
    return [f"={change.same}" if change.same else change.html for change in changes(before, after)]


LONG = "La obra se hará en el plazo previsto."
OTHER = "Nadie ha dicho todavía cuánto costará."


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ("Será en mayo de 2025.", "Será en junio de 2025.", ["Será en <del>mayo</del> <ins>junio</ins> de 2025."]),
        ("Será en mayo.", "Será ya en mayo.", ["Será <ins>ya</ins> en mayo."]),
        ("Será ya en mayo.", "Será en mayo.", ["Será <del>ya</del> en mayo."]),
        ("Uno.\n\nDos.\n\nTres.", "Uno.\n\nDos.\n\nTres.\n\nCuatro.", ["=3", "<ins>Cuatro.</ins>"]),
        ("Uno.\n\nDos.\n\nTres.", "Uno.\n\nTres.", ["Uno.", "<del>Dos.</del>", "Tres."]),
        (f"{LONG} {OTHER}", f"{LONG}\n\n{OTHER}", [f"{LONG} <ins>¶</ins>", OTHER]),
        (f"{LONG}\n\n{OTHER}", f"{LONG} {OTHER}", [f"{LONG} <del>¶</del> {OTHER}"]),
        ("Sobre el puerto.", "Nada más que decir.", ["<del>Sobre el puerto.</del>", "<ins>Nada más que decir.</ins>"]),
        (f"{LONG}\n\nUno dos tres.", f"{LONG.replace('obra', 'grúa')}\n\nUno dos cuatro.", ["La <del>obra</del> <ins>grúa</ins> se hará en el plazo previsto.", "Uno dos <del>tres.</del> <ins>cuatro.</ins>"]),
        ("Uno dos tres.\n\nCuatro cinco seis.", "Cuatro cinco siete.\n\nUno dos tres.", ["<ins>Cuatro cinco siete.</ins>", "Uno dos tres.", "<del>Cuatro cinco seis.</del>"]),
        # White space and line ends are no words.
        ("Uno  dos\ntres cuatro.\n\nCinco.", "Uno dos tres\r\ncuatro.\r\n\r\n\r\nCinco.", ["=2"]),
        ("", "Uno.", ["<ins>Uno.</ins>"]),
        ("Uno.", "", ["<del>Uno.</del>"]),
        ("", "", []),
        # A line a paragraph, where the text has no others.
        ("Uno.\nDos.\nTres.\nCuatro.", "Uno.\nDos.\nTres y más.\nCuatro.", ["=2", "<del>Tres.</del> <ins>Tres y más.</ins>", "Cuatro."]),
    ],
)  # fmt: skip
def test_a_change_is_shown_word_by_word(before: str, after: str, seen: list[str]) -> None:
    """Paragraph by paragraph; what has little in common is no change of words, but another paragraph."""
    assert [text.replace("&#46;", ".") for text in shown(before, after)] == seen


def test_a_long_text_with_a_word_changed_in_each_paragraph_is_compared_word_by_word() -> None:
    """However long it is: each paragraph has its own."""
    texts = [
        "\n\n".join(f"{' '.join(f'p{n}-{m}' for m in range(100))} {word}" for n in range(90))
        for word in ("antes", "después")
    ]
    seen = shown(*texts)
    assert len(seen) == 90
    assert all(text.endswith("99 <del>antes</del> <ins>después</ins>") for text in seen)


def test_words_of_a_source_are_no_markup() -> None:
    """Neither of HTML nor of Markdown."""
    (text,) = shown("a b c <ins>x</ins> *y*", "a b c <script>z [k](l)")
    assert "<script" not in text and "[" not in text and "*" not in text
    assert text.count("<ins>") == text.count("<del>") == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" ".join(f"p{n % 97}" for n in range(30_000)), " ".join(f"p{n % 89}" for n in range(30_000))),
        ("Sí.\n\n" * 5_000, "No.\n\nSí.\n\n" * 2_500),
        (" ".join(f"p{n}" for n in range(4_900)), " ".join(f"p{n if n % 4 else -n}" for n in range(4_900))),
        (" ".join(f"p{n}" for n in range(60_000)), " ".join(f"p{n if n % 4 else -n}" for n in range(60_000))),
        ("de la a " * 2_500, "la de a " * 2_500),
    ],
)  # fmt: skip
def test_long_texts_are_compared_in_time(before: str, after: str) -> None:
    """However often words and paragraphs come again."""
    with finishes():
        assert [*changes(before, after)]


WAS = "La obra durará dos años.\n\nEl gremio haiga dicho que no.\n\nFin del acta.\n"
BETWEEN = "La obra durará diez años.\n"
NOW = (
    "La obra durará tres años.\n\nEl gremio haya dicho que no.\n\nFin del acta.\n\nFin del acta.\n"
)


TEXTS = {"acta.txt": WAS, "acta.2025-05-03.txt": BETWEEN, "acta.2025-06-01.txt": NOW}


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def source_page(folder: Path, record: str = "", briefing: str = "") -> str:
    """The page of a source with two later versions."""
    files = {
        **{f"sources/{name}": text for name, text in TEXTS.items()},
        "sources/acta.yml": f"title: Acta\nsha256: {hash_of(WAS)}\n{record}versions:\n"
        f"- {{retrieved: 2025-06-01, sha256: {hash_of(NOW)}}}\n"
        f"- {{retrieved: 2025-05-03, sha256: {hash_of(BETWEEN)}}}\n",
        "a.yml": "title: A\ndate: 2025\nsummary: s\nsources: [acta]\n"
        "evidence: [La obra durará dos años, El gremio haiga dicho que no, Fin del acta, 'El […] no']\n"
        + briefing,
    }
    write(folder, files)
    reading = read_site(folder)
    assert reading.findings == []
    rendering = render_site(reading.site, Publication(name="Sitio", language="es"), folder)
    copies = {uri: path.name for uri, path in rendering.copies.items()}
    assert copies == {f"fuentes/{name}": name for name in sorted(TEXTS)}
    (page,) = (page.markdown for page in rendering.pages if page.uri == "fuentes/acta.md")
    return page.replace("&#46;", ".")


def test_versions_come_in_the_order_of_time_each_against_the_one_before(tmp_path: Path) -> None:
    """And each can be had as it is."""
    page = source_page(tmp_path)
    first, second = page.split("### ")[1:]
    assert first.startswith("Versión del 3 de mayo de 2025")
    assert "La obra durará <del>dos</del> <ins>diez</ins> años." in first
    assert "](acta.2025-05-03.txt)" in first
    assert second.startswith("Versión del 1 de junio de 2025")
    assert "La obra durará <del>diez</del> <ins>tres</ins> años." in second
    assert "](acta.2025-06-01.txt)" in second


def test_what_is_cited_and_gone_is_listed_with_the_newest_version(tmp_path: Path) -> None:
    """Words that stand more than once still stand; so do those with a bracket, in their order."""
    first, second = source_page(tmp_path).split("### ")[1:]
    gone = "estas palabras ya no están en la versión del 1 de junio de 2025."
    assert gone not in first
    assert [line for line in second.splitlines() if line.startswith("- ")] == [
        f"- [«La obra durará dos años»](acta.md#p1): {gone}",
        f"- [«El gremio haiga dicho que no»](acta.md#p3): {gone}",
    ]


def test_a_slip_that_was_mended_is_not_gone(tmp_path: Path) -> None:
    """It stands there as it was meant."""
    record = "sic: [{as_written: haiga, meant: haya}]\n"
    assert "«El gremio haiga" not in source_page(tmp_path, record)


def test_what_a_withdrawn_briefing_cites_is_not_listed(tmp_path: Path) -> None:
    """It counts nowhere."""
    page = source_page(tmp_path, briefing="status: withdrawn\nstatus_note: No.\n")
    assert "ya no están" not in page


def test_a_source_without_versions_says_nothing_of_them(tmp_path: Path) -> None:
    """No heading, and no words."""
    files = {
        "sources/acta.txt": WAS,
        "sources/acta.yml": f"title: Acta\nsha256: {hash_of(WAS)}\n",
    }
    site = read_site(write(tmp_path, files)).site
    pages = render_site(site, Publication(name="Sitio", language="es"), tmp_path).pages
    assert "bs-versions" not in "".join(page.markdown for page in pages)


def kept(record: str) -> str | None:
    """A record with one version more; None where it leaves no place for it."""
    version = Version.model_validate({"retrieved": "2026-06-01", "sha256": "0" * 64})
    try:
        return with_version(record.encode(), version, Path("acta.yml")).decode()
    except VersionError:
        return None


OLD = f"retrieved: 2026-05-03, sha256: {'a' * 64}"
ITEM = f"- retrieved: 2026-06-01\n  sha256: {'0' * 64}\n"
INDENTED = f"  - retrieved: 2026-06-01\n    sha256: {'0' * 64}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A # B\n", f"title: A # B\nversions:\n{INDENTED}"),
        ("title: A\n# end", f"title: A\n# end\nversions:\n{INDENTED}"),
        ("title: A\nnote: |\n  x\n\n", f"title: A\nnote: |\n  x\n\nversions:\n{INDENTED}"),
        (f"versions:\n- {{{OLD}}}\n# then\ntitle: A\n", f"versions:\n- {{{OLD}}}\n{ITEM}# then\ntitle: A\n"),
        (f"versions:\n  - {{{OLD}}}\n\ntitle: A", f"versions:\n  - {{{OLD}}}\n{INDENTED}\ntitle: A\n"),
        (
            f"versions:\n- retrieved: 2026-05-03\n  sha256: >-\n    {'a' * 64}\ntitle: A\n",
            f"versions:\n- retrieved: 2026-05-03\n  sha256: >-\n    {'a' * 64}\n{ITEM}title: A\n",
        ),
        (f"title: A\nversions: [{{{OLD}}}]\n", None),
        ("title: A\nversions: []\n", None),
        ("{title: A}\n", None),
        ("title: A\n...\n", None),
    ],
)  # fmt: skip
def test_a_version_is_put_into_a_record_and_nothing_else_changes(
    before: str, after: str | None
) -> None:
    """Comments, order, folds and indentation are the author's; where there is no sure place, it is refused."""
    assert kept(before) == after
