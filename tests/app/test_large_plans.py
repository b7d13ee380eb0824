"""A plan of very many seats is worked out by a job; its page waits for it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app import checks
from app.access import Role
from app.database import db, transaction
from app.now import at
from app.readings.plan_draft import NothingToPlan
from app.storage import plans
from app.storage.plans import Mark
from app.use_cases import make_plan
from app.use_cases.make_plan import Change, PlanBeingMade, change_place, drop_plan, plan_again
from app.use_cases.send_plan import send_plan
from scheduling.lifecycle import PlanState
from tests import build
from tests.app.test_plans import FIRST, LAST, NOON, a_talk, place_of
from tests.app.test_queue import work_once
from tests.sign_in import caller, signed_in

DAYS = {"first_on": "1.12.2026", "last_on": "31.12.2026"}


@pytest.fixture(autouse=True)
def _two_seats_are_many_in_november(app, monkeypatch):
    monkeypatch.setattr(make_plan, "AT_ONCE", 1)
    with transaction():
        db.session.execute(text("delete from procrastinate_jobs"))
    with at(build.TUESDAY):
        yield


@pytest.fixture
def by(app):
    return build.an_actor(Role.COORDINATOR)


@pytest.fixture
def talks(app):
    build.a_candidate()
    return [a_talk(NOON + timedelta(days=days)) for days in range(2)]


def asked_for(by):
    return make_plan.make_plan(by=by, first=FIRST, last=LAST)


def test_the_page_tells_that_a_large_plan_is_being_made_and_shows_it_when_ready(app, talks):
    coordinator = signed_in(app, Role.COORDINATOR)

    made = coordinator.post("/plans/", data=DAYS)
    [plan] = plans.newest()
    waiting = coordinator.get(f"{made.location}?lang=en").text
    listed = coordinator.get("/plans/?lang=en").text
    work_once(app)
    shown = coordinator.get(f"{made.location}?lang=en").text

    assert made.status_code == 303
    assert "The plan is being made." in waiting
    assert "data-waits" in waiting
    assert "Being made" in listed
    assert "Somebody is proposed to 2 of 2 seats." in shown
    assert "data-waits" not in shown
    assert list(checks.plans.broken_plans()) == []
    assert not plans.get(plan.id).is_being_made


def test_a_small_plan_is_there_at_once(by):
    build.a_candidate()
    a_talk()
    assert asked_for(by).filled == 1


def test_while_it_is_being_made_it_is_neither_sent_nor_changed_but_may_be_dropped(app, by, talks):
    plan = asked_for(by)
    make_plan.work_out_plan(plan.id)
    place = place_of(plan, talks[0])
    plan_again(plan.id, by=by)

    with pytest.raises(PlanBeingMade):
        send_plan(plan.id, by=by)
    with pytest.raises(PlanBeingMade):
        change_place(plan.id, place.id, Change(mark=Mark.LOCKED), by=by)
    assert asked_for(by).id == plan_again(plan.id, by=by).id == plan.id
    drop_plan(plan.id, by=by)
    make_plan.work_out_plan(plan.id)

    assert plans.get(plan.id).state is PlanState.DROPPED


def test_what_is_locked_stays_when_a_large_plan_is_made_again(by, talks):
    plan = asked_for(by)
    make_plan.work_out_plan(plan.id)
    place = place_of(plan, talks[0])
    change_place(plan.id, place.id, Change(mark=Mark.LOCKED), by=by)
    build.a_candidate()

    plan_again(plan.id, by=by)
    make_plan.work_out_plan(plan.id)

    again = place_of(plan, talks[0])
    assert (again.mark, again.expert_id) == (Mark.LOCKED, place.expert_id)


def test_a_large_plan_whose_seats_are_gone_meanwhile_says_so(app, by, talks):
    plan = asked_for(by)
    with transaction():
        db.session.execute(text("update occasions set cancelled_at = now()"))

    make_plan.work_out_plan(plan.id)

    assert plans.get(plan.id).trouble == NothingToPlan.code
    page = signed_in(app, Role.COORDINATOR).get(f"/plans/{plan.id}?lang=en").text
    assert "There is no open seat to plan in that time." in page
    assert list(checks.plans.broken_plans()) == []


def test_whoever_waits_for_it_has_it_at_once(by, talks):
    plan = make_plan.make_plan(by=by, first=FIRST, last=LAST, waits=True)
    assert (plan.filled, plan.is_being_made) == (2, False)


def test_programs_see_that_it_is_not_ready_yet(app, talks):
    program = caller(app)
    days = {"first_on": str(FIRST), "last_on": str(LAST)}
    made = program.post("/api/v1/plans", json=days, headers={"Idempotency-Key": "talvi"}).json

    assert made["asked_at"] is not None
    work_once(app)
    ready = program.get(f"/api/v1/plans/{made['id']}").json
    assert (ready["asked_at"], ready["filled"]) == (None, 2)
