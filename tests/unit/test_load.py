"""YAML is read strictly: what surprises authors or endangers machines is refused, with its place."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefsite.archive.load import MAX_BYTES, MAX_LEVELS, MAX_NODES, decode, load
from briefsite.cache import file_digests
from briefsite.messages.diagnostics import CODES, Diagnostic, as_text
from briefsite.site.reading import Reading, read_site
from conftest import Case, Read, finishes, record_of

PATH = Path("briefs/dredging.yml")
BRIEFING = """\
title: Harbour dredging resumes
date: 2024-05-01
summary: The dredger is back after four years.
"""


def codes(text: str | bytes) -> list[str]:
    """The findings in a file."""
    raw = text if isinstance(text, bytes) else text.encode()
    return [finding.code for finding in load(raw, PATH)[1]]


def data(text: str) -> dict[str, Any]:
    """What a file without findings holds."""
    document, findings = load(text.encode(), PATH)
    assert document, findings
    return document.data


def found(reading: Reading) -> list[str]:
    """The findings in a folder, each with its file."""
    return [f"{finding.path.as_posix()} {finding.code}" for finding in reading.findings]


def test_case(case: Case, read: Read) -> None:
    """A finding says what is wrong, where, and how to mend it."""
    reading = read(case.files, **case.options)
    assert as_text(reading.findings, reading.shown.get) == case.output


# What is text and what is not


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No", "NO", "yes", "on", "off", "y", "n"),
        *("2025-09-26", "2025-09", "26:09", "12:30:45", "2025-09-26T10:00:00Z"),
        *("0x1F", "0o17", "0b1", "1_000", "1,000", "1.2.3", "+", ".", "1e999"),
        *("NaN", ".nan", ".inf", "-.inf", "=", "<<", "nil", "None", "tRUE", "nulL"),
        "9" * 19,
        "9" * 5_000,
    ],
)
def test_words_dates_and_odd_numbers_stay_text(text: str) -> None:
    """Plain scalars follow the core schema of YAML 1.2, and numbers too large to be meant are text."""
    assert data(f"field: {text}\n") == {"field": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("0", 0), ("-12", -12), ("+3", 3), ("007", 7), ("9" * 18, 10**18 - 1)],
        *[("3.5", 3.5), (".5", 0.5), ("-1.", -1.0), ("1e3", 1000.0), ("2.5E-2", 0.025)],
        *[("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False)],
        *[("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None)],
        *[("'12'", "12"), ('"true"', "true"), ("'null'", "null"), ("''", "")],
    ],
)
def test_numbers_truth_values_and_null_are_what_they_say(text: str, value: object) -> None:
    """Only plain decimal numbers, `true`, `false` and `null` are not text; quoted, all is text."""
    (read,) = data(f"field: {text}\n").values()
    assert (read, type(read)) == (value, type(value))


def test_the_merge_key_is_a_key_like_others() -> None:
    """`<<` has no powers."""
    assert data("<<: {a: 1}\n") == {"<<": {"a": 1}}


def test_text_is_composed() -> None:
    """Keys and texts are normalised to Unicode form NFC."""
    text = "misión: año\n"
    assert data(unicodedata.normalize("NFD", text)) == {"misión": "año"}


def test_text_keeps_its_line_ends() -> None:
    """`decode` changes no character of a text but for a byte order mark."""
    raw = "\ufeffone\r\ntwo\n\tthree".encode()
    assert decode(raw, PATH, limit=100) == ("one\r\ntwo\n\tthree", [])


# Places


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (("title",), (1, 8, 8)),
        (("key_points",), (2, 1, 10)),  # a list has the place of its name
        (("key_points", 0), (3, 5, 1)),
        (("key_points", 0, "text"), (3, 11, 5)),
        (("key_points", 0, "evidence", 0, "text"), (4, 15, 7)),  # one text where a list may stand
        (("key_points", 0, "evidence", 0, "source"), (4, 15, 7)),
        (("key_points", 1, "evidence", 1, "text"), (8, 16, 3)),
        (("key_points", 1, "evidence", 1, "prefix"), (8, 9, 1)),  # not written: the entry around it
        (("quotes", 0, "text"), (1, 1, 1)),
        (("note",), (9, 1, 4)),
    ],
)
def test_every_value_has_a_place(where: tuple[str | int, ...], place: tuple[int, int, int]) -> None:
    """Lines and columns count from 1; what the author did not write has the place around it."""
    document, _ = load(
        """\
title: "Híjole"
key_points:
  - text: First
    evidence: 'words'
  - text: Second
    evidence:
      - one
      - {text: two}
