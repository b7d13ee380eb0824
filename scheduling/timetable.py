"""Which planned job runs when, in UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Times:
    """Planned moments: every hour unless `hour` is given, then every day unless a day is.

    every_minutes  instead of one minute: 5 means :00, :05, :10 …
    hour           3 to 20, so that no clock change of the Finnish night meets it
    weekday        0 is Monday
    day            of the month, 1 to 28
    """

    minute: int = 0
    every_minutes: int | None = None
    hour: int | None = None
    weekday: int | None = None
    day: int | None = None

    def latest(self, moment: datetime) -> datetime:
        """The last planned moment that is not after `moment`. Its name is the job's period."""
        at = moment.replace(second=0, microsecond=0)
        if self.every_minutes:
            return at - timedelta(minutes=at.minute % self.every_minutes)
        if self.hour is None:
            at, step = at.replace(minute=self.minute), HOUR
        else:
            at, step = at.replace(minute=self.minute, hour=self.hour), DAY
        while at > moment or not self._is_on(at):
            at -= step
        return at

    def cron(self) -> dict[str, str | int]:
        """The same as fields of a cron trigger."""
        minute = f"*/{self.every_minutes}" if self.every_minutes else self.minute
        return {
            "minute": minute,
            "hour": "*" if self.hour is None else self.hour,
            "day_of_week": "*" if self.weekday is None else self.weekday,
            "day": "*" if self.day is None else self.day,
        }

    def _is_on(self, at: datetime) -> bool:
        return self.weekday in (None, at.weekday()) and self.day in (None, at.day)


TIMETABLE: dict[str, Times] = {
    "share_seats": Times(every_minutes=15),
    "expire_offers": Times(every_minutes=15),
    "remind_of_coming": Times(hour=7),
    "remind_of_hours": Times(hour=6, minute=30),
    "remind_of_register": Times(hour=6, minute=40),
    "mark_past_requests": Times(minute=10),
    "close_answered_requests": Times(hour=4),
    "chase_outcomes": Times(hour=6),
    "shut_links": Times(hour=3, minute=50),
    "forget_answers": Times(hour=3, minute=30),
    "forget_words": Times(hour=3, minute=35),
    "forget_matters": Times(hour=3, minute=36),
    "forget_staff": Times(hour=3, minute=37),
    "forget_payouts": Times(hour=3, minute=38),
    "pack_match_records": Times(every_minutes=5),
    "expire_receipts": Times(hour=3, minute=45),
    "erase_profiles": Times(hour=3, minute=55),
    "forget_uploads": Times(hour=3, minute=40),
}
