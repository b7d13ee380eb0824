"""How often a file that leaves the service has been taken down, and who did it last."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.storage import changes
from app.storage.changes import Subject
from invoices.payroll_files.export_map import Per


class TakenFile(StrEnum):
    """As the steps of a batch, a payment by hand or a delivery to the Incomes Register say."""

    PER_PERSON = "took_per_person"
    PER_LINE = "took_per_line"
    BANK = "took_bank_file"
    REGISTER = "took_register_file"  # with identity codes


TAKEN_ROWS = {Per.PERSON: TakenFile.PER_PERSON, Per.LINE: TakenFile.PER_LINE}


@dataclass(frozen=True)
class Taken:
    """by, at: of the last time."""

    times: int
    by: str
    at: datetime


def subject_of(what: TakenFile) -> Subject:
    return Subject.REGISTER_DELIVERY if what is TakenFile.REGISTER else Subject.PAYMENT_BATCH


def taken_files(batch_id: int, subject: Subject = Subject.PAYMENT_BATCH) -> dict[TakenFile, Taken]:
    """Of those that have been taken at all."""
    steps = [step for step in changes.of(subject, batch_id) if step.became in set(TakenFile)]
    times = Counter(step.became for step in steps)
    return {
        TakenFile(step.became): Taken(times[step.became], step.actor_name, step.at)
        for step in steps
    }


def taken_among(ids: Collection[int], subject: Subject) -> set[int]:
    """Those of which some file has been taken."""
    return changes.that_became(subject, ids, set(TakenFile))
