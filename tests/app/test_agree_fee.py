"""A price that is a range: what is agreed for one assignment, and what everybody is told of it."""

import pytest

from app.access import Role
from app.gateways.assignment_papers import sheet_of
from app.readings.expect_pay import expected
from app.readings.forecast_costs import expected_for_request
from app.readings.reported_matters import matters
from app.storage import assignments, changes, requests
from app.storage.changes import Subject
from app.use_cases.agree_fee import FeeSettled, NoSuchRole, NotARange, agree_fee
from app.use_cases.approve_hours import approve_hours
from invoices.refusals.pricing import OutsideAgreedRange
from tests import build
from tests.app.hour_story import ACTIVITY, a_house, refs
from tests.sign_in import caller, signed_in

RANGE = {"agreed": {"from_cents": 10_000, "to_cents": 60_000}}
CHAIR = {"roles": [{"role": "puheenjohtaja", "addition": {"percent": "50"}}]}


def priced(**terms):
    build.a_fee_table(
        {"code": "talk", "work": "activity", "unit": "meeting", "cents": 10_000, "terms": terms}
    )


@pytest.fixture
def house(app):
    priced(**RANGE)
    return a_house()


def agreed(house, cents, **changes):
    return agree_fee(
        by=house.coordinator, assignment_id=house.assignment.id, agreed_cents=cents, **changes
    )


def test_hours_are_approved_by_the_sum_agreed(house):
    agreed(house, 35_000)
    entries = house.checked(ACTIVITY)

    done = approve_hours(by=house.approver, refs=refs(entries)).done

    assert [entry.price_cents for entry in done] == [35_000]
    assert assignments.get(house.assignment.id).fee_cents == 35_000
    [said] = [
        step.reason
        for step in changes.of(Subject.ASSIGNMENT, house.assignment.id)
        if step.became == "fee_agreed"
    ]
    assert said == "350,00"


def test_without_an_agreed_sum_the_hours_wait_and_say_so_early(house):
    entries = house.checked(ACTIVITY)

    [matter] = matters(entries)
    bulk = approve_hours(by=house.approver, refs=refs(entries))

    assert [refusal.code for _, refusal in matter.unpriced] == ["not_agreed_yet"]
    assert [refusal.code for _, refusal in bulk.refused] == ["not_agreed_yet"]


@pytest.mark.parametrize("cents", [9_999, 60_001])
def test_a_sum_outside_the_range_is_refused(house, cents):
    with pytest.raises(OutsideAgreedRange):
        agreed(house, cents)


def test_what_is_settled_by_approval_stays(house):
    agreed(house, 35_000)
    approve_hours(by=house.approver, refs=refs(house.checked(ACTIVITY)))

    with pytest.raises(FeeSettled):
        agreed(house, 40_000)


def test_a_price_that_says_its_sum_has_nothing_to_agree_on(app):
    priced()
    house = a_house()

    with pytest.raises(NotARange):
        agreed(house, 20_000)
    with pytest.raises(NoSuchRole):
        agreed(house, None, role="puheenjohtaja")


def test_the_chair_is_paid_more_and_the_breakdown_says_why(app):
    priced(**CHAIR)
    house = a_house()
    agreed(house, None, role="puheenjohtaja")

    [entry] = approve_hours(by=house.approver, refs=refs(house.checked(ACTIVITY))).done

    assert entry.price_cents == 15_000
    assert [step["code"] for step in entry.breakdown] == ["meeting", "role"]
    assert sheet_of(assignments.get(house.assignment.id)).role == "puheenjohtaja"


def test_the_offer_tells_the_range_and_the_brief_its_ends(house):
    request = requests.get(house.assignment.request_id)
    told = expected(expert=house.expert, request=request, occasion=house.assignment.occasion)

    assert (told.fee_cents, told.fee_most_cents) == (10_000, 60_000)
    assert told.foreseen["parts"][0]["most_cents"] == 60_000
    assert "not_agreed_yet" not in told.unknown
    cost = expected_for_request(request)
    assert (cost.fee_cents, cost.fee_most_cents) == (10_000, 60_000)


def test_the_sheet_tells_the_range_until_it_is_agreed(house):
    agreed(house, 10_000)
    agreed(house, None)
    before = sheet_of(assignments.get(house.assignment.id))
    agreed(house, 35_000)
    after = sheet_of(assignments.get(house.assignment.id))

    assert (before.fee_cents, before.fee_most_cents) == (10_000, 60_000)
    assert (after.fee_cents, after.fee_most_cents) == (35_000, None)


def test_the_sheet_of_whom_nobody_invited_tells_the_range_and_that_it_is_remote(house):
    assert house.assignment.fee_cents == 0

    sheet = sheet_of(house.assignment)

    assert (sheet.rate.cents, sheet.fee_cents) == (10_000, 0)
    assert sheet.place == "etänä"


def test_a_range_by_the_hour_is_agreed_by_the_hour(app):
    build.a_fee_table(
        {"code": "hour", "work": "activity", "cents": 2000}
        | {"terms": {"agreed": {"from_cents": 2000, "to_cents": 3000}}}
    )
    house = a_house()
    request, occasion = house.assignment.request, house.assignment.occasion
    told = expected(expert=house.expert, request=request, occasion=occasion)
    assert (told.fee_cents, told.fee_most_cents) == (4_000, 6_000)  # two hours
    coordinator = signed_in(app, Role.COORDINATOR)
    before = coordinator.get(f"/assignments/{house.assignment.id}?lang=en").text
    agreed(house, 2_500)
    after = coordinator.get(f"/assignments/{house.assignment.id}?lang=en").text

    assert "Between 20–30\xa0€ an hour" in before
    assert assignments.get(house.assignment.id).fee_cents == 5_000
    assert 'value="25,00"' in after
    done = approve_hours(by=house.approver, refs=refs(house.checked(ACTIVITY))).done
    assert [entry.price_cents * 60 for entry in done] == [2_500 * done[0].minutes]


def test_the_sheet_tells_the_range_of_an_hour(app):
    build.a_fee_table(
        {"code": "hour", "work": "activity", "cents": 2000}
        | {"terms": {"agreed": {"from_cents": 2000, "to_cents": 3000}}}
    )
    house = a_house()
    agreed(house, 2_000)
    agreed(house, None)

    sheet = sheet_of(assignments.get(house.assignment.id))

    assert (sheet.rate.cents, sheet.fee_most_cents) == (2_000, None)


def test_the_coordinator_agrees_on_the_page_of_the_assignment(app, house):
    coordinator = signed_in(app, Role.COORDINATOR)
    address = f"/assignments/{house.assignment.id}"

    before = coordinator.get(f"{address}?lang=en").text
    answer = coordinator.post(f"{address}/agreed-fee", data={"agreed_cents": "350", "version": "1"})
    outside = coordinator.post(
        f"{address}/agreed-fee", data={"agreed_cents": "700", "version": "2"}
    )
    after = coordinator.get(f"{address}?lang=en").text

    assert "The fee has not been agreed" in before
    assert "Between 100–600" in before
    assert answer.status_code == 303
    assert outside.status_code == 409
    assert "350,00" in after
    assert "Agreed on the fee 350,00" in after


def test_a_program_agrees_too(app, house):
    program = caller(app, Role.COORDINATOR)

    answer = program.post(
        f"/api/v1/assignments/{house.assignment.id}/fee",
        json={"agreed_cents": 35_000, "version": 1},
    )

    assert answer.status_code == 200, answer.json
    assert answer.json["agreed_cents"] == 35_000
