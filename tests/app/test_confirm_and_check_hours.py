"""From reported to checked: the unit, the coordinator in its place, and everybody's way back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.access import Role
from app.database import Missing, Stale, transaction
from app.now import now
from app.storage import changes, entry_lists, messages, tables
from app.storage.changes import Subject
from app.storage.messages import MessageState
from app.storage.units import Unit
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours, decide_for_silent_unit
from app.use_cases.return_hours import return_hours
from scheduling.kinds import OnBehalf
from scheduling.refusals import OwnEntry, ReasonNeeded, UnitMayStillAnswer, WrongStep
from tests import build
from tests.app.hour_story import ACTIVITY, DRIVE, READING, a_house, as_actor, refs


@pytest.fixture
def house(app):
    return a_house()


def states(house):
    return {entry.state for entry in entry_lists.of_assignment(house.assignment.id)}


def report_became_old(house, days):
    with transaction():
        for entry in entry_lists.of_assignment(house.assignment.id):
            entry.reported_at = now() - timedelta(days=days)


def test_the_unit_confirms_by_its_link(house):
    entries = house.reported(ACTIVITY, DRIVE)

    confirm_hours(by=house.unit, refs=refs(entries))

    assert states(house) == {"confirmed"}
    assert {entry.confirmed_by for entry in entries} == {"Oona Ohjaaja"}


def test_another_unit_sees_nothing_to_confirm(house):
    with transaction():
        other = tables.add(Unit(name="Toinen yksikkö"))
    entries = house.reported()

    for act in (confirm_hours, return_hours):
        wrong = {"by": replace(house.unit, unit_id=other.id), "refs": refs(entries)}
        with pytest.raises(Missing):
            act(**wrong, **({"reason": "Ei"} if act is return_hours else {}))


def test_a_link_to_another_request_of_the_unit_confirms_nothing(house):
    entries = house.reported()

    with pytest.raises(Missing):
        confirm_hours(by=house.unit, refs=refs(entries), request_id=0)


def test_the_coordinator_writes_down_what_the_unit_said(house):
    (entry,) = house.reported(ACTIVITY)

    confirm_hours(by=house.coordinator, refs=refs([entry]), how=OnBehalf.PHONE)

    assert changes.of(Subject.HOUR_ENTRY, entry.id)[-1].on_behalf_how == "phone"
    assert states(house) == {"confirmed"}


def test_the_coordinator_does_not_confirm_out_of_her_own_head(house):
    entries = house.reported()

    with pytest.raises(ReasonNeeded):
        confirm_hours(by=house.coordinator, refs=refs(entries))


@pytest.mark.parametrize("days", [0, 6])
def test_a_unit_has_a_week_to_answer(house, days):
    house.reported()
    report_became_old(house, days)
    entries = entry_lists.of_assignment(house.assignment.id)

    with pytest.raises(UnitMayStillAnswer):
        decide_for_silent_unit(by=house.coordinator, refs=refs(entries), reason="Olin paikalla")


def test_after_a_silent_week_the_coordinator_decides_and_says_why(house):
    house.reported(ACTIVITY)
    report_became_old(house, 7)
    (entry,) = entry_lists.of_assignment(house.assignment.id)

    with pytest.raises(ReasonNeeded):
        decide_for_silent_unit(by=house.coordinator, refs=refs([entry]), reason=" ")
    decide_for_silent_unit(by=house.coordinator, refs=refs([entry]), reason="Olin paikalla")

    assert states(house) == {"confirmed"}
    assert changes.of(Subject.HOUR_ENTRY, entry.id)[-1].reason == "Olin paikalla"


def test_nobody_confirms_or_checks_her_own(house):
    with transaction():
        mine = tables.get(type(house.expert), house.expert.id)
        mine.person_id = house.coordinator.person_id
    entries = house.reported()

    with pytest.raises(OwnEntry):
        confirm_hours(by=house.coordinator, refs=refs(entries), how=OnBehalf.MET)
    confirm_hours(by=house.unit, refs=refs(entries))
    bulk = check_hours(by=house.coordinator, refs=refs(entries))

    assert [type(refusal) for _, refusal in bulk.refused] == [OwnEntry, OwnEntry]


def test_what_came_back_is_mended_and_goes_the_whole_way_again(house):
    (entry,) = house.checked(ACTIVITY)
    return_hours(by=house.approver, refs=refs([entry]), reason="Aika oli lyhyempi")

    assert (entry.state, entry.returned_because) == ("returned", "Aika oli lyhyempi")
    assert entry.checked_by is None
    told = [each for each in messages.in_state(MessageState.QUEUED) if each.expert_id]
    assert "Aika oli lyhyempi" in told[0].body

    mended = replace(ACTIVITY, minutes=90, entry_id=entry.id)
    house.reported(mended)
    assert (entry.state, entry.minutes, entry.returned_because) == ("reported", 90, None)


def test_a_return_needs_a_reason(house):
    entries = house.reported()

    with pytest.raises(ReasonNeeded):
        return_hours(by=house.unit, refs=refs(entries), reason="  ")


def test_a_draft_is_not_confirmed(house):
    entries = house.reported(READING, send=False)

    with pytest.raises(WrongStep):
        confirm_hours(by=house.unit, refs=refs(entries))


def test_a_second_confirmation_changes_nothing(house):
    entries = house.reported()
    seen = refs(entries)
    confirm_hours(by=house.unit, refs=seen)

    confirm_hours(by=house.unit, refs=seen)

    assert states(house) == {"confirmed"}
    assert len(changes.of(Subject.HOUR_ENTRY, entries[0].id)) == 3


def test_what_was_mended_after_the_page_was_opened_is_not_confirmed_unseen(house):
    (entry,) = house.reported(ACTIVITY)
    seen = refs([entry])
    return_hours(by=house.unit, refs=seen, reason="Kesto")
    house.reported(replace(ACTIVITY, minutes=60, entry_id=entry.id))

    with pytest.raises(Stale):
        confirm_hours(by=house.unit, refs=seen)


def test_a_checked_bulk_tells_which_ones_wait(house):
    entries = house.confirmed(ACTIVITY, READING)
    other = as_actor(build.a_user(), Role.COORDINATOR)
    seen = refs(entries)
    return_hours(by=other, refs=seen[:1], reason="Kesto")

    bulk = check_hours(by=house.coordinator, refs=seen)

    assert len(bulk.done) == 1
    assert [type(refusal) for _, refusal in bulk.refused] == [WrongStep]