note:
""".encode(),
        PATH,
    )
    assert document
    span = document.place(where).value
    assert (span.line, span.column, span.width) == place


# Limits


def nested(levels: int) -> str:
    """A file of so many levels."""
    return "a: " + "[" * (levels - 1) + "]" * (levels - 1)


def test_twenty_levels_are_allowed() -> None:
    """A file may have 20 levels."""
    assert codes(nested(MAX_LEVELS)) == []


def test_twenty_one_levels_are_not() -> None:
    """A file has at most 20 levels."""
    assert codes(nested(MAX_LEVELS + 1)) == ["yaml-too-deep"]
    steps = "".join(f"{' ' * level}a:\n" for level in range(MAX_LEVELS + 1))
    assert codes(steps) == ["yaml-too-deep"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a: [", "[{"])
def test_a_hundred_thousand_brackets_are_no_danger(opening: str) -> None:
    """No depth can overflow the reader: 100,000 open brackets crash other YAML readers."""
    with finishes():
        assert codes(opening * 100_000) != []


def items(count: int) -> str:
    """A file of so many values: the whole, its list, and the items."""
    return f"topics: [{'a, ' * (count - 3)}]\n"


def test_twenty_thousand_values_are_allowed() -> None:
    """A file may have 20,000 values."""
    assert codes(items(MAX_NODES)) == []


def test_twenty_thousand_and_one_values_are_not() -> None:
    """A file has at most 20,000 values."""
    assert codes(items(MAX_NODES + 1)) == ["yaml-too-many"]


def test_a_mebibyte_is_allowed() -> None:
    """A YAML file may have 1 MiB."""
    text = "a: " + "x" * (MAX_BYTES - 4) + "\n"
    assert len(text) == MAX_BYTES
    assert codes(text) == []


def test_a_byte_more_is_not(read: Read) -> None:
    """A YAML file has at most 1 MiB, and no more of it is read."""
    text = "a: " + "x" * (MAX_BYTES - 3) + "\n"
    assert codes(text) == ["file-too-large"]
    assert found(read({"briefs/dredging.yml": text})) == ["briefs/dredging.yml file-too-large"]


def test_a_billion_laughs_are_refused_at_the_first() -> None:
    """Aliases are refused, so that a small file cannot become a large one."""
    laughs = 'a: &a ["lol", "lol"]\n' + "".join(
        f"{name}: &{name} [*{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}]\n"
        for of, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with finishes():
        assert codes(laughs) == ["yaml-alias"]


HOSTILE = {
    "spaces before a mistake": " " * 20_000 + "'a': b: c",
    "spaces after a colon": f"a:{' ' * 20_000}'b': c",
    "colons": "a: " + "b: " * 20_000,
    "lines": "a: |\n" + " x\n" * 100_000,
    "quotation marks": "a: '" + "''" * 100_000 + "'",
    "a comment": "#" * 1_000_000,
    "empty lines": "\n" * 1_000_000,
    "accents": "a: " + "\u0301" * 100_000,
    "invisible characters": "\u202e" * 20_000,
    "one key many times": "a: 1\n" * 9_000,
    "many unknown fields": "".join(f"a{n}: 1\n" for n in range(9_000)),
    "many mistaken items": f"sources: [{'A, ' * 9_000}]",
    "many mistaken entries": f"key_points: [{'{text: 1}, ' * 5_000}]",
    "a long wrong choice": f"kind: {'x' * 900_000}",
    "a long wrong date": f"date_as_written: {'viernes ' * 100_000}",
    "tags never closed": f"why_it_matters: {'<a' * 80_000}",
    "images never closed": f"why_it_matters: '{'![' * 50_000}'",
    "brackets never closed": f"why_it_matters: '{'[' * 15_000}'",
    "links never closed": f"why_it_matters: '{'[a](' * 5_000}'",
    "emphasis never closed": f"why_it_matters: '{'*a _b ' * 5_000}'",
    "backticks": f"why_it_matters: 'a{'`' * 50_000}b'",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_file_keeps_the_reader_busy(text: str, tmp_path: Path) -> None:
    """Whatever a file holds, it is read, checked and reported in time that grows with its length."""
    (tmp_path / "hostile.yml").write_text(f"{BRIEFING}{text}\n", "utf-8")
    with finishes():
        reading = read_site(tmp_path)
        as_text(reading.findings, reading.shown.get)


# Files that are not what they seem


def test_a_link_out_of_the_folder_is_refused(read: Read) -> None:
    """Symbolic links that leave `briefs/` are refused: what is outside was not meant to be published."""
    Path("secret.yml").write_text(BRIEFING)
    Path("briefs").mkdir()
    Path("briefs/dredging.yml").symlink_to("../secret.yml")
    assert found(read({})) == ["briefs/dredging.yml symlink-outside"]


def test_a_link_to_a_folder_is_refused(read: Read) -> None:
    """A link to a folder could lead in a circle, or outside."""
    Path("outside").mkdir()
    Path("briefs").mkdir()
    Path("briefs/2024").symlink_to("../outside")
    Path("briefs/2025").symlink_to(".")
    assert found(read({})) == ["briefs/2024 symlink-outside", "briefs/2025 symlink-outside"]


def test_a_link_inside_the_folder_is_followed(read: Read) -> None:
    """A link to a file inside is as good as the file."""
    Path("briefs/drawer").mkdir(parents=True)
    Path("briefs/dredging.yml").symlink_to("drawer/text")
    assert found(read({"briefs/drawer/text": BRIEFING})) == []


@pytest.mark.parametrize("target", ["dredging.yml", "nowhere.yml"])
def test_a_link_that_leads_nowhere_is_unreadable(read: Read, target: str) -> None:
    """A link to itself or to nothing is one finding."""
    Path("briefs").mkdir()
    Path("briefs/dredging.yml").symlink_to(target)
    assert found(read({})) == ["briefs/dredging.yml unreadable-file"]


def test_the_text_of_a_source_is_no_link_out_of_the_folder(read: Read) -> None:
    """The same holds for the text of a source: its hash may be known to somebody outside."""
    secret = "The password is «dredger»."
    Path("secret.txt").write_text(secret)
    Path("briefs/sources").mkdir(parents=True)
    Path("briefs/sources/letter.txt").symlink_to("../../secret.txt")
    reading = read({"briefs/sources/letter.yml": record_of(secret, "A letter")})
    assert found(reading) == ["briefs/sources/letter.txt symlink-outside"]
    assert not reading.site.sources


def test_a_text_that_nobody_recorded_is_no_link_out_of_the_folder(read: Read) -> None:
    """Nor does a finding give away the hash of a file outside."""
    Path("secret.txt").write_text("1234")
    Path("briefs/sources").mkdir(parents=True)
    Path("briefs/sources/letter.txt").symlink_to("../../secret.txt")
    assert found(read({})) == ["briefs/sources/letter.txt symlink-outside"]


def test_a_pipe_is_unreadable(read: Read) -> None:
    """Only regular files are read; a pipe would wait for ever."""
    Path("briefs/sources").mkdir(parents=True)
    os.mkfifo("briefs/dredging.yml")
    os.mkfifo("briefs/sources/letter.txt")
    assert found(read({"briefs/sources/letter.yml": "title: A letter\n"})) == [
        "briefs/dredging.yml unreadable-file",
        "briefs/sources/letter.txt unreadable-file",
    ]


def test_a_folder_with_the_name_of_a_file_is_a_folder(read: Read) -> None:
    """A name that ends in `.yml` makes no file of a folder."""
    reading = read({"briefs/2024.yml/dredging.yml": BRIEFING, "briefs/sources/a.yml": "title: A\n"})
    Path("briefs/sources/a.txt").mkdir()
    assert list(reading.site.briefings) == ["dredging"]
    assert found(read({})) == ["briefs/sources/a.txt unreadable-file"]


def test_a_file_that_one_may_not_read_is_unreadable(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not be read is one finding; root may read all, so its refusal is played."""
    read({"briefs/dredging.yml": BRIEFING})

    def refuse(path: str, _: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(file_digests, "open", refuse, raising=False)
    reading = read_site(Path("briefs"))
    assert found(reading) == ["briefs/dredging.yml unreadable-file"]
    assert reading.findings[0].message == "cannot be read: Permission denied"


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("dredging.YML", "dredging.yml"),
        ("2024/dredging.Yaml", "dredging.yaml"),
        ("entities/port.YAML", "port.yaml"),
        ("sources/letter.yMl", "letter.yml"),
        ("sources/letter.TXT", "letter.txt"),
        ("sources/2024/letter.Txt", "letter.txt"),
    ],
)
def test_an_ending_in_capitals_is_a_finding(read: Read, name: str, better: str) -> None:
    """Such a file is not read, and nobody should have to find that out by its absence."""
    reading = read({f"briefs/{name}": BRIEFING})
    assert found(reading) == [f"briefs/{name} bad-ending"]
    assert reading.findings[0].help == f"rename the file to `{better}`"


