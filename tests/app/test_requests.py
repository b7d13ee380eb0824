"""The way of a request from sending to matching, by the unit itself and on its behalf."""

import pytest

from app.database import Missing, Stale, acting_in
from app.storage import changes, occasions, requests
from app.storage.changes import Subject
from app.use_cases.ask_back import answer, ask_back
from app.use_cases.edit_request import edit_request
from app.use_cases.review_request import BriefIncomplete, return_request, review_request
from app.use_cases.send_request import send_request
from scheduling.kinds import OnBehalf, RequestKind
from scheduling.lifecycle import RequestState
from tests import build
from tests.app.request_story import SOON, a_talk, by_link, the_message, the_unit, told


def test_a_unit_sends_a_request_by_its_link(app):
    unit = the_unit()

    request = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk(), once="one")

    assert request.state is RequestState.SENT
    assert [one.starts_at for one in occasions.of_request(request.id)] == [SOON]
    assert told(f"unit:{unit.id}") == ["request_received"]


def test_a_double_click_sends_one_request(app):
    unit = the_unit()

    first = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk(), once="same")
    second = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk(), once="same")

    assert first.id == second.id
    assert len(requests.of_unit(unit.id)) == 1


def test_a_unit_sends_only_its_own_requests(app):
    unit, other = the_unit(), the_unit()

    with pytest.raises(Missing):
        send_request(by=by_link(other), unit_id=unit.id, values=a_talk())


def test_a_coordinator_takes_it_down_and_becomes_responsible(app):
    unit, coordinator = the_unit(), build.an_actor()

    request = send_request(by=coordinator, unit_id=unit.id, values=a_talk(), how=OnBehalf.PHONE)

    assert request.responsible_id == coordinator.user_id
    assert request.contact_name == "Oona Ohjaaja"
    [step] = changes.of(Subject.REQUEST, request.id)
    assert (step.became, step.on_behalf_how) == ("sent", OnBehalf.PHONE)


def test_a_weak_brief_does_not_reach_matching(app):
    unit, coordinator = the_unit(), build.an_actor()
    weak = a_talk(kind=RequestKind.DEVELOPMENT)
    request = send_request(by=coordinator, unit_id=unit.id, values=weak)

    with pytest.raises(BriefIncomplete):
        review_request(by=coordinator, request_id=request.id)
    return_request(by=coordinator, request_id=request.id, text="Kerro vielä tavoite.")

    assert requests.get(request.id).state is RequestState.CLARIFYING
    body = the_message("request_returned").body
    assert "Mikä voi vielä muuttua?" in body
    assert "/request/" in body

    whole = {"purpose": "Asiakaspolku", "what_can_change": "Vastaanotto", "who_decides": "Johtaja"}
    edit_request(by=by_link(unit), request_id=request.id, values=whole | {"stage": "plan"})
    assert requests.get(request.id).state is RequestState.SENT
    assert review_request(by=coordinator, request_id=request.id).state is RequestState.MATCHING
    assert review_request(by=coordinator, request_id=request.id).state is RequestState.MATCHING


def test_the_coordinator_asks_back_and_the_unit_answers(app):
    unit, coordinator = the_unit(), build.an_actor()
    request = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk())

    ask_back(by=coordinator, request_id=request.id, text="Montako kuulijaa?")
    ask_back(by=coordinator, request_id=request.id, text="Montako kuulijaa?")
    assert requests.get(request.id).state is RequestState.CLARIFYING
    answer(by=by_link(unit), request_id=request.id, text="Kolmekymmentä.")

    request = requests.get(request.id)
    assert request.state is RequestState.SENT
    assert [one.text for one in request.messages] == ["Montako kuulijaa?", "Kolmekymmentä."]


def test_a_stale_page_changes_nothing(app):
    unit, coordinator = the_unit(), build.an_actor()
    request = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk())
    seen = request.version
    edit_request(by=coordinator, request_id=request.id, values={"place": "Sali 1"}, version=seen)

    with pytest.raises(Stale):
        edit_request(
            by=coordinator, request_id=request.id, values={"place": "Sali 2"}, version=seen
        )
    assert requests.get(request.id).place == "Sali 1"


def test_another_organisations_request_does_not_exist(app):
    theirs = send_request(by=build.an_actor(), unit_id=the_unit().id, values=a_talk()).id

    with acting_in(build.an_organisation().id), pytest.raises(Missing):
        review_request(by=build.an_actor(), request_id=theirs)
