"""What is kept sealed, opened to count, pay and report by; never for a page."""

import hashlib

from app.gateways import sealing
from app.gateways.sealing import Place
from app.storage import payouts
from app.storage.bank_batches import BankBatch
from app.storage.payouts import PayoutAccount, PayoutIdentity
from app.storage.register_deliveries import RegisterDelivery

HETU, ACCOUNT = "hetu", "iban"


def hetu_of(entered: PayoutIdentity) -> str:
    """Raises SealBroken."""
    return sealing.unseal(entered.hetu, identity_place(entered.id))


def iban_of(account: PayoutAccount) -> str:
    """Raises SealBroken."""
    return sealing.unseal(account.iban, account_place(account.id))


def is_shared(account: PayoutAccount) -> bool:
    """Whether somebody else here is paid to the same account; a person looks at it."""
    found = sealing.indexes_of(iban_of(account), ACCOUNT)
    return payouts.is_shared(found, but=account.expert_id)


def bytes_of(delivery: RegisterDelivery) -> bytes:
    """Raises SealBroken."""
    return sealing.unseal(delivery.file, delivery_place(delivery.id)).encode()


def bank_file_of(batch: BankBatch) -> bytes:
    """As the bank gets it; nothing before it was approved. Raises SealBroken."""
    if batch.file is None:
        return b""
    if hashlib.sha256(batch.file).hexdigest() == batch.sha256:
        return batch.file  # written before files were sealed
    return sealing.unseal(batch.file, bank_file_place(batch.id)).encode()


def bank_file_place(row_id: int) -> Place:
    return Place(BankBatch.__tablename__, "file", row_id)


def identity_place(row_id: int) -> Place:
    return Place(PayoutIdentity.__tablename__, HETU, row_id)


def account_place(row_id: int) -> Place:
    return Place(PayoutAccount.__tablename__, ACCOUNT, row_id)


def delivery_place(row_id: int) -> Place:
    return Place(RegisterDelivery.__tablename__, "file", row_id)
