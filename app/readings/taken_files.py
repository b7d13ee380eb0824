"""How often a file that leaves the service has been taken down, and who did it last."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.access import Actor
from app.database import Refusal
from app.now import now
from app.storage import changes
from app.storage.changes import Subject
from invoices.payroll_files.export_map import Per


class TakenFile(StrEnum):
    """As the steps say of a batch, a run, a payment by hand, a delivery to the Incomes Register."""

    PER_PERSON = "took_per_person"
    PER_LINE = "took_per_line"
    BANK = "took_bank_file"
    REGISTER = "took_register_file"  # with identity codes
    STATEMENTS = "took_statements"  # of a run, all of them as a ZIP


TAKEN_ROWS = {Per.PERSON: TakenFile.PER_PERSON, Per.LINE: TakenFile.PER_LINE}
OF_THEIR_OWN = {
    TakenFile.REGISTER: Subject.REGISTER_DELIVERY,
    TakenFile.STATEMENTS: Subject.STATEMENT_RUN,
}
GIVEN_FOR = timedelta(hours=1)


class FileNotTaken(Refusal):
    """A program wants a file without having told that it takes it down."""

    code = "file_not_taken"


@dataclass(frozen=True)
class Taken:
    """by, at: of the last time."""

    times: int
    by: str
    at: datetime


def subject_of(what: TakenFile) -> Subject:
    return OF_THEIR_OWN.get(what, Subject.PAYMENT_BATCH)


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


def refuse_untaken(
    batch_id: int, what: TakenFile, *, by: Actor, subject: Subject | None = None
) -> None:
    """A program tells first that it takes the file down, and has it for an hour: giving it writes
    nothing, and none leaves unseen. Raises FileNotTaken.
    """
    steps = changes.of(subject or subject_of(what), batch_id)
    since = now() - GIVEN_FOR
    if not any(
        (step.became, step.user_id) == (what, by.user_id) and step.at >= since for step in steps
    ):
        raise FileNotTaken
