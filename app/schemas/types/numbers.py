"""Numbers as people write them and as JSON sends them: whole cents, kilometres, minutes, counts."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.schemas.types.base import Input, Words, example

LARGEST_ID = 2**63 - 1
HIGHEST_CENTS = 10_000_000
GROUPED = r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]+"
AMOUNT = re.compile(rf"({GROUPED})(?:[.,]([0-9]{{1,2}}))?(?: ?(?:€|EUR|eur|e))?")
AMBIGUOUS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
MANY_DECIMALS = re.compile(rf"(?:{GROUPED})[.,][0-9]{{3,}}")
NEGATIVE = re.compile(r"[-\u2212\u2013] ?[0-9]")
KILOMETRES = re.compile(rf"({GROUPED})(?: ?km)?")
PART_KILOMETRES = re.compile(rf"({GROUPED})(?:[.,]([0-9]))?(?: ?km)?")
CLOCK_LENGTH = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
HOURS_AND_MINUTES = re.compile(r"([0-9]{1,3}) ?(?:h|t|tim)\.?(?: ?([0-5]?[0-9]) ?(?:min|m)?\.?)?")
PART_HOURS = re.compile(r"([0-9]{1,3})[.,]([0-9]{1,4}) ?(?:h|t|tim)\.?")
BARE_MINUTES = re.compile(r"([0-9]{1,5})( ?min\.?)?")
FEWEST_BARE_MINUTES = 10


UNSEEN = 0  # no row has this version


class Whole(Input, fields.Integer):
    """A whole number between two limits: an integer in JSON, digits in a form."""

    minimum = 0
    maximum = LARGEST_ID

    default_error_messages = {
        "type": Words(lazy("This has to be a whole number."), example("12")),
        "too_small": Words(lazy("The smallest number allowed is %(least)s.")),
        "too_large": Words(lazy("The largest number allowed is %(most)s.")),
    }

    def __init__(self, *, minimum: int | None = None, maximum: int | None = None, **kwargs: Any):
        self.minimum = type(self).minimum if minimum is None else minimum
        self.maximum = type(self).maximum if maximum is None else maximum
        limits = {"minimum": self.minimum, "maximum": self.maximum}  # for the API's document
        super().__init__(metadata=limits | kwargs.pop("metadata", {}), **kwargs)

    def read(self, value: Any) -> int:
        number = self.typed(self.text(value)) if self.by_hand else value
        if type(number) is not int:  # True is not a number here, nor is 1.0
            raise self.make_error("type")
        if number < self.minimum:
            raise self.make_error("too_small", least=self.shown(self.minimum))
        if number > self.maximum:
            raise self.make_error("too_large", most=self.shown(self.maximum))
        return number

    def typed(self, text: str) -> int:
        if not re.fullmatch("-?[0-9]{1,19}", text):
            raise self.make_error("type")
        return int(text)

    def shown(self, number: int) -> str:
        return str(number)


class Version(Whole):
    """The one the person looked at; left out it is no version there is, and refused as stale."""

    def __init__(self, **kwargs: Any):
        super().__init__(load_default=lambda: UNSEEN, **kwargs)


class Count(Whole):
    """How many: seats, persons, days."""

    maximum = 10_000


class Id(Whole):
    """The number of a row."""

    minimum = 1
    default_error_messages = {
        "type": Words(lazy("This is not a valid number of a row."), example("12")),
    }


class Cents(Whole):
    """Money: whole cents in JSON, "12,50" or "1 234,50" in a form."""

    maximum = HIGHEST_CENTS

    default_error_messages = {
        "type": Words(lazy("The sum has to be in whole cents."), example("1250")),
        "amount": Words(lazy("This is not a sum in euros."), example("123,45")),
        "ambiguous": Words(
            lazy("The sum can be read in two ways: leave the thousands unmarked."),
            example("1234,50"),
        ),
        "decimals": Words(lazy("A sum has at most two decimals."), example("12,35")),
        "negative": Words(lazy("The sum cannot be negative."), example("12,35")),
        "too_small": Words(lazy("The smallest sum allowed is %(least)s euros.")),
        "too_large": Words(
            lazy("The largest sum allowed is %(most)s euros."),
            lazy("Check the place of the comma."),
        ),
    }

    def typed(self, text: str) -> int:
        if NEGATIVE.match(text):
            raise self.make_error("negative")
        if AMBIGUOUS.fullmatch(text):
            raise self.make_error("ambiguous")
        if MANY_DECIMALS.fullmatch(text):
            raise self.make_error("decimals")
        found = AMOUNT.fullmatch(text)
        if not found:
            raise self.make_error("amount")
        euros, cents = found.groups()
        return int(euros.replace(" ", "")) * 100 + int((cents or "0").ljust(2, "0"))

    def shown(self, number: int) -> str:
        return f"{number // 100},{number % 100:02}"


class Euros(Cents):
    """Money always written as a person writes it, as in a spreadsheet; becomes whole cents."""

    @property
    def by_hand(self) -> bool:
        return True


class Kilometres(Whole):
    """Whole kilometres."""

    maximum = 5_000

    default_error_messages = {
        "type": Words(lazy("This has to be whole kilometres."), example("42")),
        "too_small": Words(lazy("The shortest distance allowed is %(least)s km.")),
        "too_large": Words(lazy("The longest distance allowed is %(most)s km.")),
    }

    def typed(self, text: str) -> int:
        found = KILOMETRES.fullmatch(text)
        if not found:
            raise self.make_error("type")
        return int(found[1].replace(" ", ""))


class KilometreTenths(Whole):
    """A drive: tenths of a kilometre in JSON, "12,5" or "12,5 km" in a form."""

    minimum = 1
    maximum = 20_000

    default_error_messages = {
        "type": Words(
            lazy("This has to be kilometres, with one decimal at most."),
            lazy("For example: 12,5."),
        ),
        "too_small": Words(lazy("The shortest distance allowed is %(least)s km.")),
        "too_large": Words(lazy("The longest distance allowed is %(most)s km.")),
    }

    def typed(self, text: str) -> int:
        found = PART_KILOMETRES.fullmatch(text)
        if not found:
            raise self.make_error("type")
        return int(found[1].replace(" ", "")) * 10 + int(found[2] or 0)

    def shown(self, number: int) -> str:
        return f"{number // 10},{number % 10}"


class Minutes(Whole):
    """A length of time: whole minutes in JSON; "1:30", "1 h 30", "1,5 h" or "90" in a form.

    A bare number is minutes; one below ten is refused, for it is most likely meant as hours.
    step  refuses what is not on the grid, such as quarters of an hour
    """

    minimum = 1
    maximum = 24 * 60

    default_error_messages = {
        "type": Words(
            lazy("This is not a length of time in minutes or hours."),
            lazy("For example: 1:30 or 90 min."),
        ),
        "hours_or_minutes": Words(
            lazy("Say whether this is hours or minutes."), lazy("For example: 2 h or 5 min.")
        ),
        "whole_minutes": Words(lazy("The time has to come to whole minutes."), example("1:20")),
        "step": Words(
            lazy("The time is given in steps of %(step)s minutes."), lazy("Round to a full step.")
        ),
        "too_small": Words(lazy("The shortest time allowed is %(least)s.")),
        "too_large": Words(lazy("The longest time allowed is %(most)s.")),
    }

    def __init__(self, *, step: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.step = step

    def read(self, value: Any) -> int:
        minutes = super().read(value)
        if minutes % self.step:
            raise self.make_error("step", step=self.step)
        return minutes

    def typed(self, text: str) -> int:
        text = text.lower()
        if found := CLOCK_LENGTH.fullmatch(text) or HOURS_AND_MINUTES.fullmatch(text):
            return int(found[1]) * 60 + int(found[2] or 0)
        if found := PART_HOURS.fullmatch(text):
            return self._from_part_hours(Decimal(f"{found[1]}.{found[2]}"))
        if not (found := BARE_MINUTES.fullmatch(text)):
            raise self.make_error("type")
        if int(found[1]) < FEWEST_BARE_MINUTES and not found[2]:
            raise self.make_error("hours_or_minutes")
        return int(found[1])

    def _from_part_hours(self, hours: Decimal) -> int:
        minutes = hours * 60
        if minutes != int(minutes):
            raise self.make_error("whole_minutes")
        return int(minutes)

    def shown(self, number: int) -> str:
        return f"{number // 60}:{number % 60:02}"
