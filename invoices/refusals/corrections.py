"""What is refused when an issued statement is put right."""

from invoices.refusals import MoneyRefusal


class NoSuchLine(MoneyRefusal):
    """The statement has no line at that position, or the person waived it."""

    code = "no_such_line"

    def __init__(self, position: int) -> None:
        super().__init__(position=position)


class NothingChanges(MoneyRefusal):
    """The corrected lines are those that were paid."""

    code = "nothing_changes"
