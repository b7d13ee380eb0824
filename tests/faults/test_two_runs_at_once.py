"""Two payroll runs of a month at once, in two processes: one result, numbers without gaps."""

import json
import os
import subprocess
import sys

import pytest

from app.access import Role
from app.database import current_organisation
from app.storage import organisations, statements
from tests import build, build_money

PATIENCE = 180  # seconds; the machine may be busy with other tests
TIMES = max(1, int(20 * float(os.environ.get("SCALE", "0.1"))))


@pytest.mark.parametrize("time", range(TIMES))
def test_two_runs_at_once_give_one_result(app, config, time):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    for _ in range(5):
        build_money.approved_hours(build.an_expert())
    finance = build.a_user(Role.FINANCE)
    name = organisations.get(current_organisation()).name

    both = [_run(config, name, finance.email) for _ in range(2)]
    outcomes = [_outcome(process) for process in both]

    assert outcomes[0] == outcomes[1]
    run = statements.get_run(outcomes[0]["id"])
    assert (run.persons, run.total_cents) == (5, 40000)
    assert [one.number for one in statements.of_run(run.id)] == [1, 2, 3, 4, 5]


def test_only_finance_of_the_organisation_runs_statements(app, config):
    coordinator = build.a_user(Role.COORDINATOR)
    name = organisations.get(current_organisation()).name

    process = _run(config, name, coordinator.email)
    _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert said == f"{coordinator.email} ei työskentele siellä taloudessa.\n"


def test_a_month_that_the_calendar_lacks_is_refused_in_one_sentence(app, config):
    finance = build.a_user(Role.FINANCE)
    name = organisations.get(current_organisation()).name

    process = _run(config, name, finance.email)
    _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert said.count("\n") == 1


def _run(config, organisation: str, email: str) -> subprocess.Popen:
    command = ["statements", "run", "--organisation", organisation, "--month", "2026-11"]
    return subprocess.Popen(
        [sys.executable, "-m", "app", *command, "--as", email, "--json"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.getcwd(),
            "RINNALLA_DATA": str(config.data),
            "RINNALLA_DATABASE_URL": config.database_url,
            "RINNALLA_OWNER_DATABASE_URL": config.owner_database_url,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _outcome(process: subprocess.Popen) -> dict:
    said, refused = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, refused
    return json.loads(said.splitlines()[-1])