def test_the_id_of_a_file_that_is_not_read_is_known(read: Read) -> None:
    """One mistake does not show as others elsewhere."""
    files = {"briefs/dredging.YML": BRIEFING, "briefs/silt.yml": f"{BRIEFING}related: [dredging]\n"}
    assert found(read(files)) == ["briefs/dredging.YML bad-ending"]


def test_what_cannot_be_a_briefing_is_ignored(read: Read) -> None:
    """Notes, tables and what editors leave behind may lie beside the briefings."""
    names = ("README.md", "README.TXT", "a.csv", "a.yml~", "a.yml.bak", "#a.yml#", ".b.YML")
    others = {f"briefs/{name}": "?" for name in names}
    assert found(read({"briefs/dredging.yml": BRIEFING, **others})) == []


def test_hidden_files_are_nobodys_briefings(read: Read) -> None:
    """Files that begin with a full stop belong to programs: macOS leaves `._letter.txt` behind."""
    hidden = dict.fromkeys(("briefs/.a.yml", "briefs/.git/b.yml", "briefs/sources/._c.txt"), "?")
    assert found(read({"briefs/dredging.yml": BRIEFING, **hidden})) == []


def test_a_text_that_nobody_recorded_is_found_in_any_folder(read: Read) -> None:
    """Sources may lie in folders, as briefings do."""
    text = "The dredger is back."
    files = {
        "briefs/sources/2024/letter.txt": text,
        "briefs/sources/2024/letter.yml": record_of(text, "A letter"),
        "briefs/sources/2024/telegram.txt": text,
    }
    reading = read(files)
    assert list(reading.site.sources) == ["letter"]
    assert found(reading) == ["briefs/sources/2024/telegram.txt source-incomplete"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """Nothing to read is nothing wrong."""
    assert found(read_site(tmp_path / "briefs")) == []


# Whatever a file holds

YAMLISH = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "title: ",
                "date: ",
                "summary: ",
                "evidence: ",
                "key_points:\n",
                "quotes: ",
                "text: ",
                "sources: [",
                "kind: ",
                "- ",
                "  ",
                "\n",
                ": ",
                "[",
                "]",
                "{",
                "}",
                ",",
                "'",
                '"',
                "#",
                ">-\n",
                "&a ",
                "*a",
                "!!str ",
                "---\n",
                "...\n",
                "%YAML 1.2\n",
                "? ",
                "~",
                "null",
                "\\",
                "\\x",
                "2025-09-26",
                "007",
                "1e5",
                "true",
                "a",
                "é",
                "é",
                "\t",
                "\r\n",
                "\r",
                "\x00",
                "\u202e",
                "\ufeff",
                "\u2028",
                "\x85",
                "@",
                "`",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)


