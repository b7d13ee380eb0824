"""A file of a payment batch is taken down: the bytes never change, and each time is noted."""

from app.access import Actor
from app.database import transaction
from app.readings.taken_files import TakenFile
from app.storage import changes
from app.storage.changes import Subject


def note_taken(batch_id: int, what: TakenFile, *, by: Actor) -> None:
    """After the file has been found, before it is given."""
    with transaction():
        changes.note(Subject.PAYMENT_BATCH, batch_id, what, by=by)
