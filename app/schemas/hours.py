"""Hours and expenses as a form writes them and as the use cases take them."""

import re
from typing import Any

from marshmallow import ValidationError, post_load

from app.language import lazy
from app.now import now, today
from app.schemas import Schema
from app.schemas.types import (
    Cents,
    Choice,
    ClockTime,
    Count,
    Day,
    Id,
    Input,
    KilometreTenths,
    LongText,
    Many,
    Minutes,
    Part,
    Text,
    Token,
    Words,
    local_moment,
    reason,
)
from app.storage.entries import EntryKind
from app.use_cases.entry_steps import Ref
from app.use_cases.said_hours import ExpenseSaid, HoursSaid
from invoices.pricing.fee_table import Work
from invoices.statements.held import HeldReason
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import OnBehalf
from scheduling.wall_clock import minutes_between

NEEDED = Input.default_error_messages["required"]
TOO_LONG_BREAK = Words(
    lazy("The breaks are as long as the whole time."), lazy("Check the times and the breaks.")
)
ENDS_FIRST = Words(lazy("It would end before it begins."), lazy("Check the clock times."))
NOTHING_TOLD = Words(
    lazy("Nothing has been filled in."), lazy("Fill in at least one row, or leave the page.")
)
NO_ENTRY = Words(
    lazy("One of the ticked rows is not known."), lazy("Open the list again and tick the rows.")
)
MOST_ROWS = 40
ENTRY = re.compile("(?P<kind>hours|expenses)-(?P<id>[1-9][0-9]{0,17})-(?P<version>[0-9]{1,9})")


class HoursRow(Schema):
    """One row of work. Activity tells its clock times, other work its length."""

    place = Text(max_length=20)
    id = Id()
    work = Choice(Work)
    day = Day()
    starts = ClockTime()
    ends = ClockTime()
    breaks = Minutes(minimum=0)
    minutes = Minutes()
    note = Text(max_length=500)

    @post_load
    def say(self, row: dict[str, Any], **kwargs: Any) -> HoursSaid | None:
        """None: the row was left blank."""
        if not row.keys() & {"minutes", "starts", "ends"}:
            return None
        times = _times(row) if row.get("work") == Work.ACTIVITY else {}
        _need(row, "work", "day", *([] if times else ["minutes"]))
        return HoursSaid(
            work=row["work"],
            day=row["day"],
            note=row.get("note"),
            entry_id=row.get("id"),
            place=row.get("place", ""),
            **(times or {"minutes": row["minutes"]}),
        )


class DriveRow(Schema):
    """Kilometres by own car. The form proposes the clock times, so they alone tell of no drive."""

    place = Text(max_length=20)
    id = Id()
    day = Day()
    kilometres = KilometreTenths()
    route = Text(max_length=200)
    purpose = Text(max_length=200)
    passengers = Count(maximum=8)
    leaves = ClockTime()
    returns = ClockTime()

    @post_load
    def say(self, row: dict[str, Any], **kwargs: Any) -> ExpenseSaid | None:
        if not row.keys() & {"kilometres", "route", "passengers"}:
            return None
        _need(row, "day", "kilometres", "route", "purpose")
        return ExpenseSaid(
            kind=ExpenseKind.KILOMETRES,
            day=row["day"],
            kilometre_tenths=row["kilometres"],
            route=row["route"],
            purpose=row["purpose"],
            passengers=row.get("passengers", 0),
            leaves_at=_moment(row, "leaves"),
            returns_at=_moment(row, "returns"),
            entry_id=row.get("id"),
            place=row.get("place", ""),
        )


class CostRow(Schema):
    """A ticket, another cost, or what the organisation bought itself."""

    place = Text(max_length=20)
    id = Id()
    kind = Choice(ExpenseKind)
    day = Day()
    euros = Cents(minimum=1)
    explanation = Text(max_length=500)

    @post_load
    def say(self, row: dict[str, Any], **kwargs: Any) -> ExpenseSaid | None:
        if not row.keys() & {"euros", "explanation"}:
            return None
        _need(row, "kind", "day", "euros")
        if row["kind"] != ExpenseKind.TICKET:
            _need(row, "explanation")
        return ExpenseSaid(
            kind=row["kind"],
            day=row["day"],
            claimed_cents=row["euros"],
            explanation=row.get("explanation"),
            entry_id=row.get("id"),
            place=row.get("place", ""),
        )


class ReportSchema(Schema):
    """The whole form: rows left blank say nothing."""

    seen = Token()
    send = Text(max_length=10)
    hours = Many(Part(HoursRow), most=MOST_ROWS, repeats=True)
    drives = Many(Part(DriveRow), most=MOST_ROWS, repeats=True)
    costs = Many(Part(CostRow), most=MOST_ROWS, repeats=True)

    @post_load
    def gather(self, form: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        rows = [*form.get("hours", ()), *form.get("drives", ()), *form.get("costs", ())]
        send = form.get("send") != "later"
        said = [row for row in rows if row is not None]
        if send and not said:
            raise ValidationError([reason("nothing_told", NOTHING_TOLD)])
        _need(form, "seen")
        return {"said": said, "send": send, "seen": form["seen"], **_told(form)}


class ReportForOtherSchema(ReportSchema):
    """A coordinator writes what the expert told."""

    how = Choice(OnBehalf, required=True)
    said_on = Day(required=True)


class ChosenSchema(Schema):
    """What was ticked on a list: every value names the entries of one matter."""

    chosen = Many(Text(max_length=4000), most=200, repeats=True, least=1)
    reason = LongText(max_length=1000)
    how = Choice(OnBehalf)
    said_on = Day()
    held = Choice(HeldReason)

    @post_load
    def read(self, form: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        words = " ".join(form["chosen"]).split()
        values = {"refs": [_ref(word) for word in words], **_told(form)}
        return values | {name: form[name] for name in ("reason", "held") if name in form}


def _ref(word: str) -> Ref:
    """An entry as it was when the list was shown, such as "hours-12-3"."""
    if not (found := ENTRY.fullmatch(word)):
        raise ValidationError({"chosen": [reason("no_entry", NO_ENTRY)]})
    return Ref(EntryKind(found["kind"]), int(found["id"]), int(found["version"]))


def _told(form: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if "how" in form:
        told["how"] = form["how"]
    if "said_on" in form:
        noon = local_moment(form["said_on"], "12:00", field="said_on")
        told["said_at"] = min(noon, now()) if form["said_on"] == today() else noon
    return told


def _times(row: dict[str, Any]) -> dict[str, Any]:
    _need(row, "day", "starts", "ends")
    starts_at, ends_at = _moment(row, "starts"), _moment(row, "ends")
    if ends_at <= starts_at:
        raise ValidationError({"ends": [reason("ends_before_start", ENDS_FIRST)]})
    minutes = row.get("minutes", minutes_between(starts_at, ends_at)) - row.get("breaks", 0)
    if row.get("breaks") and minutes <= 0:
        raise ValidationError({"breaks": [reason("too_long", TOO_LONG_BREAK)]})
    return {"starts_at": starts_at, "ends_at": ends_at, "minutes": minutes}


def _moment(row: dict[str, Any], name: str) -> Any:
    return local_moment(row["day"], row[name], field=name) if name in row else None


def _need(row: dict[str, Any], *names: str) -> None:
    missing = {name: [reason("required", NEEDED)] for name in names if row.get(name) is None}
    if missing:
        raise ValidationError(missing)
