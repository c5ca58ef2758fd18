"""What figures say of a target: how much of the way is done, and what is reached, missed or worse.

A figure is taken for all that it can be: «al menos 3» is any number from 3 on. What is said here of
one is true of all of these.
"""

from __future__ import annotations

import math

from briefsite.archive.models import Amount, Bounds, Target


def ends(value: Amount) -> tuple[float, float]:
    """The least and the most that a figure can be; infinite where it has no such bound."""
    if not isinstance(value, Bounds):
        return value, value
    low, high = value.low, value.high
    return -math.inf if low is None else low, math.inf if high is None else high


def falls(target: Target) -> bool:
    """Whether what is promised is to fall: it is below where it stood, or said to be the most."""
    low, high = ends(target.value)
    return low == -math.inf or (target.baseline is not None and target.baseline > high)


def goal(target: Target) -> float:
    """The number to be reached: the lower bound of a range, or the upper one where it is to fall."""
    low, high = ends(target.value)
    return high if falls(target) else low


def counted(value: Amount, target: Target) -> float | None:
    """The number that a figure counts for, its worse bound; None where it has none on that side."""
    low, high = ends(value)
    worse = high if falls(target) else low
    return worse if math.isfinite(worse) else None


def progress(value: Amount, target: Target) -> float | None:
    """How much of the way from the baseline to the goal is done, from 0 to 1.

    None where the figure counts for no number, or where it is to fall from nobody knows where. What
    is to rise begins at 0 where no baseline is known.
    """
    number, end = counted(value, target), goal(target)
    if number is None or (falls(target) and target.baseline is None):
        return None
    start = target.baseline or 0.0
    if start == end or (not falls(target) and start > end):  # it was there from the beginning
        return 1.0 if is_reached(value, target) else 0.0
    return min(1.0, max(0.0, (number - start) / (end - start)))


def is_reached(value: Amount, target: Target) -> bool:
    """Whether a figure is certainly what was promised, or better.

    Without a baseline nobody knows which way is better than a number or a range.
    """
    (low, high), (least, most) = ends(value), ends(target.value)
    if least <= low and high <= most:
        return True
    if target.baseline is None:
        return False
    return high <= most if falls(target) else low >= least


def is_missed(value: Amount, target: Target) -> bool:
    """Whether a figure certainly falls short; without a baseline, a number or a range is to rise."""
    low, high = ends(value)
    return low > goal(target) if falls(target) else high < goal(target)


def is_beyond(value: Amount, target: Target) -> bool:
    """Whether a figure is certainly beyond what was promised; without a baseline it is to rise."""
    (low, high), (least, most) = ends(value), ends(target.value)
    return high < least if falls(target) else low > most


def is_worse(value: Amount, target: Target) -> bool:
    """Whether a figure is certainly worse than where it stood when it was promised."""
    if target.baseline is None:
        return False
    low, high = ends(value)
    return low > target.baseline if falls(target) else high < target.baseline


def standing(former: Target | None, new: Target | None) -> Target | None:
    """The target that stands after a step; a new one in the same unit keeps the baseline it leaves out."""
    if new is None or former is None:
        return new or former
    if new.baseline is None and (new.unit, new.currency) == (former.unit, former.currency):
        return new.model_copy(update={"baseline": former.baseline})
    return new
