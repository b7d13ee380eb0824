"""The registry: experts by experience and what matching, support and payroll need of them."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    and_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.tables import OfOrganisation, Versioned, belongs_to, holds_only
from scheduling.kinds import (
    AgeBand,
    Channel,
    DayPart,
    Level,
    Perspective,
    RequestKind,
    StopReason,
    SupportNeed,
)

WEEK_PARTS = [f"{weekday}-{part}" for weekday in range(7) for part in DayPart]  # 0: Monday
MOST_MINUTES_A_MONTH = 200 * 60


class Theme(OfOrganisation, Base):
    """One entry of the organisation's shared list, never a diagnosis."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    name: Mapped[str]
    name_sv: Mapped[str | None]
    name_en: Mapped[str | None]
    is_heavy: Mapped[bool] = mapped_column(default=False)  # a debrief follows

    def name_in(self, language: str) -> str:
        return {"sv": self.name_sv, "en": self.name_en}.get(language) or self.name


class ExpertTheme(OfOrganisation, Base):
    __tablename__ = "expert_themes"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        belongs_to("themes", "theme_id"),
        UniqueConstraint("organisation_id", "expert_id", "theme_id", "perspective"),
    )

    expert_id: Mapped[int]
    theme_id: Mapped[int] = mapped_column(info=personal.LIVED)
    perspective: Mapped[Perspective] = mapped_column(info=personal.LIVED)
    own_words: Mapped[str | None] = mapped_column(info=personal.LIVED)

    theme: Mapped[Theme] = relationship(viewonly=True, lazy="joined")


class Training(OfOrganisation, Base):
    __tablename__ = "trainings"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    name: Mapped[str]
    finished_on: Mapped[date]
    valid_until: Mapped[date | None]


class Agreement(OfOrganisation, Base):
    """The contract and secrecy undertaking, by version."""

    __tablename__ = "agreements"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    text_version: Mapped[str]
    signed_on: Mapped[date]
    valid_until: Mapped[date | None]


class Consent(OfOrganisation, Base):
    """Consent to keep the profile, given to one version of the privacy notice."""

    __tablename__ = "consents"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    notice_version: Mapped[str]
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]


