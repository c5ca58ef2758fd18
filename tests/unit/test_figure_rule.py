"""Rule 7: which figures of a briefing are looked for, and where."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefsite.cache.store import Store
from briefsite.evidence.day_reading import is_name, relative_days
from briefsite.evidence.figure_pool import EvidenceWords, Pool
from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Day
from briefsite.site.reading import Reading, read_site
from conftest import Read, record_of
from sites import write

NOTE = """\
La ministra anunció el 26 de septiembre que el programa llegará a los 32 estados antes de junio de 2027.

Hoy está en nueve, con un coste de 3,4 millones de euros. La cobertura pasará del 12,5 % al 8 %.

Lo dijo ayer en la Agenda de 2030. Ningún estado lo pidió.
"""
ALL = "anunció el 26 de septiembre que el programa llegará a los 32 estados antes de junio de 2027"


def read_plan(read: Read, fields: str, *, record: str = "", entity: str = "") -> Reading:
    """A briefing of the note with some fields."""
    head = "title: Plan\ndate: 2026-10-01\nsummary: Hay plan.\nsources: [nota]\n"
    files = {
        "briefs/sources/nota.txt": NOTE,
        "briefs/sources/nota.yml": record_of(NOTE, "Nota") + record,
        "briefs/plan.yml": head + fields,
    }
    if entity:
        files["briefs/entities/agenda.yml"] = entity
    return read(files)


def codes(reading: Reading) -> list[str]:
    """The findings, each with its line."""
    return [f"{finding.span.line} {finding.code}" for finding in reading.findings]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "key_points: [{text: Son 32, evidence: %s}]",
            "key_points: [{text: Son 31, evidence: %s}]",
        ),
        (
            "objectives: [{text: Son 32, evidence: %s}]",
            "objectives: [{text: Son 31, evidence: %s}]",
        ),
        (
            "timeline: [{date: 2026-09-26, text: Anuncio, evidence: %s}]",
            "timeline: [{date: 2026-09-27, text: Anuncio, evidence: %s}]",
        ),
        (
            "commitments: [{id: a, text: Llegar, target: {value: 32, unit: estados}, evidence: %s}]",
            "commitments: [{id: a, text: Llegar, target: {value: 31, unit: estados}, evidence: %s}]",
        ),
        (
            "commitments: [{id: a, text: Llegar, deadline: 2027-06, evidence: %s}]",
            "commitments: [{id: a, text: Llegar, deadline: 2027-07, evidence: %s}]",
        ),
        (
            "commitments: [{id: a, text: Llegar, deadline: 2027, evidence: %s}]",
            "commitments: [{id: a, text: Llegar, deadline: 2028, evidence: %s}]",
        ),
    ],
)
def test_texts_and_fields_are_compared_with_the_evidence_of_their_statement(
    read: Read, right: str, wrong: str
) -> None:
    """A number, a date or a deadline that the evidence has passes; another is an error."""
    assert codes(read_plan(read, right % ALL)) == []
    assert codes(read_plan(read, wrong % ALL)) == ["5 figure-not-in-evidence"]


@pytest.mark.parametrize(
    ("value", "unit", "stands"),
    [
        ("3.4", "millones de euros", True),
        ("3400000", "euros", True),
        ("3.4", "euros", False),
        ("3.5", "millones de euros", False),
        ("3.4", "millones de dólares", False),
    ],
)
def test_a_target_is_read_with_its_unit(read: Read, value: str, unit: str, stands: bool) -> None:
    """3.4 and «millones de euros» is what the evidence calls 3,4 millones de euros."""
    evidence = "con un coste de 3,4 millones de euros"
    target = f"{{value: {value}, unit: {unit}}}"
    found = codes(
        read_plan(
            read,
            f"commitments: [{{id: a, text: Gastar, target: {target}, evidence: '{evidence}'}}]",
        )
    )
    assert found == ([] if stands else ["5 figure-not-in-evidence"])


@pytest.mark.parametrize(
    ("value", "baseline", "stands"), [(8, 12.5, True), (8, 12, False), (9, 12.5, False)]
)
def test_percentages_and_baselines_are_compared(
    read: Read, value: float, baseline: float, stands: bool
) -> None:
    """A unit of % makes a share of the number."""
    target = f"{{value: {value}, unit: '%', baseline: {baseline}}}"
    fields = (
        f"commitments: [{{id: a, text: Bajar, target: {target}, evidence: 'del 12,5 % al 8 %'}}]"
    )
    assert codes(read_plan(read, fields)) == ([] if stands else ["5 figure-not-in-evidence"])


def test_title_and_summary_may_have_figures_of_any_evidence(read: Read) -> None:
    """They sum up the whole briefing."""
    fields = f"why_it_matters: Faltan estados, y hoy son {{}}.\nkey_points: [{{{{text: Llega, evidence: {ALL}}}}}, {{{{text: Hoy, evidence: Hoy está en nueve}}}}]\n"
    assert codes(read_plan(read, fields.format(9))) == []
    assert codes(read_plan(read, fields.format(10))) == ["5 figure-not-in-evidence"]


def test_a_summary_that_goes_beyond_the_evidence_is_a_warning(read: Read) -> None:
    """The source has the figure, and no evidence of the briefing has these words of it."""
    fields = (
        f"why_it_matters: Cuesta 3,4 millones.\nkey_points: [{{text: Llega, evidence: {ALL}}}]\n"
    )
    reading = read_plan(read, fields)
    assert [f"{one.severity.value} {one.code}" for one in reading.findings] == [
        "warning figure-not-in-evidence"
    ]
    assert reading.site.briefings["plan"].about.compared.figures == 0


def test_without_evidence_nothing_is_compared_and_nothing_is_called_checked(read: Read) -> None:
    """A figure without evidence is not counted."""
    reading = read_plan(read, "key_points: [{text: Son 31 estados}]")
    assert codes(reading) == []
    assert reading.site.briefings["plan"].about.compared == (0, 0)


def test_figures_of_two_cells_are_two(read: Read) -> None:
    """Where cells end, the source says, however the author typed the space between."""
    table = "Año\tBecas\n2023\t12\t000\n"
    files = {"briefs/sources/nota.txt": table, "briefs/sources/nota.yml": record_of(table, "Nota")}
    fields = (
        "date: 2023\nsummary: s\nsources: [nota]\nkey_points: [{text: %s, evidence: 2023 12 000}]\n"
    )
    found = {
        own: codes(read({**files, "briefs/plan.yml": "title: Plan\n" + fields % own}))
        for own in ("Son 12", "Son 12 000", "Son 12000")
    }
    assert found == {
        "Son 12": [],
        "Son 12 000": ["5 figure-not-in-evidence"],
        "Son 12000": ["5 figure-not-in-evidence"],
    }


def test_what_was_compared_is_counted(read: Read) -> None:
    """Words of sources, and figures of the editors."""
    fields = f"key_points: [{{text: Son 32 antes de junio, evidence: {ALL}}}]"
    assert read_plan(read, fields).site.briefings["plan"].about.compared == (1, 2)


def test_a_figure_in_the_name_of_an_entity_is_part_of_the_name(read: Read) -> None:
    """It is not looked for; another number is not part of that name."""
    entity = "name: Agenda 2031\ntype: programme\n"
    fields = "key_points: [{{text: Es la Agenda {}, evidence: Lo dijo ayer en la Agenda}}]"
    assert codes(read_plan(read, fields.format(2031), entity=entity)) == []
    assert codes(read_plan(read, fields.format(2032), entity=entity)) == [
        "5 figure-not-in-evidence"
    ]


def test_a_date_takes_the_year_of_the_briefing_or_of_the_source(read: Read) -> None:
    """The source was published in 2025, the briefing is of 2026."""
    fields = f"timeline: [{{date: {{}}-09-26, text: Anuncio, evidence: {ALL[:27]}}}]".replace(
        "{{}}", "{}"
    )
    record = "published: 2025-09-27\n"
    for year, expected in ((2026, []), (2025, []), (2024, ["5 figure-not-in-evidence"])):
        line = f"timeline: [{{date: {year}-09-26, text: Anuncio, evidence: anunció el 26 de septiembre}}]"
        assert codes(read_plan(read, line, record=record)) == expected, fields


def test_yesterday_is_the_day_before_the_source_was_published(read: Read) -> None:
    """«ayer», «hoy» and weekdays count from there."""
    record = "published: 2026-09-28\n"
    fields = "timeline: [{{date: {}, text: Anuncio, evidence: Lo dijo ayer en la Agenda}}]"
    assert codes(read_plan(read, fields.format("2026-09-27"), record=record)) == []
    assert codes(read_plan(read, fields.format("2026-09-26"), record=record)) == [
        "5 figure-not-in-evidence"
    ]


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("lo hará en treinta días", "2026-10-31"),
        ("lo hará en dos años", "2028-10"),
        ("lo hará en seis meses", "2027-04"),
        ("lo hará antes de fin de año", "2026-12-31"),
        ("lo hará a finales de marzo de 2027", "2027-03-31"),
        ("lo hará en el primer semestre de 2027", "2027-06-30"),
        ("lo hará antes de que acabe 2027", "2027-12-31"),
        ("lo hará antes del 31 de enero", "2027-01-31"),
        ("lo hará antes de junio de 2027", "2027-05"),
        ("lo hará antes de junio de 2027", "2027-05-31"),
        ("lo hará antes de 2028", "2027"),
        ("lo hará antes de 2028", "2027-12-31"),
        ("lo hará antes del 1 de marzo de 2028", "2028-02-29"),
        ("lo hará a más tardar el 15 de mayo", "2027-05-15"),
        ("lo hará a finales de este año", "2026-12-31"),
        ("lo hará antes de que finalice el año", "2026-12-31"),
        ("lo hará en el plazo de un mes", "2026-11-01"),
        ("lo hará en un año y medio", "2028-04"),
        ("lo hará el año que viene", "2027"),
        ("lo hará el próximo mes", "2026-11"),
    ],
)
def test_a_deadline_may_be_counted_from_the_day_of_the_briefing(
    read: Read, words: str, deadline: str
) -> None:
    """«en treinta días», «fin de año» and a month without its year mean a day."""
    files = {
        "briefs/sources/nota.txt": f"Dijo que {words}.\n",
        "briefs/sources/nota.yml": record_of(f"Dijo que {words}.\n", "Nota"),
    }
    head = "title: Plan\ndate: 2026-10-01\nsummary: Hay plan.\nsources: [nota]\n"
    fields = "commitments: [{{id: a, text: Cumplir, deadline: {}, evidence: {}}}]\n"
    right = head + fields.format(deadline, words)
    assert codes(read({**files, "briefs/plan.yml": right})) == []
    wrong = head + fields.format("2029-02-03", words)
    assert codes(read({**files, "briefs/plan.yml": wrong})) == ["5 figure-not-in-evidence"]


def test_a_baseline_of_0_is_not_looked_for(read: Read) -> None:
    """That nothing was there yet is seldom said as a figure; it is not counted either."""
    target = "{value: 9, unit: estados, baseline: 0}"
    fields = (
        f"commitments: [{{id: a, text: Llegar, target: {target}, evidence: Hoy está en nueve}}]"
    )
    reading = read_plan(read, fields)
    assert codes(reading) == []
    assert reading.site.briefings["plan"].about.compared.figures == 1


def test_one_and_none_are_figures_in_fields(read: Read) -> None:
    """«un coste» is 1, and «ningún» is 0, for a value; in a text they are articles."""
    target = "{{value: {}, unit: estados, baseline: 0}}"
    fields = f"commitments: [{{{{id: a, text: Llegar, target: {target}, evidence: ['{{}}', Ningún estado lo pidió]}}}}]"
    assert codes(read_plan(read, fields.format(9, "Hoy está en nueve"))) == []
    assert codes(read_plan(read, fields.format(1, "con un coste de 3,4"))) == []


def test_a_figure_may_be_worked_out(read: Read) -> None:
    """The working is done again, and its numbers are looked for."""
    fields = "key_points: [{{text: Faltan 23, evidence: [llegará a los 32 estados, Hoy está en nueve], derived: {{{}}}}}]"
    assert codes(read_plan(read, fields.format("23: 32 − 9"))) == []
    for wrong in (
        "24: 32 − 9",
        "23: 33 − 10",
        "23: muchos",
        "veces: 32 − 9",
        "23: 32 − 9, 41: 32 + 9",
    ):
        found = codes(read_plan(read, fields.format(wrong)))
        assert "5 bad-working" in found, wrong


def test_a_share_may_be_rounded_as_it_is_written(read: Read) -> None:
    """9 of 32 is 28 %, or 28.1 %, and not 29 %."""
    fields = "key_points: [{{text: Es el {0}, evidence: [llegará a los 32 estados, Hoy está en nueve], derived: {{{0}: 9 ÷ 32}}}}]"
    assert codes(read_plan(read, fields.format("28 %"))) == []
    assert (
        codes(
            read_plan(read, fields.format("'28,1 %'").replace("Es el '28,1 %'", "'Es el 28,1 %'"))
        )
        == []
    )
    assert "5 bad-working" in codes(read_plan(read, fields.format("29 %")))


def test_a_working_without_evidence_is_refused(read: Read) -> None:
    """There is nothing that its numbers could stand in."""
    assert codes(read_plan(read, "key_points: [{text: Faltan 23, derived: {23: 32 - 9}}]")) == [
        "5 bad-working"
    ]


def test_a_language_that_is_not_read_is_a_warning(read: Read) -> None:
    """What could not be read may well hold the figure in words."""
    fields = f"key_points: [{{text: Son 31, evidence: {ALL}}}]"
    reading = read_plan(read, fields, record="lang: ca\n")
    assert [f"{finding.severity.value} {finding.code}" for finding in reading.findings] == [
        "warning figure-not-in-evidence"
    ]
    assert reading.site.briefings["plan"].about.compared.figures == 0


def test_a_name_given_later_excuses_the_figure_in_it(tmp_path: Path) -> None:
    """A broken briefing is looked at again where names changed, and only there."""
    write(
        tmp_path,
        {
            "sources/nota.txt": NOTE,
            "sources/nota.yml": record_of(NOTE, "Nota"),
            "plan.yml": "title: Plan\ndate: 2026-10-01\nsummary: Hay plan.\nsources: [nota]\n"
            "key_points: [{text: Es la Agenda 2031, evidence: Lo dijo ayer en la Agenda}]\n",
        },
    )
    store = Store()
    assert codes(read_site(tmp_path, store=store)) == ["5 figure-not-in-evidence"]
    assert codes(read_site(tmp_path, store=store)) == ["5 figure-not-in-evidence"]
    write(tmp_path, {"entities/agenda.yml": "name: Agenda 2031\ntype: programme\n"})
    assert codes(read_site(tmp_path, store=store)) == []


@pytest.mark.parametrize(
    ("target", "words", "stands"),
    [
        ("{value: {from: 3, to: 5}, unit: muelles}", "entre tres y cinco muelles", True),
        ("{value: {from: 3, to: 6}, unit: muelles}", "entre tres y cinco muelles", False),
        ("{value: {from: 2, to: 5}, unit: muelles}", "entre tres y cinco muelles", False),
        ("{value: {at_least: 75}, unit: '%'}", "al menos el 75 %", True),
        ("{value: {at_least: 75}, unit: '%'}", "al menos 75 muelles", False),
        ("{value: 3400000, currency: EUR}", "3,4 millones de euros", True),
        ("{value: 3400000, currency: USD}", "3,4 millones de euros", False),
        ("{value: 3400000, currency: ARS}", "3,4 millones de pesos", True),
        ("{value: 3400000000, currency: USD}", "$3.4 mil millones", True),
    ],
)
@pytest.mark.parametrize("field", ["commitments", "updates"])
def test_bounds_and_money_are_compared(
    read: Read, field: str, target: str, words: str, stands: bool
) -> None:
    """Both bounds, and the currency where the evidence tells it; in a promise and in a new target."""
    what = "id: a" if field == "commitments" else "commitment: b/a, date: 2026, status: late"
    fields = f"{field}: [{{{what}, text: Sí, target: {target}, evidence: '{words}'}}]\n"
    found = read(
        {
            "briefs/sources/acta.txt": words,
            "briefs/sources/acta.yml": record_of(words, "Acta"),
            "briefs/b.yml": "title: b\ndate: 2025\nsummary: s\ncommitments: [{id: a, text: Sí}]\n",
            "briefs/c.yml": f"title: c\ndate: 2026\nsummary: s\nsources: [acta]\n{fields}",
        }
    )
    assert [one.code for one in found.findings] == ([] if stands else ["figure-not-in-evidence"])


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ("[{value: 12, by: ana, evidence: Ana vio 12}, {value: 30, by: luis, evidence: Luis vio 30}]", 0),
        ("[{value: 30, by: ana, evidence: Ana vio 12}, {value: 12, by: luis, evidence: Luis vio 30}]", 2),
        ("[{value: 12, by: ana}, {value: 30, by: luis, evidence: Luis vio 30}]", 1),
        ("[{value: 7, by: ana}, {value: 30, by: luis, evidence: Luis vio 30}]", 0),
        ("[{value: {from: 7, to: 12}, by: ana}, {value: 30, by: luis, evidence: Luis vio 30}]", 1),
    ],
)  # fmt: skip
def test_a_disputed_figure_is_compared_with_its_own_evidence(
    read: Read, values: str, wrong: int
) -> None:
    """Or with that of its update, where it has none; each leads to its passage."""
    words = "Ana vio 12. Luis vio 30. Otros dicen 7."
    found = read(
        {
            "briefs/sources/acta.txt": words,
            "briefs/sources/acta.yml": record_of(words, "Acta"),
            "briefs/entities/ana.yml": "name: Ana\ntype: person\n",
            "briefs/entities/luis.yml": "name: Luis\ntype: person\n",
            "briefs/b.yml": "title: b\ndate: 2025\nsummary: s\ncommitments: [{id: a, text: Sí}]\n",
            "briefs/c.yml": "title: c\ndate: 2026\nsummary: s\nsources: [acta]\n"
            "updates: [{commitment: b/a, date: 2026, status: late, text: Sí, "
            f"evidence: Otros dicen 7, values: {values}}}]\n",
        }
    )
    assert [one.code for one in found.findings] == ["figure-not-in-evidence"] * wrong
    if not wrong:
        sides = found.site.commitments["b/a"].steps[-1].sides
        assert [[words[slice(*p.ranges[0])] for p in side.passages] for side in sides] == [
            ["Otros dicen 7" if "value: 7" in values else "Ana vio 12"],
            ["Luis vio 30"],
        ]


def test_the_weekday_of_a_date_is_no_day_of_its_own() -> None:
    """«lunes» alone is the Monday before or after; in «lunes 6 de julio» and «Monday, 6 July» it is that day."""
    friday = dt.date(2026, 7, 10)
    assert len([*relative_days("Lo dijo el lunes, y se fue", "es", friday)]) == 2
    assert [*relative_days("Villa Oreba, lunes 6 de julio de 2026", "es", friday)] == []
    assert [*relative_days("Marrowby, Monday, 6 July 2026", "en", friday)] == []


@pytest.mark.parametrize(
    ("source", "evidence", "right", "wrong"),
    [
        ("Fueron treinta y dos estados.", "dos estados", "Fueron estados.", "Fueron dos estados."),
        ("Costó dos mil millones de euros.", "mil millones de euros", "", "Costó mil millones."),
        ("Costó 5 millones de euros.", "Costó 5", "Costó.", "Costó 5 euros."),
        ("Costó 5 millones de euros.", "Costó 5 millones", "Costó 5 millones.", "Costó US$5 millones."),
        ("Bajó el 5 % de los barcos.", "Bajó el 5", "Bajó.", "Bajaron 5 barcos."),
        ("Bajó el 5 por ciento de los barcos.", "Bajó el 5 por", "Bajó.", "Bajaron 5 barcos."),
        ("Fue el 26 de mayo de 2025.", "26 de mayo", "Fue el 26 de mayo.", "Fue el 27 de mayo."),
        ("Fue el 26 de mayo de 2025.", "Fue el 26", "Fue el 26 de mayo.", "Fue el 26 de octubre."),
        ("Fue el 26 de mayo de 2025.", "mayo de 2025", "Fue en mayo.", "Fue el 26 de octubre."),
        ("Fue el treinta y uno de mayo.", "uno de mayo", "Fue el 31 de mayo.", "Fue el 1 de mayo."),
        ("Abre a las 9 de la noche.", "Abre a las 9", "Abre a las 9.", "Abre a las 9:00."),
        ("Abre a las ocho y media.", "Abre a las ocho", "Abre.", "Abre a las 8:00."),
        ("Hay mil 761 casos.", "761 casos", "Hay casos.", "Hay 761 casos."),
        ("Hay dos mil quinientos.", "Hay dos mil", "Hay más.", "Hay dos mil."),
        ("Uno de cada tres niños lee.", "tres niños lee", "Leen niños.", "Leen tres niños."),
    ],
)  # fmt: skip
def test_a_part_of_a_figure_is_no_evidence_of_another(
    read: Read, source: str, evidence: str, right: str, wrong: str
) -> None:
    """Where evidence begins or ends within a figure of the source, that part counts where it says less, not something else."""

    def found(text: str) -> list[str]:
        point = f"key_points: [{{text: '{text or 'Nada'}', evidence: '{evidence}'}}]\n"
        head = "title: Plan\ndate: 2025-10-01\nsummary: Hay plan.\nsources: [nota]\n"
        files = {
            "briefs/sources/nota.txt": f"{source}\n",
            "briefs/sources/nota.yml": record_of(f"{source}\n", "Nota"),
            "briefs/plan.yml": head + point,
        }
        return codes(read(files))

    assert found(right) == []
    assert found(wrong) == ["5 figure-not-in-evidence"]


def test_who_cuts_a_figure_is_told_which(read: Read) -> None:
    """What the evidence lacks of it stands in the source alone."""
    text = "Fueron treinta y dos estados.\n"
    files = {
        "briefs/sources/nota.txt": text,
        "briefs/sources/nota.yml": record_of(text, "Nota"),
        "briefs/plan.yml": "title: Plan\ndate: 2025-10-01\nsummary: Hay plan.\nsources: [nota]\n"
        "key_points: [{text: Son dos, evidence: dos estados}]\n",
    }
    (finding,) = read(files).findings
    assert [note.values["figure"] for note in finding.notes] == ["treinta y dos"]


@pytest.mark.parametrize(
    ("target", "said", "value", "right"),
    [
        ("value: 400, unit: escuelas", "Se ha hecho el 75 % de la obra", "75", False),
        ("value: 400, unit: escuelas", "Se abrieron 75 escuelas", "75", True),
        ("value: 400, unit: escuelas", "Se abrieron setenta y cinco", "{at_least: 75}", True),
        ("value: 400, unit: escuelas", "Se abrieron 3 mil ventanas", "3", False),
        ("value: 400, unit: mil ventanas", "Se abrieron 3 mil ventanas", "3", True),
        ("value: 90, unit: '%'", "Se ha hecho el 75 % de la obra", "75", True),
        ("value: 90, unit: '% de la obra'", "Hay 75 escuelas", "75", False),
        ("value: 5000000, currency: EUR", "Se han pagado 3,4 millones de euros", "3400000", True),
        ("value: 5000000, currency: EUR", "Se han pagado 3,4 millones de euros", "3.4", False),
        ("value: 5, unit: millones de euros", "Se han pagado 3,4 millones de euros", "3.4", True),
        ("value: 5000000, currency: EUR", "Se han pagado 3,4 millones de dólares", "3400000", False),
        ("value: 5000000, currency: MXN", "Se han pagado 3,4 millones de pesos", "3400000", True),
        ("value: 9, unit: muelles", "Queda un muelle", "1", True),
        ("value: 0, baseline: 9, unit: muelles", "No queda ninguno", "0", True),
    ],
)  # fmt: skip
def test_a_figure_that_is_reported_is_in_the_unit_of_its_target(
    read: Read, target: str, said: str, value: str, right: bool
) -> None:
    """What the evidence has as a share, or in another currency, would else be drawn as so many of what was promised."""
    text = f"{said}.\n"
    head = "title: Plan\ndate: 2025-10-01\nsummary: Hay plan.\n"
    update = f"commitment: plan/c, date: 2025-10-01, status: in-progress, value: {value}, text: Va"
    found = read(
        {
            "briefs/sources/obras.txt": text,
            "briefs/sources/obras.yml": record_of(text, "Obras"),
            "briefs/plan.yml": f"{head}commitments: [{{id: c, text: Hacer, target: {{{target}}}}}]\n",
            "briefs/sigue.yml": f"{head}sources: [obras]\nupdates: [{{{update}, evidence: '{said}'}}]\n",
        }
    )
    assert codes(found) == ([] if right else ["5 value-in-other-unit"])


DAYS = [
    # words of a source, what they say, what they do not say; all of Tuesday, 3 March 2026
    ("es", "Se reunieron el martes por la mañana", "3 de marzo de 2026", "4 de marzo de 2026"),
    ("es", "Se reunieron el martes a media mañana", "3 de marzo de 2026", "4 de marzo de 2026"),
    ("es", "Se reúnen mañana por la mañana", "4 de marzo de 2026", "3 de marzo de 2026"),
    ("es", "Se reúnen pasado mañana", "5 de marzo de 2026", "4 de marzo de 2026"),
    ("en", "They meet the day after tomorrow", "5 March 2026", "4 March 2026"),
    ("es", "La ministra viajó ayer a Santo Domingo", "2 de marzo de 2026", "8 de marzo de 2026"),
    ("es", "SANTO DOMINGO.- Viajó ayer", "2 de marzo de 2026", "8 de marzo de 2026"),
    ("es", "Domingo Pérez viajó ayer", "2 de marzo de 2026", "8 de marzo de 2026"),
    ("es", "Es del Viernes Santo, dijo ayer", "2 de marzo de 2026", "6 de marzo de 2026"),
    ("es", "Viaja el domingo a Santo Domingo", "8 de marzo de 2026", "7 de marzo de 2026"),
    ("es", "El Domingo viajó la ministra", "8 de marzo de 2026", "7 de marzo de 2026"),
    ("en", "The Sunday Times published it today", "3 March 2026", "1 March 2026"),
    ("en", "It was signed today, after Black Friday", "3 March 2026", "27 February 2026"),
    ("en", "President Vera Sunday signed it", "1 March 2026", "2 March 2026"),
    ("en", "The 26 states met today", "3 March 2026", "26 March 2026"),
    ("en", "They took it to the 26 states on the 27th", "27 March 2026", "26 March 2026"),
    ("es", "El 3 de mayo prometió cinco para 2030", "3 de mayo de 2026", "3 de mayo de 2030"),
    ("es", "Cinco para 2030. Es del 3 de mayo", "3 de mayo de 2026", "3 de mayo de 2030"),
    ("en", "On 3 May he promised five by 2030", "3 May 2026", "3 May 2030"),
    ("es", "Del 30 de abril al 3 de mayo de 2024", "30 de abril de 2024", "30 de abril de 2025"),
    ("es", "El 3 de mayo de 2024, y el 4 de junio", "4 de junio de 2024", "4 de junio de 2025"),
    ("es", "En 2024, el 3 de mayo, firmaron", "3 de mayo de 2024", "3 de mayo de 2025"),
    ("en", "In 2024, and on 3 May of that year", "3 May 2024", "3 May 2025"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "words", "right", "wrong"), DAYS)
def test_a_date_is_one_that_the_words_of_the_source_give(
    read: Read, lang: str, words: str, right: str, wrong: str
) -> None:
    """Names, parts of the day and numbers of things are no dates, and the year of something else is not theirs."""
    found = {}
    for own in (right, wrong):
        briefing = (
            f"title: b\ndate: 2026-03-03\nlang: {lang}\nsummary: s\nsources: [acta]\n"
            f"key_points: [{{text: 'Es: {own}', evidence: '{words}'}}]\n"
        )
        files = {
            "briefs/sources/acta.txt": words,
            "briefs/sources/acta.yml": record_of(words, "Acta") + f"lang: {lang}\n",
            "briefs/b.yml": briefing,
        }
        found[own] = [finding.code for finding in read(files).findings]
    assert found == {right: [], wrong: ["figure-not-in-evidence"]}


def test_a_number_of_things_is_not_the_day_of_a_date() -> None:
    """“the 26 states” has no day, “the 26th” has."""
    pool = Pool((EvidenceWords("They met on 26 March", "en", (Day(2026, 3, 3),)),))
    own = {text: figures(text, "en")[0] for text in ("The 26 states", "The 26th")}
    assert {text: pool.has(figure) for text, figure in own.items()} == {
        "The 26 states": False,
        "The 26th": True,
    }


@pytest.mark.parametrize(
    ("lang", "text", "is_part_of_a_name"),
    [
        ("es", "Santo [Domingo], 3 de marzo", True),
        ("es", "SANTO [DOMINGO], 3 DE MARZO", True),
        ("es", "[Domingo] Pérez", True),
        ("es", "el [Miércoles] de Ceniza", True),
        ("es", "según [Domingo]", True),
        ("es", "[Domingo], 8 de marzo", False),
        ("es", "Madrid, [Domingo] 8 de marzo", False),
        ("es", "El [Viernes] 6 de Marzo", False),
        ("es", "EL [VIERNES]", False),
        ("es", "el [viernes] Santo", False),
        ("es", "Viernes y [Domingo]", False),
        ("en", "The [Sunday] Times", True),
        ("en", "[Sunday] Telegraph, 3 March", True),
        ("en", "Black [Friday]", True),
        ("en", "On [Sunday] President Vera", False),
        ("en", "[Monday] President Vera signed", False),
        ("en", "After the [Tuesday] Cabinet meeting", False),
        ("en", "A [Friday] Reuters report", False),
        ("es", "este [Lunes] Sánchez viajó", False),
        ("en", "Marrowby, [Monday] March 2", False),
        ("pt", "Santo [Domingo]", False),
    ],
)
def test_a_weekday_that_is_part_of_a_name_is_none(
    lang: str, text: str, is_part_of_a_name: bool
) -> None:
    """By its capital in Spanish, by what stands beside it in English; others are not read."""
    place = text.index("["), text.index("]") - 1
    bare = text.replace("[", "").replace("]", "")
    assert is_name(bare, place, lang) is is_part_of_a_name
