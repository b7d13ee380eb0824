"""What must always hold, asked in SQL of its own: each question returns the rows that break it.

The questions are put by the owner over all organisations, and do not use the tables' models.
"""

from dataclasses import dataclass

from sqlalchemy import text

from app.database import db
from app.storage import balance_rules, bank_rules, correction_rules, invoice_rules, register_rules

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
LIVE = "('planned', 'confirmed', 'done')"
OPEN = "('sent', 'seen', 'asks_first')"

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


@dataclass(frozen=True)
class Invariant:
    """`question` selects organisation_id and id of `table` where `rule` is broken."""

    rule: str
    table: str
    question: str


@dataclass(frozen=True)
class Broken:
    rule: str
    where: str


ENTRIES = """(
  select organisation_id, id, assignment_id, expert_id, state, price_cents, approved_at,
    approved_by, checked_by, entered_by, cost_centre_id, 'hour' as kind from hour_entries
  union all
  select organisation_id, id, assignment_id, expert_id, state, price_cents, approved_at,
    approved_by, checked_by, entered_by, cost_centre_id, 'expense' from expense_entries
) as entry"""
LINE_OF_ENTRY = """statement_lines as line
  on line.organisation_id = entry.organisation_id and line.is_live
  and entry.id = case entry.kind when 'hour' then hour_entry_id else expense_entry_id end"""

# A line settled over several entries says what its entry came to alone.
ALONE = """coalesce(
  (jsonb_path_query_first(line.breakdown, '$[*].alone_cents') #>> '{}')::bigint,
  line.amount_cents)"""

MONEY = (
    Invariant(
        "an approved entry is on at most one live line",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES} join {LINE_OF_ENTRY}"
        " group by 1, 2, entry.kind having count(*) > 1",
    ),
    Invariant(
        "after a run every entry approved by its cut-off is paid, held or not payroll's",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES}"
        " join assignments on assignments.organisation_id = entry.organisation_id"
        "   and assignments.id = entry.assignment_id"
        " join statement_runs as run on run.organisation_id = entry.organisation_id"
        "   and (entry.approved_at at time zone 'Europe/Helsinki')::date <= run.cut_off_on"
        "   and entry.approved_at < run.run_at and run.kind = 'month'"
        f" left join {LINE_OF_ENTRY}"
        " where entry.state = 'approved' and line.id is null and entry.price_cents > 0"
        "   and assignments.payer <> 'other_pays' and assignments.payee = 'payroll'"
        "   and not exists (select from changes as released"
        "     where released.organisation_id = entry.organisation_id"
        "     and released.subject = entry.kind || '_entry' and released.subject_id = entry.id"
        "     and released.became = 'approved' and released.at >= run.run_at)",
    ),
    Invariant(
        "a line on a statement is of an entry that was approved",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES} join {LINE_OF_ENTRY}"
        " where entry.state not in ('approved', 'held')"
        f" or entry.price_cents <> {ALONE}",
    ),
    Invariant(
        "a live line is of work that payroll pays, and no invoice",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES} join {LINE_OF_ENTRY}"
        " join assignments on assignments.organisation_id = entry.organisation_id"
        "   and assignments.id = entry.assignment_id"
        " where assignments.payer = 'other_pays' or assignments.payee <> 'payroll'",
    ),
    Invariant(
        "a statement's total is the sum of its lines",
        "statements",
        "select statements.organisation_id, statements.id from statements"
        " left join statement_lines as line"
        "   on line.organisation_id = statements.organisation_id and statement_id = statements.id"
        " group by statements.organisation_id, statements.id"
        " having count(line.id) = 0 or sum(amount_cents) <> total_cents"
        "   or coalesce(sum(amount_cents) filter (where is_taxable), 0) <> fee_cents",
    ),
    Invariant(
        "statement numbers of a series and year are 1..n without gaps, in the order of issue",
        "statements",
        "select organisation_id, id from (select organisation_id, id, number, issued_at,"
        " row_number() over numbers as place, lag(issued_at) over numbers as before"
        " from statements"
        " window numbers as (partition by organisation_id, series, year order by number)) as row"
        " where number <> place or issued_at < before",
    ),
    Invariant(
        "the counter knows the last number given",
        "statement_counters",
        "select organisation_id, id from statement_counters where last_number <>"
        " (select count(*) from statements"
        "  where statements.organisation_id = statement_counters.organisation_id"
        "  and statements.series = statement_counters.series"
        "  and statements.year = statement_counters.year)",
    ),
    Invariant(
        "only what was credited or corrected has dead lines, and no others but mirrors",
        "statements",
        "select distinct statements.organisation_id, statements.id from statements"
        " join statement_lines as line"
        "   on line.organisation_id = statements.organisation_id and statement_id = statements.id"
        " where is_live <> (state not in ('credited', 'corrected') and mirrors_id is null)",
    ),
    Invariant(
        "a printed statement is the bytes whose sum it keeps",
        "documents",
        "select documents.organisation_id, documents.id from documents"
        " join statements on statements.organisation_id = documents.organisation_id"
        "   and statements.id = documents.statement_id"
        " where sha256 <> encode(sha256(pdf), 'hex') or sha256 is distinct from pdf_sha256",
    ),
    Invariant(
        "what was handed over is the sum of its statements, and its files are unchanged",
        "payment_batches",
        "select batch.organisation_id, batch.id from payment_batches as batch"
        " left join statements on statements.organisation_id = batch.organisation_id"
        "   and statements.batch_id = batch.id"
        " group by batch.organisation_id, batch.id"
        " having count(statements.id) < persons"
        "   or sum(statements.total_cents) is distinct from batch.total_cents"
        "   or encode(sha256(per_person), 'hex') <> per_person_sha256"
        "   or encode(sha256(per_line), 'hex') <> per_line_sha256",
    ),
    Invariant(
        "four eyes: nobody checks or approves their own, and approver and checker differ",
        "entries",
        f"select distinct entry.organisation_id, entry.id from {ENTRIES}"
        " left join users on users.id in (entry.checked_by, entry.approved_by)"
        " left join experts on experts.organisation_id = entry.organisation_id"
        "   and experts.id = entry.expert_id"
        " where users.person_id = experts.person_id"
        "   or entry.approved_by in (entry.checked_by, entry.entered_by)",
    ),
    Invariant(
        "the approver is the cost centre's on that day",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES}"
        " where entry.approved_by is not null and not exists (select from approvers"
        "   where approvers.organisation_id = entry.organisation_id"
        "   and approvers.cost_centre_id = entry.cost_centre_id"
        "   and approvers.user_id = entry.approved_by"
        "   and valid_from <= (entry.approved_at at time zone 'Europe/Helsinki')::date)",
    ),
)

