"""A coordinator's people and requests move to her successor, all at once."""

from app.access import Actor
from app.database import transaction
from app.storage import caseloads, changes, users
from app.storage.caseloads import Caseload
from app.storage.changes import Subject
from app.use_cases.edit_expert import refuse_stranger


def move_caseload(*, by: Actor, from_user_id: int, to_user_id: int) -> Caseload:
    """What moved; a second time there is nothing left to move. Raises Missing."""
    with transaction():
        refuse_stranger(to_user_id, by)
        if from_user_id == to_user_id:
            return Caseload(0, 0)
        moved = caseloads.of(from_user_id)
        told = users.get(to_user_id).name
        people, asked = caseloads.expert_ids(from_user_id), caseloads.request_ids(from_user_id)
        caseloads.move(from_user_id, to_user_id)
        for expert_id in people:
            changes.note(Subject.EXPERT, expert_id, "handed_over", by=by, reason=told)
        for request_id in asked:
            changes.note(Subject.REQUEST, request_id, "handed_over", by=by, reason=told)
    return moved
