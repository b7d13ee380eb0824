"""A process that is killed at a chosen boundary of what it does, or at any moment."""

import os
import signal
import time
from collections.abc import Callable

from flask import current_app
from sqlalchemy import event

from app.database import acting_in, current_organisation, db

KILLED = -signal.SIGKILL


def killed_at(boundary: int, act: Callable[[], object]) -> int:
    """How the process ended. boundary: 1 is after its first SQL statement; commits count too."""

    def child() -> None:
        left = boundary

        def count(*_: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(db.engine, "before_cursor_execute", count)
        event.listen(db.engine, "after_cursor_execute", count)
        event.listen(db.engine, "commit", count)
        event.listen(db.session, "after_commit", count)
        act()

    return _ended(_forked(child))


def killed_after(seconds: float, act: Callable[[], object]) -> int:
    """How the process ended, which may have been done before."""
    process = _forked(act)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    return _ended(process)


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
    finally:
        os._exit(code)


def _ended(process: int) -> int:
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)
