"""Data becomes typed models, or findings in words that an author can act on."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from briefsite.archive.dates import Date, DateError
from briefsite.archive.load import load
from briefsite.archive.models import Briefing, Evidence, Model, leaves, model_at
from briefsite.archive.schema import FILES, json_schema
from briefsite.archive.text import Inline, Plain
from briefsite.archive.translations import BriefingTranslation, translation_of
from briefsite.archive.validate import validate
from briefsite.messages.diagnostics import CODES, Severity, as_text
from conftest import Case, Read
from sites import REPOSITORY

BRIEFING = """\
title: Harbour dredging resumes
date: 2024-05-01
summary: The dredger is back after four years.
"""
FLAGSHIP = REPOSITORY / "briefs/mision-cortafuegos.yml"


def check(text: str, model: type[Model] = Briefing) -> tuple[Model | None, list[str]]:
    """The model of a file, and its findings as `line:column code`."""
    path = Path("briefs/dredging.yml")
    document, findings = load(text.encode(), path)
    assert document, findings
    valid, findings = validate(document, model)
    as_text(findings, lambda _: text)
    return valid, [
        f"{finding.span.line}:{finding.span.column} {finding.code}"
        for finding in sorted(findings, key=lambda finding: finding.order)
    ]


def briefing(more: str = "") -> Briefing:
    """A briefing without findings."""
    valid, problems = check(BRIEFING + more)
    assert isinstance(valid, Briefing), problems
    return valid


def test_case(case: Case, read: Read) -> None:
    """A finding says what is wrong, where, and how to mend it."""
    reading = read(case.files, **case.options)
    assert as_text(reading.findings, reading.shown.get) == case.output


def test_three_lines_make_a_briefing() -> None:
    """Only `title`, `date` and `summary` are required; all else has a value that says nothing."""
    record = briefing()
    assert record.title == "Harbour dredging resumes"
    assert record.date == Date(2024, 5, 1)
    assert (record.lang, record.kind, record.status) == ("es", "other", "published")
    assert not any((record.sources, record.evidence, record.key_points, record.commitments))


def test_every_problem_is_reported_not_only_the_first() -> None:
    """An author mends a file in one go."""
    _, problems = check("title: Harbour dredging resumes\ndate: 1 May\nstatsu: draft\n")
    assert problems == ["1:1 missing-field", "2:7 bad-date", "3:1 unknown-field"]


def test_a_warning_does_not_stop_a_page() -> None:
    """A briefing with warnings alone is published."""
    valid, problems = check(BRIEFING + "why_it_matters: It is <i>blue</i>.\n")
    assert valid
    assert problems == ["4:17 inert-markup"]


def test_texts_know_what_they_are() -> None:
    """Names and quotations are plain; sentences of the author may have emphasis, code and links."""
    record = briefing("key_points: [{text: It is *blue*., evidence: blue}]\nunknowns: [Who?]\n")
    plain = [record.title, record.key_points[0].evidence[0].text]
    inline = [record.summary, record.key_points[0].text, record.unknowns[0]]
    assert {type(text) for text in plain} == {Plain}
    assert {type(text) for text in inline} == {Inline}


def test_white_space_around_a_text_is_dropped() -> None:
    """Spaces around a text are nobody's intention."""
    assert briefing("date_note: '  inferred '\n").date_note == "inferred"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("the dredger", (Evidence(text="the dredger"),)),
        ("{text: the dredger}", (Evidence(text="the dredger"),)),
        ("[the dredger]", (Evidence(text="the dredger"),)),
        (
            "[a, {text: b, source: letter, prefix: c, suffix: d}]",
            (Evidence(text="a"), Evidence(text="b", source="letter", prefix="c", suffix="d")),
        ),
        ("[]", ()),
    ],
)
def test_evidence_has_a_short_form(written: str, meant: tuple[Evidence, ...]) -> None:
    """Evidence is a text, an entry with fields, or a list of these."""
    assert briefing(f"evidence: {written}\n").evidence == meant


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2025", Date(2025)),
        ("2025-09", Date(2025, 9)),
        ("2025-09-26", Date(2025, 9, 26)),
        ("2024-02-29", Date(2024, 2, 29)),
        ("0001", Date(1)),
        ("9999-12-31", Date(9999, 12, 31)),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(written: str, date: Date) -> None:
    """A day is never invented, and a date is written as it was."""
    assert Date.parse(written) == date
    assert str(date) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025-9",
        "2025-00",
        "2025-13",
        "2025-02-29",
        "2025-09-31",
        "2025-09-00",
        "0000",
        "20250926",
        "2025-09-26T00:00",
        "2025/09/26",
        "-2025",
        "+2025",
        "2025-",
        "2025-09-",
        " 2025",
        "2025 ",
        "2025\n",
        "２０２５",
        "2025-9-26",
        "10000",
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    """Anything but `2025`, `2025-09` or `2025-09-26`, and days that do not exist."""
    with pytest.raises(DateError, match=r"write|month|day"):
        Date.parse(text)


