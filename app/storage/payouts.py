"""What paying a person oneself needs: identity and account, sealed where they must be."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import experts, pay_holds, personal
from app.storage.experts import Expert
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from invoices.tax.classification import Contract


class PayoutIdentity(OfOrganisation, Versioned, Base):
    """Who the person is to the tax authority. The index only tells whether a code is here."""

    __tablename__ = "payout_identities"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        UniqueConstraint("organisation_id", "expert_id"),
        UniqueConstraint("organisation_id", "hetu_index"),
    )

    expert_id: Mapped[int]
    hetu: Mapped[bytes] = mapped_column(info=personal.IDENTITY)
    hetu_index: Mapped[bytes] = mapped_column(info=personal.IDENTITY)
    contract: Mapped[Contract] = mapped_column(default=Contract.FEE)
    in_register: Mapped[bool] = mapped_column(default=False)  # the prepayment register
    non_resident: Mapped[bool] = mapped_column(default=False)
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


class PayoutAccount(OfOrganisation, Base):
    """An account somebody asked fees to be paid to: in force once another person has confirmed
    it and its hold has passed. Older ones stay.
    """

    __tablename__ = "payout_accounts"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        CheckConstraint("confirmed_by <> asked_by", name="confirmed_by_another"),
        CheckConstraint("num_nulls(confirmed_at, confirmed_by) in (0, 2)", name="confirmed_whole"),
        CheckConstraint("num_nulls(refused_at, refused_by) in (0, 2)", name="refused_whole"),
        CheckConstraint("confirmed_at is null or refused_at is null", name="one_answer"),
        Index(None, "organisation_id", "expert_id"),
        Index(None, "organisation_id", "iban_index"),
    )

    expert_id: Mapped[int]
    iban: Mapped[bytes] = mapped_column(info=personal.IDENTITY)
    iban_index: Mapped[bytes] = mapped_column(info=personal.IDENTITY)
    masked: Mapped[str] = mapped_column(info=personal.PAY)  # FI•• •••• 0785
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    holds_until: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    refused_at: Mapped[datetime | None]
    refused_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @property
    def waits_for_another(self) -> bool:
        return self.confirmed_at is None and self.refused_at is None


def find_identity(expert_id: int, *, lock: bool = False) -> PayoutIdentity | None:
    theirs = select(PayoutIdentity).where(
        PayoutIdentity.organisation_id == current_organisation(),
        PayoutIdentity.expert_id == expert_id,
    )
    return db.session.scalar(theirs.with_for_update() if lock else theirs)


def identities_of(expert_ids: Collection[int]) -> dict[int, PayoutIdentity]:
    """By expert, where there is one."""
    theirs = select(PayoutIdentity).where(
        PayoutIdentity.organisation_id == current_organisation(),
        PayoutIdentity.expert_id.in_(expert_ids),
    )
    return {each.expert_id: each for each in db.session.scalars(theirs)}


def is_here(indexes: list[bytes], but: int) -> bool:
    """Whether another expert than `but` has this identity code."""
    others = select(PayoutIdentity.id).where(
        PayoutIdentity.organisation_id == current_organisation(),
        PayoutIdentity.hetu_index.in_(indexes),
        PayoutIdentity.expert_id != but,
    )
    return db.session.scalar(others.limit(1)) is not None


def accounts_of(expert_id: int) -> list[PayoutAccount]:
    """Newest first, refused and earlier ones too."""
    theirs = select(PayoutAccount).where(
        PayoutAccount.organisation_id == current_organisation(),
        PayoutAccount.expert_id == expert_id,
    )
    return list(db.session.scalars(theirs.order_by(PayoutAccount.id.desc())))


def find_account(expert_id: int, at: datetime) -> PayoutAccount | None:
    """The one fees go to at the moment."""
    return find_accounts([expert_id], at).get(expert_id)


def find_accounts(expert_ids: Collection[int], at: datetime) -> dict[int, PayoutAccount]:
    """By expert, for those who have one that fees go to at the moment."""
    newest = (
        select(PayoutAccount)
        .where(
            PayoutAccount.organisation_id == current_organisation(),
            PayoutAccount.expert_id.in_(expert_ids),
            PayoutAccount.confirmed_at.is_not(None),
            PayoutAccount.holds_until <= at,
        )
        .ext(distinct_on(PayoutAccount.expert_id))
        .order_by(
            PayoutAccount.expert_id, PayoutAccount.confirmed_at.desc(), PayoutAccount.id.desc()
        )
    )
    return {each.expert_id: each for each in db.session.scalars(newest)}


def people_with_payout() -> set[int]:
    """Experts with an identity code and an account that another person has confirmed."""
    with_account = select(PayoutAccount.expert_id).where(
        PayoutAccount.organisation_id == current_organisation(),
        PayoutAccount.confirmed_at.is_not(None),
    )
    theirs = select(PayoutIdentity.expert_id).where(
        PayoutIdentity.organisation_id == current_organisation(),
        PayoutIdentity.expert_id.in_(with_account),
    )
    return set(db.session.scalars(theirs))


def count_people() -> int:
    """Experts who have not left."""
    return db.session.scalars(
        select(func.count()).where(
            Expert.organisation_id == current_organisation(), experts.is_here()
        )
    ).one()


def count_identities() -> int:
    theirs = PayoutIdentity.organisation_id == current_organisation()
    return db.session.scalars(select(func.count()).where(theirs)).one()


def is_shared(indexes: list[bytes], but: int) -> bool:
    """Whether another expert's account is the same one: a person looks before it is paid to."""
    others = select(PayoutAccount.id).where(
        PayoutAccount.organisation_id == current_organisation(),
        PayoutAccount.iban_index.in_(indexes),
        PayoutAccount.expert_id != but,
        PayoutAccount.refused_at.is_(None),
    )
    return db.session.scalar(others.limit(1)) is not None


def accounts_to_confirm() -> list[PayoutAccount]:
    """Of everybody, oldest first."""
    waiting = select(PayoutAccount).where(
        PayoutAccount.organisation_id == current_organisation(),
        PayoutAccount.confirmed_at.is_(None),
        PayoutAccount.refused_at.is_(None),
    )
    return list(db.session.scalars(waiting.order_by(PayoutAccount.id)))


def held_among(expert_ids: Collection[int]) -> set[int]:
    """Finance keeps the pay back, or everything was stopped: payroll or the estate decides."""
    stopped = select(Expert.id).where(
        Expert.organisation_id == current_organisation(),
        Expert.id.in_(expert_ids),
        Expert.stopped_at.is_not(None),
    )
    held = pay_holds.held_people().intersection(expert_ids)
    return held.union(db.session.scalars(stopped))
