"""An independent reading of the statements names what was changed behind the guards."""

import pytest

from app import checks
from app.access import Role
from app.database import acting_in, current_organisation
from app.now import at
from app.use_cases.hand_over_statements import hand_over
from app.use_cases.run_statements import run_statements
from tests import build, build_money, by_hand

ONE_EURO_MORE = "convert_to(replace(convert_from(per_line, 'UTF8'), '20,00', '21,00'), 'UTF8')"


@pytest.fixture(scope="module")
def organisation_id(service):
    """An organisation with three statements handed over."""
    with service.app_context(), at(build.TUESDAY), acting_in(build.an_organisation().id):
        build.a_fee_table()
        build.a_pay_day("2026-11-30", "2026-11-15")
        finance = build.an_actor(Role.FINANCE)
        for minutes in (30, 60, 95):
            build_money.approved_hours(build.an_expert(), minutes=minutes)
        run = run_statements(by=finance, month="2026-11")
        hand_over(by=finance, run_id=run.id)
        return current_organisation()


@pytest.fixture
def change(owner, organisation_id):
    """Changes rows as nobody may, and forgets it at the end."""
    with by_hand.behind_the_guards(owner, organisation_id):

        def changed(sql: str) -> None:
            by_hand.changed(f"{sql} where organisation_id = :mine", organisation_id)

        yield changed


def test_what_was_issued_and_handed_over_holds(app, organisation_id):
    with acting_in(organisation_id):
        assert _first() is None


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("update statement_lines set quantity = quantity + 60", "wrong_amount"),
        ("update statement_lines set title = 'Jotain muuta'", "broken_chain"),
        ("update statement_lines set position = 7", "wrong_positions"),
        ("delete from statement_lines", "no_lines"),
        ("update statements set payee_name = 'Joku Muu'", "broken_chain"),
        ("update statements set payroll_number = '1'", "broken_chain"),
        ("update statements set fee_cents = 1, tax_free_cents = total_cents - 1", "wrong_total"),
        ("update statements set issued_at = issued_at - interval '1 year'", "broken_chain"),
        ("update statements set number = number + 9", "gap_in_numbers"),
        ("update payment_batches set per_line = per_person", "wrong_file"),
        (f"update payment_batches set per_line = {ONE_EURO_MORE}", "wrong_file"),
    ],
)
def test_a_change_behind_the_guards_is_named(change, sql, code):
    change(sql)

    assert _first().code == code


def test_every_violation_has_words():
    codes = {"wrong_amount", "wrong_positions", "no_lines", "wrong_total", "gap_in_numbers"}
    codes |= {"issued_out_of_order", "broken_chain", "wrong_mirror", "wrong_file"}

    assert set(checks.statements.RULES) == codes


def _first():
    return next(filter(None, checks.statements.violations()), None)
