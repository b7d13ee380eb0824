"""A payroll run: everything approved by the cut-off, once, numbered, frozen and to the cent."""

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import db, transaction
from app.storage import changes, messages, printed_statements, statements, tables
from app.storage.entries import Locked
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.tables import Frozen
from app.use_cases import after_run, hold_hours, mend_payee
from app.use_cases import run_statements as use_case
from app.use_cases.entry_steps import Ref
from app.use_cases.print_statement import print_statement
from app.use_cases.run_statements import CutOffAhead, run_statements
from app.use_cases.stop_everything import resume, stop_everything
from invoices.refusals.pay_days import NoSuchPayMonth
from invoices.statements.hash_chain import FIRST
from invoices.statements.held import HeldReason
from invoices.statements.verify import find_broken_chain, find_gap, find_wrong_amount
from scheduling.kinds import StopReason
from scheduling.lifecycle import EntryState
from tests import build, build_money


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return build.an_actor(Role.FINANCE)


def test_everything_approved_by_the_cut_off_goes_on_one_statement_a_person(finance):
    aino, oiva = build.an_expert(first_name="Aino"), build.an_expert(first_name="Oiva")
    build_money.approved_hours(aino, minutes=90)
    build_money.approved_kilometres(aino)
    build_money.approved_hours(oiva, approved_at="2026-02-01 12:00+00", day="2026-01-20")

    run = run_statements(by=finance, month="2026-11")

    issued = statements.of_run(run.id)
    assert [(one.payee_name, one.fee_cents, one.tax_free_cents) for one in issued] == [
        (aino.name, 6000, 1562),
        (oiva.name, 8000, 0),
    ]
    assert (run.persons, run.total_cents, run.held, run.late) == (2, 15562, 0, 0)
    assert [one.printed_number for one in issued] == ["2026-000001", "2026-000002"]


def test_what_was_approved_later_waits_visibly_for_the_next_run(finance):
    build.a_pay_day("2026-12-15", "2026-11-20")
    expert = build.an_expert()
    build_money.approved_hours(expert)
    build_money.approved_hours(expert, approved_at="2026-11-15 22:30+00")  # 16.11. in Helsinki

    first = run_statements(by=finance, month="2026-11")
    second = run_statements(by=finance, month="2026-12")

    assert (first.late, first.total_cents) == (1, 8000)
    assert (second.late, second.total_cents) == (0, 8000)


def test_a_second_run_of_the_month_gives_the_first(finance):
    build_money.approved_hours(build.an_expert())

    first = run_statements(by=finance, month="2026-11")
    again = run_statements(by=finance, month="2026-11")

    assert again.id == first.id
    assert len(statements.of_run(first.id)) == 1


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ({"payroll_number": None}, HeldReason.NO_PAYROLL_NUMBER),
        ({"finance_has_it": False}, HeldReason.FINANCE_LACKS_DATA),
        ({"stopped_at": "2026-11-01 00:00+00", "stop_reason": "illness"}, HeldReason.STOPPED),
    ],
)
def test_what_payroll_cannot_pay_is_held_and_the_rest_goes(finance, lacking, reason):
    ready, lacks = build.an_expert(), build.an_expert()
    build_money.approved_hours(ready)
    entry = build_money.approved_hours(lacks)
    _change(Expert, lacks.id, lacking)

    run = run_statements(by=finance, month="2026-11")

    assert (run.persons, run.held) == (1, 1)
    kept = tables.get(HourEntry, entry.id)
    assert (kept.state, kept.held_because) == (EntryState.HELD, reason)


def test_finance_keeps_a_persons_pay_back_and_lets_it_go(finance):
    build.a_pay_day("2026-12-15", "2026-11-20")
    expert = build.an_expert()
    entry = build_money.approved_hours(expert)

    hold = mend_payee.keep_back(by=finance, expert_id=expert.id, reason="Tilinumero selvitetään.")
    again = mend_payee.keep_back(by=finance, expert_id=expert.id, reason="Toinen painallus")
    run_statements(by=finance, month="2026-11")
    kept = tables.get(HourEntry, entry.id).held_because
    mend_payee.let_go(by=finance, expert_id=expert.id)
    run = run_statements(by=finance, month="2026-12")

    assert again.id == hold.id
    assert kept == HeldReason.BY_FINANCE
    assert run.persons == 1
    told = messages.find(f"pay_kept_back:{hold.id}", f"expert:{expert.id}")
    assert "Tilinumero selvitetään." in told.body


def test_a_row_that_finance_holds_waits_over_runs_until_it_is_let_go(finance):
    build.a_pay_day("2026-12-15", "2026-11-20")
    entry = build_money.approved_hours(build.an_expert())
    ref = Ref(entry.entry_kind, entry.id)
    hold_hours.hold(by=finance, ref=ref, reason=HeldReason.BY_FINANCE)

    first = run_statements(by=finance, month="2026-11")
    kept = tables.get(HourEntry, entry.id).held_because
    hold_hours.release(by=finance, ref=ref)
    second = run_statements(by=finance, month="2026-12")

    assert (first.persons, first.held, kept) == (0, 1, HeldReason.BY_FINANCE)
    assert second.persons == 1


