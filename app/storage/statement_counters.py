"""The last number given of each series and year."""

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage.tables import OfOrganisation
from invoices.statements.hash_chain import FIRST


class StatementCounter(OfOrganisation, Base):
    """The last number given; raised in the transaction that issues, so numbers have no gaps."""

    __tablename__ = "statement_counters"
    __table_args__ = (UniqueConstraint("organisation_id", "series", "year"),)

    series: Mapped[str]
    year: Mapped[int]
    last_number: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(default="")

    def give(self, number: int, own_hash: str) -> None:
        """The last number so far, and what the next one is bound to.

        Before the statements are stored: the database refuses a number that was not given, and
        looks at the sums of all that were when the transaction ends.
        """
        self.last_number, self.last_hash = number, own_hash
        db.session.flush()


def locked(year: int, series: str = "") -> StatementCounter:
    """The last number given; whoever else wants one waits until this transaction ends."""
    mine = {"organisation_id": current_organisation(), "series": series, "year": year}
    first = insert(StatementCounter).values(**mine, last_number=0, last_hash=FIRST)
    db.session.execute(first.on_conflict_do_nothing())
    question = select(StatementCounter).filter_by(**mine).with_for_update()
    return db.session.scalars(question.execution_options(populate_existing=True)).one()
