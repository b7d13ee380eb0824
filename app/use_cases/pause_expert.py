"""A rest from invitations, and a profile that nobody is proposed from; promised work stays."""

from datetime import date

from app.access import Actor
from app.database import transaction
from app.now import now
from app.storage import changes
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.use_cases.edit_expert import own


def pause(expert_id: int, *, by: Actor, until: date | None) -> Expert:
    """None ends the pause. Raises Missing."""
    with transaction():
        expert = own(expert_id, by)
        if expert.paused_until != until:
            expert.paused_until = until
            became = "paused" if until else "pause_ended"
            told = until.isoformat() if until else None
            changes.note(Subject.EXPERT, expert.id, became, by=by, reason=told)
    return expert


def hide(expert_id: int, *, by: Actor, hidden: bool) -> Expert:
    """A hidden profile is in no search and is proposed for nothing. Raises Missing."""
    with transaction():
        expert = own(expert_id, by)
        if (expert.hidden_at is not None) != hidden:
            expert.hidden_at = now() if hidden else None
            changes.note(Subject.EXPERT, expert.id, "hidden" if hidden else "shown", by=by)
    return expert
