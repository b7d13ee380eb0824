"""Terms of prices as finance types them and as programs send them, tried before they are kept."""

import pytest

from app.access import Role
from app.storage import fee_tables
from invoices.pricing.fee_table import Basis
from invoices.pricing.terms import DayKind
from tests import build
from tests.sign_in import caller, signed_in

WORKS = ("preparation", "activity", "travel", "follow_up")


@pytest.fixture
def finance(app):
    return signed_in(app, Role.FINANCE)


@pytest.fixture
def program(app):
    return caller(app, Role.FINANCE)


def typed(**changes: str | list[str]) -> dict[str, str | list[str]]:
    """All work priced at 20 € an hour; what the activity says more goes by names after `terms_`."""
    rows: dict[str, str | list[str]] = {
        f"rates-{number}-{name}": value
        for number, work in enumerate(WORKS)
        for name, value in (("work", work), ("unit", "hour"), ("cents", "20"), ("pay_code", "3010"))
    }
    more = {f"rates-1-{name.replace('_0_', '-0-')}": value for name, value in changes.items()}
    return {"valid_from": "1.1.2027", "decision_number": "§ 1/2026"} | rows | more


def sent(**activity):
    row = {"work": "activity", "unit": "hour", "cents": 4000} | activity
    return {"valid_from": "2027-01-01", "decision_number": "§ 3/2027", "rates": [row]}


def activity():
    build.confirm_waiting_tables()
    [table] = fee_tables.price_list()
    return next(rate for rate in table.rates if rate.work == "activity")


def test_terms_are_typed_as_people_write_them(finance):
    said = typed(
        **{
            "terms-started_minutes": "30 min",
            "terms-least_minutes": "1 h",
            "terms-tiers-0-after_minutes": "2 h",
            "terms-tiers-0-cents": "15",
            "terms-supplements-0-name": "ilta",
            "terms-supplements-0-days": ["weekday", "saturday"],
            "terms-supplements-0-starts": "18",
            "terms-supplements-0-ends": "22.30",
            "terms-supplements-0-percent": "12,5 %",
            "terms-roles-0-role": "puheenjohtaja",
            "terms-roles-0-cents": "10",
            "terms-late_cancellation-0-under_minutes": "24 h",
            "terms-late_cancellation-0-percent": "50",
            "terms-caps-month_cents": "200",
            "terms-rounding-cents": "0,50",
            "terms-rounding-towards": "up",
            "given": "lahjakortti",
            "pay_code": "3900",
            "examples-0-minutes": "1:30",
            "examples-0-cents": "30",
        }
    )

    answer = finance.post("/rates/new", data=said)

    assert answer.status_code == 303, answer.text
    terms = activity().terms
    assert (terms.started_minutes, terms.least_minutes) == (30, 60)
    assert [(each.after_minutes, each.cents) for each in terms.tiers] == [(120, 1500)]
    [evening] = terms.supplements
    assert evening.days == {DayKind.WEEKDAY, DayKind.SATURDAY}
    assert (evening.from_minute, evening.to_minute) == (1080, 1350)
    assert str(evening.addition.percent) == "12.5"
    assert terms.roles[0].addition.cents == 1000
    assert terms.late_cancellation[0].under_minutes == 24 * 60
    assert (terms.caps[0].per, terms.caps[0].cents) == ("month", 20_000)
    assert (terms.rounding.cents, terms.rounding.towards) == (50, "up")
    assert activity().given == "lahjakortti"
    page = finance.get("/rates/?lang=en").text
    assert "every started 30 min counts whole" in page
    assert "ilta: 12,5" in page


def test_examples_are_shown_with_their_steps_on_the_page_of_the_table(finance):
    said = typed(
        **{
            "cents": "",
            "terms-agreed-from_cents": "20",
            "terms-agreed-to_cents": "30",
            "terms-supplements-0-name": "ilta",
            "terms-supplements-0-starts": "18",
            "terms-supplements-0-ends": "24",
            "terms-supplements-0-percent": "20",
            "examples-0-minutes": "2 h",
            "examples-0-cents": "55",
            "examples-0-starts": "17",
            "examples-0-agreed_cents": "25",
        }
    )

    stored = finance.post("/rates/new", data=said)
    page = finance.get(f"{stored.location}?lang=en").text
    forgot = typed(**{"examples-0-minutes": "2 h", "examples-0-cents": "40"})
    refused = finance.post(
        "/rates/new?lang=en", data=forgot | {"rates-1-examples-0-day_kind": "sunday"}
    )

    assert stored.status_code == 303, stored.text
    assert "2 h, from 17.00, agreed 25,00\xa0€" in page
    assert "Together 55,00\xa0€ before tax." in page
    assert refused.status_code == 422
    assert "The time it begins at is missing" in refused.text
    again = finance.get(f"/rates/new?mend={stored.location.rsplit('/', 1)[1]}").text
    assert 'value="17:00"' in again


def test_the_next_table_begins_as_a_copy_of_the_last(finance):
    first = typed(**{"terms-supplements-0-name": "ilta", "terms-supplements-0-percent": "15"})
    finance.post("/rates/new", data=first)
    build.confirm_waiting_tables()

    page = finance.get("/rates/new").text

    assert 'name="rates-1-terms-supplements-0-name"' in page
    assert 'value="ilta"' in page
    assert 'name="rates-1-terms-supplements-1-name"' in page


