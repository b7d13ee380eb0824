"""An expert touches only what is her own; somebody else's is as if it did not exist."""

from app.access import Actor, Role
from app.database import Missing


def refuse_others(by: Actor, expert_id: int) -> None:
    """Raises Missing."""
    if by.role is Role.EXPERT and by.expert_id != expert_id:
        raise Missing(expert_id)