class Expert(OfOrganisation, Versioned, Base):
    __tablename__ = "experts"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        UniqueConstraint("organisation_id", "payroll_number"),
        Index(None, "organisation_id", "sort_key"),
        Index(None, "person_id"),
        CheckConstraint("stopped_at is null or stop_reason is not null", name="stop_has_a_reason"),
        CheckConstraint("not is_minor or guardian_name is not null", name="a_minor_has_a_guardian"),
        CheckConstraint(
            "basic_languages <@ languages and native_languages <@ languages"
            " and not basic_languages && native_languages",
            name="levels_are_of_spoken_languages",
        ),
        CheckConstraint(
            f"wished_minutes_a_month between 1 and {MOST_MINUTES_A_MONTH}", name="wish_sensible"
        ),
        CheckConstraint("guardian_latest_minute between 1 and 1440", name="guardian_latest_in_day"),
        CheckConstraint("guardian_day_minutes between 1 and 1440", name="guardian_minutes_in_day"),
        holds_only("levels", Level),
        holds_only("available", WEEK_PARTS),
        holds_only("good_at", RequestKind),
        holds_only("learns", RequestKind),
        holds_only("support_ticks", SupportNeed),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    first_name: Mapped[str] = mapped_column(info=personal.NAME)
    last_name: Mapped[str] = mapped_column(info=personal.NAME)
    sort_key: Mapped[str] = mapped_column(info=personal.NAME)
    email: Mapped[str | None] = mapped_column(info=personal.CONTACT)
    phone: Mapped[str | None] = mapped_column(info=personal.CONTACT)
    street: Mapped[str | None] = mapped_column(info=personal.CONTACT)
    postal_code: Mapped[str | None] = mapped_column(info=personal.CONTACT)
    city: Mapped[str | None] = mapped_column(info=personal.CONTACT)
    municipality_code: Mapped[str | None] = mapped_column(info=personal.CONTACT)
    channel: Mapped[Channel] = mapped_column(default=Channel.EMAIL)
    # Written to in the one; can act in the others. No role kinds: any.
    language: Mapped[str] = mapped_column(default="fi", info=personal.CONTACT)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=personal.CONTACT)
    # Those spoken a little and those spoken from home; the rest are spoken well.
    basic_languages: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, info=personal.CONTACT
    )
    native_languages: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, info=personal.CONTACT
    )
    role_kinds: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=personal.LIVED)
    levels: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=personal.LIVED)
    good_at: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=personal.LIVED)
    good_at_words: Mapped[str | None] = mapped_column(info=personal.LIVED)
    learns: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=personal.LIVED)
    learns_words: Mapped[str | None] = mapped_column(info=personal.LIVED)
    age_band: Mapped[AgeBand | None] = mapped_column(info=personal.VOLUNTEERED)
    own_group: Mapped[str | None] = mapped_column(info=personal.VOLUNTEERED)
    travels_km: Mapped[int | None]
    may_act_remotely: Mapped[bool] = mapped_column(default=True)
    rest_minutes: Mapped[int] = mapped_column(default=0)  # wished around each occasion
    # "0-morning": Monday before noon; none: any time.
    available: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=personal.CONTACT)
    wished_minutes_a_month: Mapped[int | None]
    joined_on: Mapped[date]
    paused_until: Mapped[date | None]
    hidden_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stop_reason: Mapped[StopReason | None] = mapped_column(info=personal.SUPPORT)
    profile_erased_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # name and contact, too
    payroll_number: Mapped[str | None] = mapped_column(info=personal.PAY)
    finance_has_it: Mapped[bool] = mapped_column(default=False)  # account and tax card
    responsible_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    support_contact: Mapped[str | None] = mapped_column(info=personal.SUPPORT)
    support_needs: Mapped[str | None] = mapped_column(info=personal.SUPPORT)
    support_ticks: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, info=personal.SUPPORT
    )
    needs_to_unit: Mapped[bool] = mapped_column(default=False, info=personal.SUPPORT)
    is_minor: Mapped[bool] = mapped_column(default=False, info=personal.GUARDIAN)
    guardian_name: Mapped[str | None] = mapped_column(info=personal.GUARDIAN)
    guardian_phone: Mapped[str | None] = mapped_column(info=personal.GUARDIAN)
    guardian_email: Mapped[str | None] = mapped_column(info=personal.GUARDIAN)
    guardian_consent_on: Mapped[date | None] = mapped_column(info=personal.GUARDIAN)
    guardian_latest_minute: Mapped[int | None] = mapped_column(info=personal.GUARDIAN)  # of the day
    guardian_day_minutes: Mapped[int | None] = mapped_column(info=personal.GUARDIAN)

    themes: Mapped[list[ExpertTheme]] = relationship(viewonly=True, order_by=ExpertTheme.id)
    trainings: Mapped[list[Training]] = relationship(viewonly=True, order_by=Training.id)
    agreements: Mapped[list[Agreement]] = relationship(viewonly=True, order_by=Agreement.id)
    consents: Mapped[list[Consent]] = relationship(viewonly=True, order_by=Consent.id)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def get(expert_id: int, *, lock: bool = False) -> Expert:
    """Raises Missing."""
    return tables.get(Expert, expert_id, lock=lock)


def find_of_person(person_id: int) -> Expert | None:
    """The person's own profile in the organisation acted in."""
    question = select(Expert).where(
        Expert.organisation_id == current_organisation(), Expert.person_id == person_id
    )
    return db.session.scalar(question)


def whole_registry() -> list[Expert]:
    """Everyone with all that belongs to them, stopped and hidden people too, oldest first."""
    parts = (Expert.themes, Expert.trainings, Expert.agreements, Expert.consents)
    mine = select(Expert).where(Expert.organisation_id == current_organisation())
    with_parts = mine.options(*(selectinload(part) for part in parts))
    return list(db.session.scalars(with_parts.order_by(Expert.id)))


def all_themes() -> list[Theme]:
    """By name."""
    mine = select(Theme).where(Theme.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(Theme.name)))


def by_id(expert_ids: Iterable[int]) -> dict[int, Expert]:
    mine = Expert.organisation_id == current_organisation()
    wanted = select(Expert).where(mine, Expert.id.in_(list(expert_ids)))
    return {each.id: each for each in db.session.scalars(wanted)}


def is_here() -> ColumnElement[bool]:
    """Neither stopped nor hidden."""
    return and_(Expert.stopped_at.is_(None), Expert.hidden_at.is_(None))
