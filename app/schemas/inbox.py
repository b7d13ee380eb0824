"""What finance looks for in the inbox, as the form writes it."""

from enum import StrEnum
from typing import Any

from marshmallow import post_load

from app.schemas import Schema
from app.schemas.types import Choice, Count, Id, Month, Text
from app.storage.how_far import Stage
from app.storage.inbox import OPEN, Filter
from invoices.pay_calendar import month_of


class Wish(StrEnum):
    """One stage, all that is not paid, or all."""

    OPEN = "open"
    ALL = "all"
    HELD = "held"
    READY = "ready"
    IN_RUN = "in_run"
    BOUNCED = "bounced"
    BATCHED = "batched"
    AT_BANK = "at_bank"
    EXPORTED = "exported"
    PAID = "paid"


class InboxSchema(Schema):
    state = Choice(Wish, load_default=Wish.OPEN)
    month = Month()
    cost_centre = Text(max_length=40)
    person = Text(max_length=80)
    page = Count(load_default=1)
    lang = Text(max_length=2)

    @post_load
    def as_filter(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """{"wanted": Filter, "page": from 1}"""
        state, month = values["state"], values.get("month")
        stages = {Wish.OPEN: OPEN, Wish.ALL: tuple(Stage)}.get(state) or (Stage(state),)
        wanted = Filter(
            stages=stages,
            month=month and month_of(month),
            cost_centre=values.get("cost_centre"),
            person=values.get("person"),
        )
        return {"wanted": wanted, "page": max(values["page"], 1)}


class RowsSchema(Schema):
    statement = Id()
    lang = Text(max_length=2)
