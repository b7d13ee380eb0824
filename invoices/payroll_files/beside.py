"""What stands beside the statements of a file: accounts, and what was withheld and paid of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from invoices.payroll_files.cells import Cell, Money
from invoices.statements.statement import Line, Statement
from invoices.tax.income_types import TRADE_INCOME


class AccountOf(StrEnum):
    """What has an account of the ledger: each pay code, and each kind of row below the lines."""

    PAY_CODE = "pay_code"
    CAME_BACK = "came_back"
    WITHHELD = "withheld"
    PENSION = "pension"
    UNEMPLOYMENT = "unemployment"
    THINGS_GIVEN = "things_given"


TITLES = {
    AccountOf.CAME_BACK: "Palautunut maksu uudelleen",
    AccountOf.WITHHELD: "Ennakonpidätys",
    AccountOf.PENSION: "Työntekijän työeläkemaksu",
    AccountOf.UNEMPLOYMENT: "Työntekijän työttömyysvakuutusmaksu",
    AccountOf.THINGS_GIVEN: "Annettu rahan sijasta",
}
Accounts = Mapping[tuple[AccountOf, str], str]  # by what it is of, and the pay code or ""

TRADE = frozenset(map(str, TRADE_INCOME))


@dataclass(frozen=True, kw_only=True)
class Net:
    """One payment by the organisation itself.

    person          who it is, also without a person number
    payment         its number in the bank's file
    given_cents     what things given instead of money are worth
    came_back_cents what the bank gave back of earlier payments and this pays anew
    """

    person: str
    payment: str
    withheld_cents: int = 0
    pension_cents: int = 0
    unemployment_cents: int = 0
    given_cents: int = 0
    came_back_cents: int = 0

    @property
    def added_cents(self) -> int:
        """From the gross of the statement to what is paid."""
        return sum(cents for _, cents in self.rows())

    def rows(self) -> Iterator[tuple[AccountOf, int]]:
        yield AccountOf.CAME_BACK, self.came_back_cents
        yield AccountOf.WITHHELD, -self.withheld_cents
        yield AccountOf.PENSION, -self.pension_cents
        yield AccountOf.UNEMPLOYMENT, -self.unemployment_cents
        yield AccountOf.THINGS_GIVEN, -self.given_cents


@dataclass(frozen=True)
class Beside:
    """nets: by the printed number of the statement; none where payroll counts and pays.

    income_types  by number and position of the line; what no rule and no decision names has none
    """

    accounts: Accounts = field(default_factory=dict)
    nets: Mapping[str, Net] = field(default_factory=dict)
    income_types: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def net_of(self, statement: Statement) -> Net | None:
        return self.nets.get(str(statement.heading.number))

    def person_of(self, statement: Statement) -> str:
        net = self.net_of(statement)
        return net.person if net else statement.heading.person_number

    def account_of(self, line: Line) -> str:
        is_below = line.kind in TITLES
        key = (AccountOf(line.kind), "") if is_below else (AccountOf.PAY_CODE, line.pay_code)
        return self.accounts.get(key, "")

    def taxable_cents(self, statement: Statement) -> int:
        """Fees, taxed parts of costs, and of trade income all costs."""
        return sum(
            line.amount_cents
            for line in statement.lines
            if line.is_taxable or self._is_trade(statement, line)
        )

    def _is_trade(self, statement: Statement, line: Line) -> bool:
        return self.income_types.get((str(statement.heading.number), line.position)) in TRADE

    def lines_of(self, statement: Statement) -> tuple[Line, ...]:
        """Its lines, and below them what leads from their sum to what is paid."""
        net = self.net_of(statement)
        below = [] if net is None else [row for row in net.rows() if row[1]]
        first = len(statement.lines) + 1
        added = (
            _line(statement, position, kind, cents)
            for position, (kind, cents) in enumerate(below, start=first)
        )
        return (*statement.lines, *added)


# Together they are the money of the statements, before tax.
BY_TAX: dict[str, Callable[[Sequence[Statement], Beside], Cell]] = {
    "fees": lambda own, beside: Money(
        sum(beside.taxable_cents(one) - one.given_cents for one in own)
    ),
    "tax_free": lambda own, beside: Money(
        sum(one.gross_cents - beside.taxable_cents(one) for one in own)
    ),
}
OF_NET: dict[str, Callable[[Sequence[Statement], Sequence[Net]], Cell]] = {
    "came_back": lambda _, nets: Money(sum(net.came_back_cents for net in nets)),
    "withheld": lambda _, nets: Money(sum(net.withheld_cents for net in nets)),
    "pension": lambda _, nets: Money(sum(net.pension_cents for net in nets)),
    "unemployment": lambda _, nets: Money(sum(net.unemployment_cents for net in nets)),
    "net": lambda own, nets: Money(
        sum(one.gross_cents for one in own) + sum(net.added_cents for net in nets)
    ),
}
BESIDE_LINE: dict[str, Callable[[Beside, Statement, Line], Cell]] = {
    "account": lambda beside, _, line: beside.account_of(line),
    "income_type": lambda beside, statement, line: beside.income_types.get(
        (str(statement.heading.number), line.position), ""
    ),
    "payment": lambda beside, statement, _: (
        net.payment if (net := beside.net_of(statement)) else ""
    ),
}


def paid_on(statement: Statement, day: date) -> Statement:
    """As it is really paid, whatever day was expected when it was issued."""
    return replace(statement, heading=replace(statement.heading, pay_on=day))


def without_lines(statement: Statement) -> Statement:
    """Of what an earlier file told already: only the money moves anew."""
    return replace(statement, lines=())


def _line(statement: Statement, position: int, kind: AccountOf, cents: int) -> Line:
    return Line(
        entry=f"{kind}-{statement.heading.number}",
        kind=kind,
        day=statement.heading.pay_on,
        quantity=1 if cents > 0 else -1,
        unit="piece",
        price_cents=abs(cents),
        amount_cents=cents,
        pay_code="",
        cost_centre="",
        position=position,
        title=TITLES[kind],
    )
