"""Each kind of personal data is emptied by a job in its time, or stays for a reason."""

from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from app import worker
from app.access import Actor, Role
from app.config import for_sqlalchemy
from app.database import Base, current_organisation, db, transaction
from app.now import at, now, today
from app.storage import changes, job_runs, payouts, personal, requests, tables, tax_cards, users
from app.storage.changes import Change, Subject
from app.storage.forgetting import OF_MONEY
from app.storage.payments import KeptAsItIs
from app.storage.users import Membership
from app.use_cases.forget_payouts import forget_payouts
from app.use_cases.forget_words import forget_matters, forget_staff
from app.use_cases.run_statements import run_statements
from app.web import retention
from scheduling.lifecycle import RequestState
from scheduling.retention import KEPT_WORDS, accounting_kept_from
from tests import build, build_engines, build_money
from tests.app.furniture import furnished
from tests.by_hand import by_hand
from tests.sign_in import signed_in

TWO_YEARS_ON = KEPT_WORDS + timedelta(days=1)
THREE_YEARS = timedelta(days=3 * 366)
ELEVEN_YEARS = timedelta(days=11 * 366)
EMPTY = (None, "", "–", b"", [], {})
BY_TIME = {"forget_words", "forget_matters", "forget_staff", "forget_answers", "forget_uploads"}
KINDS = {
    name: value["personal"]
    for name, value in vars(personal).items()
    if name.isupper() and isinstance(value, dict)
}


def unsettled(kinds) -> set[str]:
    """Those that neither a job empties nor a reason keeps."""
    return {
        name
        for name, kind in kinds.items()
        if not (set(kind["emptied_by"]) <= worker.JOBS.keys())
        or not (kind["emptied_by"] or kind["stays"])
    }


def test_every_kind_is_emptied_by_a_job_or_stays_for_a_reason():
    assert len(KINDS) > 20
    assert unsettled(KINDS) == set()


@pytest.mark.parametrize("ends", [{}, {"emptied_by": "forget_nothing"}])
def test_a_kind_without_a_job_is_found(ends):
    made_up = personal._kind("trying", "consent", "admin", "two years", **ends)["personal"]

    assert unsettled({**KINDS, "MADE_UP": made_up}) == {"MADE_UP"}


