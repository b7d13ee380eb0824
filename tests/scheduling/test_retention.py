"""What is known of a person goes when consent has ended, and not before her pay has come."""

from datetime import date

import pytest

from scheduling.kinds import StopReason
from scheduling.retention import Stopped, person_is_due, profile_is_due

STOPPED = date(2026, 11, 2)
NEXT_NIGHT, BEFORE, A_MONTH_ON = date(2026, 11, 3), date(2026, 12, 1), date(2026, 12, 2)


def stopped(reason, *, has_consent=False):
    return Stopped(reason=reason, on=STOPPED if reason else None, has_consent=has_consent)


@pytest.mark.parametrize(
    ("reason", "has_consent", "day", "due"),
    [
        (StopReason.WITHDRAWAL, False, NEXT_NIGHT, True),
        (StopReason.WITHDRAWAL, True, A_MONTH_ON, False),
        (StopReason.DEATH, True, BEFORE, False),
        (StopReason.DEATH, True, A_MONTH_ON, True),
        (StopReason.ILLNESS, False, A_MONTH_ON, False),
        (None, False, A_MONTH_ON, False),
    ],
)
def test_a_profile_goes_when_consent_has_ended(reason, has_consent, day, due):
    assert profile_is_due(stopped(reason, has_consent=has_consent), day) is due


@pytest.mark.parametrize(
    ("day", "pay_to_come", "due"),
    [(BEFORE, False, False), (A_MONTH_ON, False, True), (A_MONTH_ON, True, False)],
)
def test_a_name_stays_until_the_pay_has_come(day, pay_to_come, due):
    withdrawn = stopped(StopReason.WITHDRAWAL)

    assert person_is_due(withdrawn, day, pay_to_come=pay_to_come) is due
