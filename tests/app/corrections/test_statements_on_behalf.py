"""The coordinator reaches what a person is paid, and sees what became of what she asked for."""

import pytest

from app.access import Role
from app.use_cases import ask_correction
from tests import build
from tests.app import story_of_corrections as story
from tests.sign_in import signed_in


@pytest.fixture
def coordinator(app):
    return signed_in(app, Role.COORDINATOR)


def test_statements_and_papers_open_from_the_persons_page(finance, entry, expert, coordinator):
    [statement] = story.paid(finance[0])

    person = coordinator.get(f"/experts/{expert.id}").text
    assert f'href="/statements/of/{expert.id}"' in person
    assert f'href="/papers/{expert.id}"' in person

    page = coordinator.get(f"/statements/of/{expert.id}").text
    assert f'href="/statements/{statement.id}"' in page
    assert f'href="/experts/{expert.id}"' in page


def test_somebody_elses_statements_are_not_listed_to_an_expert(app, expert):
    assert signed_in(app, Role.EXPERT).get(f"/statements/of/{expert.id}").status_code == 403


def test_prices_are_shown_to_the_coordinator_without_what_only_finance_does(app, coordinator):
    build.a_fee_table({"code": "hour", "work": "activity", "cents": 4000, "pay_code": None})
    build.a_pay_day("2026-11-30", "2026-11-15")

    seen = coordinator.get("/rates/").text + coordinator.get("/rates/pay-days").text
    assert "40,00" in seen
    assert '<form method="post" action="/rates' not in seen
    assert 'href="/rates/new"' not in seen
    assert 'href="/rates/new"' in signed_in(app, Role.FINANCE).get("/rates/").text


def test_what_she_asked_for_has_a_way_back_and_its_answer(finance, entry, coordinator):
    [statement] = story.issued(finance[0])
    asker, decider = finance
    wish = ask_correction.ask_credit(by=asker, statement_id=statement.id, reason="Väärä tunti.")

    assert 'href="/corrections/"' in coordinator.get("/requests/home").text
    assert "Väärä tunti." in coordinator.get("/corrections/").text

    ask_correction.decline(by=decider, correction_id=wish.id, reason="Tunti on oikein.")
    page = coordinator.get("/corrections/").text
    assert "Tunti on oikein." in page
    assert f'href="/corrections/of/{statement.id}"' in page


def test_a_missing_row_is_added_from_the_paid_statement(finance, entry, coordinator, app):
    [statement] = story.paid(finance[0])
    form = f'href="/hours/{entry.assignment_id}"'

    assert form in coordinator.get(f"/corrections/of/{statement.id}").text
    assert form not in signed_in(app, Role.FINANCE).get(f"/corrections/of/{statement.id}").text
