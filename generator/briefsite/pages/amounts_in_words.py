"""How the figures of promises are written: amounts with unit or money, bounds, how far a promise is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefsite.archive.models import Amount, Bounds, Target
from briefsite.pages.formatting import format_money, format_number
from briefsite.site.targets import falls, is_reached, is_worse

Interface = Mapping[str, Any]
"""The words of the interface."""


def amount(value: Amount, target: Target | None, words: Interface, *, is_bare: bool = False) -> str:
    """A figure in the unit of its target: «60 armas al año», «al menos 8 %», «3.400.000 MXN».

    `is_bare` leaves out the words of the unit, where these follow soon; never a sign or the money.
    """
    if isinstance(value, Bounds):
        low, high = value.low, value.high
        if low is None or high is None:
            kind = "at_least" if high is None else "at_most"
            written = words[kind].format(_number(low if high is None else high, target, words))
        else:
            ends = (_number(end, target, words) for end in (low, high))
            written = words["between"].format(*ends)
    else:
        written = _number(value, target, words)
    unit = "" if is_bare else _unit(target)
    return f"{written} {unit}" if unit else written


def how_far(value: Amount | None, target: Target, words: Interface) -> str:
    """A figure beside its target; the target alone where there is none.

    «2 de 3 escáneres» of what rises; «de 100 a 60; meta: 20 armas al año» of what falls.
    """
    wanted = amount(target.value, target, words)
    if value is None:
        return wanted
    aim = words["target_is"].format(wanted)
    if is_worse(value, target):
        start = _number(target.baseline, target, words)
        return str(words["worse"]).format(amount(value, target, words), start, aim)
    bare = amount(value, target, words, is_bare=True)
    reached = is_reached(value, target)
    if _is_part(value, target):
        part = words["progress"].format(bare, wanted)
        return str(words["and_reached"]).format(part) if reached else str(part)
    if reached:
        aim = words["target_reached"].format(wanted)
    return f"{_from_baseline(value, target, words) or bare}; {aim}"


def _is_part(value: Amount, target: Target) -> bool:
    """Whether «2 de 3» says it: neither of bounds nor of percentages, nor beyond what is to rise."""
    if isinstance(value, Bounds) or isinstance(target.value, Bounds):
        return False
    is_above = target.baseline is not None and value > target.value
    return not (_sign(target) or falls(target) or is_above)


def _from_baseline(value: Amount, target: Target, words: Interface) -> str | None:
    """«de 100 a 60» of a figure that fell; None where it did not, or is not one number."""
    start = target.baseline
    if isinstance(value, Bounds) or start is None or not falls(target) or value >= start:
        return None
    return str(words["from_to"]).format(
        _number(start, target, words), _number(value, target, words)
    )


def _number(value: float | None, target: Target | None, words: Interface) -> str:
    """One number with its money or its sign, which stand with each."""
    assert value is not None
    if target and target.currency:
        return format_money(value, target.currency, words["code"])
    written = format_number(value, words["code"])
    return str(words["percent"]).format(written) if _sign(target) else written


def _sign(target: Target | None) -> bool:
    """Whether the unit is a percentage: 2 % is not «of» 8 %."""
    return bool(target and target.unit and target.unit.startswith("%"))


def _unit(target: Target | None) -> str:
    """The words of the unit, without a sign that stands with the number."""
    return (target.unit or "").removeprefix("%").strip() if target else ""
