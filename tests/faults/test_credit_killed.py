"""Killed at every boundary of crediting and correcting: all of it is there, or nothing.

A child process dies before the n-th statement to the database, after it, before the commit or
after it, for n = 1, 2, 3 … until the act ends untouched. SCALE=1 dies at every boundary; the
everyday run at some. A broken variant that keeps its first half must be caught.
"""

import os
import traceback
from collections.abc import Callable

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app import checks
from app.database import db
from app.now import at
from app.storage import corrections, invariants, putting_right, statements
from app.storage.corrections import CorrectionState
from app.storage.statements import StatementKind
from app.use_cases.ask_correction import ask_credit
from app.use_cases.correct_statement import correct_statement
from app.use_cases.credit_statement import credit
from app.use_cases.run_single import run_single
from tests import build, build_money
from tests.app import story_of_corrections as story

SCALE = float(os.environ.get("SCALE", "0.1"))
EVERY = max(1, round(1 / SCALE))
KILLED = 137
MOST = 400  # boundaries of one act


class Torn(AssertionError):
    """The database holds half of it."""


@pytest.fixture(autouse=True)
def on_a_tuesday():
    with at(build.TUESDAY):
        yield


@pytest.fixture
def finance(app):
    found = story.two_in_finance()
    expert = build.an_expert()
    build_money.approved_hours(expert)
    build_money.approved_kilometres(expert)
    return found


def test_a_credit_is_whole_or_not_at_all(finance):
    [statement] = story.issued(finance[0])
    wish_id = ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.").id

    boundaries = killed_everywhere(lambda: credit(by=finance[1], correction_id=wish_id), wish_id)

    assert boundaries > 20
    story.everything_holds()


def test_a_correction_is_whole_or_not_at_all(finance):
    [statement] = story.paid(finance[0])
    wish_id = story.asked(finance[0], statement).id

    killed_everywhere(lambda: correct_statement(by=finance[1], correction_id=wish_id), wish_id)

    story.everything_holds()


def test_a_single_statement_is_whole_or_not_at_all(finance):
    [statement] = story.issued(finance[0])
    story.credited(*finance, statement)
    expert_id = statement.expert_id

    for boundary in boundaries():
        dies(lambda: run_single(by=finance[0], expert_id=expert_id), boundary)
        story.everything_holds()
        if len(statements.all_issued()) > 2:
            break

    kinds = [one.kind for one in statements.all_issued()]
    assert kinds == [StatementKind.STATEMENT, StatementKind.CREDIT, StatementKind.STATEMENT]


def test_a_credit_that_keeps_its_first_half_is_caught(finance, monkeypatch):
    [statement] = story.issued(finance[0])
    wish_id = ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.").id
    whole = putting_right.end_lines

    def ends_and_keeps(statement):
        whole(statement)
        db.session.commit()

    monkeypatch.setattr(putting_right, "end_lines", ends_and_keeps)

    with pytest.raises(Torn):
        killed_everywhere(lambda: credit(by=finance[1], correction_id=wish_id), wish_id)


def boundaries() -> range:
    return range(1, MOST, EVERY)


def killed_everywhere(act: Callable[[], object], wish_id: int) -> int:
    """How many boundaries there were. Raises Torn."""
    for boundary in boundaries():
        was_killed = dies(act, boundary)
        _refuse_halves(wish_id)
        if not was_killed:
            return boundary
    raise AssertionError("the act never ends")


def dies(act: Callable[[], object], boundary: int) -> bool:
    """Whether a copy of this process was killed at the boundary before it had done."""
    db.session.rollback()
    db.session.remove()
    child = os.fork()
    if not child:
        _act_until(act, boundary)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, KILLED)
    return os.waitstatus_to_exitcode(status) == KILLED


def _act_until(act: Callable[[], object], boundary: int) -> None:
    """In the child: its connections are its own, and it never returns."""
    code = 1
    try:
        db.engine.dispose(close=False)
        _count_down(boundary)
        act()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _count_down(boundary: int) -> None:
    left = iter(range(boundary - 1, -1, -1))

    def pass_one(*_about) -> None:
        if next(left, 1) == 0:
            os._exit(KILLED)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(db.engine, moment, pass_one)
    event.listen(Session, "after_commit", pass_one)


def _refuse_halves(wish_id: int) -> None:
    """Raises Torn."""
    db.session.rollback()
    db.session.expire_all()
    wish = corrections.get(wish_id)
    document = putting_right.document_of(wish.statement_id)
    if (document is None) == (wish.state == CorrectionState.DONE):
        raise Torn("the wish and the document say different things")
    for rule, _, question in invariants.corrections.QUESTIONS:
        if db.session.execute(text(question)).first() is not None:
            raise Torn(rule)
    if (found := next(filter(None, checks.statements.violations()), None)) is not None:
        raise Torn(found.code)
    db.session.rollback()
