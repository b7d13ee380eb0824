"""Brings up to date the records for matching that somebody else's change has left behind."""

from datetime import date

from app.database import acting_in, transaction
from app.storage import match_records, organisations

AT_ONCE = 2000


def pack_waiting(_day: date | None = None) -> int:
    """How many changes had waited: by raw SQL, or of a person another organisation has booked."""
    packed = 0
    while True:
        with transaction():
            some = match_records.pack_waiting(AT_ONCE)
        if not some:
            return packed
        packed += some


def pack_everywhere() -> None:
    """After a new release: also those whose records it packs another way; by the owner."""
    with transaction():
        match_records.log_other_layouts()
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            pack_waiting()
