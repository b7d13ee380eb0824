"""A report after its statement was put right: what was too much is an unjust benefit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from invoices.incomes_register.line_rules import DAILY_ALLOWANCE, KILOMETRES
from invoices.incomes_register.report import IncomeLine
from invoices.refusals.incomes_register import CorrectedByHand

ALLOWANCES = {KILOMETRES, DAILY_ALLOWANCE}  # their kilometres and days are not known anew


def put_right(paid: Sequence[IncomeLine], difference: Mapping[int, int]) -> tuple[IncomeLine, ...]:
    """The lines of what was paid, as they should be told after a correction that pays nothing more.

    difference  cents by income type: what should have been paid less what was
    Their sum and the deductions stay what they were, as the money has moved that way.
    Raises CorrectedByHand where a person has to say what the difference is.
    """
    changed = {income_type: cents for income_type, cents in difference.items() if cents}
    if not changed:
        return tuple(paid)
    total = sum(changed.values())
    told = [line.income_type for line in paid]
    both_ways = total < 0 < max(changed.values())
    unclear = ALLOWANCES & set(changed) or any(told.count(each) != 1 for each in changed)
    if total > 0 or both_ways or unclear:
        raise CorrectedByHand()
    lines = []
    for line in paid:
        cents = changed.get(line.income_type, 0)
        lines.append(replace(line, cents=line.cents + cents))
        if total < 0 and cents:
            lines.append(replace(line, cents=-cents, unjust=True))
    return tuple(line for line in lines if line.cents)
