"""What figures say of a target, and how that is written."""

from __future__ import annotations

import pytest
import yaml

from briefsite.archive.models import Target, Update
from briefsite.pages.amounts_in_words import amount, how_far
from briefsite.pages.formatting import load_words
from briefsite.site.targets import progress, standing

ES, EN = load_words("es"), load_words("en")

RISES = "{value: 20, unit: muelles, baseline: 10}"
FALLS = "{value: 20, unit: armas, baseline: 100}"
UNKNOWN = "{value: 20, unit: muelles}"
LEAST = "{value: {at_least: 20}, unit: muelles}"
MOST = "{value: {at_most: 20}, unit: armas, baseline: 100}"
MOST_OF_WHAT = "{value: {at_most: 20}, unit: armas}"
RANGE = "{value: {from: 20, to: 30}, unit: muelles, baseline: 0}"
RANGE_FALLS = "{value: {from: 20, to: 30}, unit: armas, baseline: 130}"


def target_of(text: str) -> Target:
    return Target.model_validate(yaml.safe_load(text))


def value_of(text: str) -> Update:
    fields = {"commitment": "a/b", "date": "2025", "status": "late", "text": "t"}
    return Update.model_validate({**fields, "value": yaml.safe_load(text)})


@pytest.mark.parametrize(
    ("target", "value", "done", "words"),
    [
        (RISES, "15", 0.5, "15 de 20 muelles"),
        (RISES, "20", 1, "20 de 20 muelles; meta alcanzada"),
        (RISES, "25", 1, "25; meta alcanzada: 20 muelles"),
        (RISES, "5", 0, "5 muelles: peor que al principio (10); meta: 20 muelles"),
        (RISES, "{from: 12, to: 15}", 0.2, "entre 12 y 15; meta: 20 muelles"),
        (RISES, "{at_least: 15}", 0.5, "al menos 15; meta: 20 muelles"),
        (RISES, "{at_least: 20}", 1, "al menos 20; meta alcanzada: 20 muelles"),
        (RISES, "{at_most: 15}", None, "como mucho 15; meta: 20 muelles"),
        (RISES, "{at_most: 8}", None, "como mucho 8 muelles: peor que al principio (10); meta: 20 muelles"),
        (RISES, "{at_most: 25}", None, "como mucho 25; meta: 20 muelles"),
        (FALLS, "60", 0.5, "de 100 a 60; meta: 20 armas"),
        (FALLS, "100", 0, "100; meta: 20 armas"),
        (FALLS, "20", 1, "de 100 a 20; meta alcanzada: 20 armas"),
        (FALLS, "10", 1, "de 100 a 10; meta alcanzada: 20 armas"),
        (FALLS, "120", 0, "120 armas: peor que al principio (100); meta: 20 armas"),
        (FALLS, "{from: 40, to: 60}", 0.5, "entre 40 y 60; meta: 20 armas"),
        (FALLS, "{from: 90, to: 120}", 0, "entre 90 y 120; meta: 20 armas"),
        (FALLS, "{at_most: 60}", 0.5, "como mucho 60; meta: 20 armas"),
        (FALLS, "{at_least: 60}", None, "al menos 60; meta: 20 armas"),
        (FALLS, "{at_least: 101}", None, "al menos 101 armas: peor que al principio (100); meta: 20 armas"),
        (UNKNOWN, "15", 0.75, "15 de 20 muelles"),
        (UNKNOWN, "20", 1, "20 de 20 muelles; meta alcanzada"),
        (UNKNOWN, "60", 1, "60 de 20 muelles"),
        (LEAST, "15", 0.75, "15; meta: al menos 20 muelles"),
        (LEAST, "60", 1, "60; meta alcanzada: al menos 20 muelles"),
        (MOST, "60", 0.5, "de 100 a 60; meta: como mucho 20 armas"),
        (MOST, "20", 1, "de 100 a 20; meta alcanzada: como mucho 20 armas"),
        (MOST_OF_WHAT, "60", None, "60; meta: como mucho 20 armas"),
        (MOST_OF_WHAT, "20", None, "20; meta alcanzada: como mucho 20 armas"),
        (RANGE, "10", 0.5, "10; meta: entre 20 y 30 muelles"),
        (RANGE, "20", 1, "20; meta alcanzada: entre 20 y 30 muelles"),
        (RANGE, "40", 1, "40; meta alcanzada: entre 20 y 30 muelles"),
        (RANGE_FALLS, "80", 0.5, "de 130 a 80; meta: entre 20 y 30 armas"),
        (RANGE_FALLS, "30", 1, "de 130 a 30; meta alcanzada: entre 20 y 30 armas"),
        ("{value: 20, unit: a, baseline: 20}", "20", 1, "20 de 20 a; meta alcanzada"),
        ("{value: 20, unit: a, baseline: 20}", "15", 0, "15 a: peor que al principio (20); meta: 20 a"),
        ("{value: {at_least: 20}, unit: a, baseline: 50}", "40", 1, "40 a: peor que al principio (50); meta: al menos 20 a"),
        ("{value: {from: 20, to: 30}, unit: a}", "40", 1, "40; meta: entre 20 y 30 a"),
        ('{value: 80, unit: "%"}', "60", 0.75, "60 %; meta: 80 %"),
        ('{value: 8, unit: "% de los hogares", baseline: 12.5}', "10", 2.5 / 4.5, "de 12,5 % a 10 %; meta: 8 % de los hogares"),
        ("{value: 5, unit: puntos porcentuales}", "2", 0.4, "2 de 5 puntos porcentuales"),
        ("{value: 3400000, currency: MXN, unit: al año}", "1700000", 0.5, "1.700.000 MXN de 3.400.000 MXN al año"),
    ],
)  # fmt: skip
def test_a_figure_is_told_beside_its_target(
    target: str, value: str, done: float | None, words: str
) -> None:
    """Upwards and downwards, with bounds, percentages and money; a bound counts by its worse end."""
    reported, aim = value_of(value).value, target_of(target)
    assert reported is not None
    assert how_far(reported, aim, ES).replace("\u00a0", " ") == words
    found = progress(reported, aim)
    assert found == (done if done is None else pytest.approx(done))


