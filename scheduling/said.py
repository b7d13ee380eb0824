"""When something was said that is written down later for the one who said it."""

from datetime import datetime, timedelta

from scheduling.refusals import AnswerBeforeAsked, AnswerInFuture

_DAY = timedelta(days=1)


def check_said_at(now: datetime, said_at: datetime | None, *, since: datetime | None) -> None:
    """Neither in the future nor before what it is about.

    said_at   None: it is said now
    since     when the invitation, the assignment or the request came about; what was agreed on
              the telephone is often written a moment later, but not a day
    Raises AnswerInFuture, AnswerBeforeAsked.
    """
    if said_at is None:
        return
    if said_at > now:
        raise AnswerInFuture(answered_at=said_at)
    if since is not None and said_at < since - _DAY:
        raise AnswerBeforeAsked(sent_at=since)
