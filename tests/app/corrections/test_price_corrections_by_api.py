"""Prices put right by programs: one person asks, another sees what moves and does it."""

import secrets
from datetime import date

import pytest

from app.access import Role
from app.database import acting_in
from app.storage import fee_tables, statements, travel_terms
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.terms import Terms
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds
from tests.app.test_api_calls import code_of
from tests.sign_in import caller

PLACE = "/api/v1/price-corrections"
WHY = {"reason": "§ 12: 50 €."}


def post(client, address, body=None, key=None):
    headers = {"Idempotency-Key": key or secrets.token_hex(8)}
    return client.post(PLACE + address, json=body or {}, headers=headers)


@pytest.fixture
def two(app, finance):
    return caller(app, Role.FINANCE), caller(app, Role.FINANCE)


@pytest.fixture
def rate(finance):
    [table] = fee_tables.all_tables()
    return next(rate for rate in table.rates if rate.work == Work.ACTIVITY)


def test_a_price_is_asked_looked_at_and_put_right_by_another(finance, two, rate):
    one, other = two
    build_money.approved_hours(build.an_expert())
    [paid] = story.paid(finance[0])
    wanted = {"cents": 5000, **WHY}

    wish = post(one, f"/of-price/{rate.id}", wanted, key="sama")
    again = post(one, f"/of-price/{rate.id}", wanted, key="sama")
    moves = other.get(f"{PLACE}/{wish.json['id']}/moves").json["rows"]
    alone = post(one, f"/{wish.json['id']}/do")
    done = post(other, f"/{wish.json['id']}/do", {"pay_on": "2026-12-04"})

    assert (wish.status_code, wish.json["state"], again.json) == (201, "waiting", wish.json)
    [moved] = moves
    assert moved == {
        "expert_id": paid.expert_id,
        "statement_id": paid.id,
        "old_cents": 8000,
        "new_cents": 10_000,
        "difference_cents": 2000,
        "waits": False,
    }
    assert code_of(alone) == (409, "four_eyes")
    assert done.json["state"] == "done"
    [*_, document] = statements.all_issued()
    assert (document.total_cents, document.pay_on) == (2000, date(2026, 12, 4))
    assert other.get(f"{PLACE}/{wish.json['id']}/moves").json["rows"] == []
    everything_holds()


def test_its_terms_are_told_as_they_were_sent(two, rate):
    one, other = two
    wanted = {"cents": 4000, "terms": {"started_minutes": 30}, **WHY}

    wish = post(
        one, f"/of-price/{rate.id}", wanted | {"examples": [{"minutes": 10, "cents": 2000}]}
    )
    seen = other.get(f"{PLACE}/{wish.json['id']}").json
    post(other, f"/{wish.json['id']}/do")

    assert seen["terms"]["started_minutes"] == 30
    assert [(each["minutes"], each["cents"]) for each in seen["examples"]] == [(10, 2000)]
    right = fee_tables.get_rate(rate.id)
    assert right.values().terms == Terms(started_minutes=30)
    assert len(right.examples) == 1


def test_an_agreed_sum_is_put_right(two):
    terms = {"agreed": {"from_cents": 10_000, "to_cents": 30_000}}
    lecture = {"code": "lecture", "work": Work.ACTIVITY, "unit": PriceUnit.LUMP, "cents": 10_000}
    build.a_fee_table(lecture | {"terms": terms}, valid_from="2026-01-02")
    entry = build_money.approved_hours(build.an_expert())
    one, other = two

    wish = post(one, f"/of-sum/{entry.assignment_id}", {"cents": 25_000, **WHY})
    outside = post(one, f"/of-sum/{entry.assignment_id}", {"cents": 1, **WHY})
    declined = post(other, f"/{wish.json['id']}/decline", {"reason": "Ei sovittu."})

    assert (wish.status_code, wish.json["cents"]) == (201, 25_000)
    assert code_of(outside) == (409, "outside_agreed_range")
    assert (declined.json["state"], declined.json["declined_because"]) == (
        "declined",
        "Ei sovittu.",
    )


def test_a_travel_decision_is_put_right(two):
    decision = build.decided_on_travel(
        valid_from=date(2026, 1, 1), decision_number="§ 13", kilometre_cents=40
    )
    one, other = two

    wish = post(one, f"/of-travel/{decision.id}", {"kilometre_cents": 50, **WHY})
    done = post(other, f"/{wish.json['id']}/do")

    assert wish.json["travel"]["kilometre_cents"] == 50
    assert done.json["state"] == "done"
    assert [each.kilometre_cents for each in travel_terms.decided()] == [50]


def test_what_was_asked_of_a_statement_is_no_price(finance, two):
    build_money.approved_hours(build.an_expert())
    [issued] = story.issued(finance[0])
    wish = (
        two[0]
        .post(
            f"/api/v1/statements/{issued.id}/credit",
            json={"reason": "Väärä tunti."},
            headers={"Idempotency-Key": "1"},
        )
        .json
    )

    assert two[1].get(PLACE).json["rows"] == []
    assert two[1].get(f"{PLACE}/{wish['id']}").status_code == 404
    for step, said in (("do", {}), ("decline", WHY)):
        assert post(two[1], f"/{wish['id']}/{step}", said).status_code == 404


@pytest.mark.parametrize("wrong", [{"cents": -1}, {"reason": ""}, {"terms": {"tiers": [{}]}}])
def test_a_wrong_wish_is_refused_with_its_field(two, rate, wrong):
    answer = post(two[0], f"/of-price/{rate.id}", {"cents": 5000, **WHY} | wrong)

    assert answer.status_code == 422
    assert all(each["field"].startswith(next(iter(wrong))) for each in answer.json["errors"])


def test_another_organisation_sees_and_does_nothing(app, two, rate):
    wish = post(two[0], f"/of-price/{rate.id}", {"cents": 5000, **WHY}).json
    with acting_in(build.an_organisation().id):
        other = caller(app, Role.FINANCE)

    assert [row["id"] for row in two[1].get(PLACE).json["rows"]] == [wish["id"]]
    assert other.get(PLACE).json["rows"] == []
    assert other.get(f"{PLACE}/{wish['id']}").status_code == 404
    assert post(other, f"/{wish['id']}/do").status_code == 404
    assert post(other, f"/of-price/{rate.id}", {"cents": 1, **WHY}).status_code == 404