def test_a_target_without_a_figure_stands_alone() -> None:
    """Nothing was reported."""
    assert how_far(None, target_of(FALLS), ES) == "20 armas"


@pytest.mark.parametrize(
    ("target", "value", "words"),
    [
        (RISES, "15", "15 of 20 muelles"),
        (FALLS, "60", "from 100 to 60; target: 20 armas"),
        (FALLS, "120", "120 armas: worse than at the outset (100); target: 20 armas"),
        (LEAST, "{at_most: 15}", "at most 15; target: at least 20 muelles"),
        (RANGE, "25", "25; target reached: between 20 and 30 muelles"),
        ('{value: 80, unit: "%"}', "60", "60%; target: 80%"),
    ],
)
def test_the_same_in_english(target: str, value: str, words: str) -> None:
    """The words are those of the site."""
    assert how_far(value_of(value).value, target_of(target), EN) == words


@pytest.mark.parametrize(
    ("target", "spanish", "english"),
    [
        ("{value: 3400000, currency: MXN}", "3.400.000 MXN", "MX$3,400,000"),
        ("{value: 3400, currency: EUR}", "3400 €", "€3,400"),
        ("{value: 12.5, currency: EUR}", "12,50 €", "€12.50"),
        ("{value: 0.125, currency: EUR}", "0,125 €", "€0.125"),
        ("{value: {from: 3, to: 5}, currency: EUR, unit: al día}", "entre 3 € y 5 € al día", "between €3 and €5 al día"),
        ('{value: {at_most: 8}, unit: "%"}', "como mucho 8 %", "at most 8%"),
    ],
)  # fmt: skip
def test_money_and_percentages_are_written_as_in_the_language(
    target: str, spanish: str, english: str
) -> None:
    """Without needless decimals, and with all that there are."""
    aim = target_of(target)
    assert amount(aim.value, aim, ES).replace("\u00a0", " ") == spanish
    assert amount(aim.value, aim, EN) == english


def test_a_new_target_keeps_the_baseline_that_it_leaves_out() -> None:
    """Where it is in the same unit; nobody knows where another one stood."""
    first = target_of(FALLS)
    same = standing(first, target_of("{value: 30, unit: armas}"))
    other = standing(first, target_of("{value: 30, unit: cajas}"))
    own = standing(first, target_of("{value: 30, unit: armas, baseline: 90}"))
    assert [each and each.baseline for each in (same, other, own)] == [100, None, 90]
    assert standing(first, None) is first
