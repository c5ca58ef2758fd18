"""A finding is a plain record; terminal, annotation and JSON are renderings of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefsite.messages.diagnostics import (
    CODES,
    INVISIBLE,
    Diagnostic,
    Severity,
    Span,
    as_json,
    as_text,
    github,
    pretty,
    visible,
)
from conftest import CASES, STAGES

SOURCE = "title: Harbour dredging resumes\nstatsu: draft\n"
STATSU = Span(2, 1, 6)


def finding(
    message: str = "unknown field `statsu`",
    *,
    path: str = "briefs/dredging.yml",
    span: Span = STATSU,
    severity: Severity = Severity.ERROR,
    notes: tuple[str, ...] = (),
    mend: str | None = "did you mean `status`?",
) -> Diagnostic:
    """A finding, of which a test changes what it is about."""
    return Diagnostic(
        code="unknown-field",
        message=message,
        path=Path(path),
        span=span,
        severity=severity,
        notes=notes,
        help=mend,
    )


# In a terminal


def test_a_terminal_shows_the_line_and_a_caret() -> None:
    """The line, a caret under the cause, what is known of it, what to do."""
    assert pretty(finding(notes=("first\nand more", "second")), SOURCE) == (
        "error[unknown-field]: unknown field `statsu`\n"
        " --> briefs/dredging.yml:2:1\n"
        "  |\n"
        "2 | statsu: draft\n"
        "  | ^^^^^^\n"
        "  = first\n"
        "    and more\n"
        "  = second\n"
        "  = help: did you mean `status`?"
    )


def test_the_gutter_is_as_wide_as_the_number_of_the_line() -> None:
    """Bars and arrows stand in one column, whatever the line."""
    shown = pretty(finding(span=Span(100, 3), severity=Severity.WARNING), "\n" * 99 + "abcdef")
    assert shown.splitlines() == [
        "warning[unknown-field]: unknown field `statsu`",
        "   --> briefs/dredging.yml:100:3",
        "    |",
        "100 | abcdef",
        "    |   ^",
        "    = help: did you mean `status`?",
    ]


@pytest.mark.parametrize("source", [None, "", "title: x"])
def test_without_a_line_there_is_none_to_show(source: str | None) -> None:
    """Where the file has no such line, or no text, the finding stands alone."""
    assert pretty(finding(mend=None), source) == (
        "error[unknown-field]: unknown field `statsu`\n --> briefs/dredging.yml:2:1"
    )


def test_windows_line_ends_do_not_show() -> None:
    """A line shows the same with either line end."""
    assert pretty(finding(), SOURCE.replace("\n", "\r\n")) == pretty(finding(), SOURCE)


@pytest.mark.parametrize(
    ("line", "span", "shown"),
    [
        ("\tstatsu: x", Span(1, 2, 6), [" statsu: x", " ^^^^^^"]),
        ("año: x", Span(1, 6, 1), ["año: x", "     ^"]),
        ("a\u202eb: c", Span(1, 3, 1), ["a<U+202E>b: c", "         ^"]),
        ("a\x1b[31mb", Span(1, 2, 1), ["a<U+001B>[31mb", " ^^^^^^^^"]),
        ("abc", Span(1, 9, 4), ["abc", "   ^"]),  # beyond the end
        ("x" * 80 + "statsu" + "y" * 80, Span(1, 81, 6), ["…" + "x" * 20 + "statsu" + "y" * 74 + "…", " " * 21 + "^" * 6]),
        ("x" * 150, Span(1, 1, 150), ["x" * 100 + "…", "^" * 100]),
    ],
)  # fmt: skip
def test_the_caret_stands_under_the_cause(line: str, span: Span, shown: list[str]) -> None:
    """Whatever the line holds: tabs, characters that do not show, a thousand others before it."""
    lines = pretty(finding(span=span, mend=None), line).splitlines()
    assert [lines[3].removeprefix("1 | "), lines[4].removeprefix("  | ")] == shown


def test_findings_stand_apart() -> None:
    """A blank line between findings, each with the text of its own file."""
    texts = {Path("a.yml"): "a: 1", Path("b.yml"): "b: 2"}
    shown = as_text(
        [finding(path=name, span=Span(), mend=None) for name in ("a.yml", "b.yml")], texts.get
    )
    first, second = shown.split("\n\n")
    assert "1 | a: 1" in first
    assert "1 | b: 2" in second


# Elsewhere


def test_github_shows_an_annotation() -> None:
    """A workflow command, which GitHub shows at the line in a pull request."""
    assert github(finding(notes=("a", "b"))) == (
        "::error file=briefs/dredging.yml,line=2,col=1,endColumn=7,title=unknown-field"
        "::unknown field `statsu`%0Aa%0Ab%0Ahelp: did you mean `status`?"
    )
    assert github(finding(severity=Severity.WARNING)).startswith("::warning ")


def test_github_takes_no_commands_from_files() -> None:
    """Per cent signs, line ends, colons and commas cannot end a command or begin another."""
    shown = github(finding("100 %\r\n::warning::x", path="briefs/a,b:c%.yml", mend=None))
    assert shown == (
        "::error file=briefs/a%2Cb%3Ac%25.yml,line=2,col=1,endColumn=7,title=unknown-field"
        "::100 %25%0D%0A::warning::x"
    )


def test_programs_get_everything() -> None:
    """JSON holds each field of a finding, in the order of the findings."""
    first, second = json.loads(as_json([finding(notes=("año",)), finding("x", mend=None)]))
    assert first == {
        "code": "unknown-field",
        "severity": "error",
        "message": "unknown field `statsu`",
        "path": "briefs/dredging.yml",
        "line": 2,
        "column": 1,
        "width": 6,
        "notes": ["año"],
        "help": "did you mean `status`?",
    }
    assert (second["message"], second["help"]) == ("x", None)
    assert json.loads(as_json([])) == []


# Whatever a finding holds

ANY_TEXT = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(["::error::x", "\n", "\r", "\x1b[2J", "\u202e", " ", "a", "%0A"])).map(
        "".join
    ),
)
FINDINGS = st.builds(
    finding,
    ANY_TEXT,
    path=ANY_TEXT.filter(lambda text: "\0" not in text),
    span=st.builds(Span, st.integers(1, 5), st.integers(1, 300), st.integers(1, 300)),
    notes=st.lists(ANY_TEXT.map(lambda text: " ".join(["line 1:", *text.split()])), max_size=2).map(
        tuple
    ),
    mend=st.none() | ANY_TEXT,
)


@given(FINDINGS, ANY_TEXT)
def test_a_file_cannot_speak_to_the_terminal(found: Diagnostic, source: str) -> None:
    """Nothing that controls a terminal, and no line that GitHub would take for a command."""
    shown = as_text([found], lambda _: source)
    assert not INVISIBLE.search(shown)
    assert not [line for line in re.split(r"[\r\n]", shown) if line.lstrip().startswith("::")]


@given(FINDINGS)
def test_an_annotation_is_one_command(found: Diagnostic) -> None:
    """An annotation is one line, and holds nothing that a terminal would act on."""
    shown = github(found)
    assert not re.search(r"[\r\n]", shown)
    assert not INVISIBLE.search(shown)
    assert re.match(r"::error [^:]*::", shown)


@given(FINDINGS, ANY_TEXT)
def test_the_message_is_one_line(found: Diagnostic, source: str) -> None:
    """The first line says what is wrong, the second where: a file cannot change that."""
    lines = pretty(found, source).split("\n")
    assert lines[0].startswith("error[unknown-field]: ")
    assert lines[1].strip().startswith("--> ")
    assert lines[1].endswith(f":{found.span.line}:{found.span.column}")


@pytest.mark.parametrize(
    "char",
    "\0\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ufffe\U000e0041",
)
def test_what_does_not_show_is_named(char: str) -> None:
    """Controls, bidirectional marks, line separators, byte order marks, tags."""
    assert visible(f"a{char}b") == f"a<U+{ord(char):04X}>b"


@pytest.mark.parametrize(
    "text", ["a\tb\nc\r\nd", "año", "👩\u200d🚀", "می\u200cخواهم", "a\u00a0b", "e\u0301"]
)
def test_what_is_part_of_a_text_is_left_alone(text: str) -> None:
    """Joiners are part of emoji and of Persian words."""
    assert visible(text) == text


def test_findings_are_in_the_same_order_on_every_machine() -> None:
    """By file, place, code and message."""
    first, *rest = ordered = [
        finding("b", path="a.yml", span=Span(1, 2)),
        finding("a", path="a.yml", span=Span(2, 1)),
        finding("b", path="a.yml", span=Span(2, 1)),
        finding("a", path="b.yml", span=Span(1, 1)),
    ]
    assert sorted([*rest, first], key=lambda found: found.order) == ordered


# Every code is shown

ELSEWHERE = {
    "embargoed": "test_embargo.py::test_check_is_told_what_waits",
    "unreadable-file": "test_load.py::test_a_pipe_is_unreadable",
    "symlink-outside": "test_load.py::test_a_link_out_of_the_folder_is_refused",
    "file-too-large": "test_load.py::test_a_byte_more_is_not",
    "yaml-too-deep": "test_load.py::test_twenty_one_levels_are_not",
    "yaml-too-many": "test_load.py::test_twenty_thousand_and_one_values_are_not",
    "bad-setting": "test_look_settings.py::test_what_is_not_as_it_must_be_is_told_with_its_place",
}
"""Codes that take files of unusual sizes or kinds, or mkdocs.yml."""

OF_PAGES = {"template-error", "page-exists"}
"""Codes of `render`, which its own tests show."""


def test_every_code_is_shown_by_a_case() -> None:
    """Each code has a case that shows what it looks like, or a test named here."""
    outputs = [
        yaml.safe_load(path.read_text("utf-8"))["output"]
        for stage in STAGES
        for path in (CASES / stage).glob("*.yml")
    ]
    shown = set(
        re.findall(r"^(?:error|warning|notice)\[([a-z0-9-]+)\]: ", "\n".join(outputs), re.MULTILINE)
    )
    assert shown <= set(CODES), "a code that does not exist"
    assert set(CODES) - shown - set(ELSEWHERE) == OF_PAGES


@pytest.mark.parametrize("code", ELSEWHERE)
def test_tests_named_here_exist(code: str) -> None:
    """A test named above is there, and is about its code."""
    file, name = ELSEWHERE[code].split("::")
    text = (Path(__file__).parent / file).read_text("utf-8")
    assert f'"{code}"' in text or f' {code}"' in text
    assert f"\ndef {name}(" in text
