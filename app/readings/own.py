"""An expert sees and touches only what is her own; somebody else's is as if it did not exist."""

from app.access import Actor, Role
from app.database import Missing
from app.storage import statements
from app.storage.statements import Statement


def refuse_others(by: Actor, expert_id: int) -> None:
    """Raises Missing."""
    if by.role is Role.EXPERT and by.expert_id != expert_id:
        raise Missing(expert_id)


def seen_by(statement_id: int, by: Actor) -> Statement:
    """An expert sees only her own. Raises Missing."""
    statement = statements.get(statement_id)
    refuse_others(by, statement.expert_id)
    return statement
