"""The coordinator, or the expert herself, keeps what the registry knows of a person."""

from typing import Any

from app.access import Actor, NotAllowed, Role
from app.database import Missing, Refusal, Stale, transaction
from app.language import sort_key
from app.now import today
from app.readings.own import refuse_others
from app.storage import changes, contact_notes, experts, organisations, tables, units, users
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.changes import Subject
from app.storage.contact_notes import ContactNote
from app.storage.experts import Agreement, Consent, Expert, ExpertTheme, Theme, Training
from app.storage.record_checks import RecordCheck
from app.storage.users import Person
from scheduling.kinds import OnBehalf

Part = ExpertTheme | Training | Agreement | Consent | TimeAway | Boundary | OwnUnit | RecordCheck
PARTS: dict[str, type[Part]] = {
    "theme": ExpertTheme,
    "training": Training,
    "agreement": Agreement,
    "consent": Consent,
    "away": TimeAway,
    "boundary": Boundary,
    "own_unit": OwnUnit,
    "check": RecordCheck,
}
LIMITS = ("theme_id", "municipality_code", "unit_id")
HERS = ("theme", "away", "boundary", "own_unit")  # what the person adds and takes away herself
STAYS = ("consent",)  # what was consented to is withdrawn, never forgotten


class NotChecked(Refusal):
    """An association has no duty and no right to ask its own people for an extract."""

    code = "records_not_checked"


class PersonErased(Refusal):
    """Consent has ended and everything is paid: nothing is written of her any more."""

    code = "person_erased"


def add_expert(*, by: Actor, consent_on: Any, **values: Any) -> Expert:
    """A new person, with consent to the privacy notice in force. Raises AlreadyThere."""
    with transaction():
        expert = Expert(
            person_id=tables.add(Person()).id,
            joined_on=today(),
            responsible_id=by.user_id,
            sort_key=_sort_key(values),
            **values,
        )
        tables.add(expert)
        notice = organisations.get(by.organisation_id).notice_version
        tables.add(Consent(expert_id=expert.id, notice_version=notice, given_on=consent_on))
        changes.note(Subject.EXPERT, expert.id, "added", by=by)
    return expert


def change_expert(
    expert_id: int,
    *,
    by: Actor,
    version: int | None = None,
    how: OnBehalf | None = None,
    **values: Any,
) -> Expert:
    """version: as the person saw it. Raises Missing, Stale, AlreadyThere."""
    with transaction():
        expert = own(expert_id, by)
        if version is not None and version != expert.version:
            raise Stale
        for user_id in (values.get("responsible_id"), values.get("deputy_id")):
            refuse_stranger(user_id, by)
        _keep_levels_of_spoken(expert, values)
        changed = {name for name, value in values.items() if getattr(expert, name) != value}
        for name in changed:
            setattr(expert, name, values[name])
        if changed & {"first_name", "last_name"}:
            expert.sort_key = sort_key(f"{expert.last_name} {expert.first_name}")
        if by.role is Role.EXPERT and by.user_id and "language" in changed:
            users.get(by.user_id).language = expert.language  # pages follow messages
        if changed:
            told = ", ".join(sorted(changed))
            changes.note(Subject.EXPERT, expert.id, "changed", by=by, reason=told, how=how)
    return expert


def add_part(
    expert_id: int, kind: str, *, by: Actor, how: OnBehalf | None = None, **values: Any
) -> Part:
    """A theme, an agreement, a boundary and the like.

    Raises Missing, NotAllowed, AlreadyThere, NotChecked.
    """
    with transaction():
        expert = own(expert_id, by)
        _refuse_what_others_decide(kind, by)
        _refuse_foreign(values)
        if kind == "consent":
            values["notice_version"] = organisations.get(by.organisation_id).notice_version
        if kind == "check":
            if not organisations.get(by.organisation_id).checks_records:
                raise NotChecked
            values["checked_by"] = by.user_id
        each = _one_by_one(values) if kind == "boundary" else [values]
        parts = [tables.add(PARTS[kind](expert_id=expert.id, **one)) for one in each]
        changes.note(Subject.EXPERT, expert.id, f"{kind}_added", by=by, how=how)
    return parts[0]


def remove_part(expert_id: int, kind: str, part_id: int, *, by: Actor) -> None:
    """Raises Missing, NotAllowed."""
    with transaction():
        expert = own(expert_id, by)
        _refuse_what_others_decide(kind, by)
        part = tables.get(PARTS[kind], part_id)
        if part.expert_id != expert.id or kind in STAYS:
            raise Missing(kind, part_id)
        tables.remove(part)
        changes.note(Subject.EXPERT, expert.id, f"{kind}_removed", by=by)


def note_contact(expert_id: int, *, by: Actor, **values: Any) -> ContactNote:
    """A talk, a call or support given, with its minutes. The same note twice is one.

    Raises Missing.
    """
    with transaction():
        expert = own(expert_id, by)
        written = {"user_id": by.user_id, **values}
        for there in contact_notes.about_expert(expert.id):
            if all(getattr(there, name) == value for name, value in written.items()):
                return there
        return tables.add(ContactNote(expert_id=expert.id, **written))


def own(expert_id: int, by: Actor) -> Expert:
    """Locked; an expert finds only herself. Raises Missing, PersonErased."""
    refuse_others(by, expert_id)
    expert = experts.get(expert_id, lock=True)
    if expert.erased_at is not None:
        raise PersonErased
    return expert


def refuse_stranger(user_id: int | None, by: Actor) -> None:
    """Responsible and deputy are coordinators of the organisation. Raises Missing."""
    if user_id is None:
        return
    if user_id not in {user.id for user in users.with_role(by.organisation_id, Role.COORDINATOR)}:
        raise Missing("User", user_id)


def _refuse_what_others_decide(kind: str, by: Actor) -> None:
    """Trainings, agreements and checks are the coordinator's to write. Raises NotAllowed."""
    if by.role is Role.EXPERT and kind not in HERS:
        raise NotAllowed


def _refuse_foreign(values: dict[str, Any]) -> None:
    """Raises Missing."""
    if values.get("theme_id") is not None:
        tables.get(Theme, values["theme_id"])
    if values.get("unit_id") is not None:
        units.get(values["unit_id"])


def _one_by_one(values: dict[str, Any]) -> list[dict[str, Any]]:
    """A boundary of its own for each thing that was chosen."""
    return [{name: values[name]} for name in LIMITS if values.get(name) is not None]


def _keep_levels_of_spoken(expert: Expert, values: dict[str, Any]) -> None:
    """A language that is not spoken any more loses its level."""
    if "languages" in values:
        for name in ("basic_languages", "native_languages"):
            levels = values.get(name, getattr(expert, name))
            values[name] = [code for code in levels if code in values["languages"]]


def _sort_key(values: dict[str, Any]) -> str:
    return sort_key(f"{values['last_name']} {values['first_name']}")
