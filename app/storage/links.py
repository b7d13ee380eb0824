"""Public links that need no sign-in: a 128-bit secret that opens exactly one thing."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Select, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Missing, db
from app.storage.tables import add

SECRET_BYTES = 16


class LinkKind(StrEnum):
    UNIT = "unit"  # a unit's own page: send a request, see who comes, confirm, tell what changed
    REQUEST = "request"  # one request, for the person who sent it
    OFFER = "offer"  # the offers of one sending to one expert
    ASSIGNMENT = "assignment"  # the sheet: I can't come, hours, what changed


class Link(Base):
    """Known before the organisation is, hence global. The token is derived from `salt` and the
    service's secret key, so it can be printed again though only its hash can be looked up."""

    __tablename__ = "links"
    __table_args__ = (Index(None, "organisation_id", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[LinkKind]
    subject_id: Mapped[int]
    salt: Mapped[bytes]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def token(self, secret_key: str) -> str:
        return _token(self.salt, secret_key)


def make(
    kind: LinkKind,
    subject_id: int,
    *,
    organisation_id: int,
    secret_key: str,
    moment: datetime,
    expires_at: datetime | None = None,
) -> Link:
    salt = secrets.token_bytes(SECRET_BYTES)
    return add(
        Link(
            organisation_id=organisation_id,
            kind=kind,
            subject_id=subject_id,
            salt=salt,
            token_hash=_hash(_token(salt, secret_key)),
            created_at=moment,
            expires_at=expires_at,
        )
    )


def opened_by(token: str, kind: LinkKind, moment: datetime) -> Link:
    """The link in force at `moment`. Raises Missing, alike for wrong, ended and foreign tokens."""
    question = select(Link).where(
        Link.token_hash == _hash(token), Link.kind == kind, Link.revoked_at.is_(None)
    )
    found = db.session.scalar(question)
    if found is None or (found.expires_at is not None and found.expires_at <= moment):
        raise Missing(Link.__name__)
    return found


def find(kind: LinkKind, subject_id: int, organisation_id: int) -> Link | None:
    """The newest link in force to a thing."""
    question = select(Link).where(
        Link.organisation_id == organisation_id,
        Link.kind == kind,
        Link.subject_id == subject_id,
        Link.revoked_at.is_(None),
    )
    return db.session.scalar(question.order_by(Link.id.desc()).limit(1))


def revoke(
    kind: LinkKind,
    subject_ids: Select[int],
    *,
    organisation_id: int,
    moment: datetime,
    made_before: datetime | None = None,
) -> int:
    """Shut the links to these things, all of them or those made before a moment; how many."""
    theirs = update(Link).where(
        Link.organisation_id == organisation_id,
        Link.kind == kind,
        Link.subject_id.in_(subject_ids),
        Link.revoked_at.is_(None),
        Link.created_at <= (made_before or moment),
    )
    shut = theirs.values(revoked_at=moment).returning(Link.id)
    return len(db.session.scalars(shut, execution_options={"synchronize_session": False}).all())


def _token(salt: bytes, secret_key: str) -> str:
    digest = hmac.new(secret_key.encode(), b"link" + salt, hashlib.sha256).digest()
    return b32encode(digest[:SECRET_BYTES]).decode().rstrip("=").lower()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
