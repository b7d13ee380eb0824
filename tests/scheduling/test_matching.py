"""Who may be asked for a request, in which order, and why the others are out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduling.availability import Interval
from scheduling.eligibility import reasons_against
from scheduling.facts import ExpertFacts, OfferedTheme, RequestFacts
from scheduling.fairness import Past
from scheduling.kinds import Fluency, Level, Perspective, RequestKind
from scheduling.lifecycle import OfferState
from scheduling.matching import rank
from scheduling.reasons import Reason
from scheduling.travel_time import Place

TODAY = date(2026, 5, 4)
STARTS = datetime(2026, 5, 20, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
TALK = Interval(STARTS, STARTS + 2 * HOUR)
HOUSING, RECOVERY = 7, 8
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
    occasions=(TALK,),
)


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
        ({"is_minor": True}, "guardian_has_not_consented"),
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


def test_candidates_come_in_turn_with_their_reasons():
    asked = Past(asked_on=(date(2025, 11, 1), date(2025, 12, 1)))
    pool = [replace(AINO, id=5), replace(AINO, id=3, past=asked, home=SEINAJOKI)]

    ranking = rank(pool, replace(REQUEST, asked_by_name=frozenset({3})), today=TODAY)

    assert [candidate.expert_id for candidate in ranking.candidates] == [5, 3]
    newcomer, second = ranking.candidates
    assert newcomer.score == second.score == 154
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
    assert [candidate.expert_id for candidate in ranking.candidates] == [AINO.id]
