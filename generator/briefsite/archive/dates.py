"""Dates as exact as they are known."""

from __future__ import annotations

import datetime as dt
import os
import re
from calendar import monthrange
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from briefsite.messages.message import Message, MessageError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class DateError(MessageError):
    """A text that is no date; the message says how to mend it."""


_HOW_TO_WRITE = Message("write `2025`, `2025-09` or `2025-09-26`")
_HOW_TO_WRITE_INSTANTS = Message("write day, time and time zone, as in `2026-12-01T09:00-06:00`")


def _given_moment() -> dt.datetime | None:
    """That of `SOURCE_DATE_EPOCH`; None where it is not set, or is none."""
    try:
        return dt.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=dt.UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _parsed_by(parse: Callable[[object], object], kind: str) -> CoreSchema:
    """How pydantic reads a value that `parse` takes, or refuses with a `DateError`."""
    # A build with nothing to do knows the day, and validates nothing.
    from pydantic_core import PydanticCustomError, core_schema

    def validate(value: object) -> object:
        try:
            return parse(value)
        except DateError as error:
            raise PydanticCustomError(kind, "{why}", {"why": error.message}) from None

    return core_schema.no_info_plain_validator_function(
        validate, serialization=core_schema.to_string_ser_schema()
    )


class Instant(NamedTuple):
    """A moment, wherever one is."""

    seconds: int
    """Since 1970, in UTC."""

    written: str
    """As its author wrote it, with the time zone: `2026-12-01T09:00-06:00`."""

    @classmethod
    def parse(cls, text: str) -> Instant:
        """Read `2026-12-01T09:00-06:00`, or with `Z`. Raises DateError for anything else."""
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)", text, re.ASCII):
            raise DateError(_HOW_TO_WRITE_INSTANTS)
        try:
            moment = dt.datetime.fromisoformat(text)
            return cls(int(moment.timestamp()), text)
        except (ValueError, OverflowError):
            raise DateError(_HOW_TO_WRITE_INSTANTS) from None

    @classmethod
    def now(cls) -> Instant:
        """The moment it is: that of `SOURCE_DATE_EPOCH` (seconds, UTC) where it is set."""
        moment = _given_moment() or dt.datetime.now(tz=dt.UTC)
        return cls(int(moment.timestamp()), moment.isoformat(timespec="seconds"))

    @property
    def in_utc(self) -> str:
        """The same in UTC, to the second: `2026-12-01T15:00:00Z`."""
        return dt.datetime.fromtimestamp(self.seconds, tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def __str__(self) -> str:
        return self.written

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        def parse(value: object) -> Instant:
            if not isinstance(value, str):
                raise DateError(_HOW_TO_WRITE_INSTANTS)
            return cls.parse(value)

        return _parsed_by(parse, "instant")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$",
        }


class Date(NamedTuple):
    """A day, a month or a year (ISO 8601 reduced precision).

    Dates sort by time; a year or month comes before the days in it.
    """

    year: int
    month: int = 0
    """0 where it is not known, as `day`."""

    day: int = 0

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read `2025`, `2025-09` or `2025-09-26`. Raises DateError for anything else."""
        match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text, re.ASCII)
        if not match or match[1] == "0000":
            raise DateError(_HOW_TO_WRITE)
        year, *rest = (int(part) for part in match.groups() if part)
        if rest and not 1 <= rest[0] <= 12:
            raise DateError(Message("there is no month {month}", month=rest[0]))
        if len(rest) == 2 and not 1 <= rest[1] <= monthrange(year, rest[0])[1]:
            raise DateError(
                Message("{month} has no day {day}", month=f"{year}-{rest[0]:02}", day=rest[1])
            )
        return cls(year, *rest)

    @property
    def last_day(self) -> dt.date:
        """The last day of a year, of a month, or the day itself."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or monthrange(self.year, month)[1])

    def before(self, other: Date) -> bool:
        """Tell whether it is certainly earlier: a month is not before a day in it."""
        for mine, theirs in zip(self, other, strict=True):
            if not mine or not theirs or mine != theirs:
                return bool(mine and theirs and mine < theirs)
        return False

    def __str__(self) -> str:
        year, month, day = self
        if day:
            return f"{year:04}-{month:02}-{day:02}"
        return f"{year:04}-{month:02}" if month else f"{year:04}"

    @classmethod
    def today(cls) -> Date:
        """The day it is: that of `SOURCE_DATE_EPOCH` (seconds, UTC) where it is set.

        Else the later of the day here and that in UTC, so that one machine takes what another wrote.
        """
        if given := _given_moment():
            day = given.date()
        else:
            now = dt.datetime.now(tz=dt.UTC)
            day = max(now.date(), now.astimezone().date())
        return cls(day.year, day.month, day.day)

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        def parse(value: object) -> Date:
            # An unquoted year is a number to YAML.
            text = str(value) if type(value) is int else value
            if not isinstance(text, str):
                raise DateError(_HOW_TO_WRITE)
            return cls.parse(text)

        return _parsed_by(parse, "date")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        pattern = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
        return {
            "anyOf": [
                {"type": "string", "pattern": pattern},
                {"type": "integer", "minimum": 1, "maximum": 9999},
            ]
        }