@pytest.fixture
def long_past(app, config):
    """One of everything: all that was asked has ended, everybody has left, eleven years ago."""
    furnished(current_organisation())
    mine = f"organisation_id = {current_organisation()}"
    engine = create_engine(
        for_sqlalchemy(config.owner_database_url or ""), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as owner:
        owner.execute(text("set session_replication_role = replica"))
        for change in (
            f"update changes set at = at - interval '12 years' where {mine}",
            f"update expert_requests set state = 'closed' where {mine}",
            f"update messages set state = 'sent' where {mine} and state in ('queued', 'to_print')",
            f"update memberships set ended_at = '{now()}' where {mine}",
        ):
            owner.execute(text(change))  # nosec
    engine.dispose()
    db.session.expire_all()


def left_of(kind) -> list[str]:
    """Columns of the kind in which something is still told."""
    mine = text(f"organisation_id = {current_organisation()}")
    found = []
    for table in Base.metadata.sorted_tables:
        own = mine if "organisation_id" in table.c else text("true")
        if table.name == "users":
            own = text(
                "exists (select from memberships where user_id = users.id"
                f" and organisation_id = {current_organisation()})"
            )
        for column in table.c:
            if column.info.get("personal") is not kind:
                continue
            rows = db.session.execute(db.select(table).where(own)).mappings()
            told = [row for row in rows if row[column.name] not in EMPTY and not stays(column, row)]
            found += [f"{table.name}.{column.name}: {row[column.name]!r}" for row in told]
    return found


def stays(column, row) -> bool:
    """Reasons of money's own steps, to whom by its number, and addresses that nobody has."""
    if column.table.name == "changes":
        return row["subject"] in OF_MONEY
    return column.name == "recipient" or str(row[column.name]).endswith("@erased.invalid")


def test_eleven_years_later_nothing_is_told_that_a_job_looks_after(app, long_past):
    kinds = {
        name: kind
        for name, kind in KINDS.items()
        if kind["emptied_by"] and BY_TIME.issuperset(kind["emptied_by"])
    }
    before = {name for name, kind in kinds.items() if left_of(kind)}

    for job in BY_TIME:
        worker.JOBS[job](today() + ELEVEN_YEARS)
    db.session.expire_all()

    assert {"TOLD", "CHOSEN", "STAFF", "SECRET", "MESSAGE"} <= before
    assert {name: left_of(kind) for name, kind in kinds.items()} == {name: [] for name in kinds}


def an_ended_request():
    said = {"description": "Mitä toivotaan", "contact_name": "Oona"}
    return build.a_brief(state=RequestState.CLOSED, **said)


def test_nothing_of_a_request_goes_before_two_years(app):
    request = an_ended_request()
    day = request.created_at.date()

    forget_matters(day + KEPT_WORDS)
    assert requests.get(request.id).description == "Mitä toivotaan"
    forget_matters(day + TWO_YEARS_ON)

    db.session.expire_all()
    kept = requests.get(request.id)
    assert (kept.title, kept.description, kept.contact_name) == (request.title, None, "–")


def test_a_request_that_has_not_ended_keeps_its_words(app):
    request = build.a_brief(description="Mitä toivotaan")

    forget_matters(today() + ELEVEN_YEARS)

    db.session.expire_all()
    assert requests.get(request.id).description == "Mitä toivotaan"


def test_a_request_closed_late_keeps_its_words_from_that_day(app):
    request, by = an_ended_request(), build.an_actor()
    with at(now() + timedelta(days=500)), transaction():
        changes.note(Subject.REQUEST, request.id, "closed", by=by)

    forget_matters(today() + TWO_YEARS_ON)

    db.session.expire_all()
    assert requests.get(request.id).description == "Mitä toivotaan"


# Its own history, and what an invoice said before it was mended.
OF_MONEY_TOO = ((Subject.STATEMENT, "credited"), (Subject.ASSIGNMENT, "invoice_mended"))


def test_why_a_step_was_taken_goes_and_who_took_it_stays(app):
    by = build.an_actor(name="Katja Koordinaattori")
    long_ago = now() - THREE_YEARS
    with at(long_ago), transaction():
        changes.note(Subject.REQUEST, 1, "cancelled", by=by, reason="Sairastui")
        for subject, became in OF_MONEY_TOO:
            changes.note(subject, 1, became, by=by, reason="Väärä hinta")

    forget_matters(today())

    db.session.expire_all()
    [step] = changes.of(Subject.REQUEST, 1)
    assert (step.reason, step.became, step.actor_name) == (None, "cancelled", by.name)
    for subject, _ in OF_MONEY_TOO:
        assert [one.reason for one in changes.of(subject, 1)] == ["Väärä hinta"]


def test_who_took_a_step_is_named_for_ten_years(app):
    by = build.an_actor(name="Katja Koordinaattori")
    with at(now() - timedelta(days=12 * 366)), transaction():
        changes.note(Subject.REQUEST, 1, "cancelled", by=by)
        changes.note(Subject.STATEMENT, 1, "credited", by=by)
        changes.note(Subject.DISPOSAL, 1, "destroyed", by=by)
    with at(now() - 3 * THREE_YEARS), transaction():
        changes.note(Subject.REQUEST, 2, "cancelled", by=by)

    forget_matters(today())

    db.session.expire_all()
    [old], [young] = changes.of(Subject.REQUEST, 1), changes.of(Subject.REQUEST, 2)
    [of_money], [decided] = changes.of(Subject.STATEMENT, 1), changes.of(Subject.DISPOSAL, 1)
    assert (old.actor_name, old.role, old.became) == ("", by.role, "cancelled")
    assert young.actor_name == of_money.actor_name == decided.actor_name == by.name


def test_what_was_agreed_is_told_as_long_as_the_statement_that_paid_it(app):
    """However long before it was agreed; what no statement paid is forgotten by its own time."""
    by = build.an_actor(Role.FINANCE, name="Taina Talous")
    build.a_pay_day("2026-11-30", "2026-11-15")
    hours = build_money.approved_hours(build.an_expert())
    paid, unpaid = hours.assignment_id, hours.assignment_id + 1
    with at(now() - 4 * THREE_YEARS), transaction():
        for assignment_id in (paid, unpaid):
            changes.note(Subject.ASSIGNMENT, assignment_id, "fee_agreed", by=by, reason="80,00 €")
    run_statements(by=by, month="2026-11")

    forget_matters(today())

    db.session.expire_all()
    told = [changes.of(Subject.ASSIGNMENT, one)[0] for one in (paid, unpaid)]
    assert [(one.actor_name, one.reason) for one in told] == [(by.name, "80,00 €"), ("", None)]
    with by_hand(), pytest.raises(IntegrityError, match="history_is_only_added_to"):
        db.session.execute(forgets(paid))
    db.session.rollback()


def test_the_database_lets_what_no_statement_paid_be_forgotten(app):
    """The control of the guard above."""
    by = build.an_actor(Role.FINANCE)
    with at(now() - 4 * THREE_YEARS), transaction():
        changes.note(Subject.ASSIGNMENT, 1, "fee_agreed", by=by, reason="80,00 €")

    with by_hand():
        assert db.session.execute(forgets(1)).rowcount == 1
    db.session.rollback()


def forgets(assignment_id):
    whose = Change.subject == Subject.ASSIGNMENT, Change.subject_id == assignment_id
    return db.update(Change).where(*whose).values(reason=None)


@pytest.mark.parametrize(
    ("age", "values", "subject", "became"),
    [
        (timedelta(days=700), {"reason": None}, Subject.REQUEST, "cancelled"),
        (THREE_YEARS, {"reason": "Toinen syy"}, Subject.REQUEST, "cancelled"),
        *((THREE_YEARS, {"reason": None}, *of_money) for of_money in OF_MONEY_TOO),
        (THREE_YEARS, {"actor_name": "", "reason": None}, Subject.REQUEST, "cancelled"),
        (4 * THREE_YEARS, {"actor_name": ""}, Subject.STATEMENT, "credited"),
        (4 * THREE_YEARS, {"actor_name": ""}, Subject.DISPOSAL, "destroyed"),
    ],
)
def test_history_is_neither_forgotten_too_early_nor_written_anew(app, age, values, subject, became):
    by = build.an_actor()
    with at(now() - age), transaction():
        changes.note(subject, 1, became, by=by, reason="Sairastui")

    with by_hand(), pytest.raises(IntegrityError, match="history_is_only_added_to"):
        db.session.execute(db.update(Change).values(**values))
    db.session.rollback()


def test_who_has_left_two_years_ago_is_known_no_more(app):
    gone = build.a_user(Role.COORDINATOR, phone="040 123 4567")
    stays = build.a_user(Role.COORDINATOR)
    finance = {"organisation_id": current_organisation(), "role": Role.FINANCE}
    with transaction():
        tables.add(Membership(user_id=stays.id, **finance))
        for user in (gone, stays):
            held = users.find_membership(user.id, current_organisation(), Role.COORDINATOR)
            held.ended_at = now()

    forget_staff(today() + KEPT_WORDS)
    assert users.get(gone.id).active
    forget_staff(today() + TWO_YEARS_ON)

    db.session.expire_all()
    left = users.get(gone.id)
    assert (left.name, left.phone, left.password, left.active) == ("–", None, None, False)
    assert users.get(stays.id).active


def test_who_decided_of_money_keeps_the_name_as_long_as_accounting(app):
    gone = build.a_user(Role.FINANCE, name="Timo Talous")
    by = Actor(Role.FINANCE, current_organisation(), user_id=gone.id, name=gone.name)
    with transaction():
        changes.note(Subject.STATEMENT, 1, "credited", by=by, reason="Väärä hinta")
        users.find_membership(gone.id, current_organisation(), Role.FINANCE).ended_at = now()

    forget_staff(today() + TWO_YEARS_ON)
    db.session.expire_all()
    left = users.get(gone.id)
    assert (left.name, left.active, left.phone) == ("Timo Talous", False, None)
    assert left.email == f"{gone.id}@erased.invalid"

    forget_staff(today() + ELEVEN_YEARS)
    db.session.expire_all()
    assert users.get(gone.id).name == "–"


@pytest.fixture
def paid_long_ago(app):
    """Everything of how she is paid was entered twelve years ago."""
    with at(now() - timedelta(days=12 * 366)):
        one, other = build_engines.engines_on()
        return build_engines.payable(one, other, build.an_expert())


def payout_rows(expert) -> list[int]:
    return [
        len(payouts.accounts_of(expert.id)),
        len(tax_cards.of_expert(expert.id)),
        int(payouts.find_identity(expert.id) is not None),
    ]


def test_how_somebody_was_paid_is_forgotten_ten_years_after_the_year(app, paid_long_ago):
    assert payout_rows(paid_long_ago) == [1, 1, 1]

    assert forget_payouts(today()) == 3
    db.session.expire_all()

    assert payout_rows(paid_long_ago) == [0, 0, 0]
    assert forget_payouts(today()) == 0


def test_who_was_paid_since_keeps_account_and_code(app, paid_long_ago):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    build_money.approved_hours(paid_long_ago)
    run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")

    assert forget_payouts(today()) == 0
    assert payout_rows(paid_long_ago) == [1, 1, 1]


def test_ten_years_are_whole_calendar_years():
    assert accounting_kept_from(date(2036, 12, 31)) == date(2026, 1, 1)
    assert accounting_kept_from(date(2037, 1, 1)) == date(2027, 1, 1)


def test_the_database_keeps_an_account_that_is_not_old_enough(app):
    one, other = build_engines.engines_on()
    build_engines.payable(one, other, build.an_expert())

    with pytest.raises(KeptAsItIs):
        forget_payouts(today() + ELEVEN_YEARS)


def test_the_page_says_what_goes_by_itself_and_what_is_past_its_time(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    build_money.approved_hours(build.an_expert())
    run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    admin = signed_in(app, Role.ADMIN)
    with transaction():
        job_runs.claim("forget_matters", now(), now())

    now_kept = admin.get("/retention/?lang=en").text
    with at(now() + ELEVEN_YEARS):
        later = signed_in(app, Role.ADMIN).get("/retention/?lang=en").text

    assert "/retention/" in admin.get("/users/").text
    assert "Past its time" not in now_kept
    assert "2036" in now_kept
    assert "Past its time" in later
    assert set(BY_TIME) <= set(retention.JOBS)


def test_every_job_that_empties_is_on_the_page():
    assert {job for kind in KINDS.values() for job in kind["emptied_by"]} == set(retention.JOBS)
