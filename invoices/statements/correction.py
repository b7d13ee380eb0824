"""After payment a document takes lines back as they were and carries them as they should have been.

Only the difference moves: its sum is what is still to be paid or, below zero, what was paid too
much.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from invoices.pricing.together import SETTLED
from invoices.refusals.corrections import NoSuchLine, NothingChanges
from invoices.refusals.pricing import MoneyNeedsPayCode, ThingNeedsPayCode
from invoices.refusals.statements import CreditOfCredit
from invoices.statements.statement import GIVEN, Line, Number, Statement, amount_of, mirrored

STEP = "corrected"
MEASURES = {"hour": "minutes", "lesson": "minutes", "kilometre": "kilometre_tenths"}
PIECES = "pieces"
BOOKING = ("cost_centre", "project_code", "pay_code")


@dataclass(frozen=True, kw_only=True)
class Mend:
    """What the quantity and the price of the line at `position` should have been.

    measure  what the quantity counts, as the line's unit is counted
    cost_centre, project_code, pay_code  where it is booked; None: where it is
    """

    position: int
    measure: str
    quantity: int
    price_cents: int
    cost_centre: str | None = None
    project_code: str | None = None
    pay_code: str | None = None


def mend_lines(lines: Sequence[Line], mends: Iterable[Mend]) -> list[Line]:
    """All the lines, those named with their right quantity and price, booked where they should be.

    Raises NoSuchLine: also for a line that was waived, as what was not taken is not paid later;
    NothingChanges.
    """
    wanted = {mend.position: mend for mend in mends}
    measured = {line.position: measure_of(line) for line in lines if not line.waived}
    for mend in wanted.values():
        if measured.get(mend.position) != mend.measure:
            raise NoSuchLine(mend.position)
    right = [
        _mended(line, wanted[line.position]) if line.position in wanted else line for line in lines
    ]
    if right == list(lines):
        raise NothingChanges()
    return right


def refuse_other_kind_of_pay(
    lines: Iterable[Line],
    mends: Iterable[Mend],
    *,
    of_things: Collection[str],
    of_money: Collection[str],
) -> None:
    """A pay code alone tells payroll whether it pays a line: it moves to none of the other kind.

    of_things, of_money  pay codes in use. Raises ThingNeedsPayCode, MoneyNeedsPayCode.
    """
    said = {mend.position: mend.pay_code for mend in mends}
    for line in lines:
        pay_code = said.get(line.position)
        if not pay_code or pay_code == line.pay_code:
            continue
        if line.kind == GIVEN and pay_code in of_money:
            raise ThingNeedsPayCode(pay_code)
        if line.kind != GIVEN and pay_code in of_things:
            raise MoneyNeedsPayCode(pay_code)


def measure_of(line: Line) -> str:
    """What the quantity of a line counts."""
    return MEASURES.get(line.unit, PIECES)


def correct(
    original: Statement,
    corrected: Iterable[Line],
    *,
    number: Number,
    issued_on: date,
    month: str,
    pay_on: date,
) -> Statement:
    """The document that corrects `original`, whose lines are those that stand.

    Raises CreditOfCredit, NothingChanges.
    """
    if original.heading.credits is not None:
        raise CreditOfCredit(str(original.heading.number))
    right = list(corrected)
    if [replace(line, position=0) for line in right] == [
        replace(line, position=0) for line in original.lines
    ]:
        raise NothingChanges()
    heading = replace(
        original.heading,
        number=number,
        issued_on=issued_on,
        month=month,
        pay_on=pay_on,
        corrects=original.heading.number,
    )
    both = (*map(mirrored, original.lines), *right)
    return Statement(heading, tuple(replace(line, position=n) for n, line in enumerate(both, 1)))


def was_settled(line: Line) -> bool:
    """Whether it came to something else together with others than alone."""
    return any(step["code"] == SETTLED for step in line.breakdown)


def priced_anew(line: Line, drawn: Line, *, was_cents: int | None) -> Line:
    """At its right price: `drawn` is what its entry comes to now.

    A line mended by hand before keeps its quantity, and a price that was agreed by hand.
    was_cents  the price of one by which its entry was priced so far; None: that was right
    """
    by_hand = [step for step in line.breakdown if step["code"] == STEP]
    if not by_hand:
        return replace(drawn, title=line.title, pay_code=line.pay_code)
    usual = line.unit == drawn.unit and line.price_cents == was_cents
    price_cents = drawn.price_cents if usual else line.price_cents
    alone_cents = [step["alone_cents"] for step in drawn.breakdown if "alone_cents" in step]
    alone = {
        "cents": line.amount_cents,
        "alone_cents": alone_cents[0] if alone_cents else drawn.amount_cents,
    }
    return replace(
        line,
        price_cents=price_cents,
        amount_cents=amount_of(line.quantity, line.unit, price_cents),
        breakdown=({**by_hand[0], **alone},),
    )


def _mended(line: Line, mend: Mend) -> Line:
    """Its breakdown says what it was, and what its entry came to when approved."""
    said_of = {name: getattr(mend, name) for name in BOOKING}
    line = replace(line, **{name: said for name, said in said_of.items() if said is not None})
    if (mend.quantity, mend.price_cents) == (line.quantity, line.price_cents):
        return line
    said = [step for step in line.breakdown if "alone_cents" in step]
    given = [step for step in line.breakdown if step["code"] == GIVEN]
    step = {
        "code": STEP,
        "cents": line.amount_cents,
        "alone_cents": said[0]["alone_cents"] if said else line.amount_cents,
    }
    if rates := [each["rate"] for each in line.breakdown if "rate" in each]:
        step["rate"] = rates[0]
    return replace(
        line,
        quantity=mend.quantity,
        price_cents=mend.price_cents,
        amount_cents=amount_of(mend.quantity, line.unit, mend.price_cents),
        breakdown=(step, *given),
    )
