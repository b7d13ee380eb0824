"""A run is printed by two child processes at once; those that are killed lose no document."""

import threading
import time

import pytest
from sqlalchemy import text

from app import worker
from app.access import Role
from app.database import db, transaction
from app.gateways import printer as printing
from app.storage import printed_statements, statements
from app.use_cases import after_run
from app.use_cases.print_statement import pdf_of, unprinted_of_run
from app.use_cases.run_statements import run_statements
from tests import build, build_money

PEOPLE, KILLS = 24, 6
PATIENCE = 120  # seconds


@pytest.fixture
def children(monkeypatch):
    """Those that print, as they are started."""
    found, start = [], printing._started

    def note():
        found.append(start())
        return found[-1]

    monkeypatch.setattr(printing, "_started", note)
    printing.printer.close()
    return found


@pytest.fixture
def run(house, monkeypatch):
    with transaction():
        db.session.execute(text("delete from procrastinate_jobs"))
    monkeypatch.setattr(after_run, "PRINTED_TOGETHER", 3)
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    for _ in range(PEOPLE):
        build_money.approved_hours(build.an_expert())
    return run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")


def kill_some(children, run_over) -> list[int]:
    """How many lived at each look; the newest is killed, but not more than a few times."""
    lived = []
    kills = 0
    while not run_over.wait(0.15):
        alive = [child for child in children if child.poll() is None]
        lived.append(len(alive))
        if alive and kills < KILLS:
            alive[-1].kill()
            kills += 1
    return lived


def work_until_printed(house, run) -> None:
    """A real worker; what failed is tried again after some seconds."""
    printing.printer.widen(2)
    end = time.monotonic() + PATIENCE
    while unprinted_of_run(run.id) and time.monotonic() < end:
        worker.build(house.service).run_worker(
            wait=False, concurrency=2, install_signal_handlers=False, listen_notify=False
        )
        db.session.rollback()


def test_two_printers_of_which_some_are_killed_print_what_one_would(house, run, children):
    by, issued = build.an_actor(Role.FINANCE), statements.of_run(run.id)
    by_one = {each.id: pdf_of(each.id, by=by)[1] for each in issued}
    assert len(children) == 1
    over, lived = threading.Event(), []
    killer = threading.Thread(target=lambda: lived.extend(kill_some(children, over)))
    killer.start()

    work_until_printed(house, run)
    over.set()
    killer.join()

    kept = {each.id: printed_statements.find(each.id) for each in issued}
    assert {each: kept[each].pdf for each in kept} == by_one
    assert len(by_one) == PEOPLE
    assert sum(child.poll() == -9 for child in children) == KILLS
    assert max(lived) == 2