def test_an_example_that_comes_to_something_else_is_told_with_both_sums(finance):
    said = typed(**{"examples-0-minutes": "1:30", "examples-0-cents": "45"})

    answer = finance.post("/rates/new?lang=en", data=said)

    assert answer.status_code == 422
    assert "Activity: 1 h 30 min should come to 45,00" in answer.text
    assert "but the price makes it 30,00" in answer.text
    assert fee_tables.all_tables() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "meeting", "terms-started_minutes": "15 min"}, "does not belong to a price"),
        (
            {"terms-agreed-from_cents": "600", "terms-agreed-to_cents": "100"},
            "lower sum to a higher",
        ),
        (
            {"terms-supplements-0-name": "ilta"},
            "An addition is either percent or euros",
        ),
        ({"terms-least_cents": "50", "terms-most_cents": "20"}, "less than the least"),
        ({"origin-percent": "50", "origin-index": "x"}, "figure of the index is missing"),
        ({"cents": "", "origin-percent": "50", "origin-work": "activity"}, "no price of that work"),
        ({"cents": ""}, "The price is missing"),
        ({"terms-rounding-cents": "0"}, "smallest sum allowed"),
    ],
)
def test_terms_that_do_not_go_together_are_told_at_their_field(finance, changes, words):
    answer = finance.post("/rates/new?lang=en", data=typed(**changes))

    assert answer.status_code == 422
    assert words in answer.text


def test_a_share_of_another_price_and_an_index_are_worked_out(finance):
    said = typed(**{"cents": "32,50"})
    said |= {"rates-0-cents": "", "rates-0-origin-work": "activity", "rates-0-origin-percent": "50"}
    said |= {
        "rates-3-cents": "",
        "rates-3-origin-index": "vertailupalkka",
        "rates-3-origin-figure_cents": "2 843,20",
        "rates-3-origin-percent": "0,7",
        "rates-3-origin-rounding-cents": "0,10",
    }

    answer = finance.post("/rates/new", data=said)

    assert answer.status_code == 303, answer.text
    build.confirm_waiting_tables()
    by_work = {rate.work: rate for rate in fee_tables.price_list()[0].rates}
    assert by_work["preparation"].cents == 1625
    assert by_work["preparation"].origin.basis == Basis.WORK
    assert by_work["follow_up"].cents == 1990
    assert 'value="0,7"' in finance.get("/rates/new").text


def test_prices_are_tried_and_nothing_is_stored(finance):
    said = typed(**{"terms-started_minutes": "30 min"}) | {
        "valid_from": "",
        "decision_number": "",
        "tried-minutes": "1:40",
    }

    answer = finance.post("/rates/try?lang=en", data=said)

    assert answer.status_code == 200, answer.text
    assert "1 h 40 min done" in answer.text
    assert "Together 40,00" in answer.text
    assert fee_tables.all_tables() == []


def test_a_range_is_tried_with_the_sum_agreed(finance):
    said = typed(
        **{
            "unit": "meeting",
            "cents": "",
            "terms-agreed-from_cents": "100",
            "terms-agreed-to_cents": "600",
        }
    )

    without = finance.post("/rates/try?lang=en", data=said).text
    agreed = finance.post("/rates/try?lang=en", data=said | {"tried-agreed_cents": "350"}).text

    assert "Agreed separately, 100–600\xa0€" in without
    assert "has not been agreed" in without
    assert "350,00" in agreed


EXAMPLES = [
    {"minutes": 50, "cents": 4000},
    {"minutes": 60, "cents": 4620, "starts": "18:00", "day_kind": "sunday"},
]


def test_a_program_sends_terms_and_reads_them_in_the_same_shape(program):
    terms = {
        "started_minutes": 15,
        "supplements": [{"name": "ilta", "starts": "18:00", "ends": "24:00", "percent": "15.5"}],
        "caps": {"day_cents": 10_000},
    }

    answer = program.post(
        "/api/v1/rates",
        json=sent(terms=terms, examples=EXAMPLES),
        headers={"Idempotency-Key": "hinta-2027-0001"},
    )

    assert answer.status_code == 201, answer.json
    [rate] = answer.json["rates"]
    assert rate["terms"] == terms
    assert rate["examples"] == EXAMPLES


@pytest.mark.parametrize(
    ("activity_says", "field"),
    [
        ({"terms": {"tiers": [{"after_minutes": 60}]}}, "rates.0.terms.tiers.0.cents"),
        ({"terms": {"least_euros": 3}}, "rates.0.terms.least_euros"),
        ({"terms": {"roles": [{"role": "pj", "percent": 50}]}}, "rates.0.terms.roles.0.percent"),
        ({"unit": "lump", "terms": {"started_minutes": 15}}, "rates.0.terms.started_minutes"),
        ({"examples": [{"minutes": 60, "cents": 1}]}, "rates.0.examples.0.cents"),
    ],
)
def test_a_program_is_told_which_field_is_wrong(program, activity_says, field):
    answer = program.post(
        "/api/v1/rates",
        json=sent(**activity_says),
        headers={"Idempotency-Key": "hinta-2027-0002"},
    )

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_prices_of_other_terms_are_shown_in_a_sentence(app, finance):
    build.a_fee_table(
        {"code": "a", "work": "activity", "unit": "day", "cents": 18_000}
        | {"terms": {"half_day_minutes": 240, "caps": [{"per": "month", "cents": 50_000}]}},
    )

    page = finance.get("/rates/?lang=sv").text

    assert "180,00\xa0€ / dag" in page
    assert "hälften när dagen är högst 4 h" in page
    assert "högst 500,00\xa0€ sammanlagt per månad" in page
