"""What is written down for others was said when it could be, whichever step it is."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from app.language import short_day
from app.now import at, now, today
from app.schemas import load_form
from app.schemas.hours import ChosenSchema
from app.storage import entry_lists
from app.use_cases.book_group import book_group
from app.use_cases.cancel_assignment import cancel_assignment
from app.use_cases.confirm_assignment import choose_fee, confirm_assignment
from app.use_cases.confirm_hours import confirm_hours
from app.use_cases.return_hours import return_hours
from invoices.pricing.price import FeeChoice
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import AssignmentState
from scheduling.refusals import AnswerBeforeAsked, AnswerInFuture
from tests import build
from tests.app.hour_story import ACTIVITY, a_house, refs
from tests.sign_in import caller

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def confirmed(assignment, told):
    confirm_assignment(assignment.id, by=build.an_actor(), **told)


def cancelled(assignment, told):
    cancel_assignment(assignment.id, by=build.an_actor(), **told)


def fee_chosen(assignment, told):
    choose_fee(assignment.id, FeeChoice.FULL, by=build.an_actor(), **told)


def booked(assignment, told):
    people = [build.a_candidate().id]
    book_group(assignment.occasion_id, people, by=build.an_actor(), **told)


ACTS = (confirmed, cancelled, fee_chosen, booked)


def refused_at(moment, act, *about):
    with pytest.raises((AnswerBeforeAsked, AnswerInFuture)) as refusal:
        act(*about, {"how": OnBehalf.PHONE, "said_at": moment})
    return refusal.type


@pytest.mark.parametrize("act", ACTS)
def test_nothing_was_said_of_an_assignment_before_it_was_or_in_the_future(app, act):
    occasion = build.an_occasion(build.a_brief(), seats=5)
    assignment = build.an_assignment(build.a_candidate(), occasion, is_group=True)

    assert refused_at(LONG_AGO, act, assignment) is AnswerBeforeAsked
    assert refused_at(now() + timedelta(hours=1), act, assignment) is AnswerInFuture
    assert assignment.state == AssignmentState.PLANNED
    act(assignment, {"how": OnBehalf.PHONE, "said_at": now() - timedelta(hours=1)})


def test_nothing_was_said_of_hours_before_the_assignment(app):
    house = a_house()

    def reported(told):
        house.reported(ACTIVITY, by=house.coordinator, **told)

    assert refused_at(LONG_AGO, reported) is AnswerBeforeAsked
    assert entry_lists.of_assignment(house.assignment.id) == []
    entries = house.reported(ACTIVITY)

    def agreed(told):
        confirm_hours(by=house.coordinator, refs=refs(entries), **told)

    def returned(told):
        return_hours(by=house.coordinator, refs=refs(entries), reason="Väärä päivä.", **told)

    assert refused_at(LONG_AGO, agreed) is AnswerBeforeAsked
    assert refused_at(LONG_AGO, returned) is AnswerBeforeAsked
    assert {each.state for each in entry_lists.of_assignment(house.assignment.id)} == {"reported"}


def test_a_form_of_this_morning_tells_of_today(app):
    morning = now().replace(hour=6)
    form = {"chosen": ["hours-1-1"], "how": "phone"}
    with at(morning):
        told = [
            load_form(ChosenSchema(), MultiDict(form | {"said_on": short_day(day)}))["said_at"]
            for day in (today(), today() + timedelta(days=1))
        ]

    assert told[0] == morning < told[1]


def test_programs_are_told_so_too(app):
    assignment = build.an_assignment(build.a_candidate(), build.an_occasion(build.a_brief()))
    answer = caller(app).post(
        f"/api/v1/assignments/{assignment.id}/cancel",
        json={"how": "phone", "said_at": "1990-01-01T09:00:00+02:00"},
        headers={"Idempotency-Key": "once"},
    )

    assert (answer.status_code, answer.json["code"]) == (409, "answer_before_asked")
