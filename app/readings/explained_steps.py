"""Why a coordinator spoke for the unit, and why an approval was taken back. Only reads.

The words may tell of somebody's health, though they are asked not to. Here they are for the
coordinators and the approver of the matter, never for the unit or the expert; finance and auditors
read them in the trail of an entry alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from app.readings.reported_matters import Matter
from app.readings.trails import SUBJECTS
from app.storage import changes
from app.storage.changes import ATTENDANCE, TAKEN_BACK, Change, Subject
from app.storage.entry_lists import AnyEntry
from scheduling.lifecycle import EntryState
from scheduling.wall_clock import day_of

Steps = dict[tuple[Subject, int], list[Change]]


def explain(matters: Collection[Matter]) -> None:
    """Puts the steps into each matter, by one question for all of them."""
    steps = _steps_of(entry for matter in matters for entry in matter.entries)
    for matter in matters:
        matter.explained = _explained(matter.entries, steps)


def explained_steps(entries: Collection[AnyEntry]) -> list[Change]:
    """Oldest first, each once though it was taken of many entries."""
    return _explained(entries, _steps_of(entries))


def _steps_of(entries: Iterable[AnyEntry]) -> Steps:
    ids: dict[Subject, list[int]] = defaultdict(list)
    for entry in entries:
        ids[SUBJECTS[entry.entry_kind]].append(entry.id)
    found: Steps = defaultdict(list)
    for step in changes.of_many(ids, (EntryState.CONFIRMED, TAKEN_BACK)):
        found[step.subject, step.subject_id].append(step)
    return found


def _explained(entries: Iterable[AnyEntry], steps: Steps) -> list[Change]:
    once: dict[object, Change] = {}
    found = [each for entry in entries for each in _of(entry, steps)]
    for step in sorted(found, key=lambda step: step.id):
        said = (step.became, step.reason, step.on_behalf_how, step.user_id, day_of(step.at))
        once.setdefault(said, step)
    return list(once.values())


def _of(entry: AnyEntry, steps: Steps) -> list[Change]:
    """Every approval taken back, and the answer in force if somebody gave it for the unit."""
    own = steps.get((SUBJECTS[entry.entry_kind], entry.id), [])
    answers = [step for step in own if step.became == EntryState.CONFIRMED]
    in_force = answers[-1:] if entry.confirmed_at else []
    return [step for step in own if step.became == TAKEN_BACK] + list(filter(_for_unit, in_force))


def _for_unit(answer: Change) -> bool:
    return answer.on_behalf_how is not None or answer.reason not in (None, ATTENDANCE)
