"""What keeps the name of somebody for whom everything has stopped for good. Only reads."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.now import today
from app.readings.pay_to_come import ToCome, pay_to_come
from app.storage import commitments
from app.storage.erasing import FOR_GOOD
from app.storage.experts import Expert
from scheduling.kinds import StopReason
from scheduling.retention import KEPT_FOR_PAY
from scheduling.wall_clock import day_of


@dataclass(frozen=True)
class ErasingWaits:
    """erased_on: at the earliest; there is time to tell the last hours until then."""

    erased_on: date
    has_consent: bool
    to_come: list[ToCome]


def erasing_waits(expert: Expert) -> ErasingWaits | None:
    """None: nothing is going to be erased, or it has been."""
    if expert.stopped_at is None or expert.stop_reason not in FOR_GOOD or expert.erased_at:
        return None
    is_withdrawn = expert.stop_reason is StopReason.WITHDRAWAL
    return ErasingWaits(
        erased_on=max(day_of(expert.stopped_at) + KEPT_FOR_PAY, today() + timedelta(days=1)),
        has_consent=is_withdrawn and bool(commitments.consents_in_force(expert.id)),
        to_come=pay_to_come(expert.id),
    )
