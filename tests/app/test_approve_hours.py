"""Approving: who may, when, and at which price."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import Stale, db, transaction
from app.now import today
from app.storage import assignments, entry_lists, tables
from app.storage.entries import Locked
from app.storage.tables import MovedOn
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours
from app.use_cases.entries_from_attendance import add_entry_from_attendance
from app.use_cases.hold_hours import hold, release
from invoices.payers import Payer
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.price import FeeChoice
from invoices.refusals.figures import UnconfirmedFigure
from invoices.refusals.pricing import NoRateYet
from invoices.statements.held import HeldReason
from invoices.travel.costs import ExpenseKind
from scheduling import refusals
from scheduling.kinds import Attendance, OnBehalf
from scheduling.refusals import OwnEntry
from tests import build
from tests.app.hour_story import (
    ACTIVITY,
    DRIVE,
    READING,
    STARTS,
    TICKET,
    a_house,
    an_approver,
    as_actor,
    refs,
)


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


def approved(house, entries, by=None):
    return approve_hours(by=by or house.approver, refs=refs(entries))


def refused(bulk):
    return [type(refusal) for _, refusal in bulk.refused]


def test_entries_get_their_price_at_the_rates_of_the_day_of_work(house):
    bulk = approved(house, house.checked(ACTIVITY, READING, DRIVE, TICKET))

    prices = {entry.ref.split("-")[0] + str(entry.price_cents) for entry in bulk.done}
    assert prices == {"hours8000", "hours1000", "expenses688", "expenses123450"}
    activity = next(entry for entry in bulk.done if entry.price_cents == 8000)
    assert activity.pay_code == "3010"
    assert activity.breakdown[0]["code"] == "hourly"
    assert activity.approved_by == house.approver_user.id


def test_a_lone_coordinator_is_never_locked_out(house):
    """She enters, the unit confirms, she checks, the cost centre approves."""
    entries = house.reported(by=house.coordinator, how=OnBehalf.PHONE)
    confirm_hours(by=house.unit, refs=refs(entries))
    check_hours(by=house.coordinator, refs=refs(entries))

    assert approved(house, entries).refused == []


def test_the_approver_of_another_cost_centre_is_refused(house):
    stranger = build.a_user(Role.APPROVER)
    build.a_cost_centre(stranger)

    bulk = approved(house, house.checked(), by=as_actor(stranger, Role.APPROVER))

    assert refused(bulk) == [refusals.NotTheApprover] * 2


def test_a_deputy_approves_from_her_first_day_on(house):
    entries = house.checked(ACTIVITY, READING)
    deputy = build.a_user(Role.APPROVER)
    tomorrow, later = (build.a_user(Role.APPROVER) for _ in range(2))
    an_approver(house.centre, deputy, is_deputy=True, valid_from=today())
    an_approver(house.centre, tomorrow, valid_from=today() + timedelta(days=1))

    early = approved(house, entries, by=as_actor(tomorrow, Role.APPROVER))
    right = approved(house, entries[:1], by=as_actor(deputy, Role.APPROVER))

    assert refused(early) == [refusals.NotTheApprover] * 2
    assert right.refused == []
    assert approved(house, entries[1:]).refused == []  # the approver stays beside the deputy


def test_an_approver_ends_when_the_next_one_begins(house):
    entries = house.checked()
    an_approver(house.centre, build.a_user(Role.APPROVER), valid_from=today())

    assert refused(approved(house, entries)) == [refusals.NotTheApprover] * 2


def test_nobody_approves_her_own(house):
    entries = house.checked()
    with transaction():
        mine = tables.get(type(house.expert), house.expert.id)
        mine.person_id = house.approver_user.person_id

    assert refused(approved(house, entries)) == [OwnEntry] * 2


def test_who_checked_does_not_approve(house):
    entries = house.confirmed()
    check_hours(by=house.approver, refs=refs(entries))

    assert refused(approved(house, entries)) == [refusals.SecondPersonNeeded] * 2


RAW = text(
    "update hour_entries set state = 'approved', approved_by = :who, approved_at = now(),"
    " price_cents = 1 where id = :id"
)


@pytest.mark.parametrize("own", [True, False])
def test_the_database_refuses_own_work_and_strangers_by_itself(house, own):
    (entry,) = house.checked(ACTIVITY)
    stranger = build.a_user(Role.APPROVER)
    if own:
        with transaction():
            tables.get(type(house.expert), house.expert.id).person_id = stranger.person_id

    with pytest.raises(OwnEntry if own else refusals.NotTheApprover), transaction():
        db.session.execute(RAW, {"who": stranger.id, "id": entry.id})


def test_the_database_approves_nothing_that_nobody_else_has_seen(house):
    (entry,) = house.checked(ACTIVITY)
    with transaction():
        tables.get(type(entry), entry.id).checked_by = None

    with pytest.raises(refusals.SecondPersonNeeded), transaction():
        db.session.execute(RAW, {"who": house.approver_user.id, "id": entry.id})


def test_the_database_takes_no_step_over_the_check(house):
    (entry,) = house.confirmed(ACTIVITY)

    with pytest.raises(MovedOn), transaction():
        db.session.execute(RAW, {"who": house.approver_user.id, "id": entry.id})


def test_an_unconfirmed_figure_waits_and_the_others_go_on(app, monkeypatch):
    """The kilometre rate of 2027 is not known: the product does not pay by the old one."""
    build.a_fee_table()
    new_year = datetime(2027, 1, 12, 8, tzinfo=UTC)
    monkeypatch.setattr("app.readings.said_hours.now", lambda: new_year + timedelta(days=2))
    house = a_house(starts_at=new_year, ends_at=new_year + timedelta(hours=2))
    talk = replace(
        ACTIVITY, day=new_year.date(), starts_at=new_year, ends_at=new_year + timedelta(hours=2)
    )
    entries = house.checked(talk, replace(DRIVE, day=new_year.date()))

    bulk = approved(house, entries)

    assert refused(bulk) == [UnconfirmedFigure]
    assert [entry.price_cents for entry in bulk.done] == [8000]
    assert {entry.state for entry in entries} == {"approved", "checked"}


def test_kilometres_are_priced_by_the_year_of_the_drive(app):
    build.a_fee_table(valid_from="2025-01-01")
    night = datetime(2025, 12, 31, 8, tzinfo=UTC)
    house = a_house(starts_at=night, ends_at=night + timedelta(hours=2))
    old, new = (
        replace(DRIVE, day=day, kilometre_tenths=1000)
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    )

    bulk = approved(house, house.checked(old, new))

    assert [entry.price_cents for entry in bulk.done] == [5900, 5500]


def test_a_meeting_fee_is_given_once(app):
    build.a_fee_table(
        {"code": "meeting", "work": Work.ACTIVITY, "unit": PriceUnit.MEETING, "cents": 9000}
    )
    house = a_house()
    middle = STARTS + timedelta(hours=1)
    first = replace(ACTIVITY, ends_at=middle, minutes=60)
    second = replace(ACTIVITY, starts_at=middle, minutes=60)

    bulk = approved(house, house.checked(first, second))

    assert sorted(entry.price_cents for entry in bulk.done) == [0, 9000]


def test_a_chosen_waiver_shows_what_was_waived(app):
    build.a_fee_table()
    house = a_house(fee_choice=FeeChoice.COSTS_ONLY)

    bulk = approved(house, house.checked(ACTIVITY, DRIVE))

    by_kind = {str(entry.entry_kind): entry for entry in bulk.done}
    assert (by_kind["hours"].price_cents, by_kind["expenses"].price_cents) == (0, 688)
    assert by_kind["hours"].breakdown[1]["waived_cents"] == 8000


def test_when_somebody_else_pays_the_hours_are_kept_for_statistics_only(app):
    house = a_house(payer=Payer.OTHER_PAYS)

    bulk = approved(house, house.checked(ACTIVITY, DRIVE))

    assert [entry.price_cents for entry in bulk.done] == [0, 0]
    assert {entry.breakdown[0]["code"] for entry in bulk.done} == {"other_pays"}


def test_what_we_bought_costs_the_unit_and_pays_nothing_to_the_person(house):
    ours = replace(TICKET, kind=ExpenseKind.BOUGHT_BY_US, explanation="Junalippu")
    entries = house.reported(ours, by=house.coordinator, how=OnBehalf.PHONE)
    confirm_hours(by=house.unit, refs=refs(entries))
    check_hours(by=house.coordinator, refs=refs(entries))

    (entry,) = approved(house, entries).done

    assert (entry.price_cents, entry.bought_cents) == (0, 123450)


def test_work_without_a_price_waits(app):
    house = a_house()

    assert refused(approved(house, house.checked(ACTIVITY))) == [NoRateYet]


def test_a_second_approval_changes_nothing_and_a_changed_entry_is_not_approved_unseen(house):
    one, two = house.checked()
    seen = refs([one, two])
    with transaction():
        two.note = "Muuttui"

    first = approve_hours(by=house.approver, refs=seen)
    again = approve_hours(by=house.approver, refs=seen[:1])

    assert (len(first.done), refused(first)) == (1, [Stale])
    assert (again.refused, one.price_cents) == ([], 8000 if one.work == "activity" else 1000)


def test_an_approved_entry_does_not_change(house):
    (entry,) = approved(house, house.checked(ACTIVITY)).done

    with pytest.raises(Locked), transaction():
        entry.minutes = 10


def test_finance_holds_and_releases(house):
    (entry,) = approved(house, house.checked(ACTIVITY)).done
    finance = as_actor(build.a_user(Role.FINANCE), Role.FINANCE)

    hold(by=finance, ref=refs([entry])[0], reason=HeldReason.FINANCE_LACKS_DATA)
    assert (entry.state, entry.held_because) == ("held", "finance_lacks_data")

    release(by=finance, ref=refs([entry])[0])
    assert (entry.state, entry.held_because, entry.price_cents) == ("approved", None, 8000)


@pytest.mark.parametrize("attendance", [Attendance.PRESENT, Attendance.REMOTE])
def test_who_came_to_a_group_gets_the_fixed_fee_without_a_form(app, attendance):
    build.a_fee_table(
        {"code": "meeting", "work": Work.ACTIVITY, "unit": PriceUnit.MEETING, "cents": 9000}
    )
    house = a_house(kind="panel_meeting", is_group=True)
    attend(house, attendance)
    attend(house, attendance)

    entries = entry_lists.of_assignment(house.assignment.id)
    assert [(entry.state, entry.minutes) for entry in entries] == [("confirmed", 120)]
    check_hours(by=as_actor(build.a_user(), Role.COORDINATOR), refs=refs(entries))
    assert [entry.price_cents for entry in approved(house, entries).done] == [9000]


def test_who_was_absent_gets_nothing(app):
    house = a_house(kind="panel_meeting", is_group=True)
    attend(house, Attendance.PRESENT)

    attend(house, Attendance.ABSENT)

    assert entry_lists.of_assignment(house.assignment.id) == []


def attend(house, attendance):
    with transaction():
        assignment = assignments.get(house.assignment.id, lock=True)
        assignment.attendance = attendance
        add_entry_from_attendance(assignment, assignment.occasion, by=house.coordinator)
