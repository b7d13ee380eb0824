"""`rinnalla verify` names what was changed of payments and balances behind the guards."""

from datetime import date

import pytest
from sqlalchemy import text

from app.database import acting_in, current_organisation, db
from app.now import at
from app.storage import invariants, payments
from app.use_cases import enter_bank_answer, pay_by_bank
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money, by_hand
from tests.by_hand import broken

QUESTIONS = (*invariants.bank.QUESTIONS, *invariants.balances.QUESTIONS)


@pytest.fixture(scope="module")
def organisation_id(service):
    """Three paid by the bank; one of them bounced and is in a second batch."""
    with service.app_context(), at(build.TUESDAY), acting_in(build.an_organisation().id):
        one, other = build_engines.where_the_bank_pays()
        for _ in range(3):
            build_money.approved_hours(build_engines.payable(one, other, build.an_expert()))
        run_statements(by=one, month="2026-11")
        first = pay_by_bank.create(by=one)
        pay_by_bank.approve(by=other, batch_id=first.id)
        pay_by_bank.export(by=one, batch_id=first.id)
        bounced = payments.of_batch(first.id)[0]
        file = build_engines.a_status_report(first.number, {bounced.number: "RJCT"})
        enter_bank_answer.read_file(by=one, file=file)
        enter_bank_answer.confirm(by=one, batch_id=first.id, paid_on=date(2026, 11, 24))
        pay_by_bank.create(by=one)
        expert = build_engines.payable(one, other, build.an_expert())
        build_money.approved_hours(expert, approved_at="2026-11-20 12:00+00")
        run_single(by=one, expert_id=expert.id)
        return current_organisation()


@pytest.fixture
def changed(owner, organisation_id):
    """Changes rows as nobody may, and forgets it at the end."""
    with by_hand.behind_the_guards(owner, organisation_id):

        def change(drops: list[str], sql: str) -> None:
            for each in drops:
                db.session.execute(text(each))
            by_hand.changed(sql, organisation_id)

        yield change


def test_what_was_paid_holds(changed, organisation_id):
    assert broken(organisation_id, QUESTIONS) == []


DAMAGE = {
    "update payments set cents = cents + 1 where true": "net that was counted",
    "update net_pays set taxable_cents = taxable_cents + 1, net_cents = net_cents + 1"
    " where true": "gross less what was deducted",
    "alter table net_pays drop constraint ck_net_pays_nothing_negative;"
    " update net_pays set withheld_cents = -1, net_cents = net_cents + withheld_cents + 1"
    " where true": "below zero",
    "update net_pays set withheld_cents = net_cents + withheld_cents, net_cents = 0,"
    " tax_free_cents = 1, taxable_cents = taxable_cents - 1 where true": "no more is withheld",
    "update statements set state = 'credited' where true": "standing statement",
    "drop index one_live_payment_per_statement;"
    " update payments set state = 'approved' where state = 'bounced'": "one live payment",
    "update statements set state = 'issued' where true": "left the house",
    "update bank_batches set payments = payments + 1 where true": "sum of its payments",
    "update payments set state = 'approved' where state = 'planned'": "stand where it stands",
    "alter table bank_batches drop constraint ck_bank_batches_file_before_approval;"
    " update bank_batches set file = null, sha256 = null where state = 'confirmed'": "bytes",
    "alter table bank_batches drop constraint ck_bank_batches_approved_by_another;"
    " update bank_batches set approved_by = created_by where state = 'confirmed'": "four eyes",
    "update bank_batches set state = 'voided', voided_by = approved_by, void_reason = ''"
    " where state = 'confirmed'": "four eyes",
    "alter table payout_accounts drop constraint ck_payout_accounts_confirmed_by_another;"
    " update payout_accounts set confirmed_by = asked_by where true": "four eyes",
    "insert into pay_holds (organisation_id, expert_id, reason, held_at, held_by)"
    " select organisation_id, min(expert_id), 'x', '2026-11-01', 1 from statements where true"
    " and organisation_id = :mine group by 1": "while its pay was held",
    "update statements set total_cents = total_cents + 1, fee_cents = fee_cents + 1"
    " where true": "lines of its statements",
    "delete from payments where state = 'confirmed'": "nor by neither",
    "drop index one_run_a_month; update statement_runs set kind = 'month', month = 'x'"
    " where true": "run once",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_change_behind_the_guards_is_named(changed, organisation_id, damage):
    *drops, change = damage.split(";")

    changed(drops, change if ":mine" in change else f"{change} and organisation_id = :mine")

    assert any(DAMAGE[damage] in rule for rule in broken(organisation_id, QUESTIONS))
