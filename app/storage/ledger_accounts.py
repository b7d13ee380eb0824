"""Which account of the ledger each pay code is posted to, and tax and what else is deducted."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage.tables import OfOrganisation
from invoices.payroll_files.beside import AccountOf, Accounts


class LedgerAccount(OfOrganisation, Base):
    """pay_code is empty but for what is of one."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (UniqueConstraint("organisation_id", "of", "pay_code"),)

    of: Mapped[AccountOf]
    pay_code: Mapped[str]
    account: Mapped[str]
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


def rows(*, lock: bool = False) -> dict[tuple[AccountOf, str], LedgerAccount]:
    mine = select(LedgerAccount).where(LedgerAccount.organisation_id == current_organisation())
    if lock:
        mine = mine.with_for_update()
    return {(one.of, one.pay_code): one for one in db.session.scalars(mine)}


def in_use() -> Accounts:
    return {key: row.account for key, row in rows().items()}
