"""What one rule keeps out is shown and set aside with a reason; hard rules hold at the yes."""

from datetime import date

import pytest

from app.access import Role
from app.database import db, transaction
from app.now import today
from app.storage import assignments, candidates, match_records, requests, tables
from app.storage.boundaries import TimeAway
from app.storage.experts import Agreement, Theme
from app.storage.requests import RequestTheme
from app.use_cases.answer_offer import Answer, answer_offer
from app.use_cases.seats import NotEligible
from app.use_cases.send_offers import NotACandidate, TurnReasonNeeded
from scheduling.kinds import TurnReason
from scheduling.reasons import Against
from tests import build
from tests.app.offer_story import as_expert, invite
from tests.sign_in import signed_in

WHY = TurnReason.SPECIAL_EXPERIENCE
HELSINKI, ROVANIEMI = "091", "698"


@pytest.fixture
def coordinator(app):
    return signed_in(app, Role.COORDINATOR)


@pytest.fixture
def far(app):
    """Somebody who travels less than the way to the work, and the work."""
    expert = build.a_candidate(first_name="Kaukana", municipality_code=ROVANIEMI, travels_km=50)
    request = build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(request)
    return expert, request


def page(coordinator, request, without=None):
    query = {"without": without} if without else {}
    return coordinator.get(f"/requests/{request.id}/candidates", query_string=query).text


def test_each_reason_tells_how_many_it_alone_keeps_out(coordinator, far):
    _, request = far
    assert "without=too_far" in page(coordinator, request)


def test_setting_a_reason_aside_shows_whom_it_would_add(coordinator, far):
    expert, request = far
    tick = f'id="expert-{expert.id}"'

    assert tick not in page(coordinator, request)
    assert tick in page(coordinator, request, without="too_far")


@pytest.mark.parametrize("without", ["busy", "not_suitable", "stopped", "nonsense", ""])
def test_what_keeps_nobody_out_or_is_never_set_aside_shows_nothing(coordinator, far, without):
    expert, request = far
    assert f'id="expert-{expert.id}"' not in page(coordinator, request, without=without)


def test_without_an_agreement_nobody_is_offered(coordinator):
    build.an_expert()
    request = build.a_brief()
    build.an_occasion(request)

    assert "without=no_agreement" not in page(coordinator, request)
    assert 'id="added"' not in page(coordinator, request, without="no_agreement")


def test_one_reason_is_set_aside_only_with_a_reason(far):
    expert, request = far
    with pytest.raises(TurnReasonNeeded):
        invite(expert, request=request)
    [[offer]] = invite(expert, request=request, turn_reason=WHY)
    assert offer.expert_id == expert.id


def test_who_is_away_is_offered_the_time_when_asked_on_purpose(app):
    expert, request = build.a_candidate(), build.a_brief()
    with transaction():
        tables.add(
            TimeAway(expert_id=expert.id, first_on=date(2026, 12, 1), last_on=date(2026, 12, 31))
        )

    [sent] = invite(expert, request=request, turn_reason=WHY)
    assert len(sent) == 1


def test_two_reasons_are_not_set_aside(far):
    expert, request = far
    with transaction():
        theme = tables.add(Theme(name="Muistisairaus"))
        tables.add(RequestTheme(request_id=request.id, theme_id=theme.id))

    with pytest.raises(NotACandidate):
        invite(expert, request=request, turn_reason=WHY)


def test_nobody_is_asked_to_be_in_two_places(app):
    expert, request = build.a_candidate(), build.a_brief()
    build.an_assignment(expert, build.an_occasion(build.a_brief()))
    build.an_occasion(request)

    ranking = candidates.ranking(requests.get(request.id), today=today())
    assert ranking.adds == {Against.BUSY: 1}
    with pytest.raises(NotACandidate):
        invite(expert, request=request, turn_reason=WHY)


def test_left_out_lists_are_short(coordinator):
    for _ in range(60):
        build.an_expert()
    request = build.a_brief()
    build.an_occasion(request)

    shown = page(coordinator, request)
    assert shown.count("Äijälä") == 50
    assert "60" in shown


def test_a_yes_is_judged_by_the_tables_whatever_the_pool_says(app, monkeypatch):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    monkeypatch.setattr("app.database.BEFORE_COMMIT", [])  # the pool learns nothing any more
    with transaction():
        for row in db.session.query(Agreement).filter_by(expert_id=expert.id):
            tables.remove(row)
        db.session.query(match_records.MatchChange).delete()

    with pytest.raises(NotEligible):
        answer_offer({offer.id: Answer.YES}, by=as_expert(expert))
    assert assignments.of_expert(expert.id) == []