def check_findings(findings: list[Diagnostic], text: str) -> None:
    """Each finding has a known code and a place in the file, and can be shown."""
    lines = text.count("\n") + 1
    for finding in findings:
        assert finding.code in CODES
        assert 1 <= finding.span.line <= lines
        assert finding.span.column >= 1
        assert finding.span.width >= 1
    as_text(findings, lambda _: text)


def check_load(raw: bytes) -> None:
    """There is either a document or findings, never both and never neither."""
    document, findings = load(raw, PATH)
    check_findings(findings, raw.decode("utf-8-sig", errors="replace"))
    assert (document is None) == bool(findings)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_findings(raw: bytes) -> None:
    """Reading never raises for what a file holds."""
    check_load(raw)


@given(st.binary(max_size=20), st.sampled_from([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]))
def test_any_bytes_after_a_byte_order_mark_are_too(raw: bytes, mark: bytes) -> None:
    """So it is after the byte order mark of any encoding."""
    check_load(mark + raw)


@given(YAMLISH)
@settings(max_examples=500)
def test_any_text_is_a_document_or_findings(text: str) -> None:
    """So it is with what looks like YAML."""
    check_load(text.encode(errors="surrogatepass"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("briefs")


@given(st.one_of(st.binary(max_size=200), YAMLISH.map(lambda text: text.encode(errors="replace"))))
def test_a_folder_of_any_file_can_be_read(folder: Path, raw: bytes) -> None:
    """The whole path over a folder never raises for what its files hold."""
    (folder / "any.yml").write_bytes(raw)
    reading = read_site(folder, require_evidence=True)
    check_findings(reading.findings, raw.decode("utf-8-sig", errors="replace"))
    assert len(reading.site.briefings) + bool(reading.findings) == 1
