"""The lines that a report of a payment has, from what was counted when it was paid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.storage import net_pays, putting_right
from app.storage.net_pays import NetPay
from app.storage.payments import Payment
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from invoices.incomes_register import lines as rules
from invoices.incomes_register.put_right import put_right
from invoices.incomes_register.report import IncomeLine, Period
from invoices.refusals.incomes_register import CorrectedByHand
from invoices.tax.classification import Classification
from invoices.tax.income_types import Insurance

KILOMETRES = 311
Entry = tuple[int | None, int | None]  # the entry of hours or of expenses


@dataclass(frozen=True)
class Paid:
    """What was counted, by payment; corrections that paid nothing more, by what they correct."""

    nets: Mapping[int, NetPay]
    corrections: Mapping[int, Sequence[Statement]]

    def year_of(self, payment: Payment) -> int:
        """Whose figures it was counted by."""
        return self.nets[payment.net_pay_id].pay_on.year

    def is_insured(self, payment: Payment) -> bool:
        """Whether the report tells of a pension insurance and a profession."""
        lines = self.nets[payment.net_pay_id].lines
        return any(one["insured"] for one in lines if _is_reported(one))

    def lines_of(self, payment: Payment) -> tuple[IncomeLine, ...]:
        """Nothing when the register need not know. Raises CorrectedByHand."""
        net, statement = self.nets[payment.net_pay_id], payment.statement
        kinds = {one["position"]: one for one in net.lines}
        reported = [
            (line, kinds[line.position])
            for line in statement.lines
            if line.position in kinds and _is_reported(kinds[line.position])
        ]
        if not reported:
            return ()
        lines = rules.report_lines(
            [_paid(line, kind) for line, kind in reported],
            withheld_cents=net.withheld_cents,
            pension_cents=net.pension_cents,
            unemployment_cents=net.unemployment_cents,
            earned=_earned(line for line, _ in reported),
        )
        difference: dict[int, int] = {}
        by_entry = {
            _entry(line): kinds[line.position] for line in statement.lines if line.position in kinds
        }
        for document in self.corrections.get(statement.id, ()):
            for line in document.lines:
                _add(difference, line, by_entry)
        return put_right(lines, difference)


def of_payments(payments: Sequence[Payment]) -> Paid:
    nets = net_pays.by_id([each.net_pay_id for each in payments])
    return Paid(nets, _corrections({each.statement_id for each in payments}))


def _corrections(statement_ids: set[int]) -> dict[int, list[Statement]]:
    """Each document after the other, up to one that pays a difference and is told by itself."""
    found: dict[int, list[Statement]] = {}
    roots = {each: each for each in statement_ids}
    while roots:
        documents = putting_right.documents_of(list(roots))
        later = {}
        for corrected_id, document in documents.items():
            if document.total_cents <= 0:
                found.setdefault(roots[corrected_id], []).append(document)
                later[document.id] = roots[corrected_id]
        roots = later
    return found


def _is_reported(kind: Mapping[str, Any]) -> bool:
    return kind["income_type"] is not None and kind.get("reported", True)


def _paid(line: StatementLine, kind: Mapping[str, Any]) -> rules.Paid:
    what = Classification(
        income_type=kind["income_type"],
        insured=frozenset(map(Insurance, kind["insured"])),
        changed=tuple((Insurance(name), included) for name, included in kind["changed"]),
        allowance=kind["allowance"],
    )
    tenths = line.quantity if what.income_type == KILOMETRES else 0
    return rules.Paid(classification=what, cents=line.amount_cents, kilometre_tenths=tenths)


def _earned(lines: Iterable[StatementLine]) -> Period | None:
    days = [line.day for line in lines]
    return Period(starts_on=min(days), ends_on=max(days)) if days else None


def _add(
    difference: dict[int, int], line: StatementLine, by_entry: Mapping[Entry, Mapping[str, Any]]
) -> None:
    if not line.amount_cents:
        return
    kind = by_entry.get(_entry(line))
    if kind is None:
        raise CorrectedByHand
    if _is_reported(kind):
        code = kind["income_type"]
        difference[code] = difference.get(code, 0) + line.amount_cents


def _entry(line: StatementLine) -> Entry:
    return line.hour_entry_id, line.expense_entry_id
