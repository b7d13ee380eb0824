"""Who signs in: a user, the person behind it, and the roles held in organisations."""

from datetime import date, datetime
from typing import Any, NamedTuple

from flask_security import UserMixin
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Identity,
    UniqueConstraint,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.access import Role
from app.database import Base, Missing, db
from app.now import today
from app.storage import personal


class Person(Base):
    """One human being across organisations: nothing but an id, so that bookings can meet."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)


class User(Base, UserMixin):
    """The columns below `language` are those the sign-in library keeps."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    email: Mapped[str] = mapped_column(unique=True, info=personal.STAFF)
    name: Mapped[str] = mapped_column(info=personal.STAFF)
    phone: Mapped[str | None] = mapped_column(info=personal.STAFF)
    language: Mapped[str] = mapped_column(default="fi")
    password: Mapped[str | None] = mapped_column(info=personal.SECRET)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    us_totp_secrets: Mapped[str | None] = mapped_column(info=personal.SECRET)
    us_phone_number: Mapped[str | None] = mapped_column(unique=True, info=personal.STAFF)

    # None of the library's own: a role is held in an organisation, see Membership.
    roles = ()  # type: ignore[assignment]  # the library's type is a list to append to


class Membership(Base):
    """A role a user holds in an organisation, until the end of its last day if it has one."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id", "role"),
        CheckConstraint("role <> 'auditor' or last_day is not null", name="auditor_has_a_last_day"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[Role]
    ended_at: Mapped[datetime | None]
    last_day: Mapped[date | None]

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None and (self.last_day is None or self.last_day >= today())


def in_force_on(day: Any) -> ColumnElement[bool]:
    """The same as a question; `day` may be named and given later."""
    lasts = or_(Membership.last_day.is_(None), Membership.last_day >= day)
    return and_(Membership.ended_at.is_(None), lasts)


class AccessToken(Base):
    """A bearer token of the JSON API; only its hash is kept."""

    __tablename__ = "access_tokens"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


def get(user_id: int) -> User:
    """Raises Missing."""
    if found := db.session.get(User, user_id):
        return found
    raise Missing(User.__name__, user_id)


def person_of(user_id: int | None) -> int | None:
    """Whose user it is."""
    return None if user_id is None else get(user_id).person_id


def of_same_person(user_id: int | None) -> set[int]:
    """Ids of all users of whoever has this one: two users of one person are no two people."""
    whose = select(User.person_id).where(User.id == user_id).scalar_subquery()
    return set(db.session.scalars(select(User.id).where(User.person_id == whose)))


def find_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def memberships_of(user_id: int) -> list[Membership]:
    """Those still in force, oldest first."""
    mine = select(Membership).where(Membership.user_id == user_id, in_force_on(today()))
    return list(db.session.scalars(mine.order_by(Membership.id)))


def find_membership(user_id: int, organisation_id: int, role: Role) -> Membership | None:
    """Ended or not."""
    question = select(Membership).where(
        Membership.user_id == user_id,
        Membership.organisation_id == organisation_id,
        Membership.role == role,
    )
    return db.session.scalar(question)


def get_membership(membership_id: int, organisation_id: int) -> Membership:
    """Raises Missing, alike for another organisation's."""
    found = db.session.get(Membership, membership_id)
    if found is None or found.organisation_id != organisation_id:
        raise Missing(Membership.__name__, membership_id)
    return found


def held_in(organisation_id: int) -> list[tuple[User, Membership]]:
    """Everybody's roles in force, by name."""
    question = (
        select(User, Membership)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation_id, in_force_on(today()))
        .order_by(User.name, User.id, Membership.role)
    )
    return [(user, membership) for user, membership in db.session.execute(question)]


def lock_role(organisation_id: int, role: Role) -> list[Membership]:
    """Those in force, as they are now: nobody gives or ends the role meanwhile."""
    theirs = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.role == role
    )
    ordered = theirs.order_by(Membership.id).with_for_update()
    found = db.session.scalars(ordered.execution_options(populate_existing=True))
    return [membership for membership in found if membership.is_in_force]


def tokens_of(membership: Membership) -> list[AccessToken]:
    """Those not revoked."""
    question = select(AccessToken).where(
        AccessToken.user_id == membership.user_id,
        AccessToken.organisation_id == membership.organisation_id,
        AccessToken.role == membership.role,
        AccessToken.revoked_at.is_(None),
    )
    return list(db.session.scalars(question))


def with_role(organisation_id: int, role: Role) -> list[User]:
    """By name."""
    held = select(Membership.user_id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == role,
        in_force_on(today()),
    )
    users = select(User).where(User.id.in_(held), User.active)
    return list(db.session.scalars(users.order_by(User.name, User.id)))


def ever_with_role(organisation_id: int, role: Role) -> list[User]:
    """Those whose role has ended too, by name."""
    held = select(Membership.user_id).where(
        Membership.organisation_id == organisation_id, Membership.role == role
    )
    return list(db.session.scalars(select(User).where(User.id.in_(held)).order_by(User.name)))


def get_in(user_id: int, organisation_id: int) -> User:
    """Somebody who holds or held a role there. Raises Missing, alike for everybody else."""
    question = select(User).join(Membership, Membership.user_id == User.id)
    mine = question.where(User.id == user_id, Membership.organisation_id == organisation_id)
    if (found := db.session.scalars(mine.limit(1)).first()) is None:
        raise Missing(User.__name__, user_id)
    return found


class Bearer(NamedTuple):
    """Who calls with a token: a user in one role."""

    id: int
    person_id: int
    name: str
    organisation_id: int
    role: Role


BEARER = (
    select(User.id, User.person_id, User.name, AccessToken.organisation_id, AccessToken.role)
    .join_from(AccessToken, User, User.id == AccessToken.user_id)
    .join(Membership, Membership.user_id == User.id)
    .where(
        AccessToken.token_hash == bindparam("token_hash"),
        AccessToken.expires_at > bindparam("moment"),
        AccessToken.revoked_at.is_(None),
        User.active,
        Membership.organisation_id == AccessToken.organisation_id,
        Membership.role == AccessToken.role,
        in_force_on(bindparam("day")),
    )
)  # made once, as every call of the API asks it


def find_bearer(token_hash: str, moment: datetime) -> Bearer | None:
    """Of a token in force at `moment`: somebody active who holds its role."""
    values = {"token_hash": token_hash, "moment": moment, "day": today()}
    found = db.session.execute(BEARER, values).first()
    return Bearer(*found) if found else None
