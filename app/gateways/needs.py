"""What helps a person in the work, as far as she lets a unit be told."""

from app.storage.experts import Expert
from scheduling.kinds import SupportNeed


def told_needs(expert: Expert) -> list[str]:
    """To call afterwards is the coordinator's to do."""
    ticked = expert.support_ticks if expert.needs_to_unit else []
    return [each for each in ticked if each != SupportNeed.CALL_AFTER]
