"""What must hold of accounting material that was destroyed: rule, table, what breaks it, in SQL."""

from app.storage.invariants.invariant import Invariant

NUMBERS = (
    "jsonb_to_recordset(numbers) as gone (series text, year bigint, first bigint, last bigint)"
)

QUESTIONS = (
    Invariant(
        "accounting is destroyed ten years after its year, by the word of two people",
        "disposals",
        "select organisation_id, id from disposals where confirmed_at is not null and ("
        "   is_one_person(confirmed_by, proposed_by) or counted is null or numbers is null"
        "   or to_year >= extract(year from confirmed_at at time zone 'Europe/Helsinki') - 10)",
    ),
    Invariant(
        "a number that was destroyed is no statement's",
        "statements",
        "select statements.organisation_id, statements.id from statements"
        " join disposals on disposals.organisation_id = statements.organisation_id"
        f" cross join {NUMBERS}"
        " where gone.series = statements.series and gone.year = statements.year"
        "   and statements.number between first and last",
    ),
    Invariant(
        "a line is of a statement",
        "statement_lines",
        "select line.organisation_id, line.id from statement_lines as line"
        " where not exists (select from statements"
        "   where statements.organisation_id = line.organisation_id"
        "   and statements.id = line.statement_id)",
    ),
)
GUARDS = frozenset(
    {("disposals", "keep_money_record"), ("disposals", "open_the_guards")}
    | {("disposals", "look_at_the_clock")}
)
