"""Ten years on, two people destroy a year's accounting material; what is left is still whole."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import checks
from app.access import Role
from app.database import Refusal, acting_in, current_organisation, db, transaction
from app.now import at
from app.storage import (
    changes,
    destroying,
    disposals,
    invariants,
    pay_holds,
    payments,
    statements,
    tables,
)
from app.storage.changes import Change, Subject
from app.storage.disposals import AlreadyProposed, Disposal, StillKept
from app.storage.invariants import destroyed as destroyed_rules
from app.storage.statements import Statement
from app.storage.tables import FourEyes, MovedOn
from app.use_cases import ask_correction, destroy_accounting, enter_bank_answer
from app.use_cases.destroy_accounting import NothingToDestroy
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.print_statement import print_statement
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money
from tests.app import story_of_corrections as story
from tests.app.furniture import furnished
from tests.app.story_of_destroying import (
    DECISION,
    FIRST_DAY,
    destroyed,
    left,
    set_clock,
    wrong_row,
)
from tests.build import TUESDAY
from tests.by_hand import behind_the_guards, broken, by_hand, changed
from tests.invoices.bank_feedback import booked, entry, notification
from tests.sign_in import signed_in

LAST_DAY = datetime(2036, 12, 31, 12, tzinfo=UTC)
A_YEAR_ON = datetime(2038, 1, 2, 12, tzinfo=UTC)
EVERYTHING = tuple(table for table, _ in destroying.DESTROYED)
OF_MONEY = ("statements", "statement_lines", "payment_batches", "statement_runs", "hour_entries")


def test_a_year_past_its_time_goes_and_a_protocol_stays(two, paid):
    number, last_hash, entry_id = paid.number, paid.hash, paid.lines[0].hour_entry_id

    done = destroyed(two)

    assert set(left(*OF_MONEY).values()) == {0}
    assert (done.counted["statements"], done.counted["people"]) == (1, 1)
    assert done.counted["fee_cents"] == 8000
    assert done.numbers == [
        {"series": "", "year": 2026, "first": number, "last": number, "last_hash": last_hash}
    ]
    told = [(each.became, each.reason) for each in changes.of(Subject.DISPOSAL, done.id)]
    assert told == [("proposed", DECISION), ("destroyed", DECISION)]
    assert changes.of(Subject.HOUR_ENTRY, entry_id) == []
    assert db.session.query(Change).filter_by(subject=Subject.STATEMENT_RUN).all() == []
    assert "Äijälä" not in str(done.counted) + str(done.numbers)
    assert wrong_row() is None


def test_nothing_goes_on_the_last_day_of_its_time(two, paid):
    with pytest.raises(StillKept):
        destroyed(two, moment=LAST_DAY)

    assert left("statements", "disposals") == {"statements": 1, "disposals": 0}


def test_what_was_paid_after_the_year_stays_with_its_own_year(two):
    build_money.approved_hours(build.an_expert())
    [first] = story.handed_over(two[0])
    with at(datetime(2027, 1, 4, 12, tzinfo=UTC)):
        mark_paid(by=two[0], run_id=first.run_id, paid_on=date(2027, 1, 4))

    with pytest.raises(NothingToDestroy):
        destroyed(two, moment=datetime(2038, 1, 2, tzinfo=UTC))
    destroyed(two, to_year=2027, moment=datetime(2038, 1, 2, tzinfo=UTC))

    assert left("statements") == {"statements": 0}


def test_who_proposed_does_not_confirm(two, paid):
    one, _ = two
    with at(FIRST_DAY):
        asked = destroy_accounting.propose(by=one, to_year=2026, decision=DECISION)
        with pytest.raises(AlreadyProposed):
            destroy_accounting.propose(by=two[1], to_year=2026, decision=DECISION)
        with pytest.raises(FourEyes):
            destroy_accounting.confirm(by=one, disposal_id=asked.id)
        destroy_accounting.withdraw(by=one, disposal_id=asked.id)
        with pytest.raises(MovedOn):
            destroy_accounting.confirm(by=two[1], disposal_id=asked.id)

    assert left("statements") == {"statements": 1}


def test_a_second_click_gives_the_same_proposal(two, paid):
    again = build.an_actor(Role.ADMIN, person_id=two[0].person_id)
    with at(FIRST_DAY):
        first, *later = [
            destroy_accounting.propose(by=each, to_year=2026, decision=DECISION)
            for each in (two[0], two[0], again)
        ]

    assert {each.id for each in later} == {first.id}
    assert [each.became for each in changes.of(Subject.DISPOSAL, first.id)] == ["proposed"]


@pytest.mark.parametrize(
    ("who", "other"), [(1, {}), (0, {"to_year": 2027}), (0, {"decision": "§ 5/2038"})]
)
def test_a_proposal_of_another_person_year_or_decision_is_another(two, paid, who, other):
    told = {"to_year": 2026, "decision": DECISION}
    with at(A_YEAR_ON):
        first = destroy_accounting.propose(by=two[0], **told)
        with pytest.raises(AlreadyProposed):
            destroy_accounting.propose(by=two[who], **told | other)

    assert disposals.find_open().id == first.id


def test_a_proposal_is_withdrawn_once_and_then_proposed_anew(two, paid):
    told = {"by": two[0], "to_year": 2026, "decision": DECISION}
    with at(FIRST_DAY):
        first = destroy_accounting.propose(**told)
        for each in two:
            destroy_accounting.withdraw(by=each, disposal_id=first.id)
        second = destroy_accounting.propose(**told)

    assert second.id != first.id
    steps = [(each.became, each.user_id) for each in changes.of(Subject.DISPOSAL, first.id)]
    assert steps == [("proposed", two[0].user_id), ("withdrawn", two[0].user_id)]


def test_what_was_confirmed_is_not_withdrawn(two, paid):
    done = destroyed(two)

    with at(FIRST_DAY), pytest.raises(MovedOn):
        destroy_accounting.withdraw(by=two[0], disposal_id=done.id)

    assert [each.id for each in disposals.done()] == [done.id]


def test_one_person_with_two_users_does_not_confirm_her_own(app, two, paid):
    one, _ = two
    again = build.an_actor(Role.ADMIN, person_id=one.person_id)
    with pytest.raises(FourEyes):
        destroyed((one, again))

    asked = disposals.find_open()
    with at(FIRST_DAY):
        her_page = signed_in(app, Role.ADMIN, person_id=one.person_id).get("/retention/").text
    assert f"/retention/destroy/{asked.id}/confirm" not in her_page
    with by_hand(), pytest.raises(IntegrityError, match="answered_by_another"):
        db.session.execute(
            text("update disposals set confirmed_at = :moment, confirmed_by = :again"),
            {"moment": FIRST_DAY, "again": again.user_id},
        )
    db.session.rollback()
    assert left("statements") == {"statements": 1}


def test_a_second_confirmation_destroys_nothing_more(two, paid):
    done = destroyed(two)
    counted = done.counted

    with at(FIRST_DAY):
        assert destroy_accounting.confirm(by=two[1], disposal_id=done.id).counted == counted


def _hold(two, paid, **released):
    with transaction():
        hold = pay_holds.PayHold(
            expert_id=paid.expert_id,
            reason="Riita",
            held_at=TUESDAY,
            held_by=two[0].user_id,
            **released,
        )
        tables.add(hold)


def _wish(two, paid):
    ask_correction.ask_correction(
        by=two[0],
        statement_id=paid.id,
        reason="Tunti puuttui.",
        mends=[story.Mend(position=1, measure="minutes", quantity=180, price_cents=4000)],
    )


def _unpaid_difference(two, paid):
    story.corrected(*two, paid)


@pytest.mark.parametrize("something", [_hold, _wish, _unpaid_difference])
def test_what_is_still_open_is_not_destroyed(two, paid, something):
    something(two, paid)

    with pytest.raises(NothingToDestroy):
        destroyed(two)

    assert wrong_row() is None


def test_what_a_younger_correction_refers_to_stays_until_that_goes_too(two, paid):
    build_money.approved_hours(build.an_expert(), approved_at="2026-11-20 12:00+00")
    run = run_statements(by=two[0], month="2026-12")
    hand_over(by=two[0], run_id=run.id)
    with at(datetime(2026, 12, 15, 12, tzinfo=UTC)):
        mark_paid(by=two[0], run_id=run.id, paid_on=date(2026, 12, 15))
    with at(datetime(2027, 2, 1, 12, tzinfo=UTC)):
        document = story.corrected(*two, paid)
        hand_over(by=two[0], run_id=document.run_id)
        mark_paid(by=two[0], run_id=document.run_id, paid_on=date(2027, 2, 1))

    let_go_in_2026 = datetime(2026, 12, 10, tzinfo=UTC)
    _hold(two, paid, released_at=let_go_in_2026, released_by=two[1].user_id)

    done = destroyed(two)

    assert (done.counted["statements"], done.numbers[0]["first"]) == (1, 2)
    assert {one.id for one in statements.all_issued()} == {paid.id, document.id}
    assert left("pay_holds") == {"pay_holds": 1}  # it may be why something was not in that run
    assert wrong_row() is None

    destroyed(two, to_year=2027, moment=datetime(2038, 1, 2, 12, tzinfo=UTC))
    assert set(left("statements", "statement_lines", "pay_holds").values()) == {0}
    assert wrong_row() is None


def test_hours_paid_anew_go_with_the_run_they_were_credited_in(two):
    mine, other = [build.an_expert() for _ in range(2)]
    for expert in (mine, other):
        build_money.approved_hours(expert)
    first = {each.expert_id: each for each in story.issued(two[0])}
    story.credited(*two, first[mine.id])
    runs = [first[mine.id].run_id, run_statements(by=two[0], month="2026-12").id]
    for run_id, day in zip(runs, (date(2026, 11, 23), date(2026, 12, 15)), strict=True):
        hand_over(by=two[0], run_id=run_id)
        with at(datetime(2026, 12, 15, 12, tzinfo=UTC)):
            mark_paid(by=two[0], run_id=run_id, paid_on=day)
    with at(datetime(2027, 2, 1, 12, tzinfo=UTC)):
        document = story.corrected(*two, first[other.id])
        hand_over(by=two[0], run_id=document.run_id)
        mark_paid(by=two[0], run_id=document.run_id, paid_on=date(2027, 2, 1))

    with pytest.raises(NothingToDestroy):
        destroyed(two)
    destroyed(two, to_year=2027, moment=datetime(2038, 1, 2, 12, tzinfo=UTC))

    assert set(left(*OF_MONEY).values()) == {0}
    assert wrong_row() is None


def test_numbers_go_on_after_every_statement_has_gone(two, paid):
    destroyed(two)
    assert left("statements") == {"statements": 0}

    for _ in range(2):
        build_money.approved_hours(build.an_expert(), approved_at="2026-11-20 12:00+00")
    run = run_statements(by=two[0], month="2026-12")
    one, other = statements.of_run(run.id)
    credit = story.credited(*two, one)
    hand_over(by=two[0], run_id=run.id)
    with at(datetime(2026, 12, 15, 12, tzinfo=UTC)):
        mark_paid(by=two[0], run_id=run.id, paid_on=date(2026, 12, 15))
        correction = story.corrected(*two, other)

    assert [each.number for each in (one, other, credit, correction)] == [2, 3, 4, 5]
    assert wrong_row() is None


def test_a_number_that_was_destroyed_is_given_to_nothing_else(two, paid):
    destroyed(two)
    build_money.approved_hours(build.an_expert(), approved_at="2026-11-20 12:00+00")
    run_statements(by=two[0], month="2026-12")
    columns = Statement.__table__.columns.keys()
    names = ", ".join(name for name in columns if name not in ("id", "number"))

    with by_hand(), pytest.raises(IntegrityError, match="statement_has_a_number_given"):
        db.session.execute(
            text(f"insert into statements ({names}, number) select {names}, 1 from statements")
        )
    db.session.rollback()


def test_a_number_changed_after_destroyed_ones_breaks_the_chain(two, paid, owner):
    build_money.approved_hours(build.an_expert(), approved_at="2026-11-20 12:00+00")
    run_statements(by=two[0], month="2026-12")
    done, mine = destroyed(two), current_organisation()
    [left_over] = statements.all_issued()
    assert (left_over.number, left_over.previous_hash) == (2, done.numbers[0]["last_hash"])
    assert wrong_row() is None

    with behind_the_guards(owner, mine):
        changed("update statements set payee_name = 'X' where organisation_id = :mine", mine)
        [wrong] = filter(None, checks.statements.violations())
        assert wrong.code == "broken_chain"


def test_a_number_that_is_missing_beside_destroyed_ones_is_found(two, paid, owner):
    build_money.approved_hours(build.an_expert(), approved_at="2026-11-20 12:00+00")
    run_statements(by=two[0], month="2026-12")
    destroyed(two)
    mine = current_organisation()

    with behind_the_guards(owner, mine):
        changed("update statements set number = 3 where organisation_id = :mine", mine)
        found = broken(mine, invariants.money.QUESTIONS)
        assert [rule for rule in found if rule.startswith("statement numbers")]
    with behind_the_guards(owner, mine):
        changed("update statements set number = 1 where organisation_id = :mine", mine)
        assert broken(mine, destroyed_rules.QUESTIONS) == [
            "a number that was destroyed is no statement's"
        ]


@pytest.mark.parametrize(
    "change",
    [
        "update documents set sha256 = 'x'",
        "delete from documents",
        "update payment_batches set per_line = 'x', per_line_sha256 = 'y'",
    ],
)
def test_printed_statements_and_payrolls_files_never_change(two, paid, change):
    print_statement(statement_id=paid.id)

    with by_hand(), pytest.raises(IntegrityError, match="money_record_is_kept"):
        db.session.execute(text(change))
    db.session.rollback()
    destroyed(two)

    assert left("documents", "payment_batches") == {"documents": 0, "payment_batches": 0}


@pytest.mark.parametrize(
    "table", ["statements", "statement_lines", "changes", "hour_entries", "disposals"]
)
def test_a_plain_delete_is_refused_as_before(two, paid, table):
    with at(FIRST_DAY):
        destroy_accounting.propose(by=two[0], to_year=2026, decision=DECISION)

    with by_hand(), pytest.raises(IntegrityError):
        db.session.execute(
            text(f"delete from {table} where organisation_id = :mine"),
            {"mine": current_organisation()},
        )
    db.session.rollback()


def test_the_guards_close_when_the_transaction_ends(two, paid):
    build_money.approved_hours(build.an_expert(), approved_at="2026-11-20 12:00+00")
    late = run_statements(by=two[0], month="2026-12")
    destroyed(two)

    with by_hand(), pytest.raises(IntegrityError, match="issued_statement_is_frozen"):
        db.session.execute(text("delete from statements where run_id = :id"), {"id": late.id})
    db.session.rollback()


@pytest.mark.parametrize(
    "younger",
    [
        *("payments", "net_pays", "batch_files", "statements", "documents", "changes"),
        "bank_feedback",
    ],
)
def test_in_a_disposal_too_the_guards_let_go_of_nothing_younger(app, younger):
    one, other = build_engines.where_the_bank_pays()
    build_engines.a_run_of_two(one, other)
    batch = build_engines.taken_to_bank(one, other)
    said = entry(booked("9999", cents=1), cents=1)
    enter_bank_answer.read_file(by=one, file=notification(said))
    with at(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=batch.pay_on)
    print_statement(statements.all_issued()[0].id)
    proposed = {"proposed_at": FIRST_DAY, "proposed_by": one.user_id, "decision": DECISION}
    with transaction():
        asked = tables.add(Disposal(to_year=2025, **proposed))

    with pytest.raises((IntegrityError, Refusal)), transaction():
        _delete_in(asked, other, younger)


def _delete_in(asked, other, table):
    """As no use case does: everything, whatever its year."""
    asked.confirmed_at, asked.confirmed_by = FIRST_DAY, other.user_id
    tables.store()
    mine = {"mine": current_organisation()}
    gone = db.session.execute(text(f"delete from {table} where organisation_id = :mine"), mine)
    assert gone.rowcount, "nothing was tried"


def test_the_database_goes_by_its_own_clock(two, paid, owner):
    set_clock(owner, "enable")

    with pytest.raises(StillKept):
        destroyed(two)


def test_another_organisation_keeps_everything(two, paid):
    with acting_in(build.an_organisation().id):
        others = story.two_in_finance()
        build_money.approved_hours(build.an_expert())
        theirs = story.paid(others[0])[0].organisation_id

    destroyed(two)

    with acting_in(theirs):
        assert left("statements", "hour_entries") == {"statements": 1, "hour_entries": 1}
        assert wrong_row() is None


SETTLED = (
    "delete from corrections where state = 'waiting'",
    "delete from disputes where answered_at is null",
    "update pay_holds set released_at = now(), released_by = held_by",
    "update mended_years set confirmed_at = now(), confirmed_by = asked_by + 1",
    "update bank_feedback set seen_at = read_at, seen_by = read_by",
    "update register_reports set state = 'accepted' where state = 'waiting'",
    "update register_deliveries set state = 'accepted', delivered_at = made_at,"
    " delivered_by = made_by, ended_at = made_at, ended_by = made_by where state = 'made'",
    "update statements set state = 'paid', paid_on = pay_on where state = 'handed_over'",
)


def test_a_furnished_house_eleven_years_on_keeps_what_is_open_and_stays_whole(app, owner):
    house = furnished(current_organisation())
    finance, mine = house.actors[Role.FINANCE], current_organisation()
    db.session.rollback()
    with owner.app_context(), db.engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        for change in SETTLED:
            where = " and" if "where" in change else " where"
            connection.execute(text(f"{change}{where} organisation_id = {mine}"))
    before = left(*EVERYTHING)
    with at(datetime(2039, 1, 2, tzinfo=UTC)):
        asked = destroy_accounting.propose(by=finance, to_year=2028, decision=DECISION)
        other = build.an_actor(Role.FINANCE)
        done = destroy_accounting.confirm(by=other, disposal_id=asked.id)
    after = left(*EVERYTHING)

    after["changes"] -= 2  # that it was proposed and done
    assert {name: before[name] - after[name] for name in EVERYTHING} == {
        name: done.counted[name] for name in EVERYTHING
    }
    assert {name for name in EVERYTHING if not done.counted[name]} <= {
        *("corrections", "disputes", "documents")
    }
    assert wrong_row() is None
    assert checks.prices.find_wrong() is None
    assert checks.bank_files.find_wrong() is None
    assert checks.register_files.find_wrong() is None


def test_what_the_bank_paid_goes_once_it_has_said_so(app):
    two = build_engines.where_the_bank_pays()
    build_engines.a_run_of_two(*two)
    batch = build_engines.taken_to_bank(*two)
    cents = batch.cents

    with pytest.raises(NothingToDestroy):
        destroyed(two)
    with at(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        enter_bank_answer.confirm(by=two[0], batch_id=batch.id, paid_on=batch.pay_on)
    done = destroyed(two)

    assert (done.counted["bank_batches"], done.counted["paid_by_bank_cents"]) == (1, cents)
    assert {name for name, rows in left(*EVERYTHING).items() if rows} == {"changes"}
    assert wrong_row() is None


def test_money_that_came_back_is_owed_still(app):
    one, other = build_engines.where_the_bank_pays()
    build_engines.a_run_of_two(one, other)
    batch = build_engines.taken_to_bank(one, other)
    with at(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=batch.pay_on)
        back = payments.of_batch(batch.id)[0]
        row = booked(back.number, cents=back.cents, returned="AC04", direction="CRDT")
        file = notification(entry(row, cents=back.cents, direction="CRDT"))
        enter_bank_answer.read_file(by=one, file=file)
    db.session.expire_all()
    assert (back.state, back.statement.state) == ("bounced", "paid")

    with pytest.raises(NothingToDestroy):
        destroyed((one, other))
