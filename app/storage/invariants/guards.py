"""What stands in the database itself: triggers, keys, and the wall around each organisation."""

from sqlalchemy import text

from app.database import db
from app.storage.invariants import balances, bank, destroyed, register
from app.storage.invariants.invariant import Broken

STEPPING = (
    "expert_requests",
    "offers",
    "assignments",
    "hour_entries",
    "expense_entries",
    "statements",
    "plans",
)
MATCHED = (  # what a person's record for matching is packed from
    "agreements",
    "assignments",
    "bookings",
    "boundaries",
    "expert_themes",
    "experts",
    "offers",
    "own_units",
    "record_checks",
    "times_away",
    "trainings",
)
ANSWERED = (  # asked or made by one person, answered by another
    "bank_batches",
    "corrections",
    "disposals",
    "expense_entries",
    "fee_tables",
    "figures",
    "hand_payments",
    "hour_entries",
    "mended_years",
    "paying_accounts",
    "payout_accounts",
    "travel_decisions",
)
TAKEN_BACK = ("bank_batches", "fee_tables", "hand_payments", "travel_decisions")
# What is not of any one organisation.
GLOBAL = frozenset(
    {
        "alembic_version",
        "organisations",
        "persons",
        "users",
        "memberships",
        "access_tokens",
        "links",
        "job_runs",
        "rate_limits",
        "steps",
    }
)

# Triggers without which the rules above would only be hoped for: table and name.
GUARDS = frozenset(
    {(table, "take_only_allowed_steps") for table in STEPPING}
    | {
        ("statement_lines", "sum_lines"),
        ("statement_counters", "sum_numbered"),
        ("statements", "number_first"),
        ("statements", "sum_still"),
        ("statements", "know_run_and_issuer"),
        ("statement_runs", "keep_run_of_statements"),
    }
    | {(table, "answered_by_another") for table in ANSWERED}
    | {(table, "taken_back_by_another") for table in TAKEN_BACK}
    | {(table, "fee_or_invoice") for table in ("received_invoices", "statement_lines")}
    | {(table, "refuse_the_stopped") for table in ("offers", "assignments", "messages")}
    | {
        (table, guard)
        for table in ("hour_entries", "expense_entries")
        for guard in ("keep_four_eyes", "lock_approved", "second_approval_by_another")
    }
    | {
        (table, guard)
        for table in ("fee_tables", "travel_decisions")
        for guard in ("propose_first", "keep_money_record")
    }
    | {
        ("fee_tables", "keep_issued_prices"),
        ("rates", "keep_confirmed_rates"),
        ("rates", "mend_rates_as_asked"),
        ("assignments", "count_seats"),
        ("assignments", "keep_booking"),
        ("occasions", "move_bookings"),
        ("statement_lines", "second_approval_first"),
        ("statements", "freeze_statement"),
        ("statement_lines", "freeze_line"),
        ("statements", "refer_to_standing"),
        ("statement_lines", "mirror_exactly"),
        ("documents", "keep_voucher"),
        ("payment_batches", "keep_voucher"),
        ("changes", "only_add"),
        ("openings", "only_add"),
        ("occasions", "log_update"),
        ("organisations", "log_update"),
    }
    | {(table, f"log_{event}") for table in MATCHED for event in ("insert", "update", "delete")}
    | bank.GUARDS
    | register.GUARDS
    | destroyed.GUARDS
)
STANDING = text(
    "select relname, tgname from pg_trigger join pg_class on pg_class.oid = tgrelid"
    " where not tgisinternal and tgenabled <> 'D'"
)
KEPT_KEYS = text(
    "select relname from pg_class join pg_index on indexrelid = pg_class.oid"
    " where (indisunique or indisexclusion) and indisvalid"
)
UNGUARDED = text(
    "select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
    " where nspname = 'public' and relkind = 'r' and relname not like 'procrastinate%'"
    " and not (relname = any(:known)) and not (relrowsecurity and exists ("
    "   select from pg_policy where polrelid = pg_class.oid)) order by relname limit 1"
)
OPEN_CEILINGS = text(
    "select 'income_ceilings' where not exists (select from pg_policy"
    " where polrelid = 'income_ceilings'::regclass and not polpermissive"
    " and pg_get_expr(polqual, polrelid) like '%expert_id = %app.expert_id%'"
    " and pg_get_expr(polwithcheck, polrelid) like '%expert_id = %app.expert_id%')"
)
CROSSING = text(
    "select conrelid::regclass || '.' || conname from pg_constraint"
    " join pg_class on pg_class.oid = confrelid"
    " where contype = 'f' and not (relname = any(:known))"
    " and relname not like 'procrastinate%' and not exists ("
    "   select from pg_attribute where attrelid = conrelid and attnum = any(conkey)"
    "   and attname = 'organisation_id') order by 1 limit 1"
)


def first_unguarded() -> Broken | None:
    standing = {(table, guard) for table, guard in db.session.execute(STANDING)}
    if missing := sorted(GUARDS - standing):
        return Broken("the database guards its own rules", " ".join(missing[0]))
    if keys := sorted(balances.KEYS - set(db.session.scalars(KEPT_KEYS))):
        return Broken("the database keeps what may happen once", keys[0])
    known = {"known": sorted(GLOBAL)}
    if (table := db.session.scalar(UNGUARDED, known)) is not None:
        return Broken("row-level security keeps each organisation's rows its own", f"table {table}")
    if (table := db.session.scalar(OPEN_CEILINGS)) is not None:
        return Broken("only the person herself reads her ceiling of income", f"table {table}")
    if (reference := db.session.scalar(CROSSING, known)) is not None:
        return Broken("no row refers to a row of another organisation", reference)
    return None
