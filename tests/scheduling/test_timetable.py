"""Each planned period has one name, whatever the clocks of Finland do."""

from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger

from scheduling.timetable import TIMETABLE, Times

HOURLY = Times(minute=10)
DAILY = Times(hour=6, minute=10)
WEEKLY = Times(hour=6, weekday=0)
MONTHLY = Times(hour=4, day=1)
OFTEN = Times(every_minutes=5)


@pytest.mark.parametrize(
    ("times", "moment", "latest"),
    [
        (HOURLY, "2026-11-21T09:09", "2026-11-21T08:10"),
        (HOURLY, "2026-11-21T09:10", "2026-11-21T09:10"),
        (DAILY, "2026-11-21T06:09", "2026-11-20T06:10"),
        (DAILY, "2026-11-21T23:59", "2026-11-21T06:10"),
        (WEEKLY, "2026-11-21T09:00", "2026-11-16T06:00"),
        (MONTHLY, "2026-11-01T03:59", "2026-10-01T04:00"),
        (MONTHLY, "2026-04-01T04:00", "2026-04-01T04:00"),
        (OFTEN, "2026-11-21T09:04", "2026-11-21T09:00"),
    ],
)
def test_a_period_begins_at_the_last_planned_moment(times, moment, latest):
    def at(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert times.latest(at(moment)) == at(latest)


@pytest.mark.parametrize("times", [HOURLY, DAILY, WEEKLY, MONTHLY, OFTEN])
def test_the_trigger_fires_exactly_at_the_periods(times):
    trigger = CronTrigger(timezone=UTC, **times.cron())
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(400):
        fires = trigger.get_next_fire_time(None, moment)
        assert times.latest(fires) == fires
        assert times.latest(fires - timedelta(seconds=1)) < fires
        moment = fires + timedelta(seconds=1)


@pytest.mark.parametrize("name", sorted(TIMETABLE))
def test_nothing_is_planned_for_the_hours_that_clock_changes_touch(name):
    hour = TIMETABLE[name].hour

    assert hour is None or 3 <= hour <= 20
