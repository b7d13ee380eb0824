"""A period planned at once: proposed, changed by hand, planned again, sent, and checked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app import checks
from app.access import Role
from app.database import transaction
from app.now import at
from app.readings.plan_draft import NothingToPlan
from app.storage import offers, plans, tables
from app.storage.experts import ExpertTheme, Theme
from app.storage.plans import Mark
from app.storage.requests import RequestTheme
from app.use_cases.make_plan import (
    Change,
    PlanReasonNeeded,
    change_place,
    drop_plan,
    make_plan,
    plan_again,
)
from app.use_cases.send_offers import NotACandidate
from app.use_cases.send_plan import NO_ROOM, send_plan
from scheduling.kinds import Perspective, RequestKind, TurnReason
from scheduling.lifecycle import OfferState, PlanState
from scheduling.planning import CannotPlan
from scheduling.refusals import WrongStep
from tests import build

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
NOON = datetime(2026, 12, 15, 10, tzinfo=UTC)
BECAUSE = {"turn_reason": TurnReason.SPECIAL_EXPERIENCE, "turn_note": "Tuntee laitoksen."}


@pytest.fixture(autouse=True)
def _in_november(app):
    with at(build.TUESDAY):
        yield


@pytest.fixture
def by(app):
    return build.an_actor(Role.COORDINATOR)


def a_time(request, starts_at=NOON, hours=2, **changes):
    ends_at = starts_at + timedelta(hours=hours)
    return build.an_occasion(request, starts_at=starts_at, ends_at=ends_at, **changes)


def a_talk(starts_at=NOON, **changes):
    request = build.a_brief(**changes)
    a_time(request, starts_at, seats=changes.get("seats", 1))
    return request


def planned(by):
    return make_plan(by=by, first=FIRST, last=LAST)


def proposed(plan):
    return {each.request_id: each.expert_id for each in plans.places_of(plan.id)}


def place_of(plan, request):
    return next(each for each in plans.places_of(plan.id) if each.request_id == request.id)


def test_two_talks_at_the_same_time_get_two_people(by):
    people = {build.a_candidate().id, build.a_candidate().id}
    talks = [a_talk(), a_talk()]

    plan = planned(by)

    assert (plan.filled, plan.places, plan.most) == (2, 2, 2)
    assert set(proposed(plan).values()) == people
    assert proposed(plan).keys() == {talk.id for talk in talks}
    assert plan.value == plan.bound


def test_turns_are_shared_although_one_person_could_take_them_all(by):
    people = {build.a_candidate().id for _ in range(3)}
    for days in range(3):
        a_talk(NOON + timedelta(days=days))

    assert set(proposed(planned(by)).values()) == people


def test_nobody_is_planned_over_her_own_month(by):
    build.a_candidate(wished_minutes_a_month=180)
    for days in (0, 7):
        a_talk(NOON + timedelta(days=days))

    plan = planned(by)

    assert (plan.filled, plan.places, plan.most) == (1, 2, 1)
    [empty] = [each.empty for each in plans.places_of(plan.id) if each.expert_id is None]
    assert (empty["able"], empty["full"]) == (1, 1)


def test_a_minors_day_is_not_longer_than_her_guardian_has_agreed_to(by):
    minor = build.a_candidate(
        is_minor=True,
        guardian_name="Aino Esimerkki",
        guardian_consent_on=FIRST,
        guardian_day_minutes=200,
    )
    for hours in (0, 5):
        a_talk(NOON + timedelta(hours=hours))

    plan = planned(by)

    assert plan.filled == 1
    [empty] = [each.empty for each in plans.places_of(plan.id) if each.expert_id is None]
    assert (empty["able"], empty["full"], empty["long"]) == (1, 0, 1)
    build.an_assignment(minor, past_times(a_talk(NOON - timedelta(hours=4)))[0])
    assert plan_again(plan.id, by=by).filled == 0


def test_an_empty_place_says_why(by):
    build.a_candidate(languages=["fi"])
    talk = a_talk(language="sv")

    place = place_of(planned(by), talk)

    assert place.expert_id is None
    assert place.empty["against"] == {"language_not_spoken": 1}


def test_the_same_person_comes_to_a_whole_series(by):
    build.a_candidate()
    build.a_candidate()
    series = build.a_brief(kind=RequestKind.GROUP)
    for weeks in range(2):
        a_time(series, NOON + timedelta(weeks=weeks))

    [place] = plans.places_of(planned(by).id)

    assert len(place.occasion_ids) == 2


def test_an_open_invitation_keeps_its_place_and_its_time(by):
    asked = build.a_candidate()
    other = build.a_candidate()
    build.open_offers(a_talk(), asked)
    talk = a_talk()

    plan = planned(by)

    assert (plan.waiting, plan.places) == (1, 1)
    assert proposed(plan) == {talk.id: other.id}


def test_a_first_timer_sits_with_somebody_experienced(by):
    new = [build.a_candidate() for _ in range(3)]
    experienced = build.a_candidate()
    for days in range(3):
        past = a_talk(NOON - timedelta(days=60 + days), state="closed")
        [time] = past_times(past)
        build.an_assignment(experienced, time, state="done")
    a_talk(seats=2, kind=RequestKind.TRAINING)

    chosen = set(proposed_all(planned(by)))

    assert experienced.id in chosen
    assert chosen - {experienced.id} <= {each.id for each in new}


def test_in_a_young_registry_a_first_timer_sits_with_whoever_has_been_most_often(by):
    new = build.a_candidate()
    once, twice = build.a_candidate(), build.a_candidate()
    for days, person in enumerate([once, twice, twice]):
        past = a_talk(NOON - timedelta(days=60 + days), state="closed")
        build.an_assignment(person, past_times(past)[0], state="done")
    a_talk(seats=2, kind=RequestKind.TRAINING)

    assert set(proposed_all(planned(by))) == {new.id, twice.id}


def past_times(request):
    from app.storage import occasions

    return occasions.of_request(request.id)


def proposed_all(plan):
    return [each.expert_id for each in plans.places_of(plan.id)]


def test_what_is_said_in_a_plan(by):
    first, second = build.a_candidate(), build.a_candidate()
    talk = a_talk()
    plan = planned(by)
    place = place_of(plan, talk)
    assert {place.expert_id, place.runner_up_id} == {first.id, second.id}
    assert ["newcomer", {}] in place.reasons

    change_place(plan.id, place.id, Change(mark=Mark.LOCKED), by=by)
    plan_again(plan.id, by=by)

    assert place_of(plan, talk).mark is Mark.LOCKED


def test_somebody_else_is_chosen_with_a_reason(by):
    build.a_candidate()
    build.a_candidate()
    talk = a_talk()
    plan = planned(by)
    place = place_of(plan, talk)
    other = place.runner_up_id

    with pytest.raises(PlanReasonNeeded):
        change_place(plan.id, place.id, Change(expert_id=other), by=by)
    change_place(plan.id, place.id, Change(expert_id=other, **BECAUSE), by=by)

    place = place_of(plan, talk)
    assert (place.expert_id, place.mark) == (other, Mark.CHOSEN)
    send_plan(plan.id, by=by)
    assert offers.get_round(place.round_id).turn_reason == BECAUSE["turn_reason"]


def test_whom_a_rule_leaves_out_is_not_chosen_by_hand_either(by):
    build.a_candidate()
    without = build.an_expert()
    talk = a_talk()
    plan = planned(by)

    with pytest.raises(NotACandidate):
        change_place(
            plan.id, place_of(plan, talk).id, Change(expert_id=without.id, **BECAUSE), by=by
        )


def test_not_this_person_gives_the_next_one(by):
    build.a_candidate()
    build.a_candidate()
    talk = a_talk()
    plan = planned(by)
    place = place_of(plan, talk)
    first, second = place.expert_id, place.runner_up_id

    change_place(plan.id, place.id, Change(barred=True, **BECAUSE), by=by)
    plan_again(plan.id, by=by)

    place = place_of(plan, talk)
    assert (place.expert_id, place.barred_ids) == (second, [first])


def test_a_place_is_left_empty_and_filled_again(by):
    build.a_candidate()
    talk = a_talk()
    plan = planned(by)
    place = place_of(plan, talk)

    change_place(plan.id, place.id, Change(mark=Mark.EMPTY), by=by)
    assert (place_of(plan, talk).expert_id, plans.get(plan.id).filled) == (None, 0)
    change_place(plan.id, place.id, Change(), by=by)

    assert plans.get(plan.id).filled == 1


def test_two_places_at_once_cannot_both_be_kept_for_one_person(by):
    build.a_candidate()
    build.a_candidate()
    one, other = a_talk(), a_talk()
    plan = planned(by)
    change_place(plan.id, place_of(plan, one).id, Change(mark=Mark.LOCKED), by=by)
    kept = place_of(plan, one).expert_id

    with pytest.raises(CannotPlan):
        change_place(plan.id, place_of(plan, other).id, Change(expert_id=kept, **BECAUSE), by=by)


def test_sending_makes_the_invitations_once(by):
    build.a_candidate()
    talk = a_talk()
    plan = planned(by)

    send_plan(plan.id, by=by)
    send_plan(plan.id, by=by)

    [offer] = offers.of_request(talk.id)
    assert offer.state is OfferState.SENT
    assert offers.get_round(offer.round_id).turn_reason is None
    assert plans.get(plan.id).state is PlanState.SENT
    with pytest.raises(WrongStep):
        plan_again(plan.id, by=by)


def test_what_went_stale_is_left_out_and_told(by):
    person, busy = build.a_candidate(), build.a_candidate()
    talks = [a_talk(), a_talk()]
    plan = planned(by)
    taken = next(each for each in talks if place_of(plan, each).expert_id == busy.id)
    build.an_assignment(busy, past_times(a_talk())[0])
    full = next(each for each in talks if each != taken)
    build.an_assignment(build.a_candidate(), past_times(full)[0])

    send_plan(plan.id, by=by)

    assert place_of(plan, taken).left_out == ["busy"]
    assert place_of(plan, full).left_out == [NO_ROOM]
    assert person.id not in {each.expert_id for each in offers.of_request(full.id)}


def test_the_same_days_planned_twice_are_one_proposal(by):
    build.a_candidate()
    talk = a_talk()
    plan = planned(by)
    change_place(plan.id, place_of(plan, talk).id, Change(mark=Mark.LOCKED), by=by)

    assert planned(by).id == plan.id
    assert place_of(plan, talk).mark is Mark.LOCKED
    send_plan(plan.id, by=by)
    a_talk()
    assert planned(by).id != plan.id


def test_a_period_without_open_places_is_refused(by):
    build.a_candidate()
    with pytest.raises(NothingToPlan):
        planned(by)


def test_a_dropped_plan_is_not_sent(by):
    build.a_candidate()
    a_talk()
    plan = planned(by)
    drop_plan(plan.id, by=by)
    with pytest.raises(WrongStep):
        send_plan(plan.id, by=by)


def test_one_more_person_is_wished_for_in_words_that_hold(by):
    theme = a_theme("Omaishoito")
    for days in range(3):
        with_theme(a_talk(NOON + timedelta(days=days), language="sv"), theme)
    plan = planned(by)
    assert plan.advice == [[theme.id, "sv", None, 3]]

    a_person_with(theme, languages=["sv"])

    assert plan_again(plan.id, by=by).filled == 3


def a_theme(name):
    with transaction():
        return tables.add(Theme(name=name))


def with_theme(request, theme):
    with transaction():
        tables.add(RequestTheme(request_id=request.id, theme_id=theme.id))


def a_person_with(theme, **changes):
    person = build.a_candidate(**changes)
    with transaction():
        tables.add(ExpertTheme(expert_id=person.id, theme_id=theme.id, perspective=Perspective.OWN))
    return person


def test_the_checker_accepts_plans_and_finds_what_was_changed_behind_their_back(by):
    build.a_candidate()
    build.a_candidate()
    a_talk()
    plan = planned(by)
    assert checks.plans._broken(plan) == ""

    with transaction():
        place = plans.places_of(plan.id)[0]
        place.expert_id = place.runner_up_id
    assert checks.plans._broken(plan) == checks.plans.AS_MADE

    with transaction():
        found = plans.get(plan.id, lock=True)
        found.proof = {**found.proof, "bound": found.proof["value"] - 1}
    assert "bound" in checks.plans._broken(plans.get(plan.id))
