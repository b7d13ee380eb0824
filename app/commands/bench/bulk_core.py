"""A payroll run as is reasonable in plain SQLAlchemy: few reads, the rules in Python, bulk inserts.

It knows no settled prices but those of people over a most of the month, as the made-up month has.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from app.access import Actor
from app.commands.bench.bulk_rows import line_of, name_of, statement, stored
from app.commands.bench.row_by_row import first_people, heading_of
from app.database import Base, current_organisation, db, transaction
from app.now import now
from app.readings.settle_together import settled_prices
from app.storage import (
    changes,
    fee_tables,
    organisations,
    pay_days,
    pay_holds,
    payable,
    statement_counters,
    tables,
)
from app.storage.assignments import Assignment
from app.storage.changes import Change, Subject
from app.storage.earnings import on_a_statement, paid_by_payroll
from app.storage.expense_entries import ExpenseEntry
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.requests import ExpertRequest
from app.storage.statements import StatementRun
from app.storage.units import CostCentre
from invoices.pricing.fee_table import rate_for, table_on
from invoices.pricing.price import Price
from invoices.refusals import MoneyRefusal
from invoices.statements.hash_chain import next_hash
from invoices.statements.held import Row, reasons_to_hold
from invoices.statements.statement import GIVEN, Line, business_columns, draw_up
from scheduling.lifecycle import EntryState
from scheduling.wall_clock import day_of

STATEMENTS, LINES = (Base.metadata.tables[name] for name in ("statements", "statement_lines"))
COMMON = (
    "id",
    "expert_id",
    "day",
    "state",
    "held_because",
    "project_code",
    "pay_code",
    "price_cents",
    "quantity",
    "unit",
    "unit_cents",
    "waived",
    "breakdown",
)
OF_WORK = ("work", "starts_at", "ends_at")
OF_COSTS = ("kind", "leaves_at", "returns_at", "purpose", "route")


def run_statements(*, by: Actor, month: str, most: int | None = None) -> StatementRun:
    """As `app.use_cases.run_statements.run_statements`, telling nobody.

    most  people, the first in the order of names; None: all
    """
    with transaction():
        moment = now()
        counter = statement_counters.locked(day_of(moment).year)
        pay_day = pay_days.find(month)
        assert pay_day is not None
        going, held = _judged(_priced(_rows(pay_day.cut_off_on, most)), pay_day.cut_off_on)
        people = _by_person(going)
        total = sum(row["price"].cents for row in going)
        run = tables.add(
            StatementRun(
                month=month,
                cut_off_on=pay_day.cut_off_on,
                pay_on=pay_day.pay_on,
                run_at=moment,
                run_by=by.user_id,
                persons=len(people),
                total_cents=total,
                held=len(held),
                late=payable.count_approved_after(pay_day.cut_off_on),
            )
        )
        _hold(held, by)
        payer = organisations.get(current_organisation())
        issued, lines = [], []
        for expert, rows in people:
            heading = heading_of(expert, payer, counter, run)
            by_name = {name_of(row): row for row in rows}
            drawn = draw_up(heading, map(line_of, rows))
            new_hash = next_hash(counter.last_hash, business_columns(drawn))
            issued.append(statement(drawn, expert.id, run, counter.last_hash, new_hash))
            counter.last_number, counter.last_hash = heading.number.serial, new_hash
            lines.append([(line, by_name[line.entry]) for line in drawn.lines])
        _keep(issued, lines)
        changes.note(Subject.STATEMENT_RUN, run.id, "run", by=by)
    return run


def _keep(issued: list[dict[str, Any]], lines: list[list[tuple[Line, dict[str, Any]]]]) -> None:
    kept = insert(STATEMENTS).returning(STATEMENTS.c.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(kept, issued))
    columns = [
        stored(line, row, statement_id)
        for statement_id, theirs in zip(ids, lines, strict=True)
        for line, row in theirs
    ]
    db.session.execute(insert(LINES).returning(LINES.c.id), columns)


def _by_person(going: list[dict[str, Any]]) -> list[tuple[Expert, list[dict[str, Any]]]]:
    people: dict[int, tuple[Expert, list[dict[str, Any]]]] = {}
    for row in going:
        people.setdefault(row["expert_id"], (row["expert"], []))[1].append(row)
    return sorted(people.values(), key=lambda each: (each[0].sort_key, each[0].id))


def _priced(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """With the pay code, the price that pays it and the decision that rests on."""
    tables_of_prices, pay_codes = fee_tables.price_list(), fee_tables.expense_pay_codes()
    for row in rows:
        row |= {"rate": None, "decision": ""}
        usual = pay_codes.get(str(row["kind"]))
        if row["is_work"]:
            with suppress(MoneyRefusal):
                table = table_on(tables_of_prices, row["day"])
                row["decision"] = table.decision_number
                row["rate"] = rate_for(table, row["work"], str(row["request_kind"]))
            usual = row["rate"] and row["rate"].pay_code
            if row["rate"] and row["rate"].given:
                row["kind"] = GIVEN
        row["pay_code"] = row["pay_code"] or usual or ""
        row["price"] = Price(
            row["price_cents"],
            tuple(row["breakdown"]),
            row["quantity"],
            row["unit"],
            row["unit_cents"],
            row["waived"],
        )
        yield row


def _judged(
    rows: Iterable[dict[str, Any]], cut_off_on: date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those that go, at the price settled over several, and those that wait."""
    going: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    kept_back = pay_holds.held_people()
    for row in rows:
        reasons = reasons_to_hold(_facts(row, kept_back, cut_off_on))
        (held if reasons else going).append(row | {"reason": next(iter(reasons), None)})
    settled = _settled(going)
    for row in going:
        row["price"] = settled.get(name_of(row), row["price"])
    return going, held


