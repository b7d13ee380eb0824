"""The pages, the API and the command of planning a period."""

import json

import pytest
from click.testing import CliRunner

from app.access import Role
from app.commands.plan import _make, _sentence, _told
from app.now import at
from app.storage import offers, plans
from scheduling.lifecycle import PlanState
from tests import build
from tests.app.test_plans import BECAUSE, FIRST, LAST, a_talk, place_of
from tests.sign_in import caller, signed_in

DAYS = {"first_on": "1.12.2026", "last_on": "31.12.2026"}


@pytest.fixture(autouse=True)
def _in_november(app):
    with at(build.TUESDAY):
        yield


@pytest.fixture
def coordinator(app):
    return signed_in(app, Role.COORDINATOR)


@pytest.fixture
def talk(app):
    build.a_candidate(first_name="Veikko")
    build.a_candidate(first_name="Ilmari")
    return a_talk(title="Puhe lukiolla")


@pytest.fixture
def plan(coordinator, talk):
    """Made by its page."""
    answer = coordinator.post("/plans/", data=DAYS)
    assert answer.status_code == 303, answer.text
    [made] = plans.newest()
    return made


def test_a_plan_shows_who_is_proposed_and_why(coordinator, plan):
    page = coordinator.get(f"/plans/{plan.id}?lang=en").text

    assert "Somebody is proposed to 1 of 1 seats." in page
    assert "No plan can be better than this." in page
    assert "First in the fair order." in page
    assert "Has not had a turn yet." in page
    assert "Next would be" in page
    assert f"/plans/{plan.id}" in coordinator.get("/plans/").text


def test_no_number_about_a_person_stands_on_the_page(coordinator, plan, talk):
    points = str(place_of(plan, talk).points)
    assert points not in coordinator.get(f"/plans/{plan.id}").text


def test_days_the_wrong_way_round_are_told_and_kept(coordinator, app):
    answer = coordinator.post("/plans/", data=DAYS | {"last_on": "1.11.2026"})

    assert answer.status_code == 422
    assert 'value="1.11.2026"' in answer.text


def test_a_place_is_locked_emptied_and_filled_by_buttons(coordinator, plan, talk):
    def press(mark):
        place = place_of(plan, talk)
        here = f"/plans/{plan.id}/places/{place.id}/mark"
        said = {"mark": mark, "version": plans.get(plan.id).version}
        assert coordinator.post(here, data=said).status_code == 303
        return place_of(plan, talk)

    assert press("locked").mark == "locked"
    assert press("empty").expert_id is None
    assert "You have left this empty" in coordinator.get(f"/plans/{plan.id}?lang=en").text
    assert press("").expert_id is not None


def test_somebody_else_needs_one_of_the_six_reasons(coordinator, plan, talk):
    place = place_of(plan, talk)
    here = f"/plans/{plan.id}/places/{place.id}"
    other = place.runner_up_id
    assert str(other) in coordinator.get(here).text

    assert coordinator.post(here, data={"expert_id": other}).status_code == 422
    answer = coordinator.post(
        here,
        data={
            "expert_id": other,
            "turn_reason": str(BECAUSE["turn_reason"]),
            "version": plan.version,
        },
    )

    assert answer.status_code == 303
    assert place_of(plan, talk).expert_id == other
    assert "Chosen by hand: Special experience is needed." in (
        coordinator.get(f"/plans/{plan.id}?lang=en").text
    )


def test_nobody_is_chosen_by_a_mark_alone(coordinator, plan, talk):
    place = place_of(plan, talk)
    here = f"/plans/{plan.id}/places/{place.id}"

    assert coordinator.post(f"{here}/mark", data={"mark": "chosen"}).status_code == 409
    stranger = {"expert_id": 999_999, "turn_reason": str(BECAUSE["turn_reason"])}
    assert coordinator.post(here, data=stranger).status_code == 404
    assert place_of(plan, talk).expert_id == place.expert_id


