"""What a registry file tells of people, and what is known before it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduling.kinds import Channel, Perspective


def words_of(name: str) -> frozenset[str]:
    """The parts of a name, to see whether two names can be one person's."""
    return frozenset(name.casefold().replace(",", " ").split())


@dataclass(frozen=True)
class Known:
    """What the organisation has already.

    themes        names in any language, without capitals
    coordinators  their addresses, without capitals
    names         payroll number, or address without capitals -> the words of the person's name
    """

    themes: frozenset[str] = frozenset()
    coordinators: frozenset[str] = frozenset()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedExpert:
    """One person as a registry file tells it; None is not told and changes nothing."""

    row: int
    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None
    channel: Channel | None = None
    language: str | None = None
    languages: tuple[str, ...] | None = None
    basic_languages: tuple[str, ...] | None = None  # of them; the rest are spoken well
    native_languages: tuple[str, ...] | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    municipality_code: str | None = None
    themes: tuple[tuple[str, Perspective], ...] = ()
    role_kinds: tuple[str, ...] | None = None
    levels: tuple[str, ...] | None = None
    training_name: str | None = None
    trained_on: date | None = None
    agreement_on: date | None = None
    agreement_version: str | None = None
    consent_on: date | None = None
    notice_version: str | None = None
    payroll_number: str | None = None
    finance_has_it: bool | None = None
    travels_km: int | None = None
    may_act_remotely: bool | None = None
    responsible_email: str | None = None
    support_contact: str | None = None
    guardian_name: str | None = None
    guardian_phone: str | None = None
    guardian_email: str | None = None
    note: str | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
