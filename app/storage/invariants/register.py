"""What must always hold of what the Incomes Register is told: rule, table, and what breaks it."""

from app.storage.invariants.invariant import Invariant

# What the lines of a payment come to that the register needs to know of.
REPORTED = """(
  select net_pays.organisation_id, net_pays.id as net_pay_id,
    coalesce(sum(line.amount_cents), 0) as cents
  from net_pays
  cross join jsonb_array_elements(net_pays.lines) as counted(part)
  join statement_lines as line on line.organisation_id = net_pays.organisation_id
    and line.statement_id = net_pays.statement_id
    and line.position = (part ->> 'position')::bigint
  where part ->> 'income_type' is not null
    and coalesce((part ->> 'reported')::boolean, true)
  group by 1, 2
) as reported"""
TOLD = "register_reports.state in ('waiting', 'accepted', 'replaced')"
OF_PAYMENT = """payments on payments.organisation_id = register_reports.organisation_id
   and payments.id = register_reports.payment_id"""

QUESTIONS = (
    Invariant(
        "a payment is told to the Incomes Register as new once at most",
        "payments",
        "select organisation_id, payment_id from register_reports"
        f" where action = 'new' and {TOLD} group by 1, 2 having count(*) > 1",
    ),
    Invariant(
        "a payment has one current report at most, and one that waits for an answer",
        "payments",
        "select organisation_id, payment_id from register_reports"
        " where state = 'waiting' or (state = 'accepted' and action <> 'invalidate')"
        " group by organisation_id, payment_id, state having count(*) > 1",
    ),
    Invariant(
        "a report tells what its payment paid and what was deducted, to the cent",
        "register_reports",
        "select register_reports.organisation_id, register_reports.id from register_reports"
        f" join {OF_PAYMENT}"
        " join net_pays on net_pays.organisation_id = payments.organisation_id"
        "   and net_pays.id = payments.net_pay_id"
        f" left join {REPORTED} on reported.organisation_id = payments.organisation_id"
        "   and reported.net_pay_id = payments.net_pay_id"
        " where action <> 'invalidate' and (paid_cents is distinct from reported.cents"
        "   or deducted_cents <> withheld_cents + pension_cents + unemployment_cents)",
    ),
    Invariant(
        "a report is the sum of its lines",
        "register_reports",
        "select register_reports.organisation_id, register_reports.id from register_reports"
        " left join lateral ("
        "   select coalesce(sum(cents) filter (where income_type < 401), 0) as paid,"
        "     coalesce(sum(cents) filter (where income_type >= 401), 0) as deducted"
        "   from jsonb_to_recordset(lines) as line(income_type int, cents bigint)"
        " ) as summed on true where paid <> paid_cents or deducted <> deducted_cents",
    ),
    Invariant(
        "a report is of a payment that reached its person, and of its statement",
        "register_reports",
        "select register_reports.organisation_id, register_reports.id from register_reports"
        f" join {OF_PAYMENT}"
        " where payments.statement_id <> register_reports.statement_id"
        "   or payments.paid_on is null or payments.state not in ('confirmed', 'bounced')",
    ),
    Invariant(
        "what replaces or takes back follows a report that the register has taken",
        "register_reports",
        "select register_reports.organisation_id, register_reports.id from register_reports"
        " where action <> 'new' and not exists (select from register_reports as earlier"
        "   where earlier.organisation_id = register_reports.organisation_id"
        "   and earlier.payment_id = register_reports.payment_id"
        "   and earlier.report_id = register_reports.report_id"
        "   and earlier.id < register_reports.id and earlier.action <> 'invalidate'"
        "   and earlier.state in ('accepted', 'replaced', 'invalidated'))",
    ),
    Invariant(
        "one report id of the register is of one payment",
        "register_reports",
        "select organisation_id, min(id) from register_reports"
        " where state not in ('rejected', 'discarded')"
        " group by organisation_id, report_id having count(distinct payment_id) > 1",
    ),
    Invariant(
        "a file for the register is the sum of its reports, and they stand where it stands",
        "register_deliveries",
        "select file.organisation_id, file.id from register_deliveries as file"
        " left join register_reports as one on one.organisation_id = file.organisation_id"
        "   and one.delivery_id = file.id"
        " group by file.organisation_id, file.id"
        " having count(one.id) <> file.reports or sum(one.paid_cents) <> file.paid_cents"
        "   or sum(one.deducted_cents) <> file.deducted_cents"
        "   or bool_or(case file.state when 'accepted'"
        "       then one.state in ('waiting', 'discarded')"
        "     when 'rejected' then one.state <> 'rejected'"
        "     when 'discarded' then one.state <> 'discarded'"
        "     else one.state <> 'waiting' end)",
    ),
    Invariant(
        "the sealed file for the register has the bytes of its sum",
        "register_deliveries",
        "select organisation_id, id from register_deliveries"
        " where sha256 <> encode(sha256(file), 'hex')",
    ),
)
GUARDS = frozenset(
    {
        (table, "keep_money_record")
        for table in (
            *("register_payers", "register_deliveries"),
            *("register_reports", "left_out_of_register", "pension_arrangements"),
        )
    }
    | {
        (table, guard)
        for table in ("register_deliveries", "register_reports")
        for guard in ("take_only_allowed_steps", "sum_register_reports")
    }
    | {("register_reports", "report_only_what_was_paid")}
)
