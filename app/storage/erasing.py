"""Forgetting what the registry knows of a person; money's own snapshots stay as they are."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, delete, select, update

from app.database import current_organisation, db
from app.language import sort_key
from app.storage import personal
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.contact_notes import ContactNote
from app.storage.experts import Expert, ExpertTheme, Training
from app.storage.hour_entries import HourEntry
from app.storage.income_ceilings import IncomeCeiling
from app.storage.messages import WAITING, Message
from app.storage.record_checks import RecordCheck
from app.storage.users import User
from scheduling.kinds import StopReason

NOBODY = "–"
NO_ADDRESS = "{}@erased.invalid"
FOR_GOOD = (StopReason.WITHDRAWAL, StopReason.DEATH)
PROFILE = (personal.LIVED, personal.VOLUNTEERED, personal.SUPPORT)
REACHED = (personal.CONTACT, personal.GUARDIAN)
STAYS = ("stop_reason",)
WISHES = ("travels_km", "may_act_remotely", "rest_minutes", "wished_minutes_a_month")
TABLES = (
    *(ExpertTheme, Boundary, OwnUnit, TimeAway, IncomeCeiling),
    *(Training, RecordCheck, ContactNote),
)


def to_look_at() -> list[int]:
    """Ids of people for whom everything has stopped for good and something is still known."""
    theirs = select(Expert.id).where(
        Expert.organisation_id == current_organisation(),
        Expert.stop_reason.in_(FOR_GOOD),
        Expert.erased_at.is_(None),
    )
    return list(db.session.scalars(theirs.order_by(Expert.id)))


def forget_profile(expert: Expert) -> None:
    """What the person told to be matched and supported. Her own ceiling only goes as she acts."""
    for table in TABLES:
        hers = delete(table).where(
            table.organisation_id == current_organisation(), table.expert_id == expert.id
        )
        db.session.execute(hers)
    _empty(expert, [each for each in _columns() if each.info in PROFILE or each.key in WISHES])


def forget_person(expert: Expert) -> None:
    """Who it was, what was written to her or named her to others, and what she wrote beside her
    hours: pay never rested on it. What happened stays as counts.
    """
    _empty(expert, [each for each in _columns() if each.info in REACHED])
    name = expert.name
    expert.first_name, expert.last_name = NOBODY, str(expert.id)
    expert.sort_key = sort_key(f"{expert.last_name} {expert.first_name}")
    hers = update(Message).where(
        Message.organisation_id == current_organisation(), Message.expert_id == expert.id
    )
    db.session.execute(hers.values(address=None, subject="", body=""))
    to_others = update(Message).where(
        Message.organisation_id == current_organisation(),
        Message.state.not_in(WAITING),
        Message.subject.contains(name, autoescape=True)
        | Message.body.contains(name, autoescape=True),
    )
    db.session.execute(to_others.values(subject="", body=""))
    beside = update(HourEntry).where(
        HourEntry.organisation_id == current_organisation(),
        HourEntry.expert_id == expert.id,
        HourEntry.note.is_not(None),
    )
    db.session.execute(beside.values(note=None))


def users_of(expert: Expert) -> list[User]:
    theirs = select(User).where(User.person_id == expert.person_id)
    return list(db.session.scalars(theirs.order_by(User.id)))


def is_forgotten(user: User) -> bool:
    return user.email == NO_ADDRESS.format(user.id)


def forget_user(user: User, unguessable: str, *, keeps_name: bool = False) -> None:
    """Nobody signs in by it any more. keeps_name: of who decided of money, for as long as that."""
    user.email, user.active = NO_ADDRESS.format(user.id), False
    user.name = user.name if keeps_name else NOBODY
    user.phone = user.us_phone_number = user.password = user.us_totp_secrets = None
    user.fs_uniquifier = unguessable


def _columns() -> list[Column[Any]]:
    columns = (one.columns[0] for one in Expert.__mapper__.column_attrs)
    return [each for each in columns if isinstance(each, Column) and each.key not in STAYS]


def _empty(expert: Expert, columns: Collection[Column[Any]]) -> None:
    for column in columns:
        setattr(expert, column.key, _nothing(column))


def _nothing(column: Column[Any]) -> Any:
    """As of somebody who has told nothing."""
    if column.nullable:
        return None
    default: Any = column.default
    return default.arg if default.is_scalar else []