BALANCE = tuple(Invariant(*each) for each in balance_rules.QUESTIONS)
BANK = tuple(Invariant(*each) for each in bank_rules.QUESTIONS)
REGISTER = tuple(Invariant(*each) for each in register_rules.QUESTIONS)
CORRECTIONS = tuple(Invariant(*each) for each in correction_rules.QUESTIONS)
INVOICES = tuple(Invariant(*each) for each in invoice_rules.QUESTIONS)

TIME = (
    Invariant(
        "an association stores no check of the criminal record",
        "record_checks",
        "select organisation_id, record_checks.id from record_checks"
        " join organisations on organisations.id = organisation_id where kind = 'ngo'",
    ),
    Invariant(
        "nobody is booked twice for the same time",
        "bookings",
        "select one.organisation_id, one.id from bookings as one join bookings as other"
        " on one.person_id = other.person_id and one.id < other.id and one.during && other.during"
        " where not one.is_overridden and not other.is_overridden",
    ),
    Invariant(
        "every promised seat with clock times is booked, and nothing else is",
        "assignments",
        "select assignments.organisation_id, assignments.id from assignments"
        " join occasions on occasions.organisation_id = assignments.organisation_id"
        "   and occasions.id = assignments.occasion_id"
        " left join bookings on bookings.organisation_id = assignments.organisation_id"
        "   and bookings.assignment_id = assignments.id"
        f" where (assignments.state in {LIVE} and occasions.starts_at is not null)"
        "   <> (bookings.id is not null)"
        "   or not (bookings.during @> tstzrange(occasions.starts_at, occasions.ends_at))",
    ),
    Invariant(
        "seats given are counted, and never more than there are",
        "occasions",
        "select organisation_id, id from occasions where accepted_count > seats"
        " or accepted_count <> (select count(*) from assignments"
        "   where assignments.organisation_id = occasions.organisation_id"
        f"  and assignments.occasion_id = occasions.id and assignments.state in {LIVE})",
    ),
    Invariant(
        "an expert has at most one open offer for an occasion, and none for a seat she holds",
        "offers",
        "select offers.organisation_id, min(offers.id) from offers left join assignments"
        " on assignments.organisation_id = offers.organisation_id"
        "   and assignments.occasion_id = offers.occasion_id"
        f"  and assignments.expert_id = offers.expert_id and assignments.state in {LIVE}"
        f" where offers.state in {OPEN}"
        " group by offers.organisation_id, offers.occasion_id, offers.expert_id"
        " having count(*) > 1 or count(assignments.id) > 0",
    ),
    Invariant(
        "an accepted offer has its assignment",
        "offers",
        "select offers.organisation_id, offers.id from offers where state = 'accepted'"
        " and not exists (select from assignments"
        "   where assignments.organisation_id = offers.organisation_id"
        "   and assignments.offer_id = offers.id)",
    ),
    Invariant(
        "where seats are shared, nobody is still to answer afterwards",
        "offers",
        "select offers.organisation_id, offers.id from offers"
        " join offer_rounds as sending on sending.organisation_id = offers.organisation_id"
        "   and sending.id = offers.round_id"
        " where sending.decided_at is not null and offers.said_yes_at is null"
        "   and offers.state in ('sent', 'seen')",
    ),
    Invariant(
        "a full occasion and a cancelled request have no open offers",
        "offers",
        "select offers.organisation_id, offers.id from offers"
        " join occasions on occasions.organisation_id = offers.organisation_id"
        "   and occasions.id = offers.occasion_id"
        " join expert_requests as asked on asked.organisation_id = offers.organisation_id"
        "   and asked.id = offers.request_id"
        f" where offers.state in {OPEN}"
        "   and (accepted_count >= occasions.seats or asked.state = 'cancelled')",
    ),
    Invariant(
        "activities of one expert do not overlap, nor count more than time went by",
        "hour_entries",
        "select one.organisation_id, one.id from hour_entries as one"
        " left join hour_entries as other on other.organisation_id = one.organisation_id"
        "   and other.expert_id = one.expert_id and other.id > one.id"
        "   and tstzrange(one.starts_at, one.ends_at) && tstzrange(other.starts_at, other.ends_at)"
        "   and other.starts_at is not null"
        " where one.starts_at is not null and (other.id is not null"
        "   or one.minutes * interval '1 minute' > one.ends_at - one.starts_at)",
    ),
    Invariant(
        "somebody paused has no open offers of the pause",
        "experts",
        "select distinct experts.organisation_id, experts.id from experts join offers"
        " on offers.organisation_id = experts.organisation_id and offers.expert_id = experts.id"
        f" where offers.state in {OPEN} and paused_until > (now() at time zone"
        " 'Europe/Helsinki')::date",
    ),
    Invariant(
        "for somebody stopped nothing is open, promised or on its way",
        "experts",
        "select distinct experts.organisation_id, experts.id from experts"
        " left join offers on offers.organisation_id = experts.organisation_id"
        f"  and offers.expert_id = experts.id and offers.state in {OPEN}"
        " left join messages on messages.organisation_id = experts.organisation_id"
        "   and messages.expert_id = experts.id"
        "   and (messages.sent_at > stopped_at or messages.state in"
        "     ('queued', 'to_print', 'to_ring'))"
        " left join assignments on assignments.organisation_id = experts.organisation_id"
        "   and assignments.expert_id = experts.id"
        "   and assignments.state in ('planned', 'confirmed')"
        " where stopped_at is not null"
        "   and num_nonnulls(offers.id, messages.id, assignments.id) > 0",
    ),
)

