"""Enters under which pension insurance a person is employed, which her reports then tell."""

from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now
from app.readings.own import refuse_own
from app.storage import changes, experts, tables
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.pension_arrangements import PensionArrangement
from app.use_cases.switch_engines import require
from invoices.refusals.incomes_register import PolicyOfAnother


class EndsBeforeItStarts(Refusal):
    """Employment ends on or after the day it starts, and only an ended one has a reason."""

    code = "ends_before_it_starts"


def enter_pension(
    *,
    by: Actor,
    expert_id: int,
    first_day: date,
    provider: int,
    policy: str,
    profession: str,
    title: str | None,
    ground: str | None,
    starts_on: date,
    ends_on: date | None,
    ending: str | None,
) -> PensionArrangement:
    """For payments from the first day on; told ones are put right.

    Raises EngineIsOff, Missing, OwnEntry, PolicyOfAnother, EndsBeforeItStarts.
    """
    if not policy.startswith(f"{provider}-"):
        raise PolicyOfAnother
    if (ends_on and ends_on < starts_on) or (ending and not ends_on):
        raise EndsBeforeItStarts
    with transaction():
        require(Engine.INCOMES_REGISTER)
        expert = experts.get(expert_id)
        refuse_own(by, expert)
        changes.note(Subject.EXPERT, expert_id, "pension_arrangement", by=by)
        return tables.add(
            PensionArrangement(
                expert_id=expert_id,
                first_day=first_day,
                provider=provider,
                policy=policy,
                profession=profession,
                title=title,
                ground=ground,
                starts_on=starts_on,
                ends_on=ends_on,
                ending=ending,
                entered_at=now(),
                entered_by=by.user_id,
            )
        )
