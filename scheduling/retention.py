"""When what is known of a person is forgotten, once everything has stopped for good.

The profile goes when consent has ended. The name and how somebody is reached are needed until the
pay has come; accounting keeps its own snapshots after that.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.kinds import StopReason

KEPT_FOR_PAY = timedelta(days=30)  # time to tell the last hours on the person's behalf
YEARS_OF_ACCOUNTING = 10  # after the year of the last payment
KEPT_WORDS = timedelta(days=731)  # two years, a leap day among them


def accounting_kept_from(day: date) -> date:
    """What was last paid before this is past its time: whole calendar years later."""
    return date(day.year - YEARS_OF_ACCOUNTING, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """reason None: nothing has stopped. has_consent: a consent is in force."""

    reason: StopReason | None
    on: date | None
    has_consent: bool


def profile_is_due(stopped: Stopped, day: date) -> bool:
    """At once after a withdrawal; a death may have been written down by mistake."""
    if stopped.reason is StopReason.WITHDRAWAL:
        return not stopped.has_consent
    return stopped.reason is StopReason.DEATH and _waited(stopped, day)


def person_is_due(stopped: Stopped, day: date, *, pay_to_come: bool) -> bool:
    return profile_is_due(stopped, day) and _waited(stopped, day) and not pay_to_come


def _waited(stopped: Stopped, day: date) -> bool:
    return stopped.on is not None and day - stopped.on >= KEPT_FOR_PAY
