"""A registry file becomes the registry: looked at first, then all of it or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.access import Actor, Role
from app.database import Refusal, transaction
from app.now import now, today
from app.storage import (
    changes,
    contact_notes,
    experts,
    imports,
    payroll_answers,
    tables,
    users,
)
from app.storage.changes import Subject
from app.storage.experts import Expert, ExpertTheme, Theme
from app.storage.imports import Import
from app.storage.users import Person
from app.use_cases.import_experts.plan import Registry, Step, step
from app.use_cases.import_experts.rows import ImportedExpert, Known, words_of
from scheduling.wall_clock import midnight

__all__ = [
    "ImportedExpert",
    "Known",
    "NoCoordinator",
    "Result",
    "first_coordinator",
    "forget",
    "forget_uploads",
    "import_experts",
    "keep",
    "known",
    "preview",
    "words_of",
]

WAITS = timedelta(days=7)  # for the coordinator's yes


class NoCoordinator(Refusal):
    """Every expert has a responsible coordinator, and the organisation has none yet."""

    code = "no_coordinator"


@dataclass(frozen=True)
class Result:
    """How many people; already: the same file was read in before, and nothing was done now."""

    rows: int
    added: int = 0
    changed: int = 0
    left_alone: int = 0
    already: bool = False

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.changed - self.left_alone


def known(organisation_id: int) -> Known:
    """What a file is held against while it is read."""
    themes = (
        name
        for theme in experts.all_themes()
        for name in (theme.name, theme.name_sv, theme.name_en)
    )
    names = {}
    for expert in experts.whole_registry():
        for mark in (expert.payroll_number, expert.email):
            if mark:
                names[mark.casefold()] = words_of(expert.name)
    return Known(
        themes=frozenset(name.casefold() for name in themes if name),
        coordinators=frozenset(_coordinators(organisation_id)),
        names=names,
    )


def first_coordinator(organisation_id: int) -> Actor:
    """Who acts when a file is read in from the command line. Raises NoCoordinator."""
    coordinators = users.with_role(organisation_id, Role.COORDINATOR)
    if not coordinators:
        raise NoCoordinator
    user = coordinators[0]
    return Actor(
        role=Role.COORDINATOR,
        organisation_id=organisation_id,
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )


def preview(rows: Sequence[ImportedExpert], *, by: Actor) -> Result:
    """What reading these in would do; stores nothing."""
    return _result(_steps(rows, by))


def keep(content: bytes, file_name: str, rows: int, *, by: Actor) -> Import:
    """Keep a file that can be read until the coordinator says yes; the same file is kept once."""
    with transaction():
        found = imports.find(_sha256(content))
        if found is None:
            found = tables.add(_new_import(content, file_name, rows, by))
        elif found.read_in_at is None:
            found.content, found.uploaded_at = content, now()
    return found


def forget(import_id: int) -> None:
    """The coordinator says no: the content goes. Raises Missing."""
    with transaction():
        imports.get(import_id, lock=True).content = None


def forget_uploads(day: date) -> None:
    """The daily job: an uploaded file is personal data and does not wait for a yes for ever."""
    with transaction():
        imports.forget_unread(midnight(day) - WAITS)
        payroll_answers.forget_unread(midnight(day) - WAITS)


def import_experts(
    content: bytes, file_name: str, rows: Sequence[ImportedExpert], *, by: Actor
) -> Result:
    """All rows or none; the same file a second time changes nothing."""
    with transaction():
        record = imports.find(_sha256(content), lock=True)
        if record is None:
            record = tables.add(_new_import(content, file_name, len(rows), by))
        if record.read_in_at is not None:
            return Result(rows=len(rows), already=True)
        steps = _steps(rows, by)
        result = _result(steps)
        _store(steps, by)
        record.rows, record.added, record.changed = result.rows, result.added, result.changed
        record.content, record.read_in_at = None, now()
    return result


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _new_import(content: bytes, file_name: str, rows: int, by: Actor) -> Import:
    return Import(
        sha256=_sha256(content),
        file_name=file_name,
        content=content,
        rows=rows,
        uploaded_at=now(),
        uploaded_by=by.user_id,
    )


def _coordinators(organisation_id: int) -> dict[str, int]:
    held = users.with_role(organisation_id, Role.COORDINATOR)
    return {user.email.casefold(): user.id for user in held}


def _steps(rows: Sequence[ImportedExpert], by: Actor) -> list[Step]:
    registry = Registry(experts.whole_registry(), contact_notes.texts())
    responsible = _coordinators(by.organisation_id)
    steps = [step(row, registry, day=today(), user_id=by.user_id or 0) for row in rows]
    for each in steps:
        if _is_left_alone(each):
            continue
        address = (each.row.responsible_email or "").casefold()
        wished = responsible.get(address) or (by.user_id if each.expert is None else None)
        if wished and (each.expert is None or each.expert.responsible_id != wished):
            each.values["responsible_id"] = wished
    return steps


def _result(steps: list[Step]) -> Result:
    return Result(
        rows=len(steps),
        added=sum(each.expert is None for each in steps),
        changed=sum(each.expert is not None and each.changes for each in steps),
        left_alone=sum(_is_left_alone(each) for each in steps),
    )


def _is_left_alone(each: Step) -> bool:
    return each.expert is not None and each.expert.stopped_at is not None


def _store(steps: list[Step], by: Actor) -> None:
    new = [each for each in steps if each.expert is None]
    old = [each for each in steps if each.expert is not None and each.changes]
    persons = tables.add_all(Person() for _ in new)
    added = tables.add_all(
        Expert(person_id=person.id, **each.values)
        for person, each in zip(persons, new, strict=True)
    )
    for expert, each in zip(added, new, strict=True):
        changes.note(Subject.EXPERT, expert.id, "imported", by=by)
        _belongings(expert, each)
    for each in old:
        _change(each, by)
    tables.add_all(part for each in steps for part in each.parts)
    _store_themes(steps)


def _change(each: Step, by: Actor) -> None:
    if each.expert is not None:
        for name, value in each.values.items():
            setattr(each.expert, name, value)
        changes.note(Subject.EXPERT, each.expert.id, "changed", by=by)
        _belongings(each.expert, each)


def _belongings(expert: Expert, each: Step) -> None:
    each.expert = expert
    for part in each.parts:
        part.expert_id = expert.id


def _store_themes(steps: list[Step]) -> None:
    """Themes that are not on the shared list yet are put there, once."""
    ids = {}
    for theme in experts.all_themes():
        for name in filter(None, (theme.name, theme.name_sv, theme.name_en)):
            ids[name.casefold()] = theme.id
    told = {name.casefold(): name for each in steps for name, _ in each.themes}
    new = [name for key, name in told.items() if key not in ids]
    ids |= {theme.name.casefold(): theme.id for theme in tables.add_all(Theme(name=n) for n in new)}
    tables.add_all(
        ExpertTheme(
            expert_id=each.expert.id, theme_id=ids[name.casefold()], perspective=perspective
        )
        for each in steps
        if each.expert is not None
        for name, perspective in each.themes
    )
