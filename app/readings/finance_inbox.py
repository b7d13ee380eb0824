"""Finance's inbox: money by how far it has come, how old it is, and who saw it. Only reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.storage import entry_lists, inbox, statements, users
from app.storage.entries import EntryKind
from app.storage.entry_lists import AnyEntry
from app.storage.how_far import Stage
from app.storage.inbox import Filter, Group
from app.storage.statement_lines import StatementLine
from invoices.payers import goes_on_a_statement
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import EntryState

AGES = (0, 15, 31, 61)  # days since approval at which a class of age begins


@dataclass(frozen=True)
class Total:
    persons: int
    rows: int
    cents: int


@dataclass(frozen=True)
class Inbox:
    """The sums are of the groups listed, nothing else."""

    groups: Sequence[Group]

    @property
    def total(self) -> Total:
        return total(self.groups)

    @property
    def stages(self) -> list[tuple[Stage, Total]]:
        """Those with something in them."""
        found = [(stage, [each for each in self.groups if each.stage == stage]) for stage in Stage]
        return [(stage, total(groups)) for stage, groups in found if groups]

    def ages(self, day: date) -> list[tuple[int, int | None, Total]]:
        """First and last day of age of each class that has unpaid money, and its sum."""
        unpaid = [each for each in self.groups if each.stage != Stage.PAID]
        ends: tuple[int | None, ...] = (*(begin - 1 for begin in AGES[1:]), None)
        classes = [
            (begin, end, [each for each in unpaid if _within(age(each, day), begin, end)])
            for begin, end in zip(AGES, ends, strict=True)
        ]
        return [(begin, end, total(groups)) for begin, end, groups in classes if groups]


@dataclass(frozen=True)
class Seen:
    """One approved row, with everybody who has seen it."""

    entry: AnyEntry
    cents: int
    entered_by: str  # empty: the person herself
    entered_how: OnBehalf | None
    confirmed_by: str
    checked_by: str
    approved_by: str
    second_approved_by: str  # empty: one approval is enough, or the second is missing


def inbox_of(wanted: Filter) -> Inbox:
    return Inbox(inbox.groups(wanted))


def total(groups: Iterable[Group]) -> Total:
    kept = list(groups)
    return Total(
        persons=len({each.expert_id for each in kept}),
        rows=sum(each.rows for each in kept),
        cents=sum(each.cents for each in kept),
    )


def age(group: Group, day: date) -> int:
    """Days since the oldest approval in it."""
    return max((day - group.approved_on).days, 0)


def rows_of(expert_id: int, statement_id: int | None) -> list[Seen]:
    """What stands on a statement of hers, or is approved for payroll and on none; by day."""
    entries: dict[tuple[EntryKind, int | None], AnyEntry] = {
        (each.entry_kind, each.id): each for each in entry_lists.of_expert(expert_id)
    }
    if statement_id is not None:
        lines = statements.get(statement_id).lines
        found = [(entries.get(_entry_of(line)), line.amount_cents) for line in lines]
        return [seen(entry, cents) for entry, cents in found if entry is not None]
    paid = entry_lists.statements_of(list(entries.values()))
    waiting = [
        each
        for key, each in entries.items()
        if each.state in (EntryState.APPROVED, EntryState.HELD)
        and key not in paid
        and goes_on_a_statement(each.assignment.payer, each.assignment.payee)
    ]
    return [seen(each) for each in sorted(waiting, key=lambda each: (each.day, each.id))]


def seen(entry: AnyEntry, cents: int | None = None) -> Seen:
    """cents: of its line, when that differs from what was approved alone."""
    return Seen(
        entry=entry,
        cents=(entry.price_cents or 0) if cents is None else cents,
        entered_by=_name(entry.entered_by) if entry.on_behalf_how else "",
        entered_how=entry.on_behalf_how,
        confirmed_by=entry.confirmed_by or "",
        checked_by=_name(entry.checked_by),
        approved_by=_name(entry.approved_by),
        second_approved_by=_name(entry.second_approved_by),
    )


def _entry_of(line: StatementLine) -> tuple[EntryKind, int | None]:
    if line.hour_entry_id is not None:
        return EntryKind.HOURS, line.hour_entry_id
    return EntryKind.EXPENSES, line.expense_entry_id


def _within(days: int, begin: int, end: int | None) -> bool:
    return begin <= days and (end is None or days <= end)


def _name(user_id: int | None) -> str:
    return "" if user_id is None else users.get(user_id).name
