"""What a brief is expected to cost: fees, travel, side costs; who sees it."""

import pytest

from app.access import Role
from app.readings.forecast_costs import expected_by_cost_centre, expected_for_request
from app.storage import requests
from invoices.payers import Payer
from tests import build
from tests.app.page_story import browser_of
from tests.app.request_story import filled, the_unit
from tests.app.test_api_calls import a_talk
from tests.app.test_request_pages import A_TALK, path_of, path_of_unit
from tests.sign_in import caller, signed_in

HELSINKI, ESPOO, TAMPERE, ROVANIEMI = "091", "049", "837", "698"
FROM_ESPOO_CENTS = 2 * 22 * 55  # there and back


def people(*homes: tuple[str, int | None]) -> None:
    for municipality_code, travels_km in homes:
        build.an_expert(municipality_code=municipality_code, travels_km=travels_km)


def told(request):
    return expected_for_request(requests.get(request.id))


@pytest.fixture(autouse=True)
def prices(app):
    build.a_fee_table()


def test_an_open_seat_is_foreseen_with_the_median_journey_there_and_back():
    people((HELSINKI, None), (ESPOO, None), (TAMPERE, None))
    request = build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(request, seats=2)

    cost = told(request)

    assert (cost.fee_cents, cost.travel_cents) == (2 * 8000, 2 * FROM_ESPOO_CENTS)
    assert cost.cents == cost.fee_cents + cost.travel_cents


def test_those_who_would_not_travel_that_far_are_not_counted():
    people((HELSINKI, None), (TAMPERE, 50), (ROVANIEMI, 100))
    request = build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(request)

    assert told(request).travel_cents == 0
    assert told(request).unknown == []


def test_those_who_have_stopped_are_not_counted():
    build.stop(build.an_expert(municipality_code=TAMPERE))
    request = build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(request)

    assert told(request).unknown == ["way_unknown"]


def test_a_taken_seat_counts_what_was_promised_for_it():
    people((ESPOO, None))
    request = build.a_brief(municipality_code=HELSINKI)
    occasion = build.an_occasion(request, seats=2)
    build.an_assignment(build.an_expert(municipality_code=TAMPERE), occasion, travel_cents=17600)

    assert told(request).travel_cents == 17600 + FROM_ESPOO_CENTS


def test_who_gives_up_her_fee_is_not_shown_by_the_forecast():
    request = build.a_brief()
    occasion = build.an_occasion(request)
    build.an_assignment(build.an_expert(), occasion, fee_choice="nothing", fee_cents=0)

    assert told(request).fee_cents == 8000


def test_nobody_travels_to_a_remote_meeting_or_for_a_task_at_home():
    people((TAMPERE, None))
    remote, task = build.a_brief(), build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(remote)
    build.an_occasion(task, starts_at=None, ends_at=None, due_on="2026-12-15")

    assert told(remote).travel_cents == told(task).travel_cents == 0
    assert "way_unknown" not in told(remote).unknown + told(task).unknown


def test_an_unknown_way_is_said_to_come_on_top():
    request = build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(request)

    assert told(request).unknown == ["way_unknown"]
    assert not told(request).travel_is_known


def test_kilometres_of_a_year_without_a_rate_are_not_told_as_nothing():
    people((ESPOO, None))
    request = build.a_brief(municipality_code=HELSINKI)
    build.an_occasion(request, starts_at="2027-12-15 07:00+00", ends_at="2027-12-15 09:00+00")

    assert (told(request).travel_cents, told(request).travel_is_known) == (0, False)


def test_a_seat_left_empty_costs_nothing_when_the_time_is_over():
    request = build.a_brief()
    build.an_occasion(request, starts_at="2026-01-12 07:00+00", ends_at="2026-01-12 09:00+00")

    assert told(request).cents == 0


def test_side_costs_are_part_of_the_sum_also_when_another_pays_the_people():
    ours = build.a_brief(side_costs_cents=12000)
    theirs = build.a_brief(side_costs_cents=5000, payer=Payer.OTHER_PAYS)
    for request in (ours, theirs):
        build.an_occasion(request)

    assert (told(ours).side_costs_cents, told(ours).cents) == (12000, 8000 + 12000)
    assert told(theirs).cents == 5000


def test_the_unit_gives_its_side_costs_and_sees_each_part_and_the_sum(app):
    people((ESPOO, None))
    unit, client = the_unit(), app.test_client()
    costs = {"side_costs_cents": "120,50", "side_costs_note": "Tila ja saattajan liput"}
    place = {"place": "Kirjasto", "municipality_code": "Helsinki"}

    client.post(
        f"{path_of_unit(unit)}/requests/new",
        data=A_TALK | costs | place | {"occasions-0-day": "1.12.2026"},
    )

    [request] = requests.of_unit(unit.id)
    page = client.get(f"{path_of(request)}?lang=en").text.replace("\xa0", " ")
    assert request.side_costs_cents == 12050
    for words in ("60,00 € before tax", "about 24,20 €", "120,50 €, Tila ja", "204,70 €"):
        assert words in page


def test_the_coordinator_changes_them_and_sees_what_stands(app):
    request, _, _ = filled()
    coordinator = signed_in(app)
    said = {"kind": "talk", "title": "Puhe", "contact_name": "Oona", "version": request.version}

    answer = coordinator.post(
        f"/requests/{request.id}/edit", data=said | {"side_costs_cents": "75", "seats": "1"}
    )
    form = coordinator.get(f"/requests/{request.id}/edit").text

    assert answer.status_code == 303
    assert requests.get(request.id).side_costs_cents == 7500
    assert 'value="75,00"' in form


def test_the_approver_sees_the_open_requests_of_her_cost_centres_only(app):
    approver = build.a_user(Role.APPROVER)
    hers, others = build.a_cost_centre(approver), build.a_cost_centre()
    build.an_occasion(build.a_brief(title="Oma ilta", cost_centre_id=hers.id))
    build.an_occasion(build.a_brief(title="Vieras ilta", cost_centre_id=others.id))

    page = browser_of(app, approver).get("/spending/ahead").text
    all_of_them = signed_in(app, Role.FINANCE).get("/spending/ahead").text

    assert ("Oma ilta" in page, "Vieras ilta" in page) == (True, False)
    assert "Oma ilta" in all_of_them
    assert "Vieras ilta" in all_of_them
    expected = [(f"{each.code} {each.name}", 1) for each in (hers, others)]
    found = expected_by_cost_centre(requests.before_done(None))
    assert [(centre, len(rows)) for centre, rows in found] == sorted(expected)


def test_the_api_takes_side_costs_and_tells_the_forecast_by_parts(app):
    taken = caller(app).post("/api/v1/requests", json=a_talk(side_costs_cents=3000))

    assert taken.status_code == 201
    assert taken.json["forecast"] == {
        "fee_cents": 8000,
        "fee_most_cents": 8000,
        "travel_cents": 0,
        "side_costs_cents": 3000,
        "total_cents": 11000,
        "total_most_cents": 11000,
        "unknown": [],
    }
