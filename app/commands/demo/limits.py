"""What the demonstration's people keep out of, and what only they themselves see."""

from datetime import date, timedelta
from random import Random

from app.access import Role
from app.commands.demo.register import House
from app.commands.demo.wishes import EASY
from app.database import acting_in, transaction
from app.storage import tables
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.experts import Expert
from app.storage.income_ceilings import IncomeCeiling
from app.storage.record_checks import RecordCheck


def add_limits(house: House, today: date) -> None:
    """Days away, boundaries, own units, checks of records and ceilings, for some."""
    with transaction():
        for number, expert in enumerate(house.experts):
            _limit(house, expert, number, today)
    for expert in house.experts[::7]:
        _set_ceiling(expert)


def _limit(house: House, expert: Expert, number: int, today: date) -> None:
    random = Random(number)  # noqa: S311
    mine = {"expert_id": expert.id}
    if number % 6 == 0:
        first = today + timedelta(days=random.randrange(60, 200))
        last = first + timedelta(days=random.randrange(14))
        tables.add(TimeAway(first_on=first, last_on=last, **mine))
    if number >= EASY and number % 8 == 1:
        tables.add(Boundary(theme_id=random.choice(house.themes).id, **mine))
    if number >= EASY and number % 9 == 2:
        tables.add(Boundary(unit_id=random.choice(house.units).id, **mine))
    if number >= EASY and number % 5 == 3:
        tables.add(OwnUnit(unit_id=random.choice(house.units).id, **mine))
    if number % 4 == 0:
        checker = house.actors[Role.COORDINATOR].user_id or 0
        seen = today - timedelta(days=random.randrange(20, 340))
        tables.add(
            RecordCheck(
                extract_on=seen - timedelta(days=9), checked_on=seen, checked_by=checker, **mine
            )
        )


def _set_ceiling(expert: Expert) -> None:
    """As the person herself: nobody else may."""
    with acting_in(expert.organisation_id, expert.id), transaction():
        cents = Random(expert.id).choice((30_000, 45_000, 60_000))  # noqa: S311
        tables.add(IncomeCeiling(expert_id=expert.id, cents=cents))
