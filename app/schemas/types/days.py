"""Days, months, clock times and moments, Finnish or ISO, and nothing that can be misread."""

import re
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.schemas.types.base import Input, Words, example

FIRST_YEAR, LAST_YEAR = 1900, 2100
FINNISH_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
FINNISH_MONTH = re.compile(r"([0-9]{1,2})[./] ?([0-9]{4})")
ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?")
ISO_MOMENT = re.compile(
    r"([0-9]{4})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)


class Day(Input, fields.Date):
    """A calendar day: "31.3.2026" or "2026-03-31"."""

    default_error_messages = {
        "type": Words(lazy("This is not a day."), example("31.3.2026")),
        "two_digit_year": Words(lazy("The year needs four digits."), example("31.3.2026")),
        "no_such_day": Words(lazy("There is no such day in the calendar."), example("30.4.2026")),
        "year": Words(
            lazy("The year has to be between %(first)s and %(last)s."),
            example("31.3.2026"),
        ),
    }

    def read(self, value: Any) -> date:
        text = self.text(value)
        if SHORT_YEAR.fullmatch(text):
            raise self.make_error("two_digit_year")
        if found := FINNISH_DAY.fullmatch(text):
            return self._day(int(found[3]), int(found[2]), int(found[1]))
        if found := ISO_DAY.fullmatch(text):
            return self._day(int(found[1]), int(found[2]), int(found[3]))
        raise self.make_error("type")

    def _day(self, year: int, month: int, day: int) -> date:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise self.make_error("year", first=FIRST_YEAR, last=LAST_YEAR)
        try:
            return date(year, month, day)
        except ValueError:
            raise self.make_error("no_such_day") from None


class Month(Input, fields.Date):
    """A month as its first day: "3/2026" or "2026-03"."""

    default_error_messages = {
        "type": Words(lazy("This is not a month."), example("3/2026")),
    }

    def read(self, value: Any) -> date:
        text = self.text(value)
        if found := FINNISH_MONTH.fullmatch(text):
            return self._month(int(found[2]), int(found[1]))
        if found := ISO_MONTH.fullmatch(text):
            return self._month(int(found[1]), int(found[2]))
        raise self.make_error("type")

    def _month(self, year: int, month: int) -> date:
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            raise self.make_error("type")
        return date(year, month, 1)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else f"{value:%Y-%m}"


class ClockTime(Input, fields.String):
    """A time of day as "HH:MM"; "9", "9.30" and "09:30" are read, "24:00" ends a day."""

    default_error_messages = {
        "type": Words(lazy("This is not a time of day."), example("9.30")),
        "no_such_time": Words(
            lazy("There is no such time: a day goes from 0.00 to 24.00."),
            example("9.30"),
        ),
    }

    def read(self, value: Any) -> str:
        found = CLOCK.fullmatch(self.text(value))
        if not found:
            raise self.make_error("type")
        hour, minute = int(found[1]), int(found[2] or 0)
        if minute > 59 or hour * 60 + minute > 24 * 60:
            raise self.make_error("no_such_time")
        return f"{hour:02}:{minute:02}"


class Moment(Input, fields.DateTime):
    """A point of time with its offset (RFC 3339); becomes UTC."""

    default_error_messages = {
        "type": Words(
            lazy("This is not a moment with day, time and offset."),
            example("2026-03-31T09:30:00+03:00"),
        ),
        "no_offset": Words(
            lazy("The moment needs its offset from UTC."),
            example("2026-03-31T09:30:00+03:00"),
        ),
        "no_such_moment": Words(
            lazy("There is no such day or time."),
            example("2026-03-31T09:30:00+03:00"),
        ),
    }

    def read(self, value: Any) -> datetime:
        text = self.text(value)
        found = ISO_MOMENT.fullmatch(text)
        if not found:
            raise self.make_error("type")
        if not found[4]:
            raise self.make_error("no_offset")
        if not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise self.make_error("no_such_moment")
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            raise self.make_error("no_such_moment") from None

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
