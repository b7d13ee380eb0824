"""Until when each payment has to be in the Incomes Register, and how much of it is still here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.readings import waiting_reports
from app.readings.waiting_reports import AllWaiting
from app.storage import engines, register_deliveries, register_reports
from app.storage.engines import Engine
from app.storage.register_reports import Action
from scheduling.register_states import DeliveryState

NEAR = timedelta(days=2)


@dataclass(frozen=True)
class Deadline:
    """The last day, and the reports that have not been uploaded by then.

    waiting  in no file; held of these: they cannot be put in one yet
    made     in a file that nobody has uploaded
    """

    due_on: date
    waiting: int
    held: int
    made: int

    @property
    def reports(self) -> int:
        return self.waiting + self.made

    def is_near(self, day: date) -> bool:
        """Or passed."""
        return day >= self.due_on - NEAR

    def has_passed(self, day: date) -> bool:
        return day > self.due_on


def open_deadlines(waiting: AllWaiting | None = None) -> list[Deadline]:
    """Earliest first; nothing when payroll reports.

    waiting  when the caller has asked already
    """
    if Engine.INCOMES_REGISTER not in engines.switched_on():
        return []
    rows = (waiting or waiting_reports.waiting()).rows
    made = _made()
    days = {row.due_on for row in rows if row.due_on} | set(made)
    return [
        Deadline(
            due_on=day,
            waiting=sum(row.due_on == day for row in rows),
            held=sum(row.due_on == day and row.refusal is not None for row in rows),
            made=made.count(day),
        )
        for day in sorted(days)
    ]


def _made() -> Sequence[date]:
    """The last day of each new report in a file that waits to be uploaded."""
    files = register_deliveries.in_state(DeliveryState.MADE)
    return [
        report.due_on
        for file in files
        for report in register_reports.of_delivery(file.id)
        if report.action == Action.NEW and report.due_on
    ]
