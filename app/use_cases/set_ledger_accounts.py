"""Finance chooses the ledger's accounts; files written before stay as they were."""

from app.access import Actor
from app.database import transaction
from app.now import now
from app.storage import ledger_accounts, tables
from app.storage.ledger_accounts import LedgerAccount
from invoices.payroll_files.beside import Accounts


def set_ledger_accounts(*, by: Actor, accounts: Accounts) -> None:
    """All at once: what is left out or empty has no account."""
    wanted = {key: account for key, account in accounts.items() if account}
    with transaction():
        stored = ledger_accounts.rows(lock=True)
        for key in stored.keys() - wanted.keys():
            tables.remove(stored[key])
        for (of, pay_code), account in wanted.items():
            row = stored.get((of, pay_code))
            values = {"account": account, "chosen_at": now(), "chosen_by": by.user_id}
            if row is None:
                tables.add(LedgerAccount(of=of, pay_code=pay_code, **values))
            elif row.account != account:
                for name, value in values.items():
                    setattr(row, name, value)
