"""What of accounting would go by the end of a year, and what stays with something younger."""

from dataclasses import dataclass

from app.storage import accounting_years, destroying, past_runs
from invoices.statements.disposal import may_go


@dataclass(frozen=True)
class ToDestroy:
    """Statements last paid in the year or before: how many go, and how many stay."""

    to_year: int
    going: int
    staying: int


def runs_that_go(to_year: int) -> set[int]:
    return may_go(past_runs.last_years(), past_runs.ties(), to_year)


def to_destroy(to_year: int) -> ToDestroy:
    going = destroying.count(runs_that_go(to_year))
    past = sum(one.statements for one in accounting_years.all_of_them() if one.year <= to_year)
    return ToDestroy(to_year, going, max(0, past - going))
