"""The figures of the archives in this repository, each changed in turn."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from briefsite.archive.folder import check_file
from briefsite.archive.load import Where
from briefsite.archive.models import Briefing
from briefsite.evidence.figure_reading import figures
from briefsite.evidence.figures import Day, Figure, Number
from briefsite.messages.diagnostics import Severity, Span
from briefsite.site.entity_names import Names
from briefsite.site.own_figures import OwnFigure, own_figures
from briefsite.site.proofs import narrowed, written_statements
from briefsite.site.reading import read_site
from numerals import ENGLISH_MONTHS, SPANISH_MONTHS, in_english, in_spanish
from sites import REPOSITORY

ARCHIVES = {"briefs": 10, "examples/briefs": 300}
"""Each with how many figures it has at least."""


def own_figures_of(path: Path, names: Names) -> Iterator[tuple[OwnFigure, Span, Briefing]]:
    """The figures in the words and fields of a briefing that has evidence for them."""
    checked, document = check_file(path.read_bytes(), path, Briefing)
    briefing = checked.model
    assert document
    assert isinstance(briefing, Briefing)
    for statement in written_statements(briefing):
        own = statement.field == "evidence"
        where: Where = () if own else (statement.field, statement.number - 1)
        if own or getattr(statement.record, "evidence", ()) or statement.field == "quotes":
            for figure in own_figures(statement.record, where, briefing.lang, names):
                span = narrowed(document, document.place(figure.where), figure.written)
                yield figure, span, briefing


def altered(own: OwnFigure, briefing: Briefing, step: int) -> str | None:
    """The same figure with another number: 32 becomes 33, «treinta y dos» becomes «treinta y tres»."""
    months = SPANISH_MONTHS if briefing.lang == "es" else ENGLISH_MONTHS
    words = in_spanish if briefing.lang == "es" else in_english
    if match := re.search(r"\d+(?=\D*$)", own.written):
        digits = match[0]
        changed = str(int(digits) + (step if digits[-1] < "5" else -step)).zfill(len(digits))
        return own.written[: match.start()] + changed + own.written[match.end() :]
    match own.figure.readings[0]:
        case Day(month=month):
            return own.written.replace(months[month - 1], months[(month - 1 + step) % 12])
        case Number(value=value, unit="") if value.denominator == 1 and 1 < value < 1_000_000:
            return words(int(value) + step)
        case Number(unit="%"):
            return "un tercio" if briefing.lang == "es" else "one third"
    return None


def _is_another(text: str, lang: str, there: Sequence[Figure]) -> bool:
    """Whether a text is a figure that neither the briefing nor its sources have."""
    found = [figure for figure in figures(text, lang) if figure.readings]
    return bool(found) and not any(figure.stands_in(there) for figure in found)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_figure_of_an_archive_is_refused_when_it_is_changed(
    archive: str, tmp_path: Path
) -> None:
    """One figure of each briefing at a time; the finding stands where the change is."""
    shutil.copytree(REPOSITORY / archive, tmp_path / "briefs")
    root = tmp_path / "briefs"
    reading = read_site(root)
    assert not [one for one in reading.findings if one.severity is Severity.ERROR]
    names = Names({page.id: page.record for page in reading.site.entities.values()})
    paths = [page.path for page in reading.site.briefings.values()]
    found_in = {path: [*own_figures_of(path, names)] for path in paths}
    passed, changed = [], 0
    for turn in range(max(map(len, found_in.values()))):
        expected = {}
        for path, found in found_in.items():
            original = (REPOSITORY / archive / path.relative_to(root)).read_text("utf-8")
            path.write_text(original, "utf-8")
            if turn >= len(found):
                continue
            own, span, briefing = found[turn]
            lines = original.splitlines(keepends=True)
            line = lines[span.line - 1]
            start = span.column - 1
            if line[start : start + len(own.written)] != own.written:
                continue  # the figure stands over two lines
            texts = [
                (root / "sources" / f"{name}.txt").read_text("utf-8") for name in briefing.sources
            ]
            there = figures("\n".join([original, *texts]), briefing.lang)
            wrong = next(
                (
                    text
                    for step in range(1, 40)
                    if (text := altered(own, briefing, step)) is None
                    or _is_another(text, briefing.lang, there)
                ),
                None,
            )
            if wrong is None:
                continue
            lines[span.line - 1] = line[:start] + wrong + line[start + len(own.written) :]
            path.write_text("".join(lines), "utf-8")
            expected[path] = (span.line, own.written, wrong)
        changed += len(expected)
        said = {
            (finding.path, finding.span.line)
            for finding in read_site(root).findings
            if finding.severity is Severity.ERROR
        }
        passed += [
            (path.name, *what) for path, what in expected.items() if (path, what[0]) not in said
        ]
    assert passed == []
    assert changed >= ARCHIVES[archive]
