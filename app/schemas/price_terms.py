"""What a price may say beyond its cents, as forms and JSON write it."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import (
    Cents,
    Choice,
    ClockTime,
    Many,
    Minutes,
    Part,
    Percent,
    Text,
    Words,
    reason,
)
from invoices.pricing.fee_table import Work
from invoices.pricing.terms import (
    Addition,
    Agreed,
    Cap,
    DayKind,
    LateCancellation,
    Period,
    RoleAddition,
    Rounding,
    Supplement,
    Terms,
    Tier,
    Towards,
)
from invoices.refusals.pricing import TermsContradict

DEAREST = 1_000_000  # cents
A_YEARS_MOST = 10_000_000
MOST_ROWS = 12
LONGEST_NAME = 60
LONGEST_NOTICE = 999 * 60  # minutes

ONE_FIGURE = Words(
    lazy("A price is worked out from another work or from an index."),
    lazy("Choose one of the two."),
)
FIGURE_NEEDED = Words(
    lazy("The figure of the index is missing."), lazy("Write the figure in euros.")
)
DOES_NOT_BELONG = Words(
    lazy("This does not belong to a price of this kind."),
    lazy("Leave it empty, or change what the price is for."),
)
CONTRADICTIONS = {
    "addition": Words(
        lazy("An addition is either percent or euros."), lazy("Fill in one of the two.")
    ),
    "supplements": Words(
        lazy("The hours of a supplement begin before they end."),
        lazy("Past midnight write two supplements: until 24.00 and from 0.00."),
    ),
    "tiers": Words(
        lazy("Each step has to begin later than the one before."),
        lazy("Put the steps in the order of their hours."),
    ),
    "most_cents": Words(
        lazy("The most is less than the least."), lazy("Check which one is the smaller sum.")
    ),
    "agreed": Words(
        lazy("A range goes from a lower sum to a higher one, for an activity of one price."),
        lazy("Check the two sums and what the price is for."),
    ),
    "twice": Words(
        lazy("The same role or the same time of notice is there twice."), lazy("Leave only one.")
    ),
    "origin": Words(
        lazy("The price and what it is worked out from differ."),
        lazy("Leave the price empty: it is worked out."),
    ),
}


def contradiction(refusal: TermsContradict) -> Any:
    """Why the terms do not go together, under the field that is told so."""
    field = str(refusal.values["field"])
    words = CONTRADICTIONS.get(field, DOES_NOT_BELONG)
    return {field: [reason("terms_contradict", words)]}


def _made(make: Callable[..., Any], **values: Any) -> Any:
    try:
        return make(**values)
    except TermsContradict as refusal:
        raise ValidationError(contradiction(refusal)) from None


class _Adding(Schema):
    """Percent of the fee, or cents."""

    percent = Percent()
    cents = Cents(maximum=DEAREST)

    @staticmethod
    def addition(values: dict[str, Any]) -> Addition:
        try:
            return Addition(percent=values.get("percent"), cents=values.get("cents"))
        except TermsContradict:
            why = reason("terms_contradict", CONTRADICTIONS["addition"])
            raise ValidationError({"percent": [why]}) from None


class TierRow(Schema):
    after_minutes = Minutes(required=True)
    cents = Cents(required=True, maximum=DEAREST)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> Tier:
        return Tier(**values)


class SupplementRow(_Adding):
    """Without days it is for every day, without times for all of the day."""

    name = Text(required=True, max_length=LONGEST_NAME)
    days = Many(Choice(DayKind))
    starts = ClockTime()
    ends = ClockTime()

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> Supplement:
        found: Supplement = _made(
            Supplement,
            name=values["name"],
            addition=self.addition(values),
            days=frozenset(values.get("days") or DayKind),
            from_minute=minute_of(values.get("starts", "00:00")),
            to_minute=minute_of(values.get("ends", "24:00")),
        )
        return found


class RoleRow(_Adding):
    role = Text(required=True, max_length=LONGEST_NAME)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> RoleAddition:
        return RoleAddition(role=values["role"], addition=self.addition(values))


class LateRow(Schema):
    under_minutes = Minutes(required=True, maximum=LONGEST_NOTICE)
    percent = Percent(required=True, maximum=100)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> LateCancellation:
        return LateCancellation(**values)


class AgreedPart(Schema):
    from_cents = Cents(required=True, maximum=DEAREST)
    to_cents = Cents(required=True, maximum=DEAREST)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> Agreed:
        try:
            return Agreed(**values)
        except TermsContradict:
            why = reason("terms_contradict", CONTRADICTIONS["agreed"])
            raise ValidationError({"to_cents": [why]}) from None


class CapsPart(Schema):
    day_cents = Cents(maximum=A_YEARS_MOST)
    month_cents = Cents(maximum=A_YEARS_MOST)
    year_cents = Cents(maximum=A_YEARS_MOST)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> tuple[Cap, ...]:
        named = ((period, values.get(f"{period}_cents")) for period in Period)
        return tuple(Cap(per=period, cents=cents) for period, cents in named if cents is not None)


class RoundingPart(Schema):
    cents = Cents(minimum=1, maximum=DEAREST, load_default=1)
    towards = Choice(Towards, load_default=Towards.NEAREST)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> Rounding:
        return Rounding(**values)


class TermsSchema(Schema):
    """Everything is of one entry, except half a day and the caps."""

    free_minutes = Minutes()
    least_minutes = Minutes()
    started_minutes = Minutes()
    tiers = Many(Part(TierRow), most=MOST_ROWS)
    supplements = Many(Part(SupplementRow), most=MOST_ROWS)
    roles = Many(Part(RoleRow), most=MOST_ROWS)
    late_cancellation = Many(Part(LateRow), most=MOST_ROWS)
    least_cents = Cents(maximum=DEAREST)
    most_cents = Cents(maximum=DEAREST)
    half_day_minutes = Minutes()
    agreed = Part(AgreedPart)
    caps = Part(CapsPart)
    rounding = Part(RoundingPart)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> Terms:
        said = {
            name: tuple(each) if isinstance(each, list) else each for name, each in values.items()
        }
        found: Terms = _made(Terms, **said)
        return found


class OriginSchema(Schema):
    """Percent of the price of another work of the same table, or of an index with its figure."""

    work = Choice(Work)
    index = Text(max_length=LONGEST_NAME)
    percent = Percent(required=True)
    figure_cents = Cents()
    source = Text(max_length=200)
    rounding = Part(RoundingPart)

    @validates_schema
    def of_one_figure(self, values: dict[str, Any], **_: Any) -> None:
        if ("work" in values) == ("index" in values):
            raise ValidationError([reason("one_figure", ONE_FIGURE)], "work")
        if "index" in values and "figure_cents" not in values:
            raise ValidationError([reason("figure_needed", FIGURE_NEEDED)], "figure_cents")


def minute_of(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