@given(st.dates())
def test_every_day_is_a_date(day: dt.date) -> None:
    """Any day of any year from 1 to 9999 can be written, and sorts as days do."""
    date = Date.parse(day.isoformat())
    assert str(date) == day.isoformat()
    assert Date(day.year) < Date(day.year, day.month) < date


@given(st.lists(st.dates(), min_size=2, max_size=2))
def test_dates_sort_by_time(days: list[dt.date]) -> None:
    """Dates sort as the days do."""
    first, second = days
    assert (first < second) == (Date.parse(str(first)) < Date.parse(str(second)))


def test_a_year_or_month_comes_before_the_days_in_it() -> None:
    """Dates that are not equally exact have an order as well."""
    written = ["2024-12-31", "2025", "2025-09", "2025-09-01", "2025-09-26", "2025-10", "2026"]
    assert [*map(str, sorted(map(Date.parse, reversed(written))))] == written


def test_a_date_is_one_value_of_its_file() -> None:
    """It is no list of numbers: it stands whole among the values, and in JSON as it was written."""
    record = briefing("timeline: [{text: t, date: 2025-09}]\n")
    dates = {where: value for where, value in leaves(record) if isinstance(value, Date)}
    assert dates == {("date",): Date(2024, 5, 1), ("timeline", 0, "date"): Date(2025, 9)}
    assert record.model_dump(mode="json")["timeline"][0]["date"] == "2025-09"
    assert pickle.loads(pickle.dumps(record)) == record


@pytest.mark.parametrize(("value", "meant"), [("true", True), ("false", False)])
def test_truth_values_are_true_and_false(value: str, meant: bool) -> None:
    """`true` and `false` are truth values."""
    assert (
        briefing(f"quotes: [{{text: Back at last, verbatim: {value}}}]\n").quotes[0].verbatim
        is meant
    )


@pytest.mark.parametrize("value", ["no", "off", '"false"', "0", "1", "y"])
def test_truth_values_are_nothing_else(value: str) -> None:
    """What editors call a mistake, `check` does too."""
    _, problems = check(f"{BRIEFING}quotes: [{{text: Back at last, verbatim: {value}}}]\n")
    assert problems == ["4:41 wrong-type"]


@pytest.mark.parametrize(
    "value", ['"32"', "true", "nan", "inf", "Infinity", "1e999", "1_000", "٣٢"]
)
def test_figures_are_numbers(value: str) -> None:
    """Nor does a figure have quotation marks, or lie beyond all numbers."""
    commitment = f"{{id: a, text: b, target: {{unit: c, value: {value}}}}}"
    _, problems = check(f"{BRIEFING}commitments: [{commitment}]\n")
    assert problems == ["4:57 wrong-type"]


@pytest.mark.parametrize("value", ["32", "0", "-5", "3.5", "1e3"])
def test_figures_may_be_any_number(value: str) -> None:
    """A figure may be zero, negative or a fraction."""
    commitment = f"{{id: a, text: b, target: {{unit: c, value: {value}}}}}"
    target = briefing(f"commitments: [{commitment}]\n").commitments[0].target
    assert target
    assert target.value == float(value)


def test_the_weekday_is_checked_where_the_day_is_known() -> None:
    """A weekday says nothing of a month or a year."""
    month = BRIEFING.replace("2024-05-01", "2024-05")
    assert check(month + "date_as_written: un viernes de mayo\n")[1] == []


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("es", "viernes 26 de septiembre"),
        ("es", "VIERNES"),
        ("es-MX", "el viernes"),
        ("en", "Friday, 26 September"),
        ("pt", "sexta-feira, 26 de setembro"),
        ("eo", "vendredo"),
        ("xx", "any day"),
        ("es", "26 de septiembre"),
        ("es", "entre el viernes y el domingo"),
        ("es", "Santo Domingo, 26 de septiembre"),
        ("es", "SANTO DOMINGO, viernes 26 de septiembre"),
        ("es", "Domingo Pérez, 26 de septiembre"),
        ("en", "Sunday Times, 26 September"),
    ],
)
def test_a_weekday_that_fits_is_no_finding(lang: str, written: str) -> None:
    """Weekdays are those of the briefing's language; of several, one must fit; part of a name is none."""
    text = BRIEFING.replace("2024-05-01", "2025-09-26")
    assert check(f"{text}lang: {lang}\ndate_as_written: {written}\n")[1] == []


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("es", "lunes, 26 de septiembre"),
        ("es", "«Lunes»"),
        ("es", "(lunes)"),
        ("es", "sábado."),
        ("es", "sabado"),
        ("es", "El Lunes 26 de septiembre"),
        ("es", "Santo Domingo, lunes 26 de septiembre"),
        ("en", "Monday"),
        ("pt", "segunda-feira"),
    ],
)
def test_a_weekday_that_does_not_fit_is_a_finding(lang: str, written: str) -> None:
    """A wrong weekday is found beside any punctuation and in any language."""
    text = BRIEFING.replace("2024-05-01", "2025-09-26")
    assert check(f"{text}lang: {lang}\ndate_as_written: {written}\n")[1] == [
        "5:18 weekday-mismatch"
    ]


