"""The pages of money are for everyone: axe, narrow screens, three languages."""

from functools import partial

import pytest

from app.access import Role
from app.gateways.identity import stored_password
from app.language import LANGUAGES
from app.storage import fee_tables
from app.use_cases.run_statements import run_statements
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.sign_in import PASSWORD, sign_in, signed_in

ADDRESS = "http://rinnalla.test"


@pytest.fixture
def person(app):
    """An expert who signs in, with one part of her fee on a statement and another held."""
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    build.a_pay_day("2026-12-15", "2026-11-20")
    user = build.a_user(Role.EXPERT, password=stored_password(PASSWORD))
    expert = build.an_expert(person_id=user.person_id)
    build_money.approved_hours(expert)
    build_money.approved_kilometres(expert)
    build_money.approved_hours(expert, pay_code=None, day="2025-12-31")
    return user, expert


@pytest.fixture
def is_for_everyone(chromium, holds):
    """Shows what a client got, in every language, on a phone and on a screen."""

    def check(client, address, data=None):
        for code in LANGUAGES:
            path = f"{address}?lang={code}"
            answer = client.get(path) if data is None else client.post(path, data=data)
            for width in (320, 1280):
                page = chromium.new_page(viewport={"width": width, "height": 900})
                page.route("**/*", partial(_answer, answer, client.application.test_client()))
                page.goto(ADDRESS)
                holds(page)
                page.close()

    return check


def test_finances_first_page_and_a_run(app, person, is_for_everyone):
    finance = signed_in(app, Role.FINANCE)

    is_for_everyone(finance, "/statements/home")
    run = finance.post("/statement-runs/", data={"month": "2026-11"}).location
    is_for_everyone(finance, run)
    finance.post(f"{run}/hand-over")
    is_for_everyone(finance, run)
    is_for_everyone(finance, f"{run}/paid", data={"paid_on": "eilen"})
    is_for_everyone(finance, "/statements/home")


def test_prices_and_pay_days(app, person, is_for_everyone):
    finance = signed_in(app, Role.FINANCE)

    for address in ("/rates/", "/rates/new", "/rates/pay-days"):
        is_for_everyone(finance, address)
    is_for_everyone(finance, "/rates/new", data={"rates-0-cents": "paljon"})
    is_for_everyone(finance, "/rates/pay-days", data={"pay_on": "31.4.2026"})


def test_the_terms_of_a_price_opened_and_tried(app, person, is_for_everyone):
    finance = signed_in(app, Role.FINANCE)
    hour = {"rates-1-work": "activity", "rates-1-unit": "hour", "rates-1-cents": "32,50"}
    evening = {"rates-1-terms-supplements-0-name": "ilta"}

    is_for_everyone(finance, "/rates/new", data=hour | evening)
    is_for_everyone(
        finance,
        "/rates/try",
        data=hour
        | evening
        | {"rates-1-terms-supplements-0-percent": "20", "tried-minutes": "1:40"}
        | {"rates-1-terms-started_minutes": "30 min", "tried-starts": "17.30"},
    )


def test_a_fee_to_be_agreed(app, is_for_everyone):
    agreed = {"agreed": {"from_cents": 10_000, "to_cents": 60_000}}
    chair = {"roles": [{"role": "puheenjohtaja", "addition": {"percent": "50"}}]}
    build.a_fee_table(
        {"code": "talk", "work": "activity", "unit": "meeting", "cents": 10_000}
        | {"terms": agreed | chair}
    )
    seat = build.an_assignment(build.an_expert(), build_money.a_paid_occasion())

    is_for_everyone(signed_in(app, Role.COORDINATOR), f"/assignments/{seat.id}")


def test_one_payee(app, person, is_for_everyone):
    finance = signed_in(app, Role.FINANCE)
    address = f"/payees/{person[1].id}"
    finance.post("/statement-runs/", data={"month": "2026-11"})

    is_for_everyone(finance, address)
    is_for_everyone(finance, f"{address}/keep-back", data={"reason": ""})
    finance.post(f"{address}/keep-back", data={"reason": "Selvitetään tilinumeroa."})
    is_for_everyone(finance, address)


def test_a_persons_own_money(app, person, is_for_everyone):
    run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    client = sign_in(app, person[0])

    is_for_everyone(client, "/statements/mine")


def _answer(shown, visitor, route):
    path = route.request.url.removeprefix(ADDRESS)
    if path.startswith(("/static", "/fonts")):
        with visitor.get(path) as asset:
            route.fulfill(status=200, content_type=asset.content_type, body=asset.data)
    else:
        route.fulfill(status=200, content_type="text/html", body=shown.text)


def test_what_is_put_right_is_asked_looked_at_and_decided(app, is_for_everyone):
    finance = story.two_in_finance()
    experts = [build.an_expert() for _ in range(2)]
    for expert in experts:
        build_money.approved_hours(expert)
        build_money.approved_kilometres(expert)
    first, second = story.paid(finance[0])
    less = story.corrected(*finance, second, quantity=60)
    story.asked(finance[0], first)
    decides = signed_in(app, Role.FINANCE)
    [table] = fee_tables.all_tables()

    is_for_everyone(decides, "/corrections/")
    is_for_everyone(decides, f"/corrections/of/{first.id}")
    is_for_everyone(decides, f"/corrections/of/{less.id}")
    is_for_everyone(decides, f"/statements/{less.id}")
    is_for_everyone(decides, f"/price-corrections/{table.rates[0].id}")
    is_for_everyone(decides, f"/papers/{experts[0].id}")


def test_a_cancelled_statement_and_what_is_free_again(app, is_for_everyone):
    finance = story.two_in_finance()
    build_money.approved_hours(build.an_expert())
    [statement] = story.issued(finance[0])
    decides = signed_in(app, Role.FINANCE)

    is_for_everyone(decides, f"/corrections/of/{statement.id}")
    credit = story.credited(*finance, statement)
    is_for_everyone(decides, f"/corrections/of/{statement.id}")
    is_for_everyone(decides, f"/statements/{credit.id}")
