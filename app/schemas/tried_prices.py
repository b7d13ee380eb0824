"""Prices as they are written become prices: shares worked out, terms and examples tried."""

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from app.language import duration, euros, lazy
from app.schemas import Schema
from app.schemas.price_terms import CONTRADICTIONS, DEAREST, contradiction, minute_of
from app.schemas.types import Cents, Choice, ClockTime, Minutes, Text, Words, reason
from app.use_cases.set_prices import Price
from invoices.pricing.fee_table import Basis, Origin, Rate, Work
from invoices.pricing.terms import DayKind, Rounding
from invoices.pricing.worked_examples import Example, SomeWork, try_examples
from invoices.refusals import MoneyRefusal
from invoices.refusals.pricing import ExampleDiffers, TermsContradict
from scheduling.kinds import RequestKind

LONGEST_NOTICE = 999 * 60  # minutes
AN_HOUR = 60

NO_SUCH_WORK = Words(
    lazy("The table has no price of that work to take a share of."),
    lazy("Choose a work that has a price of its own."),
)
EXAMPLE_DIFFERS = Words(
    lazy("%(price)s: %(time)s should come to %(expected)s, but the price makes it %(sum)s."),
    lazy("Mend the price or the example."),
)
NO_CLOCK = Words(
    lazy("The time it begins at is missing."),
    lazy("Write the time: a supplement looks at the clock, on a Sunday too."),
)
NOT_TRIED = Words(
    lazy("%(price)s: the price is a range, so the example needs what was agreed."),
    lazy("Write an agreed price within the range."),
)
WORKS = {
    Work.PREPARATION: lazy("Preparation"),
    Work.ACTIVITY: lazy("Activity"),
    Work.TRAVEL: lazy("Travel time"),
    Work.FOLLOW_UP: lazy("Follow-up"),
}
KINDS = {
    RequestKind.TALK: lazy("Talk"),
    RequestKind.TRAINING: lazy("Training"),
    RequestKind.GROUP: lazy("Group"),
    RequestKind.CO_WORK: lazy("Working side by side"),
    RequestKind.DEVELOPMENT: lazy("Development of a service"),
    RequestKind.ASSESS: lazy("Assessment of a service"),
    RequestKind.PANEL_MEETING: lazy("Panel meeting"),
    RequestKind.COMMENT_TASK: lazy("Comments on a text"),
}


class WorkPart(Schema):
    """What a price may look at beside the length of the work."""

    day_kind = Choice(DayKind, load_default=DayKind.WEEKDAY)
    starts = ClockTime()
    role = Text(max_length=60)
    notice_minutes = Minutes(maximum=LONGEST_NOTICE)
    agreed_cents = Cents(maximum=DEAREST)

    @validates_schema
    def has_its_clock(self, values: dict[str, Any], **_: Any) -> None:
        if values.get("day_kind", DayKind.WEEKDAY) != DayKind.WEEKDAY and "starts" not in values:
            raise ValidationError([reason("no_clock", NO_CLOCK)], "starts")


class TriedPart(WorkPart):
    """Some work to try the prices with; an hour where nothing else is said."""

    minutes = Minutes(load_default=AN_HOUR)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> SomeWork:
        return SomeWork(**values | _begun(values))


class ExampleRow(WorkPart):
    """Such work should come to these cents."""

    minutes = Minutes(required=True)
    cents = Cents(required=True, maximum=DEAREST)

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> Example:
        return Example(**values | _begun(values))


def as_prices(rows: Sequence[dict[str, Any]]) -> list[Price]:
    """Raises ValidationError under the field of the row that does not fit."""
    known: dict[int, Price] = {}
    later = [n for n, row in enumerate(rows) if _is_share(row)]
    for number, row in enumerate(rows):
        if number not in later:
            known[number] = _price(number, row, rows, known.values())
    own = list(known.values())
    for number in later:
        known[number] = _price(number, rows[number], rows, own)
    return [known[number] for number in sorted(known)]


def _is_share(row: dict[str, Any]) -> bool:
    return "work" in row.get("origin", {})


def _price(number: int, row: dict[str, Any], rows: Any, own: Any) -> Price:
    try:
        price = _with_origin(row, own)
        rate = price.rate(tried=False)
    except TermsContradict as refusal:
        raise _wrong(number, _place(refusal)) from None
    except _Unfit as unfit:
        raise _wrong(number, unfit.found) from None
    if found := _examples(price, rate):
        raise _wrong(number, {"examples": found})
    return price


def _place(refusal: TermsContradict) -> dict[str, Any]:
    found: dict[str, Any] = contradiction(refusal)
    if "origin" in found:
        return {"cents": [reason("terms_contradict", CONTRADICTIONS["origin"])]}
    if "agreed" in found:
        found = {"agreed": {"from_cents": found["agreed"]}}
    return {"terms": found}


def _wrong(number: int, found: dict[str, Any]) -> ValidationError:
    return ValidationError({"rates": {number: found}})


class _Unfit(Exception):
    """What the origin lacks, by field."""

    def __init__(self, found: dict[str, Any]) -> None:
        super().__init__(found)
        self.found = found


def _with_origin(row: dict[str, Any], own: Any) -> Price:
    values = {name: value for name, value in row.items() if name != "origin"}
    values["examples"] = tuple(row.get("examples", ()))
    if "origin" in row:
        values["origin"] = origin = _origin(row, own)
        if values.get("cents") is None:
            values["cents"] = origin.cents
    elif values.get("cents") is None:
        values["cents"] = row["terms"].agreed.from_cents
    return Price(**values)


def _origin(row: dict[str, Any], own: Any) -> Origin:
    said = {"rounding": Rounding()} | row["origin"]
    if index := said.pop("index", None):
        return Origin(basis=Basis.INDEX, of=index, **said)
    work = said.pop("work")
    theirs = {each.request_kind: each.cents for each in own if each.work == work}
    kinds = (row.get("request_kind"), None)
    figure = next((theirs[kind] for kind in kinds if kind in theirs), None)
    if figure is None:
        raise _Unfit({"origin": {"work": [reason("no_such_work", NO_SUCH_WORK)]}})
    return Origin(basis=Basis.WORK, of=str(work), **said | {"figure_cents": figure})


def _examples(price: Price, rate: Rate) -> dict[int, Any]:
    """Reasons by the number of each example that comes to something else."""
    found: dict[int, Any] = {}
    for number, example in enumerate(price.examples):
        said = {"price": name_of(price), "time": duration(example.minutes)}
        try:
            try_examples(rate, [example])
        except ExampleDiffers as differs:
            # What a refusal brings along for its words is of any type; this is cents.
            sums = {"expected": euros(example.cents), "sum": euros(differs.values["cents"])}  # type: ignore[arg-type]
            found[number] = {"cents": [reason("example_differs", EXAMPLE_DIFFERS, **said, **sums)]}
        except MoneyRefusal:
            found[number] = {"cents": [reason("not_tried", NOT_TRIED, **said)]}
    return found


def name_of(price: Price) -> str:
    """As in "Activity, panel meeting"."""
    work = str(WORKS[price.work])
    return f"{work} ({str(KINDS[price.request_kind]).lower()})" if price.request_kind else work


def _begun(values: dict[str, Any]) -> dict[str, int]:
    """The minute of the day it begins at, if it was told."""
    return {"starts": minute_of(values["starts"])} if "starts" in values else {}