def _rows(cut_off_on: date, most: int | None) -> Iterable[dict[str, Any]]:
    people = {each.id: each for each in db.session.scalars(first_people(most))}
    theirs = first_people(most).with_only_columns(Expert.id)
    for kind in (HourEntry, ExpenseEntry):
        is_work = kind is HourEntry
        own = OF_WORK if is_work else OF_COSTS
        question = (
            select(
                *(getattr(kind, name) for name in (*COMMON, *own)),
                ExpertRequest.title,
                ExpertRequest.kind.label("request_kind"),
                CostCentre.code.label("cost_centre"),
                Assignment.pay_from,
            )
            .join(Assignment, Assignment.id == kind.assignment_id)
            .join(ExpertRequest, ExpertRequest.id == Assignment.request_id)
            .outerjoin(CostCentre, CostCentre.id == kind.cost_centre_id)
            .where(
                kind.state.in_((EntryState.APPROVED, EntryState.HELD)),
                ~on_a_statement(kind),
                paid_by_payroll(),
                payable.approved_until(kind, cut_off_on),
                kind.expert_id.in_(theirs),
            )
            .with_for_update(of=kind)
        )
        for found in db.session.execute(question).mappings():
            row = dict(found)
            row |= {"is_work": is_work, "expert": people[row["expert_id"]]}
            if is_work:
                row |= {"leaves_at": row["starts_at"], "returns_at": row["ends_at"]}
                row |= {"kind": str(row["work"]), "purpose": "", "route": ""}
            yield row


def _facts(row: dict[str, Any], kept_back: set[int], cut_off_on: date) -> Row:
    expert = row["expert"]
    return Row(
        person_number=expert.payroll_number,
        finance_has_data=expert.finance_has_it,
        stopped=expert.stopped_at is not None,
        pay_code=row["pay_code"],
        cost_centre=row["cost_centre"],
        amount_cents=row["price_cents"],
        held_by_finance=expert.id in kept_back,
        later_chosen=row["is_work"]
        and row["pay_from"] is not None
        and row["pay_from"] > cut_off_on,
    )


def _settled(going: list[dict[str, Any]]) -> dict[str, Price]:
    sums: dict[Any, int] = defaultdict(int)
    counted = [row for row in going if row["rate"] and row["rate"].terms.caps]
    for row in counted:
        sums[row["expert_id"], row["rate"].code, row["day"].month] += row["price_cents"]
    over = {
        row["expert_id"]
        for row in counted
        if sums[row["expert_id"], row["rate"].code, row["day"].month]
        > min(cap.cents for cap in row["rate"].terms.caps)
    }
    rows = payable.of_hours([row["id"] for row in counted if row["expert_id"] in over])
    return settled_prices(rows, fee_tables.price_list())


def _hold(held: list[dict[str, Any]], by: Actor) -> None:
    for kind, subject in ((HourEntry, Subject.HOUR_ENTRY), (ExpenseEntry, Subject.EXPENSE_ENTRY)):
        rows = [row for row in held if row["is_work"] is (kind is HourEntry)]
        if not rows:
            continue
        told = {"role": by.role, "user_id": by.user_id, "actor_name": by.name, "at": now()}
        notes = [
            {"subject": subject, "subject_id": row["id"], "became": "held", "reason": row["reason"]}
            for row in rows
        ]
        db.session.execute(insert(Change), [note | told for note in notes])
        for row in rows:
            entry: Any = db.session.get(kind, (current_organisation(), row["id"]))
            entry.state, entry.held_because = EntryState.HELD, row["reason"]
