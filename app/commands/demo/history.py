"""Three months of the county: the stories, and the payroll periods between them."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from app.access import Role
from app.commands.demo.register import House
from app.commands.demo.stories import STORIES, Story
from app.commands.demo.telling import Telling
from app.now import at, today
from app.storage import (
    messages,
    pay_days,
)
from app.storage.messages import MessageState
from app.storage.pay_days import PayDay
from app.use_cases import hand_over_statements, run_statements, send_messages
from scheduling.wall_clock import to_moment

APPROVED_AFTER = 3  # days after it
LATELY = 5  # days
LONG_AGO = 100  # days; earlier periods had nothing to pay
MORNING = "09:00"


def live_through(house: House, random: Random, stories: Sequence[Story] = STORIES) -> None:
    """Every story up to where it has come, and the payroll periods between them."""
    day = today()
    periods = [
        period
        for period in pay_days.all_days()
        if day - timedelta(days=LONG_AGO) < period.cut_off_on < day
    ]
    for number, story in enumerate(stories):
        approved_on = day + timedelta(days=story.held + APPROVED_AFTER)
        while periods and periods[0].cut_off_on < approved_on:
            _pay(house, periods.pop(0), day)
        Telling(house, story, number, day, random).tell()
    for period in periods:
        _pay(house, period, day)
    _post_and_ring(house, day)


def _pay(house: House, period: PayDay, day: date) -> None:
    """A period whose cut-off has passed is run; one whose pay day has passed is paid."""
    finance = house.actors[Role.FINANCE]
    with at(to_moment(period.cut_off_on + timedelta(days=1), MORNING)):
        run = run_statements.run_statements(by=finance, month=period.month)
    if period.pay_on >= day or not run.persons:
        return
    with at(to_moment(period.cut_off_on + timedelta(days=2), MORNING)):
        hand_over_statements.hand_over(by=finance, run_id=run.id)
    with at(to_moment(period.pay_on, MORNING)):
        hand_over_statements.mark_paid(by=finance, run_id=run.id, paid_on=period.pay_on)


def _post_and_ring(house: House, day: date) -> None:
    """Letters and calls of earlier weeks have been seen to."""
    lately = to_moment(day - timedelta(days=LATELY), MORNING)
    for state in (MessageState.TO_PRINT, MessageState.TO_RING):
        for message in messages.in_state(state):
            if message.created_at < lately:
                with at(message.created_at + timedelta(hours=3)):
                    send_messages.mark_done(message.id, by=house.actors[Role.COORDINATOR])
