"""The expert's own ceiling of income: she alone sets it, sees it and takes it away."""

from app.access import Actor
from app.database import Missing, transaction
from app.storage import experts, income_ceilings, tables
from app.storage.income_ceilings import IncomeCeiling


def set_ceiling(*, by: Actor, cents: int | None) -> None:
    """None takes it away. Leaves no trace in the history, which others read. Raises Missing."""
    if by.expert_id is None:
        raise Missing(IncomeCeiling.__name__)
    with transaction():
        expert = experts.get(by.expert_id, lock=True)
        stored = income_ceilings.find_own(expert.id)
        if cents is None:
            if stored is not None:
                tables.remove(stored)
        elif stored is None:
            tables.add(IncomeCeiling(expert_id=expert.id, cents=cents))
        else:
            stored.cents = cents