def test_what_finance_holds_waits_for_finance_though_an_illness_stopped_it_too(finance):
    """The control: another row of hers, which finance does not hold, goes on when she does."""
    build.a_pay_day("2026-12-15", "2026-11-20")
    expert = build.an_expert()
    coordinator = build.an_actor(Role.COORDINATOR)
    kept, other = (build_money.approved_hours(expert, minutes=each) for each in (60, 90))
    ref = Ref(kept.entry_kind, kept.id)
    hold_hours.hold(by=finance, ref=ref, reason=HeldReason.BY_FINANCE)

    stop_everything(expert.id, by=coordinator, reason=StopReason.ILLNESS)
    run_statements(by=finance, month="2026-11")
    resume(expert.id, by=coordinator)
    run = run_statements(by=finance, month="2026-12")

    assert tables.get(HourEntry, kept.id).held_because == HeldReason.BY_FINANCE
    assert (run.persons, tables.get(HourEntry, other.id).state) == (1, EntryState.APPROVED)


@pytest.mark.parametrize(
    ("said", "persons"), [(HeldReason.BY_FINANCE, 0), (HeldReason.NO_COST_CENTRE, 1)]
)
def test_what_a_run_held_is_held_by_finance_too_once_she_says_so(finance, said, persons):
    """The control: said with a reason that a run finds by itself, the next run pays it."""
    build.a_pay_day("2026-12-15", "2026-11-20")
    expert = build.an_expert(payroll_number=None)
    entry = build_money.approved_hours(expert)
    run_statements(by=finance, month="2026-11")

    ref = Ref(entry.entry_kind, entry.id)
    hold_hours.hold(by=finance, ref=ref, reason=said)
    again = hold_hours.hold(by=finance, ref=ref, reason=said)
    mend_payee.mend_payee(
        by=finance, expert_id=expert.id, payroll_number="K77", finance_has_it=True
    )
    run = run_statements(by=finance, month="2026-12")

    assert again is None
    assert run.persons == persons


def test_what_a_run_has_paid_is_not_held_by_who_looked_at_it_before(finance):
    """The control: what came too late for the run is."""
    expert = build.an_expert()
    paid = build_money.approved_hours(expert)
    late = build_money.approved_hours(expert, approved_at="2026-11-16 12:00+00")
    run_statements(by=finance, month="2026-11")

    with pytest.raises(Locked), transaction():
        hold_at_once(paid.id)
    with transaction():
        hold_at_once(late.id)

    states = [tables.get(HourEntry, each.id).state for each in (paid, late)]
    assert states == [EntryState.APPROVED, EntryState.HELD]


def hold_at_once(entry_id):
    """Without asking whether it is on a statement."""
    entry = tables.get(HourEntry, entry_id)
    entry.state, entry.held_because = EntryState.HELD, HeldReason.BY_FINANCE


def test_whose_pay_is_let_go_has_no_row_held_by_finance_left(finance):
    expert = build.an_expert()
    entry = build_money.approved_hours(expert)
    mend_payee.keep_back(by=finance, expert_id=expert.id, reason="Tilinumero selvitetään.")
    run_statements(by=finance, month="2026-11")

    mend_payee.let_go(by=finance, expert_id=expert.id)

    assert tables.get(HourEntry, entry.id).state == EntryState.APPROVED


def test_a_row_without_a_pay_code_is_held(finance):
    entry = build_money.approved_hours(build.an_expert(), pay_code=None, day="2025-12-31")

    run_statements(by=finance, month="2026-11")

    assert tables.get(HourEntry, entry.id).held_because == HeldReason.NO_PAY_CODE


def test_what_was_held_goes_by_itself_when_the_reason_is_gone(finance):
    build.a_pay_day("2026-12-15", "2026-11-20")
    expert = build.an_expert(finance_has_it=False)
    entry = build_money.approved_hours(expert)
    held = run_statements(by=finance, month="2026-11")
    _change(Expert, expert.id, {"finance_has_it": True})

    run = run_statements(by=finance, month="2026-12")

    assert (held.held, run.held, run.persons) == (1, 0, 1)
    steps = [step.became for step in changes.of(changes.Subject.HOUR_ENTRY, entry.id)]
    assert steps == ["held", "approved"]


def test_the_person_is_told_what_comes_and_what_waits(finance):
    paid, waits = build.an_expert(), build.an_expert(finance_has_it=False)
    build_money.approved_hours(paid)
    build_money.approved_hours(waits)

    run = run_statements(by=finance, month="2026-11")

    issued = statements.of_run(run.id)[0]
    for _ in range(2):
        after_run.tell_of_statements(run.id, issued.number, issued.number)
        after_run.tell_of_held(run.id)
    told = messages.find(f"statement_issued:{issued.id}", f"expert:{paid.id}")
    assert "80,00" in told.body
    assert "30.11.2026" in told.subject
    assert "verokortti" in messages.find(f"held:{run.id}", f"expert:{waits.id}").body


