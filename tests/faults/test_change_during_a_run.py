"""What is approved does not change under a payroll run, though the run locks no entry by itself.

SCALE=1 runs a hundred rounds, the everyday run one.
"""

import os
import time
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import acting_in, current_organisation, db
from app.now import at, today
from app.storage import entry_lists, pay_holds, payable, run_rows, statements
from app.storage.entries import RunGoesOn
from app.use_cases import approve_hours as approving
from app.use_cases import run_statements as running
from app.use_cases.approve_hours import approve_hours
from app.use_cases.approve_second import approve_second
from app.use_cases.hold_hours import hold, release
from app.use_cases.mend_payee import keep_back, let_go
from app.use_cases.run_statements import run_statements
from app.use_cases.take_back_approval import take_back
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from tests import build
from tests.app.hour_story import ACTIVITY, a_house, refs
from tests.faults.killed import at_once
from tests.faults.wholeness import Torn, refuse_broken

ROUNDS = max(1, round(100 * float(os.environ.get("SCALE", "0"))))
WHY = "Hyväksyin väärän rivin."


LARGE = {"code": "project", "work": Work.ACTIVITY, "unit": PriceUnit.LUMP, "cents": 200_001}


def approved_work():
    """A payroll period with one row: who runs it, and how its approval is taken back."""
    run, work, _, seen = a_period()
    return run, partial(take_back, by=work.approver, refs=[seen], reason=WHY)


def a_period(*rates):
    """A payroll period with one row: how it is run, the house, finance and the row as seen."""
    build.a_fee_table(*rates)
    build.a_pay_day("2026-11-30", today().isoformat())
    work, finance = a_house(), build.an_actor(Role.FINANCE)
    approved = approve_hours(by=work.approver, refs=refs(work.checked(ACTIVITY))).done
    run = partial(run_statements, by=finance, month="2026-11")
    [seen] = refs(approved)
    return run, work, finance, seen


def a_held_row():
    run, _, finance, seen = a_period()
    return run, partial(hold, by=finance, ref=seen, reason=HeldReason.BY_FINANCE), seen


def a_moment_later(act):
    time.sleep(0.3)
    act()


def run_slowly(monkeypatch):
    """Long enough for somebody to come in the middle."""
    settle = running.settle_rows_of_run

    def dawdle():
        settle()
        time.sleep(1)

    monkeypatch.setattr(running, "settle_rows_of_run", dawdle)


def test_an_approval_is_paid_or_taken_back_but_never_both(house):
    for _ in range(ROUNDS):
        with acting_in(build.an_organisation().id):
            run, taken_back = approved_work()

            told = at_once(run, taken_back)

            [run] = statements.all_runs()
            assert told[0] == "done"
            assert (run.persons, told[1]) in {(0, "done"), (1, "run_goes_on"), (1, "frozen")}
            refuse_broken()


def test_who_comes_in_the_middle_of_a_run_is_told_to_wait(house):
    _, taken_back = approved_work()
    with house.owner.app_context(), db.engine.begin() as a_run:
        a_run.execute(text(run_rows.ALONE), {"mine": current_organisation()})

        with pytest.raises(RunGoesOn):
            taken_back()

    [entry] = taken_back()
    assert entry.state == EntryState.CHECKED


def test_a_row_is_held_by_finance_or_paid_but_never_both(house):
    for _ in range(ROUNDS):
        with acting_in(build.an_organisation().id):
            run, held, seen = a_held_row()

            told = at_once(run, held)

            [run] = statements.all_runs()
            state = entry_lists.get(seen.kind, seen.id).state
            assert (*told, run.persons, state) in {
                ("done", "done", 0, "held"),
                ("done", "run_goes_on", 1, "approved"),
                ("done", "locked", 1, "approved"),
            }
            refuse_broken()


def test_in_the_middle_of_a_run_finance_neither_holds_nor_lets_go(house):
    _, held, seen = a_held_row()
    with house.owner.app_context(), db.engine.begin() as a_run:
        a_run.execute(text(run_rows.ALONE), {"mine": current_organisation()})
        with pytest.raises(RunGoesOn):
            held()
    entry = held()
    released = partial(release, by=held.keywords["by"], ref=refs([entry])[0])
    with house.owner.app_context(), db.engine.begin() as a_run:
        a_run.execute(text(run_rows.ALONE), {"mine": current_organisation()})
        with pytest.raises(RunGoesOn):
            released()

    assert released().state == EntryState.APPROVED


