"""A process that is killed at a chosen boundary of what it does, or at any moment."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import Any

from flask import current_app
from sqlalchemy import event, text

from app.database import acting_in, current_organisation, db

KILLED = -signal.SIGKILL
AT_WORK = text("""
    select exists (select from pg_stat_activity
                   where datname = current_database() and usename = current_user
                     and pid <> pg_backend_pid() and state <> 'idle')
""")


def killed_at(boundary: int, act: Callable[[], object]) -> int:
    """How the process ended. boundary: 1 is after its first SQL statement; commits count too."""

    def child() -> None:
        die = _at_last(boundary)
        event.listen(db.engine, "before_cursor_execute", die)
        event.listen(db.engine, "after_cursor_execute", die)
        event.listen(db.engine, "commit", die)
        event.listen(db.session, "after_commit", die)
        act()

    return _ended(_forked(child))


def boundaries_of(act: Callable[[], object]) -> int:
    """How many there are until something is kept, and just after: the last is the first commit.

    Whoever counts them dies before the commit, so that nothing has been done.
    """
    out, into = os.pipe()

    def child() -> None:
        passed = 0

        def count(*_: object) -> None:
            nonlocal passed
            passed += 1

        def tell(*_: object) -> None:
            os.write(into, str(passed + 2).encode())
            _die()

        event.listen(db.engine, "before_cursor_execute", count)
        event.listen(db.engine, "after_cursor_execute", count)
        event.listen(db.engine, "commit", tell)
        act()

    ended = _ended(_forked(child))
    os.close(into)
    with os.fdopen(out) as told:
        assert ended == KILLED, "the act keeps nothing"
        return int(told.read())


def killed_at_line(number: int, act: Callable[[], object], module: ModuleType) -> int:
    """How the process ended, killed before the n-th line of `module` that it comes to."""

    def child() -> None:
        die = _at_last(number)

        def look(frame: FrameType, what: str, _: object) -> Any:
            if frame.f_code.co_filename != module.__file__:
                return None
            if what == "line":
                die()
            return look

        sys.settrace(look)
        act()

    return _ended(_forked(child))


def killed_after(seconds: float, act: Callable[[], object]) -> int:
    """How the process ended, which may have been done before.

    The database does to the end what it was told last; nobody looks before it has.
    """
    process = _forked(act)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    ended = _ended(process)
    while db.session.scalar(AT_WORK):
        db.session.rollback()
        time.sleep(0.01)
    db.session.rollback()
    return ended


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What came of each: "done", or the code of what refused it. They begin at one moment."""
    gate, go = os.pipe()
    answers = []
    for act in acts:
        out, into = os.pipe()
        process = _forked(lambda act=act, into=into: _when_told(gate, go, into, act))
        os.close(into)
        answers.append((process, out))
    os.close(gate)
    os.close(go)
    said = []
    for process, out in answers:
        with os.fdopen(out) as told:
            said.append(told.read())
        _ended(process)
    return said


def _when_told(gate: int, go: int, into: int, act: Callable[[], object]) -> None:
    """The gate opens when nobody holds its other end any more."""
    os.close(go)
    db.session.connection()  # is open before the race begins
    db.session.rollback()
    os.read(gate, 1)
    try:
        act()
        said = "done"
    except Exception as refusal:
        said = getattr(refusal, "code", repr(refusal))
    os.write(into, said.encode())


def _forked(act: Callable[[], object]) -> int:
    """Acts in the same organisation, over a connection of its own."""
    organisation_id = current_organisation()
    db.session.rollback()
    db.session.remove()
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        db.engine.dispose(close=False)
        with current_app._get_current_object().app_context(), acting_in(organisation_id):
            act()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _at_last(count: int) -> Callable[..., None]:
    """Dies when it is called for the n-th time."""
    left = count

    def pass_one(*_: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            _die()

    return pass_one


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _ended(process: int) -> int:
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)
