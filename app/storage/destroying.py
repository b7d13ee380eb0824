"""Accounting material past its time: what it holds, and that it goes.

What goes stands by its id in a table of the running transaction, so that one question is asked of
each kind and the history of all of them goes as one.
"""

from typing import Any, NamedTuple

from sqlalchemy import text

from app.database import current_organisation, db
from scheduling.wall_clock import TIME_ZONE

# The number is that of the trigger `lock_approved`: no payroll run goes on meanwhile.
ALONE = "select pg_advisory_xact_lock(77, cast(:mine as integer))"

HELSINKI = f"at time zone '{TIME_ZONE}'"
OWN = "organisation_id = :mine and"
THEIRS = f"{OWN} statement_id in (select id from going where subject = 'statement')"
LINES = f"select * from statement_lines where {THEIRS}"
GOING = (
    "create temporary table going (subject text, id bigint, primary key (subject, id))"
    " on commit drop",
    "insert into going select 'statement_run', unnest(cast(:runs as bigint[]))",
    f"insert into going select 'statement', id from statements where {OWN} run_id = any(:runs)",
    f"insert into going select 'payment_batch', id from payment_batches where {OWN}"
    " run_id = any(:runs)",
    f"insert into going select distinct 'payment_batch', batch_id from payments where {THEIRS}",
    f"insert into going select distinct 'register_delivery', delivery_id from register_reports"
    f" where {THEIRS}",
    f"insert into going select 'hand_payment', id from hand_payments where {THEIRS}",
    "insert into going select distinct 'hour_entry', hour_entry_id"
    f" from ({LINES} and is_live and hour_entry_id is not null) as line",
    "insert into going select distinct 'expense_entry', part.id"
    f" from ({LINES} and is_live and expense_entry_id is not null) as line"
    " join expense_entries as entry on entry.organisation_id = :mine"
    "   and entry.id = expense_entry_id"
    " join expense_entries as part on part.organisation_id = :mine"
    "   and coalesce(part.part_of_id, part.id) = coalesce(entry.part_of_id, entry.id)",
    "analyze going",
)
NUMBERS = """
select series, year, min(number) as first, max(number) as last,
  (array_agg(hash order by number desc))[1] as last_hash
from (
  select series, year, number, hash,
    number - row_number() over (partition by series, year order by number) as island
  from statements join going on going.id = statements.id and subject = 'statement'
  where organisation_id = :mine
) as numbered group by series, year, island order by 1, 2, 3"""
SUMS = f"""
select count(*) as statements, count(distinct expert_id) as people,
  coalesce(sum(fee_cents), 0) as fee_cents, coalesce(sum(tax_free_cents), 0) as tax_free_cents,
  (select coalesce(sum(cents), 0) from payments where {THEIRS} and state = 'confirmed')
    as paid_by_bank_cents
from statements where {OWN} id in (select id from going where subject = 'statement')"""


def _of(subject: str, column: str = "id") -> str:
    return f"{OWN} {column} in (select id from going where subject = '{subject}')"


def _until_what_stays(moment: str) -> str:
    """Of no one run: it stays with every run that was there before it came."""
    return (
        f"{OWN} extract(year from {moment} {HELSINKI}) <= :to_year and {moment} < coalesce("
        "(select min(run_at) from statement_runs where organisation_id = :mine), 'infinity')"
    )


# In this order: what refers to a row goes before it.
DESTROYED = (
    ("mended_years", THEIRS),
    (
        "left_out_of_register",
        f"{OWN} payment_id in (select id from payments where {THEIRS})",
    ),
    ("register_reports", THEIRS),
    ("register_deliveries", _of("register_delivery")),
    ("payments", THEIRS),
    ("batch_files", _of("payment_batch", "batch_id")),
    ("bank_batches", _of("payment_batch")),
    ("net_pays", THEIRS),
    ("hand_files", _of("hand_payment", "hand_payment_id")),
    ("hand_payments", _of("hand_payment")),
    ("payroll_stops", THEIRS),
    ("disputes", THEIRS),
    (
        "corrections",
        f"{OWN} (statement_id in (select id from going where subject = 'statement')"
        " or document_id in (select id from going where subject = 'statement'))",
    ),
    ("documents", THEIRS),
    ("statements", _of("statement")),
    ("statement_lines", THEIRS),
    ("payment_batches", _of("payment_batch")),
    ("hour_entries", _of("hour_entry")),
    ("expense_entries", _of("expense_entry")),
    ("statement_runs", _of("statement_run")),
    (
        "changes",
        f"{OWN} (subject, subject_id) in (select subject, id from going)",
    ),
    (
        "bank_feedback",
        f"{_until_what_stays('read_at')} and (seen_at is not null or doubtful = '[]')",
    ),
    ("pay_holds", _until_what_stays("released_at")),
    ("payroll_answers", _until_what_stays("uploaded_at")),
)


class Destroyed(NamedTuple):
    """counted: rows by table, and sums in cents; numbers: as DestroyedNumbers holds them."""

    counted: dict[str, int]
    numbers: list[dict[str, Any]]


def stand_alone() -> None:
    """Until the transaction ends: whoever runs, approves or takes back waits or is told to."""
    _ask(ALONE)


def count(run_ids: set[int]) -> int:
    """Statements of these runs."""
    question = f"select count(*) from statements where {OWN} run_id = any(:runs)"
    return int(_ask(question, runs=list(run_ids)).scalar_one())


def destroy(run_ids: set[int], to_year: int) -> Destroyed:
    """All that these runs hold. Raises what the guards refuse outside a confirmed disposal."""
    for question in GOING:
        _ask(question, runs=sorted(run_ids)) if ":" in question else _ask(question)
    numbers = [dict(row._mapping) for row in _ask(NUMBERS)]
    counted = {name: int(value) for name, value in _ask(SUMS).one()._mapping.items()}
    for table, condition in DESTROYED:
        gone = _ask(f"delete from {table} where {condition}", to_year=to_year)
        counted[table] = gone.rowcount
    db.session.expire_all()
    return Destroyed(counted, numbers)


def _ask(question: str, **values: Any) -> Any:
    wanted = {name: value for name, value in values.items() if f":{name}" in question}
    mine = {"mine": current_organisation()} if ":mine" in question else {}
    return db.session.execute(text(question), mine | wanted)
