"""Builders of what is put right: statements issued, handed over or paid, asked and decided."""

from datetime import date
from typing import Any

from sqlalchemy import text

from app import checks
from app.access import Actor, Role
from app.database import db
from app.readings.repriced import RightPrice, wrong_by_price
from app.readings.what_moves import moves
from app.storage import fee_tables, invariants, statements
from app.storage.corrections import Correction
from app.storage.fee_tables import Rate
from app.storage.statements import Statement, StatementKind
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price
from app.use_cases.correct_statement import correct_statement
from app.use_cases.credit_statement import credit
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.run_statements import run_statements
from invoices.pricing.fee_table import Work
from invoices.pricing.terms import Terms
from invoices.statements.correction import Mend
from tests import build


def two_in_finance() -> tuple[Actor, Actor]:
    """Who asks, and who decides."""
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    build.a_pay_day("2026-12-15", "2026-11-23")
    return build.an_actor(Role.FINANCE), build.an_actor(Role.FINANCE)


def issued(by: Actor) -> list[Statement]:
    return statements.of_run(run_statements(by=by, month="2026-11").id)


def handed_over(by: Actor) -> list[Statement]:
    found = issued(by)
    hand_over(by=by, run_id=found[0].run_id)
    return found


def paid(by: Actor) -> list[Statement]:
    found = handed_over(by)
    mark_paid(by=by, run_id=found[0].run_id, paid_on=date(2026, 11, 23))
    return found


def credited(asker: Actor, decider: Actor, statement: Statement) -> Statement:
    """The credit."""
    wish = ask_correction.ask_credit(by=asker, statement_id=statement.id, reason="Väärä tunti.")
    done = credit(by=decider, correction_id=wish.id)
    return statements.get(done.document_id)


def asked(by: Actor, statement: Statement, **mend: Any) -> Correction:
    """That the first line should have been otherwise; `minutes` unless named."""
    usual = {"position": 1, "measure": "minutes", "quantity": 180, "price_cents": 4000}
    return ask_correction.ask_correction(
        by=by, statement_id=statement.id, reason="Tunti puuttui.", mends=[Mend(**usual | mend)]
    )


def corrected(asker: Actor, decider: Actor, statement: Statement, **mend: Any) -> Statement:
    """The correcting document."""
    wish = asked(asker, statement, **mend)
    done = correct_statement(by=decider, correction_id=wish.id)
    return statements.get(done.document_id)


def in_force(rate: dict[str, Any]) -> Rate:
    """The price of activity from the second of January on."""
    table = build.a_fee_table({"work": Work.ACTIVITY} | rate, valid_from="2026-01-02")
    return fee_tables.get_table(table.id).rates[0]


def mend_price(
    finance: tuple[Actor, Actor], rate: Rate, cents: int = 5000, **said: Any
) -> Correction:
    """Asked by one and done by the other."""
    wish = ask_correction.ask_price(
        by=finance[0], rate_id=rate.id, cents=cents, reason="§ 12.", **said
    )
    return correct_price(by=finance[1], correction_id=wish.id)


def foreseen(rate: Rate, cents: int = 4000, terms: Terms | None = None) -> list[int]:
    """By statement, what moves."""
    rows = moves(wrong_by_price(rate.id, RightPrice(cents, terms)))
    return [one.difference_cents for one in rows]


def moved() -> list[int]:
    """What each correcting document moves."""
    return [
        one.total_cents for one in statements.all_issued() if one.kind == StatementKind.CORRECTION
    ]


def everything_holds() -> None:
    """Of the organisation acted in."""
    db.session.expire_all()
    assert next(filter(None, checks.statements.violations()), None) is None
    assert checks.prices.find_wrong() is None
    for rule, _, question in invariants.corrections.QUESTIONS:
        assert db.session.execute(text(question)).all() == [], rule
