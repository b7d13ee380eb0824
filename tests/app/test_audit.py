"""An auditor draws a sample and follows each payment from request to payday on one page."""

from datetime import date

import pytest

from app.access import Role
from app.database import acting_in
from app.storage import audit, bank_batches, payments, users
from app.use_cases import hand_over_statements
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money
from tests.sign_in import signed_in


@pytest.fixture
def paid(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    rows = [build_money.approved_hours(build.an_expert()) for _ in range(6)]
    finance = build.an_actor(Role.FINANCE)
    run = run_statements(by=finance, month="2026-11")
    hand_over_statements.hand_over(by=finance, run_id=run.id)
    hand_over_statements.mark_paid(by=finance, run_id=run.id, paid_on=date(2026, 11, 20))
    return rows


def test_the_same_word_draws_the_same_lines(paid):
    first = audit.draw("2026-11", 3, "a")

    assert first == audit.draw("2026-11", 3, "a")
    assert len(first) == 3
    assert sorted(line.entry_id for line in audit.draw("2026-11", 100, "b")) == sorted(
        row.id for row in paid
    )
    assert audit.draw("2026-12", 3, "a") == []


def test_one_page_tells_the_whole_way(app, paid):
    auditor = signed_in(app, Role.AUDITOR)

    sample = auditor.get("/audit/?month=2026-11&most=10&word=x&lang=en").text
    page = auditor.get(f"/audit/hours/{paid[0].id}?lang=en").text

    assert sample.count("/audit/hours/") == 6
    for told in ("Oona Ohjaaja", "80,00", "§ 12/2025", "2026-0000", "20 Nov 2026", "SHA-256"):
        assert told in page, told
    assert auditor.get("/").location.endswith("/audit/")
    assert auditor.get("/audit/?month=paljon").status_code == 422


def test_the_trail_of_what_the_bank_paid_names_who_made_approved_and_released_it(app):
    one, other = build_engines.where_the_bank_pays()
    [statement] = build_engines.paid(one, other, 60)
    [line] = [each for each in statement.lines if each.hour_entry_id]
    [batch] = bank_batches.all_batches()

    page = signed_in(app, Role.AUDITOR).get(f"/audit/hours/{line.hour_entry_id}?lang=en").text

    for words, user_id in (("Made by", one.user_id), ("Approved by", other.user_id)):
        assert f"{words}" in page
        assert users.get(user_id).name in page
    assert "Released by" in page
    assert batch.sha256 in page
    assert payments.of_batch(batch.id)[0].number in page


def test_what_has_not_been_paid_yet_is_told_as_far_as_it_has_come(app, paid):
    waiting = build_money.approved_kilometres(build.an_expert())

    page = signed_in(app, Role.AUDITOR).get(f"/audit/expenses/{waiting.id}?lang=en").text

    assert "not come on a statement" in page


def test_the_trail_stays_in_its_organisation(app, paid):
    entry_id = paid[0].id
    with acting_in(build.an_organisation().id):
        assert signed_in(app, Role.AUDITOR).get(f"/audit/hours/{entry_id}").status_code == 404
    assert signed_in(app, Role.COORDINATOR).get("/audit/").status_code == 403
