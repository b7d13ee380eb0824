"""Invitations: who gets one now, when they may be sent, until when they may be answered."""

from datetime import datetime, timedelta
from enum import StrEnum

from scheduling.kinds import Channel
from scheduling.refusals import OfferExpired
from scheduling.said import check_said_at
from scheduling.wall_clock import HELSINKI, day_of, midnight, to_moment
from scheduling.working_days import is_working_day, working_day_from

CALL_ROUND_UNDER = timedelta(hours=72)

# Hours of working days, by how the person is reached: letters travel both ways.
HOURS_TO_ANSWER = {Channel.EMAIL: 48, Channel.PHONE: 72, Channel.LETTER: 168}

_QUIET_FROM, _QUIET_UNTIL = 20, 8
_MORNING = "08:00"
_DAY = timedelta(days=1)


class Mode(StrEnum):
    ONE = "one"
    IN_TURN = "in_turn"
    WAVES = "waves"
    TO_ALL = "to_all"
    CALL_ROUND = "call_round"


# The next ones are asked when those before them have said no or nothing.
GOES_ON = frozenset({Mode.IN_TURN, Mode.WAVES})


class CallResult(StrEnum):
    """What came of one call in a call round."""

    YES = "yes"
    NO = "no"
    NOT_REACHED = "not_reached"
    RING_AGAIN = "ring_again"


def suggested_mode(now: datetime, starts_at: datetime | None) -> Mode:
    """In turn; by phone when there are under 72 hours to the start."""
    soon = starts_at is not None and starts_at - now < CALL_ROUND_UNDER
    return Mode.CALL_ROUND if soon else Mode.IN_TURN


def how_many_now(
    mode: Mode, *, free_seats: int, open_offers: int, candidates: int, wave: int | None = None
) -> int:
    """How many more of the candidates get their invitation now.

    wave   how many are asked together in waves; None: as many as there are seats
    """
    if free_seats <= 0:
        return 0
    if mode in (Mode.TO_ALL, Mode.CALL_ROUND):
        return candidates
    if mode == Mode.WAVES:
        return 0 if open_offers else min(candidates, wave or free_seats)
    at_once = 1 if mode == Mode.ONE else free_seats
    return min(candidates, max(0, at_once - open_offers))


def send_at(now: datetime, *, urgent: bool = False) -> datetime:
    """`now`, or eight in the morning after quiet hours; what is urgent does not wait."""
    return now if urgent or not is_quiet(now) else _eight_after(now)


def is_quiet(moment: datetime) -> bool:
    """From 20 to 8 in Finland."""
    return not _QUIET_UNTIL <= moment.astimezone(HELSINKI).hour < _QUIET_FROM


def expires_at(
    sent_at: datetime,
    channel: Channel,
    *,
    starts_at: datetime | None = None,
    hours: int | None = None,
) -> datetime:
    """When an invitation ends: never at night, on a day off, or after the start.

    hours   to answer, of working days only; None: the usual ones of the channel
    """
    remaining = timedelta(hours=HOURS_TO_ANSWER[channel] if hours is None else hours)
    at = sent_at
    while (left := _left_of_working_day(at)) < remaining:
        remaining -= left
        at = midnight(day_of(at) + _DAY)
    ends = _open_moment(at + remaining)
    return ends if starts_at is None else min(ends, starts_at)


def moment_of_answer(
    now: datetime,
    expires_at: datetime | None,
    *,
    sent_at: datetime | None = None,
    answered_at: datetime | None = None,
    on_behalf: bool = False,
) -> datetime:
    """When the answer counts as given: now, or when it was said to the one who writes it down.

    expires_at   None: the person has asked to be rung, the offer does not expire
    sent_at      nothing was said of it before, as `check_said_at` tells
    Raises AnswerInFuture, AnswerBeforeAsked, OfferExpired.
    """
    moment = answered_at if on_behalf and answered_at is not None else now
    check_said_at(now, moment, since=sent_at)
    if expires_at is not None and moment >= expires_at:
        raise OfferExpired(expired_at=expires_at)
    return moment


def _left_of_working_day(moment: datetime) -> timedelta:
    day = day_of(moment)
    return midnight(day + _DAY) - moment if is_working_day(day) else timedelta()


def _open_moment(moment: datetime) -> datetime:
    """The moment itself, or eight on the next working morning."""
    if is_quiet(moment):
        moment = _eight_after(moment)
    day = day_of(moment)
    return moment if is_working_day(day) else to_moment(working_day_from(day), _MORNING)


def _eight_after(moment: datetime) -> datetime:
    """The next eight in the morning of a quiet moment."""
    evening = moment.astimezone(HELSINKI).hour >= _QUIET_FROM
    return to_moment(day_of(moment) + (_DAY if evening else timedelta()), _MORNING)
