"""What must balance over a month and happen only once: rule, table, and what breaks it in SQL."""

from app.storage.invariants.invariant import Invariant

LEFT = "('handed_over', 'paid', 'corrected')"

QUESTIONS = (
    Invariant(
        "on each day one price holds for a kind of work",
        "fee_tables",
        "select organisation_id, min(id) from fee_tables"
        " where confirmed_at is not null and withdrawn_at is null"
        " group by organisation_id, valid_from having count(*) > 1"
        " union all"
        " select organisation_id, min(fee_table_id) from rates"
        " group by organisation_id, fee_table_id, work, request_kind having count(*) > 1",
    ),
    Invariant(
        "a payroll period is run once",
        "statement_runs",
        "select organisation_id, min(id) from statement_runs where kind = 'month'"
        " group by organisation_id, month having count(*) > 1",
    ),
    Invariant(
        "what was issued for a month, less what was taken back, is the lines of its statements",
        "statements",
        "select issued.organisation_id, issued.first_id from"
        " (select organisation_id, month, min(id) as first_id, sum(total_cents) as cents"
        "   from statements group by 1, 2) as issued"
        " left join (select statements.organisation_id, month, sum(amount_cents) as cents"
        "   from statement_lines as line"
        "   join statements on statements.organisation_id = line.organisation_id"
        "     and statements.id = line.statement_id group by 1, 2) as lines"
        "   on lines.organisation_id = issued.organisation_id and lines.month = issued.month"
        " where issued.cents <> coalesce(lines.cents, 0)",
    ),
    Invariant(
        "money leaves by payroll or by the bank's files, never by both nor by neither",
        "statements",
        "select organisation_id, id from statements"
        f" where state in {LEFT} and total_cents > 0 and kind <> 'credit'"
        "   and (batch_id is not null) = exists (select from payments"
        "     where payments.organisation_id = statements.organisation_id"
        "     and payments.statement_id = statements.id"
        "     and payments.batch_id in (select id from bank_batches"
        "       where bank_batches.organisation_id = statements.organisation_id"
        "       and exported_at is not null)"
        "     union all select from hand_payments"
        "     where hand_payments.organisation_id = statements.organisation_id"
        "     and hand_payments.statement_id = statements.id and given_at is not null)",
    ),
    Invariant(
        "the bank was given each number once",
        "payments",
        "select min(organisation_id), min(id) from payments group by number having count(*) > 1"
        " union all"
        " select min(organisation_id), min(id) from bank_batches"
        " group by number having count(*) > 1",
    ),
)

# Keys without which two at the same moment could do the same twice.
KEYS = frozenset(
    {
        "activities_do_not_overlap",
        "no_double_booking",
        "one_current_report_per_payment",
        "one_fee_table_from_a_day",
        "one_hand_payment_per_statement",
        "one_live_line_per_expense_entry",
        "one_live_line_per_hour_entry",
        "one_live_payment_per_statement",
        "one_mirror_of_a_line",
        "one_open_disposal",
        "one_open_hold",
        "one_open_offer",
        "one_open_stop",
        "one_rate_for_work",
        "one_run_a_month",
        "one_seat_per_expert",
        "one_waiting_correction_of_rate",
        "one_waiting_correction_of_statement",
        "uq_bank_batches_number",
        "uq_bank_feedback_organisation_id_sha256",
        "uq_idempotency_keys_organisation_id_user_id_key",
        "uq_job_runs_name_period",
        "uq_messages_organisation_id_event_recipient_channel",
        "uq_payment_batches_organisation_id_run_id",
        "uq_payments_number",
        "uq_payments_organisation_id_statement_id_attempt",
        "uq_payout_identities_organisation_id_hetu_index",
        "uq_payroll_answers_organisation_id_sha256",
        "uq_statement_counters_organisation_id_series_year",
        "pk_statement_lines",
        "uq_statements_organisation_id_refers_to_id",
        "uq_statements_organisation_id_series_year_number",
    }
)
