"""An issued statement never changes: it is credited before payment and corrected after it."""

from datetime import date

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import db, transaction
from app.storage import (
    invariants,
    messages,
    payment_batches,
    putting_right,
    spending,
    statements,
    tables,
)
from app.storage.corrections import (
    AnotherWaits,
    CorrectionState,
    NoSuchCostCentre,
    OverpaidDecision,
    SamePerson,
)
from app.storage.entries import Locked
from app.storage.fairness import Period
from app.storage.hour_entries import HourEntry
from app.storage.statements import NothingStands
from app.storage.tables import Frozen, MovedOn
from app.use_cases import ask_correction, return_freed
from app.use_cases.correct_statement import correct_statement, settle_overpaid
from app.use_cases.credit_statement import credit
from app.use_cases.entry_steps import Ref
from app.use_cases.hand_over_statements import NothingToHandOver, hand_over, mark_paid
from app.use_cases.run_single import NothingToIssue, run_single
from app.use_cases.run_statements import run_statements
from invoices.refusals.corrections import NothingChanges
from invoices.statements.hash_chain import FIRST
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import EntryState, StatementState
from scheduling.refusals import WrongStep
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds


@pytest.fixture
def finance(app):
    return story.two_in_finance()


@pytest.fixture
def expert(finance):
    return build.an_expert()


@pytest.fixture
def entry(expert):
    return build_money.approved_hours(expert)


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


def test_who_asks_does_not_decide(finance, entry):
    [statement] = story.issued(finance[0])
    wish = ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")

    with pytest.raises(SamePerson):
        credit(by=finance[0], correction_id=wish.id)
    with pytest.raises(SamePerson), transaction():
        db.session.execute(
            text("update corrections set state = 'done', decided_by = asked_by, decided_at = now()")
        )


def test_a_coordinator_asks_and_finance_decides(finance, entry):
    [statement] = story.issued(finance[0])
    coordinator = build.an_actor(Role.COORDINATOR)

    document = story.credited(coordinator, finance[0], statement)

    assert document.refers_to_id == statement.id


def test_a_wish_is_declined_with_a_reason_and_asked_again(finance, entry):
    [statement] = story.issued(finance[0])
    wish = ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")
    with pytest.raises(AnotherWaits):
        ask_correction.ask_credit(by=finance[1], statement_id=statement.id, reason="Toinen.")

    declined = ask_correction.decline(by=finance[1], correction_id=wish.id, reason="Oikein on.")

    assert declined.state == CorrectionState.DECLINED
    assert ask_correction.ask_credit(by=finance[1], statement_id=statement.id, reason="Silti.")


def test_who_asked_may_take_it_back(finance, entry):
    [statement] = story.issued(finance[0])
    wish = ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")

    ask_correction.decline(by=finance[0], correction_id=wish.id, reason="Olikin oikein.")

    assert wish.state == CorrectionState.DECLINED


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


def test_an_underpaid_statement_gets_a_new_payment_of_the_difference(finance, expert, entry):
    [statement] = story.paid(finance[0])

    document = story.corrected(*finance, statement)

    assert (document.kind, document.total_cents) == (StatementKind.CORRECTION, 4000)
    assert [line.amount_cents for line in document.lines] == [-8000, 12000]
    assert [line.is_live for line in document.lines] == [False, True]
    assert statements.get(statement.id).state == StatementState.CORRECTED
    assert document.pay_on == date(2026, 11, 30)
    told = messages.find(f"statement_corrected:{document.id}", f"expert:{expert.id}")
    assert "40,00" in told.body
    batch = hand_over(by=finance[0], run_id=document.run_id)
    assert batch.total_cents == 4000
    mark_paid(by=finance[0], run_id=document.run_id, paid_on=date(2026, 11, 24))
    everything_holds()


