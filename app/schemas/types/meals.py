"""Meals of a trip, day by day."""

import re
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.schemas.types.base import Input, Words

MOST_MEAL_DAYS = 31


class MealsByDay(Input, fields.String):
    """How many meals on each day of a trip: "1", or "2 0 1" for three days. Only in forms."""

    default_error_messages = {
        "type": Words(
            lazy("This has to be 0 to 3 meals, one number for each day."),
            lazy("For example: 1. For a trip of two days: 2 1."),
        ),
    }

    def read(self, value: Any) -> list[int]:
        days = re.split("[ ,;]+", self.text(value))
        if len(days) > MOST_MEAL_DAYS or any(day not in ("0", "1", "2", "3") for day in days):
            raise self.make_error("type")
        return [int(day) for day in days]
