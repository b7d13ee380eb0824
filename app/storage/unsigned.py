"""Who has an agreement, but not under the text in force, where the organisation wants it anew."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from app.database import current_organisation, db
from app.storage import organisations
from app.storage.experts import Agreement, Expert


def everybody() -> list[Expert]:
    """By name; without those for whom everything was stopped. Nobody where once is enough."""
    mine = organisations.get(current_organisation())
    if not mine.agreement_signed_anew:
        return []
    missing = (
        select(Expert)
        .join(
            Agreement,
            (Agreement.organisation_id == Expert.organisation_id)
            & (Agreement.expert_id == Expert.id),
        )
        .where(
            Expert.organisation_id == mine.id,
            Expert.stopped_at.is_(None),
            Agreement.text_version != mine.agreement_version,
            _is_newest(),
        )
    )
    return list(db.session.scalars(missing.order_by(Expert.sort_key, Expert.id)))


def _is_newest() -> ColumnElement[bool]:
    newer = aliased(Agreement)
    later = select(newer.id).where(
        newer.organisation_id == Agreement.organisation_id,
        newer.expert_id == Agreement.expert_id,
        (newer.signed_on > Agreement.signed_on)
        | ((newer.signed_on == Agreement.signed_on) & (newer.id > Agreement.id)),
    )
    return ~later.exists()
