"""Who looks after whom: experts and requests of a responsible coordinator and her deputy."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select, update

from app.database import current_organisation, db
from app.storage.contact_notes import ContactNote
from app.storage.experts import Expert
from app.storage.requests import ExpertRequest

KINDS = (Expert, ExpertRequest)


@dataclass(frozen=True)
class Caseload:
    experts: int
    requests: int


def of(user_id: int) -> Caseload:
    """Where she is responsible or deputy, ended ones included."""
    return Caseload(*(_count(kind, user_id) for kind in KINDS))


def expert_ids(user_id: int) -> list[int]:
    """Where she is responsible or deputy."""
    theirs = select(Expert.id).where(
        Expert.organisation_id == current_organisation(), _theirs(Expert, user_id)
    )
    return list(db.session.scalars(theirs.order_by(Expert.id)))


def request_ids(user_id: int) -> list[int]:
    theirs = select(ExpertRequest.id).where(
        ExpertRequest.organisation_id == current_organisation(), _theirs(ExpertRequest, user_id)
    )
    return list(db.session.scalars(theirs.order_by(ExpertRequest.id)))


def move(from_user_id: int, to_user_id: int) -> None:
    """Nobody stays her own deputy."""
    for kind in KINDS:
        mine = update(kind).where(kind.organisation_id == current_organisation())
        for column in (kind.responsible_id, kind.deputy_id):
            moved = mine.where(column == from_user_id)
            db.session.execute(moved.values({column: to_user_id, kind.version: kind.version + 1}))
        twice = mine.where(kind.responsible_id == kind.deputy_id)
        db.session.execute(twice.values({kind.deputy_id: None}))
    db.session.expire_all()


def support_minutes(expert_id: int) -> int:
    """Time given to contact and support, in all."""
    total = select(func.sum(ContactNote.minutes)).where(
        ContactNote.organisation_id == current_organisation(), ContactNote.expert_id == expert_id
    )
    return int(db.session.scalar(total) or 0)


def _count(kind, user_id: int) -> int:
    question = select(func.count()).where(
        kind.organisation_id == current_organisation(), _theirs(kind, user_id)
    )
    return db.session.scalar(question) or 0


def _theirs(kind, user_id: int):
    return or_(kind.responsible_id == user_id, kind.deputy_id == user_id)