def test_a_paid_correction_is_corrected_by_its_own_right_lines(finance, entry):
    [statement] = story.paid(finance[0])
    first = story.corrected(*finance, statement)
    hand_over(by=finance[0], run_id=first.run_id)
    mark_paid(by=finance[0], run_id=first.run_id, paid_on=date(2026, 11, 24))

    second = story.corrected(*finance, first, position=2, quantity=150)

    assert second.total_cents == -2000
    assert [line.amount_cents for line in second.lines] == [-12000, 10000]
    everything_holds()


def test_money_paid_too_much_waits_for_payrolls_decision(finance, entry):
    [statement] = story.paid(finance[0])
    document = story.corrected(*finance, statement, quantity=60)

    assert document.total_cents == -4000
    with pytest.raises(NothingToHandOver):
        hand_over(by=finance[0], run_id=document.run_id)
    everything_holds()
    decided = settle_overpaid(
        by=finance[0],
        statement_id=document.id,
        decision=OverpaidDecision.COLLECTED,
        note="Sovittu puhelimessa.",
    )
    assert decided.overpaid_decision == OverpaidDecision.COLLECTED
    everything_holds()


def test_after_payment_entries_stay_bound(finance, expert, entry):
    [statement] = story.paid(finance[0])
    story.corrected(*finance, statement)

    with pytest.raises(NothingToIssue):
        run_single(by=finance[0], expert_id=expert.id)
    assert putting_right.freed_by(statements.get(statement.id)) == []


def test_a_correction_waits_for_another_person(finance, entry):
    [statement] = story.paid(finance[0])
    wish = story.asked(finance[0], statement)

    with pytest.raises(SamePerson):
        correct_statement(by=finance[0], correction_id=wish.id)


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


def test_a_wrong_cost_centre_is_put_right_after_payment_and_no_money_moves(finance, expert, entry):
    [statement] = story.paid(finance[0])
    [was] = statement.lines
    right = build.a_cost_centre()

    document = story.corrected(
        *finance,
        statement,
        quantity=120,
        cost_centre=right.code,
        project_code="HANKE-7",
        pay_code="3999",
    )

    assert document.total_cents == 0
    booked = [
        (line.amount_cents, line.cost_centre, line.project_code or "", line.pay_code)
        for line in document.lines
    ]
    assert booked == [
        (-8000, was.cost_centre, was.project_code or "", "3010"),
        (8000, right.code, "HANKE-7", "3999"),
    ]
    assert document.lines[1].breakdown == was.breakdown
    everything_holds()
    assert invariants.first_broken() is None


def test_payrolls_file_moves_the_sum_from_one_cost_centre_to_the_other(finance, expert, entry):
    [statement] = story.paid(finance[0])
    [was] = statement.lines
    right = build.a_cost_centre()
    document = story.corrected(*finance, statement, quantity=120, cost_centre=right.code)

    batch = hand_over(by=finance[0], run_id=document.run_id)

    rows = batch.per_line.decode("utf-8-sig").splitlines()[1:]
    assert batch.total_cents == 0
    assert [was.cost_centre in rows[0], right.code in rows[1]] == [True, True]
    assert ["-80,00" in rows[0], "80,00" in rows[1]] == [True, True]


def test_costs_by_cost_centre_follow_what_was_put_right(finance, expert, entry):
    [statement] = story.paid(finance[0])
    right = build.a_cost_centre()
    story.corrected(*finance, statement, quantity=120, cost_centre=right.code)

    [row] = spending.spent(Period(date(2026, 11, 1), date(2026, 11, 30)))

    assert (row.cost_centre.split()[0], row.fee_cents) == (right.code, 8000)


def test_a_cost_centre_that_is_not_there_is_not_asked_for(finance, expert, entry):
    [statement] = story.paid(finance[0])

    with pytest.raises(NoSuchCostCentre):
        story.asked(finance[0], statement, quantity=120, cost_centre="00000")


def test_the_same_cost_centre_is_no_correction(finance, expert, entry):
    [statement] = story.paid(finance[0])

    with pytest.raises(NothingChanges):
        story.asked(finance[0], statement, quantity=120, cost_centre=statement.lines[0].cost_centre)
