"""Finance's inbox: the sums are those of what is listed, whatever is searched for."""

import random
from datetime import date

import pytest

from app.access import Role
from app.now import today
from app.readings import finance_inbox
from app.storage import payroll_answers, statements, tables
from app.storage.entries import EntryKind
from app.storage.how_far import Stage
from app.storage.inbox import OPEN, Filter
from app.storage.units import CostCentre
from app.use_cases import hand_over_statements, hold_hours, mend_payee, read_payroll_answer
from app.use_cases.entry_steps import Ref
from app.use_cases.read_payroll_answer import AnswerRow
from app.use_cases.run_statements import run_statements
from invoices.statements.held import HeldReason
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.sign_in import signed_in


@pytest.fixture
def priced(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return app


def test_money_is_found_by_how_far_it_has_come(priced):
    finance = build.an_actor(Role.FINANCE)
    ready, held, paid = (build.an_expert() for _ in range(3))
    build_money.approved_hours(paid)
    run = run_statements(by=finance, month="2026-11")

    assert _stages() == {Stage.IN_RUN: 8000}
    hand_over_statements.hand_over(by=finance, run_id=run.id)
    assert _stages() == {Stage.EXPORTED: 8000}
    hand_over_statements.mark_paid(by=finance, run_id=run.id, paid_on=date(2026, 11, 20))
    assert _stages() == {Stage.PAID: 8000}

    build_money.approved_hours(ready, minutes=60)
    row = build_money.approved_hours(held, minutes=30)
    hold_hours.hold(by=finance, ref=Ref(EntryKind.HOURS, row.id), reason=HeldReason.BY_FINANCE)
    assert _stages() == {Stage.HELD: 2000, Stage.READY: 4000, Stage.PAID: 8000}
    assert {group.reason for group in finance_inbox.inbox_of(Filter()).groups} == {
        None,
        "by_finance",
    }


def test_sums_equal_what_is_listed_whatever_is_searched_for(priced):
    """Random money: the rows of the whole are divided by every filter, and nothing is lost."""
    lot = random.Random(20261122)
    finance = build.an_actor(Role.FINANCE)
    experts = [build.an_expert(finance_has_it=lot.random() < 0.8) for _ in range(8)]
    approved = [_random_row(lot, lot.choice(experts)) for _ in range(40)]
    run = run_statements(by=finance, month="2026-11")
    hand_over_statements.hand_over(by=finance, run_id=run.id)
    approved += [_random_row(lot, lot.choice(experts)) for _ in range(10)]

    whole = finance_inbox.inbox_of(Filter(stages=tuple(Stage)))

    assert whole.total.cents == sum(entry.price_cents for entry in approved)
    assert whole.total.rows == len(approved)
    for inbox in (whole, finance_inbox.inbox_of(Filter(month="2026-11"))):
        assert sum(sums.cents for _, sums in inbox.stages) == inbox.total.cents
        assert sum(group.cents for group in inbox.groups) == inbox.total.cents
        assert sum(sums.rows for *_, sums in inbox.ages(today())) == inbox.total.rows
    by_person = [
        finance_inbox.inbox_of(Filter(stages=tuple(Stage), person=expert.payroll_number))
        for expert in experts
    ]
    assert sum(inbox.total.cents for inbox in by_person) == whole.total.cents
    centres = {_centre_of(entry) for entry in approved}
    by_centre = [
        finance_inbox.inbox_of(Filter(stages=tuple(Stage), cost_centre=code)) for code in centres
    ]
    assert sum(inbox.total.cents for inbox in by_centre) == whole.total.cents
    by_stage = [finance_inbox.inbox_of(Filter(stages=(stage,))) for stage in Stage]
    assert sum(inbox.total.cents for inbox in by_stage) == whole.total.cents
    for group in whole.groups:
        rows = finance_inbox.rows_of(group.expert_id, group.statement_id)
        if group.statement_id is not None:
            assert sum(row.cents for row in rows) == group.cents


def test_the_page_says_the_sums_and_who_has_seen_each_row(priced):
    expert = build.an_expert()
    build_money.approved_hours(expert)
    finance = signed_in(priced, Role.FINANCE)

    page = finance.get("/inbox/?lang=en").text
    rows = finance.get(f"/inbox/{expert.id}?lang=en").text

    assert page.count("80,00") >= 3
    assert expert.name in page
    assert "the person herself" in rows
    assert "Koe Käyttäjä" in rows
    assert finance.get("/inbox/?person=nobody&lang=en").text.count("80,00") == 0
    assert finance.get("/inbox/?month=paljon").status_code == 422


def test_finance_keeps_a_row_back_where_it_sees_who_has_seen_it(priced):
    expert = build.an_expert()
    entry = build_money.approved_hours(expert)
    finance = signed_in(priced, Role.FINANCE)
    assert entry.ref in finance.get(f"/inbox/{expert.id}").text

    finance.post("/hours/hold", data={"chosen": entry.ref})

    page = finance.get(f"/inbox/{expert.id}").text
    held = "/hours/hold" in page, "/hours/release" in page, "talous selvittää" in page
    assert held == (False, True, True)


def test_a_row_is_not_released_while_all_of_her_pay_is_kept_back(priced):
    expert, by = build.an_expert(), build.an_actor(Role.FINANCE)
    entry = build_money.approved_hours(expert)
    hold_hours.hold(by=by, ref=Ref(EntryKind.HOURS, entry.id), reason=HeldReason.BY_FINANCE)
    finance, release = signed_in(priced, Role.FINANCE), "/hours/release"
    pages = f"/inbox/{expert.id}", "/hours/held"
    assert [release in finance.get(page).text for page in pages] == [True, True]

    mend_payee.keep_back(by=by, expert_id=expert.id, reason="Tili selvitetään.")

    assert [release in finance.get(page).text for page in pages] == [False, False]


def test_what_payroll_holds_is_held_in_the_inbox(priced):
    finance = build.an_actor(Role.FINANCE)
    build_money.approved_hours(build.an_expert())
    run = run_statements(by=finance, month="2026-11")
    hand_over_statements.hand_over(by=finance, run_id=run.id)
    [row] = [
        AnswerRow(
            row=2,
            number=statements.of_run(run.id)[0].printed_number,
            is_paid=False,
            reason="tilinumero puuttuu",
        )
    ]
    kept = read_payroll_answer.keep(b"file", "vastaus.csv", 1, by=finance)
    read_payroll_answer.read_in(kept.id, [row], by=finance)

    [group] = finance_inbox.inbox_of(Filter(stages=OPEN)).groups

    assert (group.stage, group.said) == (Stage.HELD, "tilinumero puuttuu")


def test_a_correction_counts_for_what_moves_and_a_credit_for_nothing(app):
    asker, decider = story.two_in_finance()
    build_money.approved_hours(build.an_expert())
    build_money.approved_hours(build.an_expert(), minutes=60)
    first, second = story.paid(asker)

    document = story.corrected(asker, decider, first)

    assert document.total_cents == 4000
    assert _stages() == {Stage.IN_RUN: 4000, Stage.PAID: 12000}
    rows = finance_inbox.rows_of(first.expert_id, document.id)
    assert sum(row.cents for row in rows) == 4000
    assert finance_inbox.rows_of(second.expert_id, None) == []


def test_what_payroll_holds_may_be_credited_and_waits_no_more(app):
    asker, decider = story.two_in_finance()
    build_money.approved_hours(build.an_expert())
    [statement] = story.handed_over(asker)
    row = AnswerRow(row=2, number=statement.printed_number, is_paid=False, reason="väärä summa")
    kept = read_payroll_answer.keep(b"held", "vastaus.csv", 1, by=asker)
    read_payroll_answer.read_in(kept.id, [row], by=asker)
    assert _stages() == {Stage.HELD: 8000}

    story.credited(asker, decider, statement)

    assert _stages() == {Stage.READY: 8000}
    assert payroll_answers.open_stops([statement.id]) == {}
    story.everything_holds()


def test_the_inbox_is_finances(priced):
    for role in (Role.COORDINATOR, Role.APPROVER, Role.EXPERT, Role.AUDITOR):
        assert signed_in(priced, role).get("/inbox/").status_code == 403


def _stages() -> dict[Stage, int]:
    inbox = finance_inbox.inbox_of(Filter(stages=tuple(Stage)))
    return {stage: sums.cents for stage, sums in inbox.stages}


def _random_row(lot: random.Random, expert):
    if lot.random() < 0.3:
        return build_money.approved_kilometres(expert, tenths=lot.randint(1, 3000))
    return build_money.approved_hours(expert, minutes=lot.randint(1, 600))


def _centre_of(entry) -> str:
    return tables.get(CostCentre, entry.cost_centre_id).code
