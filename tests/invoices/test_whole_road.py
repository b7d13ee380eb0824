"""Any fee table and any entries: from reported work to a statement, its credit, and back."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from invoices.pricing import together
from invoices.pricing.fee_table import FeeTable
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Price
from invoices.pricing.terms_data import read_terms, write_terms
from invoices.pricing.together import Counted, Period, name_of, settle
from invoices.statements.hash_chain import FIRST, canonical_json, next_hash
from invoices.statements.statement import (
    GIVEN,
    Line,
    Number,
    Statement,
    business_columns,
    draw_up,
    mirror,
)
from invoices.statements.verify import (
    find_wrong_amount,
    find_wrong_mirror,
    find_wrong_positions,
    find_wrong_total,
)
from tests.invoices.build import a_heading
from tests.invoices.price_strategies import CHANGE, Entry, work_of_a_person

Settle = Callable[..., dict[str, Price]]
Tables = tuple[FeeTable, ...]


def priced(entry: Entry, tables: Tables) -> Price:
    """As it is read back after it was kept when approved."""
    price = price_hours(entry.hours, entry.rate(tables), entry.fee_choice)
    return replace(price, breakdown=tuple(json.loads(canonical_json(price.breakdown))))


def a_statement_of(
    entries: Iterable[Entry], tables: Tables, *, settle: Settle = settle, paid_before=None
) -> Statement:
    """Priced one by one, kept, read back, settled together, and drawn up."""
    alone = {each: priced(each, tables) for each in entries}
    settled = settle(
        [
            Counted(
                entry=each.name,
                day=each.day,
                hours=each.hours,
                rate=each.rate(tables),
                price=price,
            )
            for each, price in alone.items()
            if not price.waived
        ],
        paid_before or {},
    )
    lines = [a_line(each, tables, settled.get(each.name, price)) for each, price in alone.items()]
    return draw_up(a_heading(), lines)


def a_line(entry: Entry, tables: Tables, price: Price) -> Line:
    return Line(
        entry=entry.name,
        kind=GIVEN if entry.rate(tables).given else str(entry.work),
        day=entry.day,
        quantity=price.quantity,
        unit=price.unit,
        price_cents=price.unit_cents,
        amount_cents=price.cents,
        pay_code="3010",
        cost_centre="10250",
        waived=price.waived,
        breakdown=price.breakdown,
    )


def cents_by_entry(statement: Statement) -> dict[str, int]:
    return {line.entry: line.amount_cents for line in statement.lines}


def is_the_same_in_any_order(work, seed, settle: Settle = settle) -> bool:
    tables, entries = work
    shuffled = list(entries)
    seed.shuffle(shuffled)
    first = a_statement_of(entries, tables, settle=settle)
    return a_statement_of(shuffled, tables, settle=settle) == first


any_one = settings(phases=[Phase.generate], database=None, max_examples=5000)
any_order = st.randoms(use_true_random=False)


@given(work_of_a_person())
def test_the_total_is_the_sum_of_the_lines_and_each_line_of_its_steps(work):
    tables, entries = work
    statement = a_statement_of(entries, tables)

    assert len(statement.lines) == len(entries)
    for line in statement.lines:
        assert line.amount_cents >= 0
        waived = sum(step.get("waived_cents", 0) for step in line.breakdown)
        assert line.amount_cents == sum(step["cents"] for step in line.breakdown) - waived
    total = sum(line.amount_cents for line in statement.lines)
    assert (statement.gross_cents, statement.taxable_cents) == (total, total)
    assert statement.tax_free_cents == 0
    assert statement.money_cents == total - sum(
        line.amount_cents for line in statement.lines if line.kind == GIVEN
    )
    assert find_wrong_amount(statement) is None
    assert find_wrong_positions(statement) is None
    assert (
        find_wrong_total(statement, taxable_cents=total, tax_free_cents=0, gross_cents=total)
        is None
    )


@given(work_of_a_person())
def test_crediting_returns_to_zero_line_by_line_and_in_total(work):
    tables, entries = work
    statement = a_statement_of(entries, tables)
    day = date(2027, 1, 20)
    credit = mirror(
        statement, number=Number(year=2027, serial=1), issued_on=day, pay_on=date(2027, 1, 29)
    )

    for line, taken_back in zip(statement.lines, credit.lines, strict=True):
        assert taken_back.entry == line.entry
        assert line.amount_cents + taken_back.amount_cents == 0
        assert line.quantity + taken_back.quantity == 0
    assert statement.gross_cents + credit.gross_cents == 0
    assert statement.money_cents + credit.money_cents == 0
    assert find_wrong_amount(credit) is None
    assert find_wrong_mirror(statement.lines, credit, is_credit=True) is None


@given(work_of_a_person())
def test_prices_and_entries_as_they_are_stored_make_the_same_lines_again(work):
    tables, entries = work
    statement = a_statement_of(entries, tables)
    again = tuple(
        replace(
            table,
            rates=tuple(
                replace(rate, terms=read_terms(json.loads(json.dumps(write_terms(rate.terms)))))
                for rate in table.rates
            ),
        )
        for table in tables
    )

    recomputed = a_statement_of(entries, again)

    assert recomputed == statement
    hashes = [next_hash(FIRST, business_columns(each)) for each in (statement, recomputed)]
    assert hashes[0] == hashes[1]
    for each in entries:
        alone = price_hours(each.hours, each.rate(tables), each.fee_choice)
        assert priced(each, tables) == alone


@given(work_of_a_person(), any_order)
def test_the_order_of_entries_does_not_matter(work, seed):
    assert is_the_same_in_any_order(work, seed)


@given(work_of_a_person(), st.integers(0, 45))
def test_it_does_not_matter_in_how_many_statements_it_is_paid(work, days):
    """Whole days: those up to one first, the others after it."""
    tables, entries = work
    last = sorted(each.day for each in entries)[days % len(entries)]
    earlier = [each for each in entries if each.day <= last]
    later = [each for each in entries if each.day > last]
    at_once = cents_by_entry(a_statement_of(entries, tables))
    first = a_statement_of(earlier, tables)
    if not later:
        return
    paid: dict[tuple[str, Period, str], int] = {}
    codes = {each.name: each.rate(tables).code for each in entries}
    for line in first.lines:
        for period in Period:
            place = (codes[line.entry], period, name_of(period, line.day))
            paid[place] = paid.get(place, 0) + line.amount_cents
    second = a_statement_of(later, tables, paid_before=paid)

    assert cents_by_entry(first) | cents_by_entry(second) == at_once


def by_arrival(entries: Iterable[Counted], paid_before) -> dict[str, Price]:
    """What must not be: a cap that whoever comes first uses up."""
    entries = list(entries)
    arrived = {each.entry: n for n, each in enumerate(entries)}
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(together, "_place", lambda each: arrived[each.entry])
        return settle(entries, paid_before)


def test_a_cap_that_depends_on_the_order_would_be_caught():
    work, _ = find(
        st.tuples(work_of_a_person(), any_order),
        lambda drawn: not is_the_same_in_any_order(*drawn, settle=by_arrival),
        settings=any_one,
    )

    assert any(rate.counts_together for table in work[0] for rate in table.rates)


def test_a_line_that_forgets_its_cap_would_be_caught():
    def forgetful(entries, paid_before):
        return {
            name: replace(price, cents=price.cents + 1)
            for name, price in settle(entries, paid_before).items()
        }

    find(
        work_of_a_person(),
        lambda work: (
            find_wrong_amount(a_statement_of(work[1], work[0], settle=forgetful)) is not None
        ),
    )


def test_work_of_both_fee_tables_is_drawn():
    def is_of_both(work):
        return len(work[0]) == 2 and len({each.day < CHANGE for each in work[1]}) == 2

    assert is_of_both(find(work_of_a_person(), is_of_both, settings=any_one))