def test_a_leap_day_has_a_weekday_in_leap_years_alone() -> None:
    """Of the years that would fit, only those with a 29 February count."""
    text = BRIEFING.replace("2024-05-01", "2024-02-29")
    assert check(text + "date_as_written: lunes 29 de febrero\n")[1] == ["4:18 weekday-mismatch"]


# The format and what describes it


def test_models_lead_to_all_their_values() -> None:
    """`leaves` walks every value of a model, by the names that the author used."""
    record = briefing(
        "commitments: [{id: a, text: b, with: [port], target: {value: 1, unit: c}}]\n"
    )
    found = dict(leaves(record))
    assert found["commitments", 0, "with", 0] == "port"
    assert found["commitments", 0, "target", "value"] == 1
    assert found["title",] == "Harbour dredging resumes"


def test_the_way_to_a_value_leads_to_its_model() -> None:
    """`model_at` finds the model of an entry, whether or not it has been written."""
    assert model_at(Briefing, ("key_points", 0, "evidence", 3)) is Evidence
    assert model_at(Briefing, ("title",)) is None
    assert model_at(Briefing, ("no-such-field", 0)) is None


@pytest.mark.parametrize("kind", FILES)
def test_every_field_has_hover_help(kind: str) -> None:
    """The schema is valid, closed, and describes each field."""
    schema = json_schema(FILES[kind])
    Draft202012Validator.check_schema(schema)
    for model in (schema, *schema.get("$defs", {}).values()):
        if model.get("type") == "object":
            assert model["additionalProperties"] is False
            for name, field in model["properties"].items():
                assert field.get("description"), name


@pytest.mark.parametrize("path", sorted(FLAGSHIP.parent.rglob("*.yml")), ids=lambda path: path.stem)
def test_editors_and_check_agree_on_our_own_files(path: Path) -> None:
    """What `check` accepts, an editor with the schema accepts."""
    kind = {"entities": "entity", "sources": "source"}.get(path.parent.name, "briefing")
    model = FILES[f"{kind}-translation" if translation_of(path) else kind]
    document, _ = load(path.read_bytes(), path)
    assert document
    assert validate(document, model)[1] == []
    Draft202012Validator(json_schema(model)).validate(document.data)


# Whatever the fields hold

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=8),
    st.sampled_from(
        ["2025-09-26", "draft", "a", "a/b", "https://example.org/", "[x](javascript:y)"]
    ),
)
NAMES = sorted(
    {
        info.alias or name
        for kind in (
            *FILES.values(),
            *(model_at(Briefing, (field, 0)) for field in Briefing.model_fields),
            *(
                model_at(BriefingTranslation, (name, 0))
                for name in BriefingTranslation.model_fields
            ),
        )
        if kind
        for name, info in kind.model_fields.items()
    }
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6), st.sampled_from(sorted(FILES)))
def test_any_data_is_a_model_or_findings(fields: dict[str, Any], kind: str) -> None:
    """Validation never raises, and each finding has a known code and stands in its file."""
    if kind == "briefing":
        fields = {"title": "t", "date": 2025, "summary": "s"} | fields
    text = yaml.safe_dump(fields, allow_unicode=True)
    document, findings = load(text.encode(), Path("briefs/any.yml"))
    if document is None:  # e.g. a text that safe_dump writes with a tag
        assert findings
        return
    valid, findings = validate(document, FILES[kind])
    assert (valid is None) == any(finding.severity is Severity.ERROR for finding in findings)
    for finding in findings:
        assert finding.code in CODES
        assert finding.span.line <= text.count("\n")
        assert "something else" not in finding.message, "a kind of mistake without words of its own"
        assert "None" not in finding.message, "Python's words"
    as_text(findings, lambda _: text)
    if valid:  # editors read the schema
        Draft202012Validator(json_schema(FILES[kind])).validate(document.data)


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        (f"{'a' * 150}/{'b' * 150}", True),
        (f"{'a' * 151}/b", False),
        (f"a/{'b' * 151}", False),
    ],
)
def test_editors_and_check_agree_on_the_longest_address(address: str, fits: bool) -> None:
    """Each id in the address of a commitment has at most 150 characters."""
    update = {"commitment": address, "date": 2024, "status": "met", "text": "t"}
    data = {"title": "t", "date": 2024, "summary": "s", "updates": [update]}
    assert Draft202012Validator(json_schema(Briefing)).is_valid(data) is fits
    assert (check(yaml.safe_dump(data))[1] == []) is fits
