"""The verifier is shown broken rows: each must be named. Rows are broken behind the triggers."""

import pytest
from sqlalchemy import text

from app import checks
from app.commands import demo
from app.database import acting_in, db
from app.storage import invariants, organisations
from tests.by_hand import by_hand

# What somebody with the owner's password might do, and a word of the rule that must be named.
DAMAGE = {
    "update statement_lines set amount_cents = amount_cents + 1 where id = 1": "approved",
    "update statements set total_cents = total_cents + 1, fee_cents = fee_cents + 1"
    " where id = 2": "sum of its lines",
    "update statements set payee_name = 'Joku Muu' where id = 3": "as it was issued",
    "update statements set number = 99 where id = 4": "without gaps",
    "delete from statements where id = 5": "without gaps",
    "update statement_counters set last_number = last_number + 1": "last number given",
    "update assignments set payee = 'ngo' where id in (select assignment_id from hour_entries"
    " join statement_lines on hour_entry_id = hour_entries.id)": "payroll pays",
    "update statement_lines set is_live = false where id = 6": "paid, held",
    "insert into documents (organisation_id, statement_id, pdf, sha256, printed_at)"
    " values (1, 1, 'x', 'y', now())": "bytes",
    "update payment_batches set total_cents = total_cents - 1": "handed over",
    "update payment_batches set per_line = 'x', per_line_sha256 = encode(sha256('x'), 'hex')"
    " where id = 1": "files",
    "update hour_entries set state = 'held', held_because = 'by_finance'"
    " where id = (select min(hour_entry_id) from statement_lines where is_live)": "what is held",
    "alter table hour_entries drop constraint ck_hour_entries_approver_is_not_the_checker;"
    " update hour_entries set approved_by = checked_by where state = 'approved'": "four eyes",
    "alter table hour_entries drop constraint ck_hour_entries_approver_is_not_the_checker;"
    " update hour_entries set approved_by = (select max(id) from users)"
    " where id = (select min(id) from hour_entries where state = 'approved')": "cost centre's",
    "alter table bookings drop constraint no_double_booking;"
    " update bookings set during = (select during from bookings order by id limit 1),"
    " person_id = (select person_id from bookings order by id limit 1)"
    " where id = (select max(id) from bookings)": "booked twice",
    "delete from bookings where id = (select min(id) from bookings)": "every promised seat",
    "update occasions set accepted_count = 0 where accepted_count > 0": "seats given",
    "update assignments set offer_id = null where offer_id is not null": "its assignment",
    "update offers set state = 'sent' where id = (select min(id) from offers"
    " where state = 'accepted')": "open offer",
    "update offers set state = 'seen', said_yes_at = null where id = (select min(id) from offers"
    " where state = 'not_chosen')": "still to answer",
    "update expert_requests set state = 'cancelled' where id in (select request_id from offers"
    " where state = 'asks_first')": "cancelled request",
    "alter table hour_entries drop constraint ck_hour_entries_no_more_than_elapsed;"
    " update hour_entries set minutes = 1000 where id = (select min(id) from hour_entries"
    " where starts_at is not null and state = 'reported')": "time went by",
    "update experts set paused_until = now()::date + 9 where id in (select expert_id from offers"
    " where state = 'asks_first')": "paused",
    "update experts set stopped_at = now(), stop_reason = 'death' where id in"
    " (select expert_id from assignments where state = 'planned')": "stopped",
    "update organisations set kind = 'ngo'": "no check of the criminal record",
    "drop policy herself on income_ceilings": "reads her ceiling",
    "alter table themes disable row level security": "row-level security",
    "alter table statements disable trigger freeze_statement": "guards its own rules",
    "drop index one_live_line_per_hour_entry": "happen once",
    "update experts set travels_km = 1 where id = (select min(id) from experts)": "for matching",
    "delete from match_records where expert_id = (select min(id) from experts)": "for matching",
    "update match_records set record = '\\x01'": "for matching",
    "update match_versions set version = 0": "newest version",
    "delete from match_versions": "newest version",
    "update rates set cents = cents + 1": "prices of its day",
    "insert into received_invoices (organisation_id, assignment_id, number, invoiced_on, cents,"
    " yel_not_needed, noted_at, noted_by) select hour_entries.organisation_id,"
    " assignment_id, 'L-1', now(), 1, false, now(), 1 from hour_entries"
    " join statement_lines on hour_entry_id = hour_entries.id where is_live"
    " and amount_cents > 0 limit 1": "as a fee and by an invoice",
    "insert into payroll_stops (organisation_id, statement_id, reason, stopped_at, stopped_by)"
    " select organisation_id, id, 'x', now(), 1 from statements where state = 'paid'"
    " limit 1": "with payroll",
}


@pytest.fixture
def county(shown):
    """As the owner in the demonstration's county; nothing is kept."""
    with acting_in(organisations.find_by_name(demo.COUNTY).id):
        yield db.session
        db.session.rollback()


@pytest.mark.parametrize("damage", DAMAGE, ids=[*DAMAGE.values()])
def test_damage_by_raw_sql_is_named(county, damage):
    broken = None
    for check in (invariants, checks.prices, checks.statements, checks.match_records):
        county.rollback()  # a check leaves nothing behind, so the damage is done for each anew
        with by_hand():
            county.execute(text("set local session_replication_role = replica"))
            county.execute(text(damage))
        broken = broken or check.first_broken()

    assert broken is not None
    assert DAMAGE[damage] in broken.rule