# Triggers without which the rules above would only be hoped for: table and name.
GUARDS = frozenset(
    {(table, "take_only_allowed_steps") for table in STEPPING}
    | {(table, "sum_lines") for table in ("statements", "statement_lines")}
    | {(table, "fee_or_invoice") for table in ("received_invoices", "statement_lines")}
    | {(table, "refuse_the_stopped") for table in ("offers", "assignments", "messages")}
    | {
        (table, guard)
        for table in ("hour_entries", "expense_entries")
        for guard in ("keep_four_eyes", "lock_approved")
    }
    | {
        ("assignments", "count_seats"),
        ("assignments", "keep_booking"),
        ("occasions", "move_bookings"),
        ("statements", "freeze_statement"),
        ("statement_lines", "freeze_line"),
        ("statements", "refer_to_standing"),
        ("statement_lines", "mirror_exactly"),
        ("changes", "only_add"),
        ("occasions", "log_update"),
        ("organisations", "log_update"),
    }
    | {(table, f"log_{event}") for table in MATCHED for event in ("insert", "update", "delete")}
    | bank_rules.GUARDS
    | register_rules.GUARDS
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


def first_broken() -> Broken | None:
    """In the order money, time, tenancy."""
    return first_wrong_row() or _first_unguarded()


def first_wrong_row() -> Broken | None:
    """Of money or time."""
    for invariant in (*MONEY, *CORRECTIONS, *INVOICES, *BANK, *BALANCE, *REGISTER, *TIME):
        limited = text(f"select * from ({invariant.question}) as found order by 1, 2 limit 1")
        if (row := db.session.execute(limited).first()) is not None:
            organisation_id, row_id = row
            where = f"organisation {organisation_id}, {invariant.table} {row_id}"
            return Broken(invariant.rule, where)
    return None


def _first_unguarded() -> Broken | None:
    standing = {(table, guard) for table, guard in db.session.execute(STANDING)}
    if missing := sorted(GUARDS - standing):
        return Broken("the database guards its own rules", " ".join(missing[0]))
    if keys := sorted(balance_rules.KEYS - set(db.session.scalars(KEPT_KEYS))):
        return Broken("the database keeps what may happen once", keys[0])
    known = {"known": sorted(GLOBAL)}
    if (table := db.session.scalar(UNGUARDED, known)) is not None:
        return Broken("row-level security keeps each organisation's rows its own", f"table {table}")
    if (table := db.session.scalar(OPEN_CEILINGS)) is not None:
        return Broken("only the person herself reads her ceiling of income", f"table {table}")
    if (reference := db.session.scalar(CROSSING, known)) is not None:
        return Broken("no row refers to a row of another organisation", reference)
    return None
