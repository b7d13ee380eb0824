"""Before payment an issued statement is credited: each line taken back, its entries free."""

from datetime import date

import pytest
from sqlalchemy import text

from app.database import db, transaction
from app.readings import waiting_corrections
from app.storage import (
    payment_batches,
    putting_right,
    statements,
    tables,
)
from app.storage.entries import FinanceHoldsIt, Locked
from app.storage.hour_entries import HourEntry
from app.storage.statements import NothingStands
from app.storage.tables import Frozen, MovedOn
from app.use_cases import ask_correction, return_freed
from app.use_cases.credit_statement import credit
from app.use_cases.entry_steps import Ref
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.hold_hours import hold, release
from app.use_cases.run_single import NothingToIssue, run_single
from app.use_cases.run_statements import run_statements
from invoices.statements.hash_chain import FIRST
from invoices.statements.held import HeldReason
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import EntryState, StatementState
from scheduling.refusals import WrongStep
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds


def test_a_credit_takes_every_line_back_with_the_next_number(finance, expert, entry):
    build_money.approved_kilometres(expert)
    [statement] = story.issued(finance[0])

    document = story.credited(*finance, statement)

    assert (document.kind, document.state) == (StatementKind.CREDIT, StatementState.CREDITED)
    assert document.printed_number == "2026-000002"
    assert document.total_cents == -statement.total_cents
    assert [line.amount_cents for line in document.lines] == [-8000, -1562]
    assert document.previous_hash == statement.hash != FIRST
    assert statements.get(statement.id).state == StatementState.CREDITED
    assert not any(line.is_live for line in (*statement.lines, *document.lines))
    everything_holds()


def test_freed_entries_come_in_the_next_run_exactly_once(finance, entry):
    [statement] = story.issued(finance[0])
    story.credited(*finance, statement)

    run = run_statements(by=finance[0], month="2026-12")

    [again] = statements.of_run(run.id)
    assert (again.total_cents, again.number) == (8000, 3)
    with pytest.raises(NothingToIssue):
        run_single(by=finance[0], expert_id=again.expert_id)
    everything_holds()


def test_or_at_once_on_a_statement_of_one_person(finance, expert, entry):
    other = build.an_expert()
    build_money.approved_hours(other)
    statement = story.issued(finance[0])[0]
    story.credited(*finance, statement)

    single = run_single(by=finance[0], expert_id=expert.id)

    assert (single.total_cents, single.pay_on) == (8000, date(2026, 11, 30))
    batch = hand_over(by=finance[0], run_id=single.run_id)
    assert (batch.persons, batch.total_cents) == (1, 8000)
    everything_holds()


def test_a_single_statement_follows_the_rules_of_the_run(finance):
    lacks = build.an_expert(finance_has_it=False)
    build_money.approved_hours(lacks)

    with pytest.raises(NothingToIssue):
        run_single(by=finance[0], expert_id=lacks.id)


def test_a_month_is_still_run_after_a_single_statement(finance, expert, entry):
    run_single(by=finance[0], expert_id=expert.id)
    build_money.approved_hours(build.an_expert())

    assert len(story.issued(finance[0])) == 1
    everything_holds()


def test_freed_entries_are_returned_for_mending_and_looked_at_anew(finance, entry):
    [statement] = story.issued(finance[0])
    story.credited(*finance, statement)

    [free] = putting_right.freed_by(statement)
    return_freed.return_freed(
        by=finance[0],
        statement_id=statement.id,
        refs=[Ref(free.entry_kind, free.id, free.version)],
        reason="Kolme tuntia, ei kaksi.",
    )

    back = tables.get(HourEntry, entry.id)
    assert (back.state, back.returned_because) == (EntryState.RETURNED, "Kolme tuntia, ei kaksi.")
    assert (back.approved_by, back.price_cents, back.checked_by) == (None, None, None)
    assert statements.of_run(run_statements(by=finance[0], month="2026-12").id) == []
    everything_holds()


