"""`rinnalla verify` names what was changed of register reports and files behind the guards."""

import pytest
from sqlalchemy import text

from app import checks
from app.database import acting_in, current_organisation, db
from app.now import at
from app.storage import invariants, register_reports
from app.use_cases import enter_register_answer, tell_incomes_register
from tests import build, build_engines, by_hand
from tests.app import story_of_corrections as story
from tests.by_hand import broken

NEW, REPLACES = "action = 'new'", "action = 'replace'"
# Table, what becomes of it, which rows, and a word of the rule that is broken then.
DAMAGE = (
    ("register_reports", "paid_cents = paid_cents + 1", NEW, "to the cent"),
    ("register_reports", "deducted_cents = deducted_cents + 1", NEW, "to the cent"),
    ("register_reports", "lines = jsonb_set(lines, '{0,cents}', '1')", NEW, "sum of its lines"),
    ("register_reports", "state = 'rejected'", NEW, "has taken"),
    ("register_reports", "state = 'waiting'", REPLACES, "where it stands"),
    ("register_reports", "report_id = 'x'", REPLACES, "has taken"),
    ("register_reports", "report_id = 'x'", NEW, "of one payment"),
    ("register_reports", "action = 'new'", REPLACES, "as new once"),
    ("register_reports", "state = 'accepted'", "state = 'replaced'", "one current report"),
    ("register_deliveries", "reports = reports + 1", "true", "sum of its reports"),
    ("register_deliveries", "paid_cents = paid_cents - 1", "true", "sum of its reports"),
    ("register_deliveries", "file = file || '\\x00'", "true", "bytes of its sum"),
    ("payments", "state = 'exported'", "state = 'confirmed'", "reached its person"),
    ("payments", "paid_on = null", "true", "reached its person"),
    ("net_pays", "withheld_cents = withheld_cents + 1", "true", "to the cent"),
)


@pytest.fixture(scope="module")
def organisation_id(service):
    """With two reports, one of them replaced, and all answers in."""
    with service.app_context(), at(build.TUESDAY), acting_in(build.an_organisation().id):
        one, other = build_engines.where_the_bank_pays()
        build_engines.register_on(one)
        first = build_engines.paid(one, other)[0]
        _told(one)
        story.corrected(one, other, first, quantity=30)
        _told(one)
        return current_organisation()


@pytest.fixture
def changed(owner, organisation_id):
    """Changes rows as nobody may, and forgets it at the end."""
    with by_hand.behind_the_guards(owner, organisation_id):
        for index in ("one_waiting", "one_current"):
            db.session.execute(text(f"drop index {index}_report_per_payment"))
        db.session.execute(text("drop index told_once_as_new"))
        constraints = (
            *("register_reports drop constraint ck_register_reports_tells_its_lines",),
            *("register_deliveries drop constraint ck_register_deliveries_sum_of_its_file",),
            *("payments drop constraint ck_payments_paid_on_a_day",),
            *("net_pays drop constraint ck_net_pays_net_is_what_is_left",),
            *(
                "register_reports drop constraint"
                " uq_register_reports_organisation_id_delivery_id_report_id",
            ),
        )
        for constraint in constraints:
            db.session.execute(text(f"alter table {constraint}"))

        def change(table: str, what: str, which: str) -> None:
            sql = f"update {table} set {what} where organisation_id = :mine and {which}"
            by_hand.changed(sql, organisation_id)

        yield change


def test_nothing_is_broken_as_long_as_nobody_breaks_it(owner, organisation_id):
    with owner.app_context(), acting_in(organisation_id):
        assert broken(organisation_id, invariants.register.QUESTIONS) == []
        assert checks.register_files.find_wrong() is None


@pytest.mark.parametrize(("table", "what", "which", "named"), DAMAGE)
def test_what_was_changed_behind_the_guards_is_named(
    changed, organisation_id, table, what, which, named
):
    changed(table, what, which)

    assert any(named in rule for rule in broken(organisation_id, invariants.register.QUESTIONS))


def test_a_file_that_says_something_else_than_its_reports_is_named(changed):
    changed("register_reports", "paid_cents = 1", NEW)

    rule, _ = checks.register_files.find_wrong()
    assert rule == checks.register_files.FILE


def test_a_payment_that_stands_nowhere_is_named(changed, monkeypatch):
    changed("register_reports", "state = 'discarded'", "true")
    assert checks.register_files.find_forgotten() is None  # it waits again
    monkeypatch.setattr(register_reports, "to_look_at", lambda first_day: [])

    assert checks.register_files.find_forgotten() is not None


def _told(by) -> None:
    for delivery in tell_incomes_register.make(by=by):
        enter_register_answer.mark_delivered(by=by, delivery_id=delivery.id)
        enter_register_answer.accept(by=by, delivery_id=delivery.id)
