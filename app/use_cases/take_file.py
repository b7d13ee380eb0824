"""A file that leaves the service is taken down: its bytes never change, and each time is noted."""

from app.access import Actor
from app.database import transaction
from app.readings.taken_files import TakenFile, subject_of
from app.storage import changes


def note_taken(batch_id: int, what: TakenFile, *, by: Actor) -> None:
    """After the file has been found, before it is given. batch_id: or of the delivery."""
    with transaction():
        changes.note(subject_of(what), batch_id, what, by=by)
