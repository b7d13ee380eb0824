"""What is approved does not change under a payroll run, though the run locks no entry by itself.

SCALE=1 runs a hundred rounds, the everyday run one.
"""

import os
import time
from functools import partial

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import acting_in, current_organisation, db
from app.now import today
from app.storage import entry_lists, run_rows, statements
from app.storage.entries import RunGoesOn
from app.use_cases import run_statements as running
from app.use_cases.approve_hours import approve_hours
from app.use_cases.run_statements import run_statements
from app.use_cases.take_back_approval import take_back
from scheduling.lifecycle import EntryState
from tests import build
from tests.app.hour_story import ACTIVITY, a_house, refs
from tests.faults.killed import at_once
from tests.faults.wholeness import Torn, refuse_broken

ROUNDS = max(1, round(100 * float(os.environ.get("SCALE", "0"))))
WHY = "Hyväksyin väärän rivin."


def approved_work():
    """A payroll period with one row: who runs it, and how its approval is taken back."""
    build.a_fee_table()
    build.a_pay_day("2026-11-30", today().isoformat())
    work = a_house()
    approved = approve_hours(by=work.approver, refs=refs(work.checked(ACTIVITY))).done
    run = partial(run_statements, by=build.an_actor(Role.FINANCE), month="2026-11")
    return run, partial(take_back, by=work.approver, refs=refs(approved), reason=WHY)


def a_moment_later(act):
    time.sleep(0.3)
    act()


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


def test_a_run_of_one_organisation_stops_nobody_in_another(house):
    ours = current_organisation()
    with acting_in(build.an_organisation().id):
        _, taken_back = approved_work()
        with house.owner.app_context(), db.engine.begin() as a_run:
            a_run.execute(text(run_rows.ALONE), {"mine": ours})

            assert taken_back()


def test_a_run_that_others_do_not_see_is_found_out(ruin, monkeypatch):
    run, taken_back = approved_work()
    settle = running.settle_rows_of_run

    def dawdle():
        settle()
        time.sleep(1)

    monkeypatch.setattr(run_rows, "ALONE", "select cast(:mine as integer)")
    monkeypatch.setattr(running, "settle_rows_of_run", dawdle)

    told = at_once(run, partial(a_moment_later, taken_back))

    assert told == ["done", "done"]
    assert {each.state for each in entry_lists.of_assignment(_assignment())} == {"checked"}
    with pytest.raises(Torn):
        refuse_broken()


def _assignment():
    [run] = statements.all_runs()
    [statement] = statements.of_run(run.id)
    [line] = statement.lines
    return db.session.scalar(
        text("select assignment_id from hour_entries where id = :id"), {"id": line.hour_entry_id}
    )