def test_nobody_is_kept_back_or_let_go_in_the_middle_of_a_run(house):
    """A run that has read of the hold would keep her rows, with nothing open to let go."""
    _, _, finance, seen = a_period()
    expert_id = entry_lists.get(seen.kind, seen.id).expert_id
    kept_back = partial(keep_back, by=finance, expert_id=expert_id, reason="Tili selvitetään.")
    with house.owner.app_context(), db.engine.begin() as a_run:
        a_run.execute(text(run_rows.ALONE), {"mine": current_organisation()})
        with pytest.raises(RunGoesOn):
            kept_back()
    kept_back()
    with house.owner.app_context(), db.engine.begin() as a_run:
        a_run.execute(text(run_rows.ALONE), {"mine": current_organisation()})
        with pytest.raises(RunGoesOn):
            let_go(by=finance, expert_id=expert_id)
    still = pay_holds.find_open(expert_id)

    let_go(by=finance, expert_id=expert_id)

    assert still is not None
    assert pay_holds.find_open(expert_id) is None


def test_a_second_approval_in_the_middle_of_a_run_is_told_to_wait(house, monkeypatch):
    run, _, finance, seen = a_period(LARGE)
    run_slowly(monkeypatch)

    def second():
        for _, refusal in approve_second(by=finance, refs=[seen]).refused:
            raise refusal

    told = at_once(run, partial(a_moment_later, second))

    entry = entry_lists.get(seen.kind, seen.id)
    assert told == ["done", "run_goes_on"]
    assert (entry.state, entry.second_approved_by) == (EntryState.HELD, None)
    refuse_broken()


def about_to_be_approved(monkeypatch):
    """A row that takes its time to be approved, from the second before its period is run."""
    build.a_fee_table()
    build.a_pay_day("2026-11-30", today().isoformat())
    work, finance = a_house(), build.an_actor(Role.FINANCE)
    move, by, seen = approving.move, work.approver, refs(work.checked(ACTIVITY))

    def dawdle(*entry, **how):
        time.sleep(1)
        move(*entry, **how)

    def approved():
        with at(build.TUESDAY - timedelta(seconds=1)):
            for _, refusal in approve_hours(by=by, refs=seen).refused:
                raise refusal

    monkeypatch.setattr(approving, "move", dawdle)
    return approved, partial(run_statements, by=finance, month="2026-11")


def test_what_is_approved_just_before_a_run_is_in_it(house, monkeypatch):
    approved, run = about_to_be_approved(monkeypatch)

    told = at_once(approved, partial(a_moment_later, run))

    [run] = statements.all_runs()
    assert (told, run.persons) == (["done", "done"], 1)
    refuse_broken()


def test_who_approves_in_the_middle_of_a_run_is_told_to_wait(house, monkeypatch):
    approved, run = about_to_be_approved(monkeypatch)
    run_slowly(monkeypatch)

    told = at_once(run, partial(a_moment_later, approved))

    [run] = statements.all_runs()
    assert (told, run.persons) == (["done", "run_goes_on"], 0)
    refuse_broken()


def test_an_approval_beside_a_run_is_found_out(ruin, monkeypatch):
    approved, run = about_to_be_approved(monkeypatch)
    monkeypatch.setattr(payable, "stay_out_of_runs", lambda: None)

    told = at_once(approved, partial(a_moment_later, run))

    assert told == ["done", "done"]
    with pytest.raises(Torn, match="paid, held or not payroll's"):
        refuse_broken()


def test_a_run_of_one_organisation_stops_nobody_in_another(house):
    ours = current_organisation()
    with acting_in(build.an_organisation().id):
        _, taken_back = approved_work()
        with house.owner.app_context(), db.engine.begin() as a_run:
            a_run.execute(text(run_rows.ALONE), {"mine": ours})

            assert taken_back()


def test_a_run_that_others_do_not_see_is_found_out(ruin, monkeypatch):
    run, taken_back = approved_work()
    monkeypatch.setattr(run_rows, "ALONE", "select cast(:mine as integer)")
    run_slowly(monkeypatch)

    told = at_once(run, partial(a_moment_later, taken_back))

    assert told == ["done", "done"]
    assert {each.state for each in entry_lists.of_assignment(_assignment())} == {"checked"}
    with pytest.raises(Torn):
        refuse_broken()


def test_a_row_held_behind_the_back_of_a_run_is_found_out(ruin, monkeypatch):
    run, held, _ = a_held_row()
    monkeypatch.setattr(run_rows, "ALONE", "select cast(:mine as integer)")
    run_slowly(monkeypatch)

    told = at_once(run, partial(a_moment_later, held))

    assert told == ["done", "done"]
    with pytest.raises(Torn, match="what is held is on no statement"):
        refuse_broken()


def _assignment():
    [run] = statements.all_runs()
    [statement] = statements.of_run(run.id)
    [line] = statement.lines
    return db.session.scalar(
        text("select assignment_id from hour_entries where id = :id"), {"id": line.hour_entry_id}
    )
