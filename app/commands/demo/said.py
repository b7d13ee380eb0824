"""What an expert of the demonstration reports of her work: preparation, activity, often a drive."""

from datetime import date, timedelta
from random import Random

from app.commands.demo.stories import Story
from app.readings.said_hours import ExpenseSaid, HoursSaid
from app.storage.assignments import Assignment
from app.storage.units import Unit
from invoices.pricing.fee_table import Work
from invoices.travel.costs import ExpenseKind

WAY = timedelta(minutes=45)


def said(
    story: Story, unit: Unit, assignment: Assignment, day: date, random: Random
) -> list[HoursSaid | ExpenseSaid]:
    occasion = assignment.occasion
    preparation = HoursSaid(work=Work.PREPARATION, day=day, minutes=random.choice((45, 60, 60, 75)))
    activity = HoursSaid(
        work=Work.ACTIVITY,
        day=day,
        minutes=story.minutes,
        starts_at=occasion.starts_at,
        ends_at=occasion.ends_at,
    )
    if story.remote or random.random() >= 0.6:
        return [preparation, activity]
    drive = ExpenseSaid(
        kind=ExpenseKind.KILOMETRES,
        day=day,
        kilometre_tenths=random.randrange(60, 900),
        purpose=story.title,
        leaves_at=occasion.starts_at and occasion.starts_at - WAY,
        returns_at=occasion.ends_at and occasion.ends_at + WAY,
        route=f"{assignment.expert.city} - {unit.name} - {assignment.expert.city}",
    )
    return [preparation, activity, drive]
