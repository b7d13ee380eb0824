"""A payroll run killed at every boundary of its SQL, and at any moment: nothing or all of it.

SCALE=1 kills it a thousand times at any moment, the everyday run three times.
"""

import os
from functools import partial
from itertools import count
from random import Random

import pytest
from sqlalchemy import text

from app import checks
from app.access import Role
from app.commands.bench import row_by_row
from app.database import acting_in, db
from app.storage import invariants, statements
from app.use_cases.run_statements import run_statements
from tests import build, build_money
from tests.faults.killed import KILLED, killed_after, killed_at

KILLS = max(3, round(1000 * float(os.environ.get("SCALE", "0"))))
SEED = 4
LONGEST = 0.2  # seconds; a run takes about as long
MANY = 1000  # boundaries; a run has fewer
TRACES = (
    "statement_runs",
    "statements",
    "statement_lines",
    "changes where subject in ('statement_run', 'hour_entry')",
    "procrastinate_jobs where args ->> 'organisation_id' = current_setting('app.organisation_id')",
    "hour_entries where state = 'held'",
)


@pytest.fixture
def finance(app):
    return four_people_and_payroll()


def four_people_and_payroll():
    """One of the four is held."""
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    people = [build.an_expert() for _ in range(3)]
    for person in (*people, build.an_expert(finance_has_it=False)):
        build_money.approved_hours(person)
        build_money.approved_hours(person, minutes=45)
    return build.an_actor(Role.FINANCE)


def run(by):
    return run_statements(by=by, month="2026-11")


def test_a_run_killed_at_any_boundary_has_done_nothing_or_all(finance):
    before = _traces()
    boundary = 0
    for boundary in range(1, MANY):
        ended = killed_at(boundary, partial(run, finance))
        if ended != KILLED:
            break
        assert _traces() in (before, _all_of_it(before)), boundary
        assert _broken() is None, boundary

    assert boundary > 40
    assert ended == 0
    _is_whole(before)


def test_a_run_killed_at_any_moment_has_done_nothing_or_all(app):
    random, kills = Random(SEED), 0
    while kills < KILLS:
        with acting_in(build.an_organisation().id):
            by = four_people_and_payroll()
            before, ended = _traces(), KILLED
            while ended == KILLED:
                ended = killed_after(random.uniform(0, LONGEST), partial(run, by))
                kills += ended == KILLED
                assert _traces() in (before, _all_of_it(before)), (SEED, kills)
                assert _broken() is None, (SEED, kills)
            _is_whole(before)


def test_a_run_that_keeps_each_person_by_itself_is_found_out(finance, monkeypatch):
    issue = row_by_row._issue

    def issue_and_keep(*about):
        issue(*about)
        db.session.commit()

    monkeypatch.setattr(row_by_row, "_issue", issue_and_keep)
    found = None
    for boundary in count(1):
        ended = killed_at(boundary, lambda: row_by_row.run_statements(by=finance, month="2026-11"))
        found = _broken()
        if found or ended != KILLED:
            break

    assert found is not None


def _traces() -> list[int]:
    """At one moment: what was killed may be kept while it is looked at."""
    db.session.rollback()
    counts = (f"(select count(*) from {table})" for table in TRACES)
    return list(db.session.execute(text(f"select {', '.join(counts)}")).one())


def _all_of_it(before: list[int]) -> list[int]:
    """One run of three statements with two lines each; two entries held; three kinds of jobs."""
    added = (1, 3, 6, 3, 3, 2)
    return [count + more for count, more in zip(before, added, strict=True)]


def _is_whole(before: list[int]) -> None:
    assert _traces() == _all_of_it(before)
    assert _broken() is None
    [run] = statements.all_runs()
    assert [one.number for one in statements.of_run(run.id)] == [1, 2, 3]
    again = run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    assert again.id == run.id


def _broken() -> object:
    return invariants.first_broken() or next(filter(None, checks.statements.violations()), None)
