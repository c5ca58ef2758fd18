"""What authors meant: dates, figures and choices in words, and what to write for them."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefsite.archive.choices import (
    is_unknown,
    language_code,
    mend_choice,
    mend_currency,
    mend_truth,
)
from briefsite.archive.dates import Date
from briefsite.archive.field_names import mend_field
from briefsite.archive.models import Briefing, Entity, Model, Quote, Target, Update
from briefsite.archive.written_dates import mend_date, readings
from briefsite.archive.written_figures import Figure, mend_figure

STATUSES = "announced in-progress met partly-met late stalled not-met unknown".split()  # noqa: SIM905
TARGET = Figure(name="value", unit="muelles", lang="es")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("4 de mayo de 2026", "2026-05-04"),
        ("Lunes, 4 de mayo del 2026", "2026-05-04"),
        ("1.º de mayo de 2026", "2026-05-01"),
        ("primero de mayo de 2026", "2026-05-01"),
        ("4 may. 2026", "2026-05-04"),
        ("mié., 3 sept. 2025", "2025-09-03"),
        ("4 de setiembre de 2026", "2026-09-04"),
        ("3/IX/2025", "2025-09-03"),
        ("May 4th, 2026", "2026-05-04"),
        ("the 4th of May 2026", "2026-05-04"),
        ("mayo de 2026", "2026-05"),
        ("año 2026", "2026"),
        ("2026-5-4", "2026-05-04"),
        ("2026/05/04", "2026-05-04"),
        ("20260504", "2026-05-04"),
        ("5/2026", "2026-05"),
        ("2026-05-04T10:00", "2026-05-04"),
        ("4 de mayo de 2026 a las 10:30 h", "2026-05-04"),
        ("13.05.2026", "2026-05-13"),
        ("4-5-2026", "2026-05-04 2026-04-05"),
        ("04/05/26", "2026-05-04 2026-04-05"),
        ("4 mar 2026", "2026-03-04"),
    ],
)
def test_a_date_in_words_is_read(text: str, dates: str) -> None:
    """Days, months and years in Spanish and English; where two readings are possible, both."""
    found = [str(written.date) for written in readings(text)]
    assert " ".join(found).startswith(dates)


@pytest.mark.parametrize(
    "text",
    ["4 y 5 de mayo de 2026", "del 4 al 6 de mayo", "a fines de mayo de 2026", "2025-2026", "31 de abril de 2026",
     "2026-02-30", "pronto", "", "mayo-junio de 2026", "4 de mayo de 2026 y 5", "26-05-04"],
)  # fmt: skip
def test_what_is_more_or_less_than_a_date_is_not_read(text: str) -> None:
    """Stretches of time, days that do not exist, and years that could be days."""
    assert readings(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("primer semestre de 2026", "2026-06"),
        ("2.º semestre de 2026", "2026-12"),
        ("2026-H1", "2026-06"),
        ("H2 2026", "2026-12"),
        ("Q3 2026", "2026-09"),
        ("tercer trimestre de 2026", "2026-09"),
        ("a fines de mayo de 2026", "2026-05"),
        ("antes del 4 de mayo de 2026", "2026-05-04"),
        ("del 4 al 6 de mayo de 2026", "2026-05-06"),
        ("verano de 2026", "2026"),
    ],
)
def test_a_deadline_within_a_time_is_its_end(text: str, date: str) -> None:
    """What the date cannot say goes into the text."""
    found = mend_date(text, "text", is_deadline=True)
    assert found == (f"a date is a day, a month or a year: write `{date}`, and “{text}” in `text`")


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("4-5-2026", "write `2026-05-04`, or `2026-04-05` where the month is written first"),
        ("26-12-31", "write `2031-12-26`, or `2026-12-31` where the year is written first"),
        ("31-12-26", "write `2026-12-31`, or `2031-12-26` where the year is written first"),
        ("29-02-28", "write `2028-02-29`, or `2029-02-28` where the year is written first"),
        ("30-02-28", "write `2030-02-28`"),
        ("31/12/26", "write `2026-12-31`"),
    ],
)
def test_a_date_of_two_readings_is_given_both(text: str, help_: str) -> None:
    """The Spanish one first; a day that does not exist is none."""
    assert mend_date(text, "text") == help_


def test_a_day_within_a_time_is_no_more_exact_than_the_words() -> None:
    """Of other dates than deadlines, no end is guessed."""
    found = mend_date("primer semestre de 2026", "date_note")
    assert found
    assert "write `2026`, and" in found


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("75 %", 'write `value: 75` and `unit: "%"`'),
        ("12,5%", 'write `value: 12.5` and `unit: "%"`'),
        ("75 por ciento", 'write `value: 75` and `unit: "%"`'),
        ("3 400 000", "write `value: 3400000`"),
        ("3\u202f400", "write `value: 3400`"),
        ("3\u00a0400,5", "write `value: 3400.5`"),
        ("1.234.567", "write `value: 1234567`"),
        ("1,234,567.5", "write `value: 1234567.5`"),
        ("3,400", "write `value: 3400`, or `value: 3.4` if that is a decimal"),
        ("3.400", "write `value: 3400`, or `value: 3.4` if that is a decimal"),
        ("0,125", "write `value: 0.125`"),
        ("−5", "write `value: -5`"),
        ("US$3.4 billion", "write `value: 3400000000` and `currency: USD`"),
        ("3,4 millones", "write `value: 3.4` and `unit: millones de muelles` or `value: 3400000`"),
        ("3,4 M€", "write `value: 3400000` and `currency: EUR`"),
        ("5 mil", "write `value: 5` and `unit: miles de muelles` or `value: 5000`"),
        ("tres", "write `value: 3`"),
        ("treinta y dos", "write `value: 32`"),
        ("thirty-two", "write `value: 32`"),
        ("diez mil grúas", "write `value: 10000` and `unit: grúas`"),
        ("10 miles", "write `value: 10` and `unit: miles`"),
        ("al menos 5", "write `value: {at_least: 5}`"),
        ("100+", "write `value: {at_least: 100}`"),
        ("unos 30", "write `value: 30`, and “unos 30” in `text`"),
        ("5 o más", "write `value: {at_least: 5}`"),
        ("10–12", "write `value: {from: 10, to: 12}`"),
        ("10-12", "write `value: {from: 10, to: 12}`"),
        ("de diez a doce", "write `value: {from: 10, to: 12}`"),
        ("5-7 %", 'write `value: {from: 5, to: 7}` and `unit: "%"`'),
        ("entre el 3 % y el 5 %", 'write `value: {from: 3, to: 5}` and `unit: "%"`'),
        ("from 3 million to 5 million", "write `value: {from: 3, to: 5}` and `unit: million muelles` or `value: {from: 3000000, to: 5000000}`"),
        ("€3 billion to €5 billion", "write `value: {from: 3000000000, to: 5000000000}` and `currency: EUR`"),
        ("at least 75 %", 'write `value: {at_least: 75}` and `unit: "%"`'),
        ("5 o más muelles", "write `value: {at_least: 5}` and `unit: muelles`"),
        ("hasta tres", "write `value: {at_most: 3}`"),
        ("5 como máximo", "write `value: {at_most: 5}`"),
        ("no más de 5", "write `value: {at_most: 5}`"),
        ("≤ 8", "write `value: {at_most: 8}`"),
        ("más de 3", "write `value: {at_least: 3}`, and “más de 3” in `text`"),
        ("< 5", "write `value: {at_most: 5}`, and “< 5” in `text`"),
        ("3,4 millones de pesos", "write `value: 3.4` and `unit: millones de pesos` or `value: 3400000` and `unit: pesos`"),
        ("MXN 3,400,000", "write `value: 3400000` and `currency: MXN`"),
        ("R$400", "write `value: 400` and `currency: BRL`"),
        ("CA$ 400", "write `value: 400` and `currency: CAD`"),
        ("A$3.4 million", "write `value: 3400000` and `currency: AUD`"),
        ("COP 400", "write `value: 400` and `currency: COP`"),
        ("400 Canadian dollars", "write `value: 400` and `currency: CAD`"),
        ("400 cups", "write `value: 400` and `unit: cups`"),
        ("medio millón", "write `value: 500000`"),
        ("half a million", "write `value: 500000`"),
        ("un cuarto de millón de pesos", "write `value: 250000` and `unit: pesos`"),
        ("half a billion euros", "write `value: 500000000` and `currency: EUR`"),
        ("tres mil millones", "write `value: 3000000000`"),
    ],
)  # fmt: skip
def test_a_figure_in_words_is_ready_to_paste(text: str, help_: str) -> None:
    """Number and unit apart; what neither can say goes into the text."""
    assert mend_figure(text, TARGET) == help_


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("$400", "`USD` or `MXN`"),
        ("400 $", "`USD` or `MXN`"),
        ("C$400", "`CAD` or `NIO`"),
        ("¥ 400", "`JPY` or `CNY`"),
    ],
)
def test_a_sign_of_several_currencies_is_not_taken_for_one(text: str, codes: str) -> None:
    """Two are named for example; where the entry has its currency, that is the one."""
    wanted = f"write `value: 400` and the `currency` that the source means, e.g. {codes}"
    assert mend_figure(text, TARGET) == wanted
    money = Figure(name="value", unit="", lang="es", is_money=True)
    assert mend_figure(text, money) == "write `value: 400`"


@pytest.mark.parametrize(
    "text",
    ["cientos", "miles", "cientos de miles", "unos miles de personas", "varios millones", "hundreds", "several hundred",
     "tens of thousands", "no consta", "?", "N/A"],
)  # fmt: skip
def test_what_says_no_figure_goes_into_the_text(text: str) -> None:
    """Without a figure there is no target, and no value of an update."""
    said = f"“{text}” is no figure: write it in `text`, and delete"
    assert mend_figure(text, TARGET) == f"{said} `target`"
    assert mend_figure(text, Figure(name="value", unit=None, lang="es")) == f"{said} `value`"
    assert mend_figure(text, Figure(name="baseline", unit="", lang="es")) == f"{said} `baseline`"


@pytest.mark.parametrize(
    "text",
    ["muchos", "one and a half million", "un tercio de 3 millones", "la mitad de 3000", "1/3", "3 de 5", "dos tercios", "tres y medio", "una docena", "1.2.3", "2026-05-04", "nan", "1e999",
     "", "1" * 30, "12 de cada 100"],
)  # fmt: skip
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    """Fractions, shares and the like."""
    assert mend_figure(text, TARGET) is None


@pytest.mark.parametrize(
    ("code", "help_"),
    [
        ("mxn", "write `MXN`"),
        ("pesos mexicanos", "write `MXN`"),
        ("Euros", "write `EUR`"),
        ("€", "write `EUR`"),
        ("US dollars", "write `USD`"),
        ("libras", "write `GBP`"),
        ("MNX", "did you mean `MXN`?"),
        ("MXM", "did you mean `MXN`?"),
        ("R$", "write `BRL`"),
        ("MXN$", "write `MXN`"),
        ("$", "write the code that the source means, e.g. `USD` or `MXN`"),
        ("pesos", None),
    ],
)
def test_a_currency_may_be_known_by_its_name_or_nearly_so(code: str, help_: str | None) -> None:
    """Of the money of today; pesos are those of several countries."""
    assert mend_currency(code) == help_


@pytest.mark.parametrize("text", ["5-3", "entre 3 y 3", "3 de 5", "mínimo 3, máximo 5"])
def test_what_are_no_bounds_are_not_made_such(text: str) -> None:
    """The lower one comes first."""
    assert mend_figure(text, TARGET) is None


def test_a_baseline_is_one_number() -> None:
    """It has no bounds."""
    baseline = Figure(name="baseline", unit="muelles", lang="es")
    for text in ("entre 3 y 5", "al menos 3"):
        assert mend_figure(text, baseline) == f"write `baseline: 3`, and “{text}” in `text`"


def test_money_that_has_its_currency_is_written_out() -> None:
    """A unit of millions would not be that of the money."""
    field = Figure(name="value", unit="", lang="es", is_money=True)
    assert mend_figure("3,4 millones", field) == "write `value: 3400000`"


def test_an_update_has_the_unit_of_the_target() -> None:
    """It has no field for one."""
    reached = Figure(name="value", unit=None, lang="es")
    assert mend_figure("75 %", reached) == "write `value: 75`; the unit is that of the target"
    assert mend_figure("3,4 millones", reached) == "write `value: 3400000`"


@given(st.text() | st.text("0123456789 .,-–%$€amil").map(str.strip))
def test_the_figure_to_write_is_a_number(text: str) -> None:
    """Whatever the text, what the help says is a figure, and none that can be read in two ways."""
    found = mend_figure(text, TARGET)
    for value in re.findall(r"`value: ([^`]*)`", found or ""):
        Target.model_validate({"value": yaml.safe_load(value), "unit": "muelles"})
        assert not re.search(r"(?<![\d.])[1-9]\d{0,2}\.\d{3}(?!\d)", value)


@given(st.text() | st.lists(st.sampled_from(["4", "31", "2026", "mayo", "May", "de", "lunes", "Q3", "/", "-", " "]))
       .map("".join))  # fmt: skip
def test_the_date_to_write_is_a_date(text: str) -> None:
    """Whatever the text, what the help says exists."""
    for date in re.findall(r"write `([^`]*)`", mend_date(text, "text", is_deadline=True) or ""):
        Date.parse(date)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("cumplido", "met"),
        ("Cumplida", "met"),
        ("CUMPLIDOS", "met"),
        ("en curso", "in-progress"),
        ("En_Curso", "in-progress"),
        ("in_progress", "in-progress"),
        ("In Progress", "in-progress"),
        ("incumplido", "not-met"),
        ("no-cumplido", "not-met"),
        ("cumplido en parte", "partly-met"),
        ("partially met", "partly-met"),
        ("sin noticias", "unknown"),
        ("detenida", "stalled"),
        ("completed", "met"),
        ("delayed", "late"),
    ],
)
def test_a_status_may_be_known_by_another_word(text: str, choice: str) -> None:
    """In Spanish and English, whatever the spelling."""
    assert mend_choice(text, STATUSES) == f"write `{choice}`"


def test_a_slip_in_a_word_is_a_question() -> None:
    """Only what is sure is said as such; what is like nothing is not guessed."""
    assert mend_choice("cunplido", STATUSES) == "did you mean `met`?"
    assert mend_choice("verde", STATUSES) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Español", "es"), ("spanish", "es"), ("castellano", "es"), ("ES", "es"), ("es_mx", "es-MX"), ("inglés", "en"),
     ("Dutch", "nl"), ("XX", None), ("el de siempre", None)],
)  # fmt: skip
def test_a_language_may_be_known_by_its_name(text: str, code: str | None) -> None:
    """In Spanish and English, or as a code in another form."""
    assert language_code(text) == code


def test_yes_and_no_are_true_and_false() -> None:
    """Other words are neither."""
    assert mend_truth("sí") == "write `true`"
    assert mend_truth("No") == "write `false`"
    assert mend_truth("quizá") is None
    assert mend_truth("false", in_marks=True) == "write `false`, without quotation marks"


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("no consta", True), ("Desconocida", True), ("n/a", True), ("N. A.", True), ("¿?", True), ("—", True), ("TBD", True),
     ("pronto", False), ("2026", False), ("no", False)],
)  # fmt: skip
def test_what_is_not_known_may_be_said_in_many_ways(text: str, *, is_so: bool) -> None:
    """In Spanish and English, or by a sign."""
    assert is_unknown(text) is is_so


@pytest.mark.parametrize(
    ("model", "text", "help_"),
    [
        (Briefing, "fuentes", "write `sources`"),
        (Briefing, "Título", "write `title`"),
        (Briefing, "puntos-clave", "write `key_points`"),
        (Briefing, "fuente", "did you mean `sources`?"),
        (Briefing, "cita", "did you mean `quotes`?"),
        (Briefing, "tamaño", None),
        (Quote, "texto", "write `text`"),
        (Update, "plazo", "write `deadline`"),
        (Entity, "nombre", "write `name`"),
    ],
)
def test_a_field_may_be_known_by_its_name_in_spanish(
    model: type[Model], text: str, help_: str | None
) -> None:
    """As the form calls it, in this entry or, where it has no such name there, in another."""
    assert mend_field(text, model) == help_
