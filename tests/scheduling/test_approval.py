"""Four eyes in a small house."""

from dataclasses import replace

from scheduling.approval import (
    Eyes,
    Responsible,
    find_objection_to_approve,
    find_objection_to_check,
)

EXPERT, COORDINATOR, APPROVER, DEPUTY = 1, 2, 3, 4
CENTRE = Responsible(APPROVER, DEPUTY)
REPORTED = Eyes(expert_id=EXPERT, entered_by=EXPERT)
CHECKED = replace(REPORTED, checked_by=COORDINATOR)


def may_check(person_id, eyes):
    return find_objection_to_check(person_id, eyes) is None


def may_approve(person_id, eyes, responsible):
    return find_objection_to_approve(person_id, eyes, responsible) is None


def code(refusal):
    return refusal and refusal.code


def test_nobody_checks_or_approves_her_own_work():
    own = replace(CENTRE, approver_id=EXPERT)

    assert not may_check(EXPERT, REPORTED)
    assert code(find_objection_to_check(EXPERT, REPORTED)) == "own_entry"
    assert code(find_objection_to_approve(EXPERT, CHECKED, own)) == "own_entry"


def test_the_approver_and_the_deputy_approve_and_nobody_else():
    assert may_approve(APPROVER, CHECKED, CENTRE)
    assert may_approve(DEPUTY, CHECKED, CENTRE)
    assert code(find_objection_to_approve(COORDINATOR, CHECKED, CENTRE)) == "not_the_approver"
    assert not may_approve(APPROVER, CHECKED, None)


def test_who_entered_hours_on_behalf_may_check_them():
    entered = Eyes(expert_id=EXPERT, entered_by=COORDINATOR)

    assert may_check(COORDINATOR, entered)
    assert may_approve(APPROVER, replace(entered, checked_by=COORDINATOR), CENTRE)


def test_who_entered_or_checked_an_entry_does_not_approve_it():
    """A lone coordinator is not locked out: she enters and checks, the approver approves."""
    lone = replace(CENTRE, approver_id=COORDINATOR)
    entered = Eyes(expert_id=EXPERT, entered_by=COORDINATOR, checked_by=DEPUTY)

    for eyes in (CHECKED, entered):
        refusal = find_objection_to_approve(COORDINATOR, eyes, lone)
        assert code(refusal) == "second_person_needed"
    assert may_approve(DEPUTY, CHECKED, lone)
    assert may_approve(COORDINATOR, replace(CHECKED, checked_by=DEPUTY), lone)
