"""What ends soon: agreements, trainings, pauses and checks of records, soonest first."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Interval, Select, and_, cast, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.database import current_organisation, db
from app.storage.experts import Agreement, Expert, Training
from app.storage.record_checks import RecordCheck

AHEAD = timedelta(days=60)
CHECK_LASTS = "1 year"  # then the coordinator decides whether a new extract is seen


class Ending(StrEnum):
    AGREEMENT = "agreement"
    TRAINING = "training"
    PAUSE = "pause"
    CHECK = "check"


@dataclass(frozen=True)
class Soon:
    """`on`: the last valid day; of a pause the first day after it."""

    what: Ending
    on: date
    expert_id: int
    name: str


def soon(first: date, last: date) -> list[Soon]:
    """Of people who are not stopped; from `first` to `last`, both included."""
    questions = (_agreements(), _trainings(), _pauses(), _checks())
    ends = union_all(*questions).subquery()
    found = (
        select(ends.c.what, ends.c.ends_on, Expert.id, Expert.first_name, Expert.last_name)
        .join(
            Expert,
            and_(Expert.organisation_id == current_organisation(), Expert.id == ends.c.expert_id),
        )
        .where(Expert.stopped_at.is_(None), ends.c.ends_on.between(first, last))
        .order_by(ends.c.ends_on, Expert.sort_key, ends.c.what)
    )
    return [
        Soon(Ending(what), on, expert_id, f"{first_name} {last_name}")
        for what, on, expert_id, first_name, last_name in db.session.execute(found)
    ]


def _agreements() -> Select[*tuple[Any, ...]]:
    """Only the newest of each person counts."""
    newer = aliased(Agreement)
    later = select(newer.id).where(
        newer.organisation_id == Agreement.organisation_id,
        newer.expert_id == Agreement.expert_id,
        (newer.signed_on > Agreement.signed_on)
        | ((newer.signed_on == Agreement.signed_on) & (newer.id > Agreement.id)),
    )
    return _of(Ending.AGREEMENT, Agreement, Agreement.valid_until).where(~later.exists())


def _trainings() -> Select[*tuple[Any, ...]]:
    """Unless another one lasts longer."""
    other = aliased(Training)
    longer = select(other.id).where(
        other.organisation_id == Training.organisation_id,
        other.expert_id == Training.expert_id,
        other.id != Training.id,
        other.valid_until.is_(None) | (other.valid_until > Training.valid_until),
    )
    return _of(Ending.TRAINING, Training, Training.valid_until).where(~longer.exists())


def _pauses() -> Select[*tuple[Any, ...]]:
    return select(
        literal(Ending.PAUSE).label("what"),
        Expert.id.label("expert_id"),
        Expert.paused_until.label("ends_on"),
    ).where(Expert.organisation_id == current_organisation())


def _checks() -> Select[*tuple[Any, ...]]:
    lasts = cast(func.max(RecordCheck.extract_on) + cast(CHECK_LASTS, Interval), Date)
    return (
        select(
            literal(Ending.CHECK).label("what"),
            RecordCheck.expert_id.label("expert_id"),
            lasts.label("ends_on"),
        )
        .where(RecordCheck.organisation_id == current_organisation())
        .group_by(RecordCheck.expert_id)
    )


def _of(what: Ending, kind: Any, column: Any) -> Select[*tuple[Any, ...]]:
    return select(
        literal(what).label("what"), kind.expert_id.label("expert_id"), column.label("ends_on")
    ).where(kind.organisation_id == current_organisation())
