"""What is refused when a statement is drawn up, credited or printed."""

from invoices.refusals import MoneyRefusal


class NoLines(MoneyRefusal):
    code = "no_lines"


class EntryTwice(MoneyRefusal):
    code = "entry_twice"

    def __init__(self, entry: str) -> None:
        super().__init__(entry=entry)


class CreditOfCredit(MoneyRefusal):
    code = "credit_of_credit"

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class DocumentTooHeavy(MoneyRefusal):
    """Printing took more memory or time than one document may."""

    code = "document_too_heavy"
