"""What putting a price right moves, statement by statement, before it is done. Reads."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.readings.repriced import Repriced, Wrong, waits
from app.readings.settle_together import Before, before_of, counted_of, days_of
from app.storage import experts, putting_right, settled_lines
from app.storage.experts import Expert
from app.storage.statements import Statement
from invoices.pricing.price import Price
from invoices.pricing.together import Counted
from invoices.statements.correction import priced_anew
from invoices.statements.statement import Line


@dataclass(frozen=True)
class Moved:
    """A statement as it stands and as it should be, in cents before tax; none: not on one yet."""

    expert: Expert
    statement: Statement | None
    old_cents: int
    new_cents: int

    @property
    def waits(self) -> bool:
        return self.statement is not None and waits(self.statement)

    @property
    def difference_cents(self) -> int:
        return self.new_cents - self.old_cents


def moves(wrong: Wrong) -> list[Moved]:
    """In the order of names, and of issue."""
    ids = {one.expert_id for one in wrong.statements} | {
        one.entry.expert_id for one in wrong.entries
    }
    ids |= {row.claim.expert_id for row in wrong.new}
    people = experts.by_id(ids)
    before = _beside(wrong)
    rows = [
        Moved(
            people[one.expert_id],
            one,
            sum(line.amount_cents for line in putting_right.standing_lines(one)),
            _right_cents(one, wrong, before[one.expert_id]),
        )
        for one in wrong.statements
    ]
    free: dict[int, list[tuple[int, int]]] = defaultdict(list)  # what it was and should be
    for each in wrong.entries:
        if each.statement is None:
            was = each.entry.price_cents or 0
            free[each.entry.expert_id].append((was, each.priced.price.cents))
    for row in wrong.new:
        if row.statement is None:
            free[row.claim.expert_id].append((0, row.priced.price.cents))
    rows += [
        Moved(people[expert_id], None, *map(sum, zip(*own, strict=True)))
        for expert_id, own in free.items()
    ]
    return sorted(rows, key=lambda one: (one.expert.sort_key, one.expert.id))


def _right_cents(statement: Statement, wrong: Wrong, hers: Before) -> int:
    mended = {one.name: one for one in wrong.entries}
    settled = _settled(statement, wrong, mended, hers)
    new = sum(row.priced.price.cents for row in wrong.new if row.statement is statement)
    return new + sum(
        _right_line(line.values(), mended, settled).amount_cents
        for line in putting_right.standing_lines(statement)
    )


def _settled(
    statement: Statement, wrong: Wrong, mended: Mapping[str, Repriced], hers: Before
) -> dict[str, Price]:
    counted = [
        replace(each, price=mended[each.entry].priced.price) if each.entry in mended else each
        for each in _counted(statement, wrong)
    ]
    settled = hers.settle(counted)
    hers.add(counted, settled)
    return settled


def _counted(statement: Statement, wrong: Wrong) -> list[Counted]:
    entries = putting_right.entries_of(statement)
    found = (counted_of(each, wrong.tables, wrong.codes) for each in entries)
    return [each for each in found if each is not None]


def _right_line(line: Line, mended: Mapping[str, Repriced], settled: Mapping[str, Price]) -> Line:
    one = mended.get(line.entry)
    price = settled.get(line.entry) or (one.priced.price if one else None)
    if price is None:
        return line
    drawn = replace(
        line,
        quantity=price.quantity,
        unit=price.unit,
        price_cents=price.unit_cents,
        amount_cents=price.cents,
        breakdown=price.breakdown,
    )
    return priced_anew(line, drawn, was_cents=one.unit_cents if one else None)


def _beside(wrong: Wrong) -> dict[int, Before]:
    """By person, what is on statements that stay as they are."""
    ended = {one.id for one in wrong.statements}
    counted: dict[int, list[Counted]] = defaultdict(list)
    for one in wrong.statements:
        counted[one.expert_id] += _counted(one, wrong)
    stay = [
        line
        for line in settled_lines.work_lines(counted)
        if line.ended_by is None and line.statement_id not in ended and line.code
    ]
    return before_of(stay, wrong.tables, wrong.codes, days_of(counted))