def test_printing_goes_on_where_it_was_cut_off(finance, monkeypatch):
    for _ in range(3):
        build_money.approved_hours(build.an_expert())
    run = run_statements(by=finance, month="2026-11")
    kept = print_statement(statements.of_run(run.id)[0].id).sha256

    def cut_off(statement_id):
        raise ConnectionError

    monkeypatch.setattr(after_run, "print_statement", cut_off)
    with pytest.raises(ConnectionError):
        after_run.print_statements(run.id, 1, 3)
    left_then = len(printed_statements.unprinted_of_run(run.id))
    monkeypatch.undo()
    after_run.print_statements(run.id, 1, 3)

    issued = statements.of_run(run.id)
    assert (left_then, printed_statements.unprinted_of_run(run.id)) == (2, [])
    assert issued[0].pdf_sha256 == kept


def test_papers_and_messages_of_many_are_a_few_jobs(finance, monkeypatch):
    monkeypatch.setattr(after_run, "TOGETHER", 2)
    monkeypatch.setattr(after_run, "PRINTED_TOGETHER", 1)
    for _ in range(3):
        build_money.approved_hours(build.an_expert())

    run = run_statements(by=finance, month="2026-11")

    jobs = db.session.execute(
        text(
            "select task_name, (args ->> 'first')::int, (args ->> 'last')::int, priority"
            " from procrastinate_jobs where (args ->> 'run_id')::bigint = :run"
            " and (args ->> 'organisation_id')::bigint = :mine order by id"
        ),
        {"run": run.id, "mine": run.organisation_id},
    )
    assert [tuple(job) for job in jobs] == [
        ("tell_of_statements", 1, 2, 0),
        ("tell_of_statements", 3, 3, 0),
        ("print_statements", 1, 1, -1),
        ("print_statements", 2, 2, -1),
        ("print_statements", 3, 3, -1),
    ]


def test_numbers_have_no_gap_after_a_run_that_failed(finance, monkeypatch):
    build.a_pay_day("2026-12-15", "2026-11-20")
    build_money.approved_hours(build.an_expert())
    build_money.approved_hours(build.an_expert())

    def fall(*_args, **_kwargs):
        raise ConnectionError

    monkeypatch.setattr(use_case.changes, "note", fall)
    with pytest.raises(ConnectionError):
        run_statements(by=finance, month="2026-11")
    monkeypatch.undo()
    run = run_statements(by=finance, month="2026-11")

    numbers = [one.heading().number for one in statements.of_run(run.id)]
    assert [number.serial for number in numbers] == [1, 2]
    assert find_gap(numbers) is None


def test_the_chain_and_the_amounts_hold_when_read_back(finance):
    expert = build.an_expert()
    build_money.approved_hours(expert, minutes=95, cents_an_hour=3270)
    build_money.approved_kilometres(expert, tenths=125)

    run = run_statements(by=finance, month="2026-11")

    issued = statements.of_run(run.id)
    assert issued[0].previous_hash == FIRST
    assert find_broken_chain((one.values(), one.hash) for one in issued) is None
    assert all(find_wrong_amount(one.values()) is None for one in issued)


@pytest.mark.parametrize(
    "change",
    [
        "update statements set total_cents = total_cents + 1, fee_cents = fee_cents + 1",
        "update statements set payee_name = 'Joku Muu'",
        "update statement_lines set amount_cents = 1",
        "delete from statement_lines",
    ],
)
def test_an_issued_statement_is_frozen(finance, change):
    build_money.approved_hours(build.an_expert())
    run_statements(by=finance, month="2026-11")

    with pytest.raises(Frozen), transaction():
        db.session.execute(text(change))


def test_what_is_meant_to_change_once_may(finance):
    build_money.approved_hours(build.an_expert())
    run_statements(by=finance, month="2026-11")

    with transaction():
        db.session.execute(text("update statements set pdf_sha256 = 'ab'"))
    with pytest.raises(Frozen), transaction():
        db.session.execute(text("update statements set pdf_sha256 = 'cd'"))


def test_a_month_without_a_pay_day_is_not_run(finance):
    with pytest.raises(NoSuchPayMonth):
        run_statements(by=finance, month="2027-06")


def test_nothing_is_run_before_its_cut_off(finance):
    build.a_pay_day("2099-12-15", "2099-11-30")

    with pytest.raises(CutOffAhead):
        run_statements(by=finance, month="2099-12")


def _change(kind, row_id, values):
    with transaction():
        row = tables.get(kind, row_id, lock=True)
        for name, value in values.items():
            setattr(row, name, value)
