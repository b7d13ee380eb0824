"""Hours and expenses as a form writes them and as the use cases take them."""

import re
from typing import Any

from marshmallow import ValidationError, post_load

from app.language import lazy
from app.now import now, today
from app.schemas import Schema
from app.schemas.hour_rows import CostRow, DriveRow, HoursRow, TripRow, need
from app.schemas.types import (
    Choice,
    Day,
    LongText,
    Many,
    Part,
    Text,
    Token,
    Words,
    local_moment,
    reason,
)
from app.storage.entries import EntryKind
from app.use_cases.entry_steps import Ref
from scheduling.kinds import OnBehalf

NOTHING_TOLD = Words(
    lazy("Nothing has been filled in."), lazy("Fill in at least one row, or leave the page.")
)
NO_ENTRY = Words(
    lazy("One of the ticked rows is not known."), lazy("Open the list again and tick the rows.")
)
NONE_TICKED = Words(lazy("Choose at least one assignment."))
MOST_ROWS = 40
PARTS = ("hours", "drives", "trips", "costs")
ENTRY = re.compile("(?P<kind>hours|expenses)-(?P<id>[1-9][0-9]{0,17})-(?P<version>[0-9]{1,9})")


class ReportSchema(Schema):
    """The whole form: rows left blank say nothing."""

    seen = Token()
    send = Text(max_length=10)
    hours = Many(Part(HoursRow), most=MOST_ROWS, repeats=True)
    drives = Many(Part(DriveRow), most=MOST_ROWS, repeats=True)
    trips = Many(Part(TripRow), most=MOST_ROWS, repeats=True)
    costs = Many(Part(CostRow), most=MOST_ROWS, repeats=True)

    @post_load
    def gather(self, form: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        rows = [row for part in PARTS for row in form.get(part, ())]
        send = form.get("send") != "later"
        said = [row for row in rows if row is not None]
        if send and not said:
            raise ValidationError([reason("nothing_told", NOTHING_TOLD)])
        need(form, "seen")
        return {"said": said, "send": send, "seen": form["seen"], **_told(form)}


class ReportForOtherSchema(ReportSchema):
    """A coordinator writes what the expert told."""

    how = Choice(OnBehalf, required=True)
    said_on = Day(required=True)


class ChosenSchema(Schema):
    """What was ticked on a list: every value names the entries of one matter."""

    chosen = Many(
        Text(max_length=4000),
        repeats=True,
        least=1,
        required=True,
        error_messages={"required": NONE_TICKED, "too_few": NONE_TICKED},
    )
    reason = LongText(max_length=1000)
    how = Choice(OnBehalf)
    said_on = Day()

    @post_load
    def read(self, form: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        words = " ".join(form["chosen"]).split()
        values = {"refs": [_ref(word) for word in words], **_told(form)}
        return values | ({"reason": form["reason"]} if "reason" in form else {})


class ReturnedSchema(ChosenSchema):
    """What goes back for mending, and why."""

    reason = LongText(max_length=1000, required=True)


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
