"""The county, city or NGO that uses the service: the tenant everything else belongs to."""

from enum import StrEnum

from sqlalchemy import BigInteger, Identity, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Missing, db


class OrganisationKind(StrEnum):
    COUNTY = "county"
    CITY = "city"
    NGO = "ngo"


class ExpertWord(StrEnum):
    """What the organisation calls its experts by experience."""

    KOKEMUSASIANTUNTIJA = "kokemusasiantuntija"
    KOKEMUSTOIMIJA = "kokemustoimija"
    KOKEMUSOSAAJA = "kokemusosaaja"
    KEHITTAJAASIAKAS = "kehittäjäasiakas"


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    name_sv: Mapped[str | None]
    kind: Mapped[OrganisationKind]
    business_id: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="fi")
    expert_word: Mapped[ExpertWord] = mapped_column(default=ExpertWord.KOKEMUSASIANTUNTIJA)
    phone: Mapped[str | None]
    email: Mapped[str | None]
    notice_version: Mapped[str] = mapped_column(default="1")  # of the privacy notice in force
    privacy_notice: Mapped[str | None]
    agreement_version: Mapped[str] = mapped_column(default="1")  # of the text in force
    agreement_text: Mapped[str | None]
    agreement_signed_anew: Mapped[bool] = mapped_column(default=False)  # when the text changes
    asks_next: Mapped[bool] = mapped_column(default=False)  # by itself, without a coordinator

    @property
    def checks_records(self) -> bool:
        """An association never asks its own people for an extract of the criminal record."""
        return self.kind != OrganisationKind.NGO

    def name_in(self, language: str) -> str:
        return self.name_sv if language == "sv" and self.name_sv else self.name


def get(organisation_id: int) -> Organisation:
    """Raises Missing."""
    if found := db.session.get(Organisation, organisation_id):
        return found
    raise Missing(Organisation.__name__, organisation_id)


def find_by_name(name: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.name == name))


def all_of_them() -> list[Organisation]:
    """By name."""
    return list(db.session.scalars(select(Organisation).order_by(Organisation.name)))


def ids() -> list[int]:
    """Oldest first."""
    return list(db.session.scalars(select(Organisation.id).order_by(Organisation.id)))
