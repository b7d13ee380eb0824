"""An expert sees only her own, as if nothing else existed; nobody decides about her own pay."""

from app.access import Actor, Role
from app.database import Missing
from app.storage import statements
from app.storage.experts import Expert
from app.storage.statements import Statement
from scheduling.refusals import OwnEntry


def refuse_others(by: Actor, expert_id: int) -> None:
    """Raises Missing."""
    if by.role is Role.EXPERT and by.expert_id != expert_id:
        raise Missing(expert_id)


def refuse_own(by: Actor, expert: Expert) -> None:
    """Nobody checks, approves or enters what she is paid by herself. Raises OwnEntry."""
    if by.person_id is not None and by.person_id == expert.person_id:
        raise OwnEntry


def seen_by(statement_id: int, by: Actor) -> Statement:
    """An expert sees only her own. Raises Missing."""
    statement = statements.get(statement_id)
    refuse_others(by, statement.expert_id)
    return statement
