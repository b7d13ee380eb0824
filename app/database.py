"""The database handle, the organisation a session acts in, and the one way to write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import Enum
from select import POLLIN, poll

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Date, DateTime, MetaData, Pool, Text, event
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.exc import IntegrityError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.orm.exc import StaleDataError

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LONGEST_STATE = 40  # characters
# Deadlock and serialization failure: the server ends one of two that would wait for each other.
COLLIDED = ("40P01", "40001")
UNREACHABLE = (OperationalError, InterfaceError, InvalidatePoolError)  # the server is away or busy

READ_ONLY = "read_only"  # what a session remembers of the transaction it has begun

organisation: ContextVar[int | None] = ContextVar("organisation", default=None)
expert: ContextVar[int | None] = ContextVar("expert", default=None)  # who acts for herself
_writing: ContextVar[bool] = ContextVar("writing", default=False)
# In the views of a library that keeps its own changes, as the sign-in's: a new password.
kept_by_library: ContextVar[bool] = ContextVar("kept_by_library", default=False)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            int: BigInteger,
            str: Text,
            date: Date,
            datetime: DateTime(timezone=True),
            Enum: EnumColumn(
                Enum,
                native_enum=False,
                length=LONGEST_STATE,
                create_constraint=True,
                values_callable=lambda states: [state.value for state in states],
            ),
        },
    )


db = SQLAlchemy(model_class=Base)


class Refusal(Exception):
    """Something the service will not do; `code` names the sentence shown to the reader."""

    code = "refused"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class Missing(LookupError):
    """No such thing, or not one this reader may know of."""

    code = "missing"


class Stale(Refusal):
    """Somebody changed the same thing in between."""

    code = "stale"


class DoneAtOnce(Refusal):
    """Two changed the same things at the same moment; this one gave way and changed nothing."""

    code = "done_at_once"


class AlreadyThere(Refusal):
    code = "already_there"


class InsideAnotherTransaction(RuntimeError):
    """A programming error: a use case called another use case."""


REFUSED_BY: dict[str, type[Refusal] | type[Exception]] = {}


def refused_by(constraint: str, refusal: type[Exception]) -> None:
    """Tell which refusal a violated constraint or trigger stands for."""
    REFUSED_BY[constraint] = refusal


@contextmanager
def acting_in(organisation_id: int | None, expert_id: int | None = None) -> Iterator[None]:
    """Read and write as one organisation. A transaction belongs to one organisation only.

    expert_id  the expert who acts for herself: what nobody else may read is shown to her
    """
    enter(organisation_id, expert_id)
    before, hers = organisation.set(organisation_id), expert.set(expert_id)
    try:
        yield
    except BaseException:
        forget_read()
        raise
    finally:
        end_read()
        organisation.reset(before)
        expert.reset(hers)


def enter(organisation_id: int | None, expert_id: int | None = None) -> None:
    """End an open read, so that the next one begins in `organisation_id`."""
    if _writing.get():
        raise InsideAnotherTransaction(organisation_id)
    if (organisation.get(), expert.get()) != (organisation_id, expert_id):
        end_read()


def end_read() -> None:
    """The next one begins afresh. Nothing was changed: a read cannot (see `_begin`).

    Ended by a commit, what the connection has prepared is kept for the next read; by a rollback
    the driver throws it away, and the server plans every question anew.
    """
    if not _writing.get() and (session := db.session()).in_transaction():
        changed = session.new or session.dirty or session.deleted
        if changed or not session.info.get(READ_ONLY):
            session.rollback()
            return
        try:
            session.commit()
        except UNREACHABLE:  # what was read is read
            session.rollback()


def forget_read() -> None:
    """End an open read after a question that failed: the next one begins afresh."""
    if not _writing.get():
        db.session.rollback()


def current_organisation() -> int:
    """The organisation new rows belong to. Raises LookupError when none is chosen."""
    if (chosen := organisation.get()) is None:
        raise LookupError("no organisation is chosen")
    return chosen


CHOOSE = (
    "select set_config('app.organisation_id', %(chosen)s, true),"
    " set_config('app.expert_id', %(herself)s, true)"
)


@event.listens_for(Session, "after_begin")
def _begin(session, _transaction, connection) -> None:
    """Outside `transaction` the database itself refuses every change."""
    may_write = _writing.get() or kept_by_library.get()
    session.info[READ_ONLY] = not may_write
    _let_write(connection.connection.driver_connection, may_write)
    chosen, herself = organisation.get(), expert.get()
    if chosen is not None:
        settings = {"chosen": str(chosen), "herself": str(herself or "")}
        connection.exec_driver_sql(CHOOSE, settings)


@event.listens_for(Pool, "checkout")
def _meet_anew_a_server_that_ended(connection, _record, _fairy) -> None:
    """Nothing comes over a connection at rest but its end, so nobody has to be asked.

    Raises InvalidatePoolError: the pool connects anew.
    """
    if connection.closed or _has_heard(connection.fileno()):
        raise InvalidatePoolError
    _let_write(connection, True)


def _let_write(connection, may_write: bool) -> None:
    """From the next transaction on."""
    if bool(connection.read_only) is may_write:
        connection.read_only = not may_write


def _has_heard(connection: int) -> bool:
    heard = poll()
    heard.register(connection, POLLIN)
    return bool(heard.poll(0))


BEFORE_COMMIT: list[Callable[[], None]] = []


def before_commit(function: Callable[[], None]) -> Callable[[], None]:
    """Decorates what every transaction does last: with all its changes made, none yet kept."""
    BEFORE_COMMIT.append(function)
    return function


@contextmanager
def transaction() -> Iterator[None]:
    """Keep everything done inside, or nothing. The only place that commits.

    Raises the refusal registered for a violated constraint, Stale, DoneAtOnce,
    InsideAnotherTransaction.
    """
    if _writing.get():
        raise InsideAnotherTransaction
    end_read()
    inside = _writing.set(True)
    try:
        yield
        db.session.flush()
        for function in BEFORE_COMMIT:
            function()
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Stale from error
    except (IntegrityError, OperationalError) as error:
        db.session.rollback()
        raise _refusal(error) from error
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(inside)


def _refusal(error: IntegrityError | OperationalError) -> Exception:
    if getattr(error.orig, "sqlstate", None) in COLLIDED:
        return DoneAtOnce()
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    if constraint in REFUSED_BY:
        return REFUSED_BY[constraint]()
    if constraint.startswith(("uq_", "pk_")):
        return AlreadyThere()
    return error
