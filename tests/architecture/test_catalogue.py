"""What the models do not say and the migrations must: policies, grants, triggers, functions."""

import pytest
from sqlalchemy import text

from app.database import db
from app.storage import invariants

CHOSEN = "organisation_id = ( SELECT (NULLIF(current_setting('app.organisation_id'"
ALL = "DELETE INSERT SELECT UPDATE"
LESS = {
    "alembic_version": "SELECT",
    "steps": "SELECT",
    "changes": "DELETE INSERT SELECT",
    "openings": "INSERT SELECT",
    **dict.fromkeys(("matching_weights", "statement_counters"), "INSERT SELECT"),
}
LOGS = "log_delete log_insert log_update"
ANSWERED_RECORD = "answered_by_another keep_money_record"
ENTRY_GUARDS = (
    "answered_by_another keep_four_eyes lock_approved second_approval_by_another"
    " take_only_allowed_steps"
)
TRIGGERS = {
    **dict.fromkeys(("mended_years", "paying_accounts", "payout_accounts"), ANSWERED_RECORD),
    **dict.fromkeys(("batch_files", "engine_switches", "hand_files"), "keep_money_record"),
    **dict.fromkeys(
        ("bank_feedback", "net_pays", "own_income_types", "tax_cards"),
        "keep_money_record",
    ),
    "fee_tables": "answered_by_another keep_issued_prices keep_money_record propose_first"
    " taken_back_by_another",
    "figures": f"{ANSWERED_RECORD} keep_used_figures",
    "income_decisions": "keep_money_record keep_paid_income_type",
    "bank_batches": f"{ANSWERED_RECORD} sum_payments take_only_allowed_steps taken_back_by_another",
    "hand_payments": "answered_by_another give_only_what_is_unpaid keep_money_record"
    " taken_back_by_another",
    "payments": "keep_money_record leave_what_payroll_was_given pay_only_what_is_payable"
    " sum_payments take_only_allowed_steps",
    **dict.fromkeys(("left_out_of_register", "pension_arrangements"), "keep_money_record"),
    "register_payers": "keep_money_record",
    "register_deliveries": "keep_money_record sum_register_reports take_only_allowed_steps",
    "register_reports": "keep_money_record report_only_what_was_paid sum_register_reports"
    " take_only_allowed_steps",
    "agreements": LOGS,
    "assignments": f"count_seats keep_booking {LOGS} refuse_the_stopped take_only_allowed_steps",
    "bookings": LOGS,
    "boundaries": LOGS,
    "changes": "only_add",
    **dict.fromkeys(("documents", "payment_batches"), "keep_voucher"),
    "corrections": "answered_by_another",
    "disposals": f"{ANSWERED_RECORD} look_at_the_clock open_the_guards",
    "openings": "only_add",
    "expense_entries": ENTRY_GUARDS,
    "expert_themes": LOGS,
    "experts": f"{LOGS} wait_for_bookings",
    "expert_requests": "take_only_allowed_steps",
    "hour_entries": ENTRY_GUARDS,
    "messages": "refuse_the_stopped",
    "occasions": "log_update move_bookings",
    "organisations": "log_update",
    "own_units": LOGS,
    "rates": "keep_confirmed_rates mend_rates_as_asked",
    "record_checks": LOGS,
    "times_away": LOGS,
    "trainings": LOGS,
    "travel_decisions": f"{ANSWERED_RECORD} propose_first taken_back_by_another",
    "offers": f"{LOGS} refuse_the_stopped take_only_allowed_steps",
    "plans": "take_only_allowed_steps",
    "received_invoices": "fee_or_invoice",
    "statement_lines": "fee_or_invoice freeze_line mirror_exactly second_approval_first sum_lines",
    "statements": "credit_nothing_given_to_payroll freeze_statement keep_to_one_way_of_payment"
    " know_run_and_issuer number_first refer_to_standing sum_still take_only_allowed_steps",
    "statement_counters": "sum_numbered",
    "statement_runs": "keep_run_of_statements",
}
# Run as their owner: give back times and nobody's name, ids and nobody's ceiling; note that a
# person's time has changed, for each organisation she is in.
SEES_OTHERS = {
    "busy",
    "over_own_ceiling",
    *(f"log_{event}_of_bookings" for event in ("insert", "update", "delete")),
    "log_update_of_organisations",
}


@pytest.fixture
def asked(app):
    """asked(sql) gives the first column by the second."""
    return lambda sql: {row[0]: row[1] for row in db.session.execute(text(sql))}


def test_every_policy_shows_and_takes_only_the_organisation_acted_in(asked):
    policies = asked(
        "select relname, concat_ws(' ', polcmd, polroles, polpermissive,"
        " pg_get_expr(polqual, polrelid), '|', pg_get_expr(polwithcheck, polrelid))"
        " from pg_policy join pg_class on pg_class.oid = polrelid where polpermissive"
    )
    assert len(set(policies.values())) == 1
    [policy] = set(policies.values())
    assert policy.startswith("* {0} t (" + CHOSEN)
    assert policy.count(CHOSEN) == 2


def test_only_the_person_herself_reads_her_ceiling(asked):
    narrower = asked(
        "select relname, pg_get_expr(polqual, polrelid) || pg_get_expr(polwithcheck, polrelid)"
        " from pg_policy join pg_class on pg_class.oid = polrelid where not polpermissive"
    )
    assert narrower.keys() == {"income_ceilings"}
    assert narrower["income_ceilings"].count("current_setting('app.expert_id'") == 2


def test_the_application_may_do_with_a_table_what_is_listed(asked):
    grants = asked(
        "select table_name, string_agg(privilege_type, ' ' order by privilege_type)"
        " from information_schema.role_table_grants"
        " where grantee = current_user and table_schema = 'public' group by 1"
    )
    assert {table: acts for table, acts in grants.items() if acts != ALL} == LESS


def test_the_application_owns_nothing(asked):
    owned = "select relname, relkind from pg_class where pg_get_userbyid(relowner) = current_user"
    assert asked(owned) == {}


def test_every_trigger_is_there_and_wakes_for_everybody(asked):
    awake = asked(
        "select relname, string_agg(tgname, ' ' order by tgname)"
        " from pg_trigger join pg_class on pg_class.oid = tgrelid"
        " where not tgisinternal and tgenabled = 'O' and relname not like 'procrastinate%'"
        " group by 1"
    )
    assert awake == TRIGGERS


def test_few_functions_see_more_than_who_asks(asked):
    powerful = asked(
        "select proname, array_to_string(proconfig, '') from pg_proc"
        " where pronamespace = 'public'::regnamespace and prosecdef"
    )
    assert powerful == dict.fromkeys(SEES_OTHERS, "search_path=public, pg_temp")


def test_what_belongs_to_no_organisation_is_known(asked):
    bare = asked(
        "select relname, 1 from pg_class where relnamespace = 'public'::regnamespace"
        " and relkind = 'r' and not relrowsecurity and relname not like 'procrastinate%'"
    )
    assert bare.keys() == invariants.GLOBAL
