"""Who may be asked for a request, in which order, and why the others are out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduling.availability import DaySpan, Interval, Validity
from scheduling.eligibility import reasons_against
from scheduling.facts import ExpertFacts, OfferedTheme, RequestFacts
from scheduling.fairness import Past
from scheduling.figures import Figures
from scheduling.kinds import DayPart, Fluency, Level, Perspective, RequestKind
from scheduling.lifecycle import OfferState
from scheduling.matching import rank, relaxed
from scheduling.reasons import Against, Reason
from scheduling.travel_time import Place
from scheduling.weights import Weights

TODAY = date(2026, 5, 4)
STARTS = datetime(2026, 5, 20, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
TALK = Interval(STARTS, STARTS + 2 * HOUR)
HOUSING, RECOVERY = 7, 8
UNIT, WEDNESDAY = 12, 2
DAY, TALK_DAY, MAY = timedelta(days=1), date(2026, 5, 20), date(2026, 5, 1)
MINOR = {"is_minor": True, "guardian_consents": True}
VAASA, SEINAJOKI = Place(63.0951, 21.6165), Place(62.7877, 22.8503)

AINO = ExpertFacts(
    id=1,
    kinds=frozenset({RequestKind.TALK}),
    themes=frozenset({OfferedTheme(HOUSING, Perspective.OWN)}),
    languages={"fi": Fluency.NATIVE, "sv": Fluency.GOOD},
    home=VAASA,
    agreement_from=date(2026, 1, 1),
)
REQUEST = RequestFacts(
    kind=RequestKind.TALK,
    level=Level.TRAINING,
    themes=frozenset({HOUSING}),
    language="sv",
    place=SEINAJOKI,
    municipality="743",
    unit_id=UNIT,
    occasions=(TALK,),
)

NOBODY_YET = Figures(active=1, having={})


def against(expert=AINO, request=REQUEST):
    return [str(reason.code) for reason in reasons_against(expert, request, TODAY)]


def test_nothing_stands_in_the_way_of_aino():
    assert against() == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stopped": True}, "stopped"),
        ({"hidden": True}, "hidden"),
        ({"paused_until": date(2026, 5, 5)}, "paused"),
        ({"kinds": frozenset({RequestKind.ASSESS})}, "kind_not_accepted"),
        (
            {"themes": frozenset({OfferedTheme(RECOVERY, Perspective.CARER)})},
            "no_common_theme",
        ),
        ({"languages": {"fi": Fluency.NATIVE}}, "language_not_spoken"),
        ({"agreement_from": None}, "no_agreement"),
        ({"agreement_from": date(2026, 5, 21)}, "agreement_not_valid"),
        ({"agreement_until": date(2026, 5, 19)}, "agreement_not_valid"),
        ({"levels": frozenset({Level.EVALUATION})}, "level_not_accepted"),
        ({"languages": {"sv": Fluency.BASIC}}, "language_not_spoken"),
        ({"agreement_is_current": False}, "agreement_outdated"),
        ({"is_minor": True}, "guardian_has_not_consented"),
        ({"avoids_themes": frozenset({HOUSING})}, "not_suitable"),
        ({"avoids_municipalities": frozenset({"743"})}, "not_suitable"),
        ({"avoids_units": frozenset({UNIT})}, "not_suitable"),
        ({"own_units": frozenset({UNIT})}, "not_suitable"),
        ({"blocked": (DaySpan(TALK_DAY, TALK_DAY),)}, "away"),
        ({"available": frozenset({(WEDNESDAY, DayPart.AFTERNOON)})}, "not_at_that_time"),
        ({**MINOR, "guardian_latest_minute": 15 * 60 - 1}, "minors_time"),
        ({**MINOR, "guardian_day_minutes": 119}, "minors_time"),
        ({"wished_minutes_a_month": 119}, "own_month_full"),
        ({"wished_minutes_a_month": 180, "promised": {MAY: 61}}, "own_month_full"),
        ({"travels_km": 92}, "too_far"),
        ({"busy": (TALK,)}, "busy"),
    ],
)
def test_each_rule_alone_leaves_a_person_out(change, reason):
    assert against(replace(AINO, **change)) == [reason]


@pytest.mark.parametrize(
    "change",
    [
        {"paused_until": TODAY},
        {"agreement_until": date(2026, 5, 20)},
        {"is_minor": True, "guardian_consents": True},
        {"travels_km": 93},
        {"travels_km": 1, "home": None},
        {"busy": (Interval(STARTS - 5 * HOUR, STARTS - 2 * HOUR),)},
        {"levels": frozenset({Level.TRAINING})},
        {"blocked": (DaySpan(TODAY, TALK_DAY - DAY), DaySpan(TALK_DAY + DAY, TALK_DAY + DAY))},
        {
            "available": frozenset(
                (WEDNESDAY, part) for part in (DayPart.MORNING, DayPart.AFTERNOON)
            )
        },
        {**MINOR, "guardian_latest_minute": 15 * 60, "guardian_day_minutes": 120},
        {"guardian_latest_minute": 1},
        {"wished_minutes_a_month": 180, "promised": {MAY: 60, date(2026, 6, 1): 900}},
    ],
)
def test_at_the_edge_of_a_rule_a_person_is_still_in(change):
    assert against(replace(AINO, **change)) == []


@pytest.mark.parametrize(
    ("state", "reasons"),
    [
        (OfferState.SENT, ["already_asked"]),
        (OfferState.SEEN, ["already_asked"]),
        (OfferState.ASKS_FIRST, ["already_asked"]),
        (OfferState.ACCEPTED, ["holds_seat"]),
        (OfferState.DECLINED, ["declined"]),
        (OfferState.EXPIRED, ["did_not_answer"]),
        (OfferState.NOT_CHOSEN, []),
        (OfferState.WITHDRAWN, []),
    ],
)
def test_an_earlier_invitation_to_the_same_request_decides(state, reasons):
    assert against(request=replace(REQUEST, offers={AINO.id: state})) == reasons


def test_who_holds_a_seat_is_not_asked_for_another():
    assert against(request=replace(REQUEST, holders=frozenset({AINO.id}))) == ["holds_seat"]


def test_the_way_home_and_the_chosen_rest_keep_a_person_busy():
    just_before = Interval(STARTS - 3 * HOUR, STARTS - HOUR)
    just_after = Interval(TALK.ends_at + 2 * HOUR, TALK.ends_at + 3 * HOUR)

    assert against(replace(AINO, busy=(just_before,))) == ["busy"]
    assert against(replace(AINO, busy=(just_after,))) == []
    assert against(replace(AINO, busy=(just_after,), rest_minutes=60)) == ["busy"]


def test_distance_does_not_matter_to_who_takes_part_remotely():
    far = replace(AINO, travels_km=5)
    remote = replace(REQUEST, remote=True)
    only_remote = replace(remote, on_site=False)

    assert against(far, remote) == []
    assert against(replace(far, works_remotely=False), remote) == ["too_far"]
    assert against(replace(far, works_remotely=False), only_remote) == ["not_remotely"]


def test_the_agreement_must_hold_on_the_day_of_a_task_without_a_meeting():
    task = replace(REQUEST, occasions=(), due_on=date(2026, 12, 31))

    assert against(replace(AINO, agreement_until=date(2026, 12, 31)), task) == []
    assert against(replace(AINO, agreement_until=date(2026, 12, 30)), task) == [
        "agreement_not_valid"
    ]


def test_only_training_that_is_valid_on_the_day_counts():
    trained = replace(REQUEST, needs_training=True)

    assert against(request=trained) == ["not_trained"]
    assert against(replace(AINO, trainings=(Validity(TODAY, TALK_DAY),)), trained) == []
    assert against(replace(AINO, trainings=(Validity(TODAY, TALK_DAY - DAY),)), trained) == [
        "not_trained"
    ]


def test_the_way_belongs_to_the_time_that_is_asked_for():
    """By the clock the talk is from 13 to 15, and the way from Vaasa takes 1 hour 45 minutes."""
    afternoons = replace(AINO, available=frozenset({(WEDNESDAY, DayPart.AFTERNOON)}))

    assert against(afternoons) == ["not_at_that_time"]
    assert against(replace(afternoons, home=SEINAJOKI)) == []
    assert against(afternoons, replace(REQUEST, remote=True)) == []


def test_different_obstacles_on_different_days_are_all_told():
    later = Interval(STARTS + 48 * HOUR, STARTS + 50 * HOUR)
    request = replace(REQUEST, occasions=(TALK, later))
    away = (DaySpan(TALK_DAY + 2 * DAY, TALK_DAY + 2 * DAY),)

    assert against(replace(AINO, busy=(TALK,)), request) == []
    assert against(replace(AINO, busy=(TALK,), blocked=away), request) == ["busy", "away"]


def test_candidates_come_in_turn_with_their_reasons():
    asked = Past(asked_on=(date(2025, 11, 1), date(2025, 12, 1)))
    pool = [replace(AINO, id=5), replace(AINO, id=3, past=asked, home=SEINAJOKI)]

    ranking = rank(pool, replace(REQUEST, asked_by_name=frozenset({3})), today=TODAY)

    assert [candidate.expert_id for candidate in ranking.candidates] == [3, 5]
    second, newcomer = ranking.candidates
    assert second.points > newcomer.points
    assert [(str(each.code), each.values) for each in second.reasons] == [
        ("asked_by_name", {}),
        ("last_asked_months_ago", {"months": 5}),
        ("times_asked", {"times": 2}),
        ("has_theme", {"theme_id": HOUSING, "perspective": Perspective.OWN}),
        ("speaks", {"language": "sv"}),
        ("same_municipality", {}),
    ]
    assert Reason("newcomer") in newcomer.reasons
    assert Reason("lives_km_away", {"kilometres": 93}) in newcomer.reasons


def test_an_unknown_distance_is_said():
    (candidate,) = rank([replace(AINO, home=None)], REQUEST, today=TODAY).candidates

    assert Reason("distance_unknown") in candidate.reasons


def test_who_is_free_for_some_occasions_is_asked_for_those():
    later = Interval(STARTS + 48 * HOUR, STARTS + 50 * HOUR)
    request = replace(REQUEST, occasions=(TALK, later))

    (candidate,) = rank([replace(AINO, busy=(TALK,))], request, today=TODAY).candidates

    assert Reason("free_on_some", {"free": 1, "of": 2}) in candidate.reasons


def test_the_others_are_out_with_reasons_that_can_be_counted():
    near = replace(AINO, travels_km=10)
    pool = [replace(near, id=4), replace(near, id=2, hidden=True), AINO]

    ranking = rank(pool, REQUEST, today=TODAY)

    assert [excluded.expert_id for excluded in ranking.excluded] == [2, 4]
    assert ranking.excluded[1].reasons == (Reason("too_far", {"kilometres": 93, "limit": 10}),)
    assert ranking.counts == {"hidden": 1, "too_far": 2}
    assert ranking.adds == {"too_far": 1}
    assert [candidate.expert_id for candidate in ranking.candidates] == [AINO.id]


def test_what_one_reason_keeps_out_can_be_ranked_too():
    near = replace(AINO, travels_km=10)
    pool = [replace(near, id=4), replace(near, id=2, hidden=True), AINO]

    added = relaxed(
        pool, REQUEST, Against.TOO_FAR, today=TODAY, weights=Weights(), figures=NOBODY_YET
    )

    assert [candidate.expert_id for candidate in added] == [4]


def test_what_to_remember_is_said_only_where_it_matters():
    request = replace(
        REQUEST, with_minors=True, checks_records=True, ask_before_confirming=frozenset({AINO.id})
    )
    helped = replace(AINO, needs_support=True)

    def notes(expert, request):
        (candidate,) = rank([expert], request, today=TODAY).candidates
        return [str(each.code) for each in candidate.reasons][-3:]

    assert notes(helped, request) == [
        "ask_before_confirming",
        "record_check_missing",
        "support_needed",
    ]
    assert "record_check_missing" not in notes(AINO, replace(request, checks_records=False))
    assert "record_check_missing" not in notes(replace(AINO, record_checked_on=TODAY), request)
