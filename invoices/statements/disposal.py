"""Which payroll runs of past years may be destroyed, and what is kept of their numbers.

A run goes whole, as its files hold everybody in it, and together with each run it is tied to: by a
credit or a correction, by a file of the bank or of the Incomes Register, by hours credited
and paid anew, by a claim paid in parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from invoices.statements.statement import Number


@dataclass(frozen=True)
class DestroyedNumbers:
    """Numbers that follow one another; last_hash binds the statement that comes after them."""

    series: str
    year: int
    first: int
    last: int
    last_hash: str

    def __str__(self) -> str:
        ends = (
            Number(year=self.year, serial=n, series=self.series) for n in (self.first, self.last)
        )
        return "–".join(dict.fromkeys(map(str, ends)))


def may_go(
    last_years: Mapping[int, int | None], ties: Iterable[tuple[int, int]], to_year: int
) -> set[int]:
    """Runs of which, and of all they are tied to, nothing is younger than the year.

    last_years  by run, in which something last happened to its money; None: something is open
    """
    together = {run: run for run in last_years}

    def first_of(run: int) -> int:
        while together[run] != run:
            together[run] = run = together[together[run]]
        return run

    for one, other in ties:
        together[first_of(one)] = first_of(other)
    staying = {first_of(run) for run, year in last_years.items() if year is None or year > to_year}
    return {run for run in last_years if first_of(run) not in staying}
