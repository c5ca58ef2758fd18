"""The figures of the archives in this repository, each changed in turn."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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


def own_figures_of(path: Path, names: Names) -> Iterator[tuple[OwnFigure, Span]]:
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
                yield figure, span


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


def respelled(own: OwnFigure, briefing: Briefing) -> str | None:
    """The same figure in another spelling: 32 becomes «treinta y dos», 34 % «34 por ciento»."""
    spanish = briefing.lang == "es"
    words = in_spanish if spanish else in_english
    if own.where[-1] in ("value", "baseline", "deadline", "date"):
        return None  # these have one spelling
    match own.figure.readings[0]:
        case Day(year=year, month=month, day=day) if year and day:
            return f"{day}/{month}/{year}" if spanish else f"{year}-{month:02}-{day:02}"
        case Number(value=value, unit="%") if (value * 100).denominator == 1:
            return f"{words(int(value * 100))} {'por ciento' if spanish else 'per cent'}"
        case Number(value=value, unit="") if value.denominator == 1 and 1 < value < 1_000_000:
            is_digits = own.written[0].isdigit()
            return words(int(value)) if is_digits else str(int(value))
    return None


Change = Callable[[OwnFigure, Briefing, Sequence[Figure]], str | None]


def altered_to_what_is_nowhere(
    own: OwnFigure, briefing: Briefing, there: Sequence[Figure]
) -> str | None:
    """The first alteration that is no other figure of the briefing or its sources."""
    for step in range(1, 40):
        text = altered(own, briefing, step)
        found = [one for one in figures(text or "", briefing.lang) if one.readings]
        if text and re.fullmatch(r"\d{4}-\d\d-(3[1-9]|[4-9]\d)", text):
            continue  # not every month has it
        if found and not any(figure.stands_in(there) for figure in found):
            return text
    return None


def changes(archive: str, folder: Path, change: Change) -> Iterator[tuple[bool, str]]:
    """Change the figures of an archive, one in each line of a briefing at a time.

    Yields for each whether it is an error, and what was changed.
    """
    root = folder / "briefs"
    shutil.copytree(REPOSITORY / archive, root)
    reading = read_site(root)
    assert not [one for one in reading.findings if one.severity is Severity.ERROR]
    names = Names({page.id: page.record for page in reading.site.entities.values()})
    originals = {
        page.path: page.path.read_text("utf-8") for page in reading.site.briefings.values()
    }
    made: dict[Path, dict[int, list[tuple[str, str, str]]]] = {}
    for path, original in originals.items():
        lines = original.splitlines(keepends=True)
        briefing = reading.site.briefings[path.stem].record
        texts = [(root / "sources" / f"{name}.txt").read_text("utf-8") for name in briefing.sources]
        there = figures("\n".join([original, *texts]), briefing.lang)
        for own, span in own_figures_of(path, names):
            line, start = lines[span.line - 1], span.column - 1
            # A figure that stands over two lines is left as it is.
            if line[start:].startswith(own.written) and (new := change(own, briefing, there)):
                changed = line[:start] + new + line[start + len(own.written) :]
                what = f"{path.name}:{span.line} {own.written} -> {new}"
                made.setdefault(path, {}).setdefault(span.line, []).append((changed, new, what))
    for turn in range(max(len(each) for found in made.values() for each in found.values())):
        expected: list[tuple[Path, str, str]] = []
        for path, found in made.items():
            lines = originals[path].splitlines(keepends=True)
            for number, each in found.items():
                if turn < len(each):
                    lines[number - 1], new, what = each[turn]
                    expected.append((path, new, what))
            path.write_text("".join(lines), "utf-8")
        wrong = Counter(
            (one.path, str(one.message).split("`")[1])
            for one in read_site(root).findings
            if one.code == "figure-not-in-evidence" and one.severity is Severity.ERROR
        )
        for path, new, what in expected:
            yield wrong[path, new] > 0, what
            wrong[path, new] -= 1


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_figure_of_an_archive_is_refused_when_it_is_changed(
    archive: str, tmp_path: Path
) -> None:
    """Numbers, percentages and dates, in texts and in fields; the finding stands where the change is."""
    found = [*changes(archive, tmp_path, altered_to_what_is_nowhere)]
    assert [what for is_refused, what in found if not is_refused] == []
    assert len(found) >= ARCHIVES[archive]


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_figure_of_an_archive_may_be_spelled_otherwise(archive: str, tmp_path: Path) -> None:
    """Digits in words, words in digits, percentages and dates in another form."""
    found = [*changes(archive, tmp_path, lambda own, briefing, _: respelled(own, briefing))]
    assert [what for is_refused, what in found if is_refused] == []
    assert len(found) >= ARCHIVES[archive] // 3
