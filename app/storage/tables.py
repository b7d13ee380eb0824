"""What every table of an organisation has in common, and what any of them refuses."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    func,
    select,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.database import Base, Missing, Refusal, current_organisation, db, refused_by


class MovedOn(Refusal):
    """The state has changed so that this step is no longer one of its steps."""

    code = "wrong_step"


class ExpertIsStopped(Refusal):
    """Nothing is sent to or booked for somebody whose everything was stopped."""

    code = "expert_is_stopped"


class Frozen(Refusal):
    """An issued statement never changes; a correction is a new document."""

    code = "frozen"


class FourEyes(Refusal):
    """Two people do the two steps: who asked for it, or made it, does not also confirm it."""

    code = "four_eyes"


refused_by("only_allowed_steps", MovedOn)
refused_by("expert_is_stopped", ExpertIsStopped)
refused_by("answered_by_another", FourEyes)
refused_by("issued_statement_is_frozen", Frozen)


class OfOrganisation:
    """A row of one organisation: row-level security shows it to nobody else."""

    organisation_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("organisations.id"),
        primary_key=True,
        default=current_organisation,
        sort_order=-2,
    )
    # Many new rows are stored at once, and each learns its own id.
    id: Mapped[int] = mapped_column(
        BigInteger, Identity(), primary_key=True, insert_sentinel=True, sort_order=-1
    )


Row = TypeVar("Row", bound=Base)
Own = TypeVar("Own", bound=OfOrganisation)


class Versioned:
    """Two people cannot change the same row unseen: the later one is refused as Stale."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  SQLAlchemy calls it with the class
        return {"version_id_col": cls.version}


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """A reference that cannot cross organisations."""
    return ForeignKeyConstraint(
        ["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"]
    )


def holds_only(column: str, known: Iterable[str]) -> CheckConstraint:
    """A list of texts takes none but these."""
    words = ", ".join(f"'{each}'" for each in known)
    return CheckConstraint(f"{column} <@ array[{words}]::text[]", name=f"{column}_are_known")


def get(kind: type[Own], row_id: int, *, lock: bool = False) -> Own:
    """A row of the organisation acted in; `lock` makes others wait. Raises Missing."""
    mine = kind.organisation_id == current_organisation()
    question = select(kind).where(mine, kind.id == row_id)
    if lock:
        question = question.with_for_update(of=kind).execution_options(populate_existing=True)
    if (found := db.session.scalar(question)) is None:
        raise Missing(kind.__name__, row_id)
    return found


def locked(kind: type[Own], row_ids: Collection[int]) -> dict[int, Own]:
    """Rows of the organisation acted in, by id; whoever else wants to change them waits."""
    mine = kind.organisation_id == current_organisation()
    theirs = select(kind).where(mine, kind.id.in_(row_ids)).order_by(kind.id)
    held = theirs.with_for_update(of=kind).execution_options(populate_existing=True)
    return {each.id: each for each in db.session.scalars(held)}


def add(row: Row) -> Row:
    """Store a new row and learn its id."""
    db.session.add(row)
    db.session.flush()
    return row


def store() -> None:
    """Write what has changed so far, where the database has to see one step before the next."""
    db.session.flush()


def remove(row: Base) -> None:
    """Forget a stored row."""
    db.session.delete(row)
    db.session.flush()


def add_all(rows: Iterable[Row]) -> list[Row]:
    """Store many new rows at once and learn their ids."""
    kept = list(rows)
    db.session.add_all(kept)
    db.session.flush()
    return kept


def next_id(kind: type[Base]) -> int:
    """The id of a row to come: what is sealed is bound to it before it is stored."""
    return next_ids(kind, 1)[0]


def next_ids(kind: type[Base], many: int) -> list[int]:
    """Of several rows, in the order they are to have."""
    sequence = func.pg_get_serial_sequence(kind.__tablename__, "id")
    each = func.generate_series(1, many).alias("each")
    return sorted(db.session.scalars(select(func.nextval(sequence)).select_from(each)))


class Steps(Base):
    """The only steps states may take, as the database knows them."""

    __tablename__ = "steps"

    subject: Mapped[str] = mapped_column(primary_key=True)
    from_state: Mapped[str] = mapped_column(primary_key=True)
    to_state: Mapped[str] = mapped_column(primary_key=True)
