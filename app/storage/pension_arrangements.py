"""Under which pension insurance a person is employed, from a day of payment on."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to
from invoices.incomes_register.report import Coded, Pension, Work

KEVAS = 1  # the type of a ground or an ending in Keva's words
CLASS_OF_PROFESSION, TITLE_OF_KEVA = 1, 2


class PensionArrangement(OfOrganisation, Base):
    """The newest of the latest first day holds. Only added.

    profession          Statistics Finland's class of profession (TK10)
    title, ground, ending  Keva's codes
    """

    __tablename__ = "pension_arrangements"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("ending is null or ends_on is not null", name="ending_has_a_day"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    first_day: Mapped[date]  # of payment
    provider: Mapped[int]
    policy: Mapped[str] = mapped_column(info=personal.PAY)
    profession: Mapped[str] = mapped_column(info=personal.PAY)
    title: Mapped[str | None] = mapped_column(info=personal.PAY)
    ground: Mapped[str | None] = mapped_column(info=personal.PAY)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ending: Mapped[str | None] = mapped_column(info=personal.PAY)
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))

    def pension(self) -> Pension:
        return Pension(provider=self.provider, policy=self.policy)

    def work(self) -> Work:
        ending = Coded(type=KEVAS, code=self.ending) if self.ending else None
        return Work(starts_on=self.starts_on, ends_on=self.ends_on, ending=ending, employed=True)

    def professions(self) -> tuple[Coded, ...]:
        coded = ((CLASS_OF_PROFESSION, self.profession), (TITLE_OF_KEVA, self.title))
        return tuple(Coded(type=kind, code=code) for kind, code in coded if code)

    def grounds(self) -> tuple[Coded, ...]:
        return (Coded(type=KEVAS, code=self.ground),) if self.ground else ()


def find_on(expert_id: int, pay_on: date) -> PensionArrangement | None:
    """The one in force for what is paid on the day."""
    theirs = select(PensionArrangement).where(
        PensionArrangement.organisation_id == current_organisation(),
        PensionArrangement.expert_id == expert_id,
        PensionArrangement.first_day <= pay_on,
    )
    newest = theirs.order_by(PensionArrangement.first_day.desc(), PensionArrangement.id.desc())
    return db.session.scalar(newest.limit(1))


def of_expert(expert_id: int) -> list[PensionArrangement]:
    """Newest first."""
    theirs = select(PensionArrangement).where(
        PensionArrangement.organisation_id == current_organisation(),
        PensionArrangement.expert_id == expert_id,
    )
    return list(db.session.scalars(theirs.order_by(PensionArrangement.id.desc())))
