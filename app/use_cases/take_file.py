"""A file that leaves the service is taken down: its bytes never change, and each time is noted."""

from app.access import Actor
from app.database import transaction
from app.readings.taken_files import TakenFile, subject_of
from app.storage import changes
from app.storage.changes import Subject


def note_taken(
    batch_id: int, what: TakenFile, *, by: Actor, subject: Subject | None = None
) -> None:
    """After the file has been found, before it is given. batch_id: or of another `subject`."""
    with transaction():
        changes.note(subject or subject_of(what), batch_id, what, by=by)
