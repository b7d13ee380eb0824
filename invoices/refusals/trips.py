"""What the rules of per diems and meal money refuse."""

from invoices.refusals import MoneyRefusal


class TripBackwards(MoneyRefusal):
    """The trip ends before it begins."""

    code = "trip_backwards"


class TooManyMeals(MoneyRefusal):
    code = "too_many_meals"

    def __init__(self, meals: int) -> None:
        super().__init__(meals=meals)
