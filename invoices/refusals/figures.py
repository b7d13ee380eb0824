"""What is refused where a national figure is not known."""

from datetime import date

from invoices.refusals import MoneyRefusal


class NoFigureYet(MoneyRefusal):
    """The national figure is not known for so early a day."""

    code = "no_figure_yet"

    def __init__(self, name: str, day: date) -> None:
        super().__init__(name=name, day=day)


class UnconfirmedFigure(MoneyRefusal):
    """The national figure of that year has not been entered and confirmed."""

    code = "unconfirmed_figure"

    def __init__(self, name: str, year: int) -> None:
        super().__init__(name=name, year=year)