def test_what_another_has_changed_in_between_is_not_overwritten(app, coordinator, plan, talk):
    place, seen = place_of(plan, talk), {"version": plan.version}
    page = f"/plans/{plan.id}"
    mark, other = f"{page}/places/{place.id}/mark", f"{page}/places/{place.id}"
    assert coordinator.get(page).text.count(f'name="version" value="{plan.version}"') == 5
    assert 'name="version"' in coordinator.get(other).text
    signed_in(app).post(mark, data=seen | {"mark": "locked"})

    for address, said in (
        (mark, {"mark": "empty"}),
        (other, {"turn_reason": str(BECAUSE["turn_reason"])}),
        (f"{page}/again", {}),
        (f"{page}/send", {}),
        (f"{page}/drop", {}),
    ):
        answer = coordinator.post(address, data=seen | said, headers={"Referer": page})
        assert answer.status_code == 409, address
    assert place_of(plan, talk).mark == "locked"
    back = {"Referer": f"http://localhost{page}"}
    assert f'href="{page}"' in coordinator.post(f"{page}/send", data=seen, headers=back).text


def test_a_form_without_the_version_it_was_shown_with_is_refused_as_a_stale_one(
    coordinator, plan, talk
):
    place = place_of(plan, talk)
    page = f"/plans/{plan.id}"

    for address, said in (
        (f"{page}/places/{place.id}/mark", {"mark": "locked"}),
        (f"{page}/places/{place.id}", {"turn_reason": str(BECAUSE["turn_reason"])}),
        (f"{page}/again", {}),
        (f"{page}/send", {"version": ""}),
        (f"{page}/drop", {}),
    ):
        assert coordinator.post(address, data=said).status_code == 409, address
    assert (plans.get(plan.id).state, place_of(plan, talk).mark) == (PlanState.PROPOSAL, None)


def test_a_button_pressed_twice_does_it_once(coordinator, plan, talk):
    seen, page = {"version": plan.version}, f"/plans/{plan.id}"
    mark = f"{page}/places/{place_of(plan, talk).id}/mark"

    for _ in range(2):
        assert coordinator.post(mark, data=seen | {"mark": "locked"}).status_code == 303
    seen = {"version": plans.get(plan.id).version}
    for _ in range(2):
        assert coordinator.post(f"{page}/send", data=seen).status_code == 303
    assert len(offers.of_request(talk.id)) == 1


def test_a_plan_is_sent_from_its_page(coordinator, plan, talk):
    coordinator.post(f"/plans/{plan.id}/again", data={"version": plan.version})
    seen = {"version": plans.get(plan.id).version}
    assert coordinator.post(f"/plans/{plan.id}/send", data=seen).status_code == 303

    assert len(offers.of_request(talk.id)) == 1
    assert "Invited" in coordinator.get(f"/plans/{plan.id}?lang=en").text


def test_a_dropped_plan_leaves_the_list(coordinator, plan):
    coordinator.post(f"/plans/{plan.id}/drop", data={"version": plan.version})
    assert plans.newest() == []


def test_programs_plan_too(app, talk):
    program = caller(app)
    days = {"first_on": str(FIRST), "last_on": str(LAST)}
    key = {"Idempotency-Key": "joulukuu"}

    made = program.post("/api/v1/plans", json=days, headers=key)
    again = program.post("/api/v1/plans", json=days, headers=key)

    assert made.status_code == 201, made.text
    assert again.json["id"] == made.json["id"]
    shown = program.get(f"/api/v1/plans/{made.json['id']}").json
    assert (shown["filled"], shown["value"] <= shown["bound"]) == (1, True)
    assert shown["seconds"] >= 0
    [seat] = shown["assignments"]
    assert (seat["request_id"], seat["points"] > 0) == (talk.id, True)


def test_the_command_tells_what_was_planned(app, talk):
    told = _told(_make(build.an_actor(Role.COORDINATOR), FIRST, LAST))

    assert json.loads(json.dumps(told))["filled"] == 1
    assert "1" in _sentence(told)
    assert plans.get(told["id"]).state is PlanState.PROPOSAL


def test_the_command_says_its_days_in_order():
    from app.commands.plan import plan

    asked = ["--organisation", "1", "--from", "2026-12-31", "--to", "2026-12-01"]
    assert CliRunner().invoke(plan, asked).exit_code == 2
