"""What is sensitive opens by an act that is written down first; the person can read who looked."""

from app.access import Actor
from app.database import transaction
from app.storage import experts, openings, registry
from app.storage.openings import Opened


def open_sensitive(what: Opened, expert_id: int, *, by: Actor) -> None:
    """Her own eyes leave no row. Raises Missing."""
    if by.expert_id == expert_id:
        return
    with transaction():
        openings.note(what, experts.get(expert_id).id, by=by)


def open_registry(*, by: Actor) -> None:
    """Before everybody is written out as a file."""
    with transaction():
        openings.note_each(Opened.REGISTRY, registry.all_ids(), by=by)
