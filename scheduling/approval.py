"""Four eyes that fit a small house: who may check and who may approve an entry.

Nobody checks or approves her own work. The approver is the cost centre's approver or deputy on the
day, and another person than who entered the entry on behalf or checked it, which may be one. So a
lone coordinator enters and checks, and one person alone never moves money.
"""

from dataclasses import dataclass

from scheduling.refusals import NotTheApprover, OwnEntry, SecondPersonNeeded, TimeRefusal


@dataclass(frozen=True)
class Responsible:
    """Of a cost centre, in force on one day; ids of persons."""

    approver_id: int | None
    deputy_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Eyes:
    """Who has seen an entry so far; all are ids of persons."""

    expert_id: int
    entered_by: int
    checked_by: int | None = None


def find_objection_to_check(person_id: int, eyes: Eyes) -> TimeRefusal | None:
    """OwnEntry, or nothing."""
    return OwnEntry() if person_id == eyes.expert_id else None


def find_objection_to_approve(
    person_id: int, eyes: Eyes, responsible: Responsible | None
) -> TimeRefusal | None:
    """OwnEntry, NotTheApprover, SecondPersonNeeded, or nothing.

    responsible   of the entry's cost centre, in force on the day of approving
    """
    if person_id == eyes.expert_id:
        return OwnEntry()
    if responsible is None or person_id not in (responsible.approver_id, responsible.deputy_id):
        return NotTheApprover()
    return SecondPersonNeeded() if person_id in (eyes.entered_by, eyes.checked_by) else None


def find_objection_to_second(
    person_id: int, eyes: Eyes, *, approved_by: int | None, may_approve: bool
) -> TimeRefusal | None:
    """OwnEntry, SecondPersonNeeded, NotTheApprover, or nothing.

    approved_by   who approved it first; may_approve   the approver or deputy of its cost centre, or
    somebody in finance
    """
    if person_id == eyes.expert_id:
        return OwnEntry()
    if person_id == approved_by:
        return SecondPersonNeeded()
    return None if may_approve else NotTheApprover()
