"""What a registry file would do to the registry: whom it adds, and what it changes of whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.language import sort_key
from app.storage.contact_notes import ContactNote
from app.storage.experts import Agreement, Consent, Expert, Training
from app.use_cases.import_experts.rows import ImportedExpert
from scheduling.kinds import Channel, Perspective

NOT_TOLD = "–"
USUAL_TRAINING = "Kokemusasiantuntijakoulutus"
PLAIN = (
    "first_name", "last_name", "email", "phone", "channel", "language", "street", "postal_code",
    "city", "municipality_code", "travels_km", "may_act_remotely", "payroll_number",
    "finance_has_it", "support_contact", "guardian_name", "guardian_phone", "guardian_email",
)  # fmt: skip
LISTS = ("languages", "role_kinds", "levels")
FLUENCY = ("basic_languages", "native_languages")


@dataclass
class Step:
    """One row: the expert it is about (None: a new one), and what would be set or added."""

    row: ImportedExpert
    expert: Expert | None
    values: dict[str, Any] = field(default_factory=dict)
    themes: list[tuple[str, Perspective]] = field(default_factory=list)
    parts: list[Training | Agreement | Consent | ContactNote] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        return bool(self.values or self.themes or self.parts)


class Registry:
    """The experts of an organisation, found by payroll number, e-mail, or name and telephone."""

    def __init__(self, experts: Iterable[Expert], notes: set[tuple[int | None, str]]) -> None:
        self.notes = notes
        self._by_mark: dict[tuple[str, ...], Expert] = {}
        for expert in experts:
            for mark in _marks(expert):
                self._by_mark.setdefault(mark, expert)

    def find(self, row: ImportedExpert) -> Expert | None:
        found = (self._by_mark.get(mark) for mark in _marks(row))
        return next((expert for expert in found if expert), None)


def step(row: ImportedExpert, registry: Registry, *, day: date, user_id: int) -> Step:
    """Somebody for whom everything was stopped is left as they are."""
    expert = registry.find(row)
    if expert is None:
        parts = list(_parts(row, day, user_id))
        return Step(row, None, _first_values(row, day), list(row.themes), parts)
    if expert.stopped_at is not None:
        return Step(row, expert)
    themes = {(own.theme.name.casefold(), own.perspective) for own in expert.themes}
    return Step(
        row,
        expert,
        _differences(row, expert),
        [own for own in row.themes if (own[0].casefold(), own[1]) not in themes],
        [part for part in _parts(row, day, user_id) if not _has(expert, part, registry)],
    )


def _marks(person: Expert | ImportedExpert) -> Iterator[tuple[str, ...]]:
    if person.payroll_number:
        yield "number", person.payroll_number.casefold()
    if person.email:
        yield "email", person.email.casefold()
    name = person.name.strip().casefold()
    if person.phone:
        yield "phone", name, person.phone
    if person.postal_code and person.street:
        yield "address", name, person.postal_code, person.street.casefold()


def _told(row: ImportedExpert) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in PLAIN}
    told |= {name: list(getattr(row, name) or ()) or None for name in LISTS}
    told |= {name: list(levels) for name in FLUENCY if (levels := getattr(row, name)) is not None}
    told["is_minor"] = True if row.guardian_name else None
    told["sort_key"] = sort_key(f"{row.last_name} {row.first_name}".strip())
    return {name: value for name, value in told.items() if value is not None}


def _first_values(row: ImportedExpert, day: date) -> dict[str, Any]:
    language = row.language or "fi"
    usual = {
        "channel": _channel(row),
        "language": language,
        "languages": [language],
        "joined_on": row.trained_on or row.agreement_on or day,
    }
    return usual | _told(row)


def _channel(row: ImportedExpert) -> Channel:
    if row.email:
        return Channel.EMAIL
    return Channel.PHONE if row.phone else Channel.LETTER


def _differences(row: ImportedExpert, expert: Expert) -> dict[str, Any]:
    told = _told(row)
    for name in FLUENCY if "languages" in told else ():  # what is spoken no more has no level
        told.setdefault(name, [each for each in getattr(expert, name) if each in told["languages"]])
    return {name: value for name, value in told.items() if getattr(expert, name) != value}


def _parts(
    row: ImportedExpert, day: date, user_id: int
) -> Iterator[Training | Agreement | Consent | ContactNote]:
    if row.trained_on:
        yield Training(name=row.training_name or USUAL_TRAINING, finished_on=row.trained_on)
    if row.agreement_on:
        version = row.agreement_version or NOT_TOLD
        yield Agreement(text_version=version, signed_on=row.agreement_on)
    if row.consent_on:
        yield Consent(notice_version=row.notice_version or NOT_TOLD, given_on=row.consent_on)
    if row.note:
        yield ContactNote(user_id=user_id, day=day, minutes=0, note=row.note)


def _has(expert: Expert, part: Any, registry: Registry) -> bool:
    """Whether the expert has this training, agreement, consent or note already."""
    if isinstance(part, Training):
        return any(_same(part, own, "name", "finished_on") for own in expert.trainings)
    if isinstance(part, Agreement):
        return any(_same(part, own, "text_version", "signed_on") for own in expert.agreements)
    if isinstance(part, Consent):
        return any(_same(part, own, "notice_version", "given_on") for own in expert.consents)
    return (expert.id, part.note) in registry.notes


def _same(one: Any, other: Any, *names: str) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)
