"""Dates as exact as they are known."""

from __future__ import annotations

import datetime as dt
import os
import re
from calendar import monthrange
from typing import Any, NamedTuple

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from briefsite.messages.message import Message, MessageError


class DateError(MessageError):
    """A text that is no date; the message says how to mend it."""


_HOW_TO_WRITE = Message("write `2025`, `2025-09` or `2025-09-26`")


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

    def before(self, other: Date) -> bool:
        """Tell whether it is certainly earlier: a month is not before a day in it."""
        for mine, theirs in zip(self, other, strict=True):
            if not mine or not theirs or mine != theirs:
                return bool(mine and theirs and mine < theirs)
        return False

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self[1:] if part)])

    @classmethod
    def today(cls) -> Date:
        """The day it is: that of `SOURCE_DATE_EPOCH` (seconds, UTC) where it is set.

        Else the later of the day here and that in UTC, so that one machine takes what another wrote.
        """
        try:
            day = dt.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=dt.UTC).date()
        except (KeyError, ValueError, OverflowError, OSError):
            now = dt.datetime.now(tz=dt.UTC)
            day = max(now.date(), now.astimezone().date())
        return cls(day.year, day.month, day.day)

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: object) -> Date:
            # An unquoted year is a number to YAML.
            text = str(value) if type(value) is int else value
            if not isinstance(text, str):
                raise PydanticCustomError("date", "{why}", {"why": _HOW_TO_WRITE})
            try:
                return cls.parse(text)
            except DateError as error:
                raise PydanticCustomError("date", "{why}", {"why": error.message}) from None

        return core_schema.no_info_plain_validator_function(
            validate, serialization=core_schema.to_string_ser_schema()
        )

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
