"""What must always hold of approved work and of the statements it is paid by."""

from app.storage.invariants.invariant import Invariant
from invoices.statements.held import SECOND_APPROVAL_ABOVE_CENTS

ENTRIES = """(
  select organisation_id, id, assignment_id, expert_id, state, price_cents, approved_at,
    approved_by, second_approved_by, second_approved_cents, checked_by, entered_by, cost_centre_id,
    'hour' as kind from hour_entries
  union all
  select organisation_id, id, assignment_id, expert_id, state, price_cents, approved_at,
    approved_by, second_approved_by, second_approved_cents, checked_by, entered_by, cost_centre_id,
    'expense' from expense_entries
) as entry"""
LINE_OF_ENTRY = """statement_lines as line
  on line.organisation_id = entry.organisation_id and line.is_live
  and entry.id = case entry.kind when 'hour' then hour_entry_id else expense_entry_id end"""

# How many numbers of its series and year the row `of` has outlived; open for one more condition.
NUMBERS_DESTROYED = """(select coalesce(sum(last - first + 1), 0) from disposals
  cross join jsonb_to_recordset(numbers)
    as gone (series text, year bigint, first bigint, last bigint)
  where disposals.organisation_id = {of}.organisation_id
  and gone.series = {of}.series and gone.year = {of}.year"""

# A line settled over several entries says what its entry came to alone.
ALONE = """coalesce(
  (jsonb_path_query_first(line.breakdown::jsonb, '$[*].alone_cents') #>> '{}')::bigint,
  line.amount_cents)"""

QUESTIONS = (
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
        "what is held is on no statement",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES} join {LINE_OF_ENTRY}"
        " where entry.state = 'held'",
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
        "a thing that was given is on a line of its own kind, and never paid as money",
        "statement_lines",
        "select organisation_id, id from statement_lines"
        " where breakdown::jsonb @> '[{\"code\": \"given\"}]' and kind <> 'given'",
    ),
    Invariant(
        "statement numbers of a series and year are 1..n without gaps, in the order of issue",
        "statements",
        "select organisation_id, id from (select organisation_id, id, number, issued_at,"
        " series, year,"
        " row_number() over numbers as place, lag(issued_at) over numbers as before"
        " from statements"
        " window numbers as (partition by organisation_id, series, year order by number)) as row"
        f" where number <> place + {NUMBERS_DESTROYED.format(of='row')} and gone.last < row.number)"
        " or issued_at < before",
    ),
    Invariant(
        "the counter knows the last number given",
        "statement_counters",
        "select organisation_id, id from statement_counters where last_number <>"
        " (select count(*) from statements"
        "  where statements.organisation_id = statement_counters.organisation_id"
        "  and statements.series = statement_counters.series"
        "  and statements.year = statement_counters.year)"
        f" + {NUMBERS_DESTROYED.format(of='statement_counters')})",
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
        "what was handed over is the money of its statements, and its files are unchanged",
        "payment_batches",
        "select batch.organisation_id, batch.id from payment_batches as batch"
        " left join statements on statements.organisation_id = batch.organisation_id"
        "   and statements.batch_id = batch.id"
        " group by batch.organisation_id, batch.id"
        " having count(statements.id) < persons"
        "   or sum(statements.total_cents - coalesce((select sum(amount_cents)"
        "     from statement_lines as given"
        "     where given.organisation_id = statements.organisation_id"
        "     and given.statement_id = statements.id and given.kind = 'given'), 0))"
        "     is distinct from batch.total_cents"
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
        "   or exists (select from users as approver join users as other using (person_id)"
        "     where approver.id = entry.approved_by"
        "     and other.id in (entry.checked_by, entry.entered_by))",
    ),
    Invariant(
        "a large sum is on a statement only when two people have approved so much",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES} join {LINE_OF_ENTRY}"
        " join statements on statements.organisation_id = line.organisation_id"
        "   and statements.id = line.statement_id and statements.kind = 'statement'"
        " where line.amount_cents"
        f"   > greatest({SECOND_APPROVAL_ABOVE_CENTS}, entry.second_approved_cents)",
    ),
    Invariant(
        "the second approver is neither the first nor the person herself",
        "entries",
        f"select entry.organisation_id, entry.id from {ENTRIES}"
        " join users as second on second.id = entry.second_approved_by"
        " left join users as first on first.id = entry.approved_by"
        " left join experts on experts.organisation_id = entry.organisation_id"
        "   and experts.id = entry.expert_id"
        " where first.id is null or second.person_id in (first.person_id, experts.person_id)",
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