def test_what_finance_holds_of_the_freed_is_let_go_first(finance, entry):
    [statement] = story.issued(finance[0])
    story.credited(*finance, statement)
    [free] = putting_right.freed_by(statement)
    hold(by=finance[0], ref=Ref(free.entry_kind, free.id), reason=HeldReason.BY_FINANCE)
    back = {"by": finance[0], "statement_id": statement.id, "reason": "Kolme tuntia."}
    refs = [Ref(free.entry_kind, free.id)]

    shown = waiting_corrections.around(statement.id, finance[0])
    assert (shown.freed, shown.kept_back) == ([], 1)
    with pytest.raises(FinanceHoldsIt):
        return_freed.return_freed(refs=refs, **back)

    release(by=finance[0], ref=refs[0])
    return_freed.return_freed(refs=refs, **back)
    assert tables.get(HourEntry, entry.id).state is EntryState.RETURNED


def test_what_no_credit_has_set_free_stays_locked(finance, entry):
    [statement] = story.issued(finance[0])

    with pytest.raises(NothingStands):
        return_freed.return_freed(
            by=finance[0],
            statement_id=statement.id,
            refs=[Ref(entry.entry_kind, entry.id)],
            reason="Ei käy.",
        )
    with pytest.raises(Locked), transaction():
        db.session.execute(
            text(
                "update hour_entries set state = 'returned', returned_because = 'x',"
                " approved_by = null, price_cents = null"
            )
        )


def test_an_approved_entry_that_was_never_on_a_statement_stays_locked(finance, entry):
    for change in (
        "state = 'returned', returned_because = 'x', approved_by = null, price_cents = null",
        "price_cents = price_cents + 1",
    ):
        with pytest.raises(Locked), transaction():
            db.session.execute(text(f"update hour_entries set {change}"))


def test_a_second_click_credits_once(finance, entry):
    [statement] = story.issued(finance[0])
    wish = ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")

    first = credit(by=finance[1], correction_id=wish.id)
    again = credit(by=finance[1], correction_id=wish.id)

    assert first.document_id == again.document_id
    everything_holds()


def test_a_credit_is_not_credited_nor_corrected(finance, entry):
    [statement] = story.issued(finance[0])
    document = story.credited(*finance, statement)

    with pytest.raises(NothingStands):
        ask_correction.ask_credit(by=finance[0], statement_id=document.id, reason="Takaisin.")
    with pytest.raises(NothingStands):
        story.asked(finance[0], document)
    with pytest.raises(WrongStep):
        ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Uudelleen.")


def test_what_was_handed_over_is_credited_and_payroll_pays_the_rest(finance, entry):
    build_money.approved_hours(build.an_expert())
    statement, other = story.handed_over(finance[0])
    story.credited(*finance, statement)

    mark_paid(by=finance[0], run_id=statement.run_id, paid_on=date(2026, 11, 23))

    assert statements.get(statement.id).state == StatementState.CREDITED
    assert statements.get(other.id).state == StatementState.PAID
    assert payment_batches.find_of_run(statement.run_id).total_cents == 16000
    everything_holds()


def test_a_credited_statement_goes_to_no_file(finance, entry):
    build_money.approved_hours(build.an_expert())
    statement, other = story.issued(finance[0])
    story.credited(*finance, statement)

    batch = hand_over(by=finance[0], run_id=statement.run_id)

    assert (batch.persons, batch.total_cents) == (1, 8000)
    assert statements.get(other.id).state == StatementState.HANDED_OVER


def test_paid_money_is_never_credited_away(finance, entry):
    [statement] = story.paid(finance[0])

    with pytest.raises(WrongStep):
        ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")
    with pytest.raises(MovedOn), transaction():
        db.session.execute(text("update statements set state = 'credited'"))


@pytest.mark.parametrize(
    "change",
    [
        "update statement_lines set mirrors_id = null where mirrors_id is not null",
        "update statement_lines set is_live = true where not is_live",
        "update statements set kind = 'statement' where kind = 'credit'",
        "update statements set refers_to_id = null where kind = 'credit'",
    ],
)
def test_a_credit_is_frozen_like_any_statement(finance, entry, change):
    story.credited(*finance, story.issued(finance[0])[0])

    with pytest.raises(Frozen), transaction():
        db.session.execute(text(change))
