"""What was paid too much is told beside a year of pay, until payroll has settled it and after."""

import pytest

from app.access import Role
from app.readings.year_of_pay import year_of
from app.storage.corrections import OverpaidDecision
from app.use_cases.correct_statement import settle_overpaid
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.page_story import words_of
from tests.sign_in import signed_in


@pytest.fixture
def overpaid(app):
    """Two hours of 40 € were paid; it should have been one."""
    one, other = story.two_in_finance()
    build_money.approved_hours(build.an_expert())
    [statement] = story.paid(one)
    return one, story.corrected(one, other, statement, quantity=60)


def told(document):
    year = year_of(document.expert_id, 2026, build.an_actor())
    return year.fee_cents, year.overpaid_cents, year.settled_cents


def test_until_payroll_decides_it_is_said_that_it_will(app, overpaid):
    _, document = overpaid

    page = signed_in(app, Role.COORDINATOR).get(f"/papers/{document.expert_id}?lang=en").text

    assert told(document) == (8000, 4000, 0)
    assert "payroll decides about it" in page


def test_what_payroll_has_settled_is_not_told_as_open(app, overpaid):
    one, document = overpaid
    decision = OverpaidDecision.COLLECTED
    settle_overpaid(by=one, statement_id=document.id, decision=decision, note="Peritty")

    page = signed_in(app, Role.COORDINATOR).get(f"/papers/{document.expert_id}?lang=en").text

    assert told(document) == (8000, 0, 4000)
    assert "payroll decides about it" not in page
    assert "payroll has settled it. It is not taken off these sums." in page


PERIOD = "first=1.1.2026&last=31.12.2026&language=en"


def on_paper(app, expert_id, period=PERIOD):
    browser = signed_in(app, Role.COORDINATOR)
    year = browser.get(f"/papers/{expert_id}/year.pdf?year=2026&language=en").data
    letter = browser.get(f"/papers/{expert_id}/letter.pdf?{period}").data
    return words_of(year), words_of(letter)


def test_the_papers_say_the_same_as_the_page(app, overpaid):
    one, document = overpaid

    for words in on_paper(app, document.expert_id):
        assert "40.00" in words.replace(",", ".")
        assert "payroll decides about it" in words
    decision = OverpaidDecision.COLLECTED
    settle_overpaid(by=one, statement_id=document.id, decision=decision, note="Peritty")
    for words in on_paper(app, document.expert_id):
        assert "payroll decides about it" not in words
        assert "payroll has settled it" in words


def test_a_letter_of_other_days_says_nothing_of_it(app, overpaid):
    _, document = overpaid

    _, letter = on_paper(app, document.expert_id, "first=1.1.2026&last=31.1.2026&language=en")

    assert "too much" not in letter
