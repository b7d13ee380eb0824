"""When consent ends the profile is erased; name and contact go once everything is paid."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app import checks
from app.access import Actor, Role
from app.database import acting_in, current_organisation, db, transaction
from app.language import sort_key
from app.now import now, today
from app.readings.pay_to_come import WaitsFor, has_pay_to_come, pay_to_come
from app.storage import (
    boundaries,
    changes,
    contact_notes,
    erasing,
    experts,
    hour_entries,
    invariants,
    personal,
    statements,
    tables,
    users,
)
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.changes import Subject
from app.storage.contact_notes import ContactNote
from app.storage.entries import Locked
from app.storage.experts import Expert, ExpertTheme, Theme, Training
from app.storage.income_ceilings import IncomeCeiling
from app.storage.messages import Message, MessageState
from app.storage.record_checks import RecordCheck
from app.use_cases.edit_expert import PersonErased, change_expert
from app.use_cases.erase_profiles import erase_profiles
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.print_statement import print_statement
from app.use_cases.run_statements import run_statements
from app.use_cases.stop_everything import stop_everything
from invoices.printing.text import text_of
from scheduling.kinds import AgeBand, Channel, Perspective, StopReason
from scheduling.retention import KEPT_FOR_PAY
from tests import build, build_money
from tests.app import hour_story
from tests.app import story_of_corrections as story
from tests.sign_in import signed_in

A_MONTH_ON = KEPT_FOR_PAY


@pytest.fixture
def coordinator(app):
    return build.an_actor()


@pytest.fixture
def someone(coordinator):
    """Who has told of everything there is to tell."""
    expert = build.an_expert(
        email="maija@esimerkki.fi",
        phone="+358401234567",
        street="Pitkäkatu 1",
        postal_code="90100",
        city="Oulu",
        support_contact="Terhi Tuki",
        support_needs="Kahvitauko",
        support_ticks=["breaks"],
        needs_to_unit=True,
        own_group="Kuurot",
        age_band=list(AgeBand)[2],
        good_at_words="Laulaa",
        role_kinds=["talk"],
        levels=["training"],
        available=["0-morning"],
        travels_km=50,
    )
    user = build.a_user(Role.EXPERT, person_id=expert.person_id)
    unit_id, day = build.a_brief().unit_id, today()
    with acting_in(current_organisation(), expert.id), transaction():
        theme = tables.add(Theme(name="Suru"))
        own = {"expert_id": expert.id}
        for row in (
            ExpertTheme(**own, theme_id=theme.id, perspective=Perspective.OWN, own_words="Äitini"),
            Boundary(**own, municipality_code="091"),
            OwnUnit(**own, unit_id=unit_id),
            TimeAway(**own, first_on=day, last_on=day),
            Training(**own, name="Kurssi", finished_on=day),
            IncomeCeiling(**own, cents=50_000),
            RecordCheck(**own, extract_on=day, checked_on=day, checked_by=coordinator.user_id),
            ContactNote(**own, user_id=coordinator.user_id, day=day, minutes=10, note="Soitettiin"),
            Message(
                **own,
                event="offer_sent:1",
                recipient=f"expert:{expert.id}",
                channel=Channel.EMAIL,
                address="maija@esimerkki.fi",
                language="fi",
                subject="Kutsu",
                body="Hei Maija",
                state=MessageState.SENT,
                created_at=now(),
            ),
        ):
            tables.add(row)
    return expert, user


def withdrawn(expert, coordinator):
    stop_everything(expert.id, by=coordinator, reason=StopReason.WITHDRAWAL, how="phone")


def rows_left(expert):
    with acting_in(current_organisation(), expert.id):
        return [
            table.__tablename__
            for table in erasing.TABLES
            if db.session.scalars(select(table).where(table.expert_id == expert.id)).first()
        ]


def left_of(expert, kinds):
    """Columns of these kinds of personal data that still tell something."""
    found = experts.get(expert.id)
    return [
        column.key
        for column in Expert.__table__.columns
        if column.info in kinds
        and column.key != "stop_reason"
        and getattr(found, column.key) not in (None, [], False, "fi")
    ]


def everything_holds():
    db.session.expire_all()
    for rule, _, question in invariants.erased.QUESTIONS:
        assert db.session.execute(text(question)).all() == [], rule


def test_the_profile_goes_the_night_after_consent_ended(someone, coordinator):
    expert, _ = someone
    assert erase_profiles(today()) == 0
    withdrawn(expert, coordinator)

    assert erase_profiles(today()) == 1

    assert rows_left(expert) == []
    assert left_of(expert, erasing.PROFILE) == []
    assert experts.get(expert.id).email == "maija@esimerkki.fi"
    assert changes.of(Subject.EXPERT, expert.id)[-1].became == "profile_erased"
    assert erase_profiles(today()) == 0
    everything_holds()


def test_an_illness_takes_nothing_away(someone, coordinator):
    expert, _ = someone
    stop_everything(expert.id, by=coordinator, reason=StopReason.ILLNESS)

    assert erase_profiles(today() + A_MONTH_ON) == 0
    assert len(rows_left(expert)) == len(erasing.TABLES)


def test_name_and_contact_go_when_nothing_is_left_to_pay(someone, coordinator):
    expert, user = someone
    withdrawn(expert, coordinator)
    with transaction():
        tables.add(
            ContactNote(
                expert_id=expert.id,
                user_id=coordinator.user_id,
                day=today(),
                minutes=5,
                note="Palkkiosta",
            )
        )

    assert erase_profiles(today() + A_MONTH_ON) == 1

    gone = experts.get(expert.id)
    assert gone.name == f"– {expert.id}"
    assert gone.sort_key == sort_key(f"{expert.id} –")
    assert left_of(expert, (*erasing.PROFILE, *erasing.REACHED)) == []
    assert contact_notes.about_expert(expert.id) == []
    assert boundaries.of_expert(expert.id) == []
    assert (users.get(user.id).active, users.get(user.id).name) == (False, "–")
    assert users.memberships_of(user.id) == []
    with pytest.raises(PersonErased):
        change_expert(expert.id, by=coordinator, phone="+358401234567")
    everything_holds()


def test_what_named_her_to_others_goes_with_the_name(someone, coordinator):
    expert, _ = someone
    name = expert.name
    withdrawn(expert, coordinator)
    [told] = [each for each in _messages() if each.event.startswith("everything_stopped")]
    assert (name in told.subject + told.body, "withdrawal" in told.event) == (True, False)
    everyone_was_told()

    erase_profiles(today() + A_MONTH_ON)

    db.session.expire_all()
    assert [each for each in _messages() if name in each.subject + each.body] == []
    assert told.state == MessageState.SENT


def _messages() -> list[Message]:
    return list(db.session.scalars(select(Message)))


def everyone_was_told() -> None:
    with transaction():
        for each in _messages():
            each.state = MessageState.SENT


def test_somebody_who_does_other_work_here_still_signs_in(someone, coordinator):
    expert, _ = someone
    both = build.a_user(Role.APPROVER, person_id=expert.person_id)
    withdrawn(expert, coordinator)

    erase_profiles(today() + A_MONTH_ON)

    assert users.get(both.id).active
    assert "@esimerkki.fi" in users.get(both.id).email


def test_statements_stay_as_they_were_issued(someone, coordinator):
    expert, _ = someone
    name = expert.name
    one, _ = story.two_in_finance()
    build_money.approved_hours(expert)
    run = run_statements(by=one, month="2026-11")
    hand_over(by=one, run_id=run.id)
    [issued] = statements.of_run(run.id)
    withdrawn(expert, coordinator)
    assert has_pay_to_come(expert.id)
    erase_profiles(today() + A_MONTH_ON)
    assert experts.get(expert.id).name == name

    mark_paid(by=one, run_id=run.id, paid_on=today())
    erase_profiles(today() + A_MONTH_ON)

    assert experts.get(expert.id).name == f"– {expert.id}"
    assert statements.get(issued.id).payee_name == name
    assert name in " ".join(text_of(print_statement(issued.id).pdf).split())
    assert checks.printed.find_wrong() is None
    story.everything_holds()


def test_what_was_written_beside_hours_goes_with_the_name(someone, coordinator):
    expert, _ = someone
    one, _ = story.two_in_finance()
    entry = build_money.approved_hours(expert, note="Olin väsynyt")
    run = run_statements(by=one, month="2026-11")
    hand_over(by=one, run_id=run.id)
    mark_paid(by=one, run_id=run.id, paid_on=today())
    withdrawn(expert, coordinator)
    assert hour_entries.get(entry.id).note == "Olin väsynyt"

    erase_profiles(today() + A_MONTH_ON)

    db.session.expire_all()
    assert hour_entries.get(entry.id).note is None
    assert hour_entries.get(entry.id).price_cents == entry.price_cents
    everything_holds()
    story.everything_holds()


def test_a_note_beside_approved_hours_is_never_written_anew(someone):
    expert, _ = someone
    entry = build_money.approved_hours(expert, note="Olin väsynyt")

    with pytest.raises(Locked), transaction():
        hour_entries.get(entry.id, lock=True).note = "Olin reipas"


def test_every_kind_of_the_profile_says_that_it_ends_with_consent():
    for kind in (*erasing.PROFILE, *erasing.REACHED):
        assert "consent" in kind["personal"]["basis"] or "consent" in kind["personal"]["retention"]
    assert personal.LIVED in erasing.PROFILE


def test_work_not_yet_told_has_a_month(someone, coordinator):
    expert, _ = someone
    withdrawn(expert, coordinator)

    erase_profiles(today() + A_MONTH_ON - timedelta(days=1))

    assert experts.get(expert.id).erased_at is None


def test_the_history_never_named_her(someone, coordinator):
    expert, user = someone
    herself = Actor(
        role=Role.EXPERT,
        organisation_id=current_organisation(),
        user_id=user.id,
        expert_id=expert.id,
        name=expert.name,
    )
    change_expert(expert.id, by=herself, city="Kempele")

    step = changes.of(Subject.EXPERT, expert.id)[-1]

    assert (step.role, step.user_id, step.actor_name) == (Role.EXPERT, user.id, "")
    everything_holds()


def test_pages_tell_the_role_of_whoever_is_not_named(app, someone):
    expert, _ = someone
    herself = Actor(
        role=Role.EXPERT,
        organisation_id=current_organisation(),
        expert_id=expert.id,
        name=expert.name,
    )
    change_expert(expert.id, by=herself, city="Kempele")

    page = signed_in(app, Role.COORDINATOR).get(f"/experts/{expert.id}?lang=en").text

    assert "Expert by experience</td>" in page


def test_hours_that_nobody_confirmed_are_named_closed_and_the_name_goes(app, coordinator):
    house = hour_story.a_house()
    expert, [entry] = house.expert, house.reported(hour_story.ACTIVITY)
    withdrawn(expert, coordinator)
    browser = signed_in(app, Role.COORDINATOR)
    page = f"/experts/{expert.id}?lang=en"

    erase_profiles(today() + A_MONTH_ON)
    told = browser.get(page).text
    assert not experts.get(expert.id).erased_at
    assert [each.waits_for for each in pay_to_come(expert.id)] == [WaitsFor.UNIT]
    assert "The name cannot be erased yet" in told
    assert f"/hours/to-check#hours-{entry.assignment_id}" in told
    assert f'id="hours-{entry.assignment_id}"' in browser.get("/hours/to-check").text

    chosen = {"chosen": hour_entries.get(entry.id).ref}
    assert browser.post("/hours/not-done", data=chosen).status_code == 409
    said = {**chosen, "reason": "Yksikkö sanoo, ettei tapaamista ollut"}
    assert browser.post("/hours/not-done", data=said).status_code == 303
    db.session.expire_all()
    assert hour_entries.get(entry.id).returned_because == said["reason"]
    assert _messages_about("hours_returned") == []
    assert "The name is erased early on" in browser.get(page).text

    erase_profiles(today() + A_MONTH_ON)
    db.session.expire_all()
    assert experts.get(expert.id).erased_at
    story.everything_holds()


def test_each_thing_on_its_way_says_who_has_it(app, someone, coordinator):
    expert, _ = someone
    one, _ = story.two_in_finance()
    build_money.approved_hours(expert)
    assert [each.waits_for for each in pay_to_come(expert.id)] == [WaitsFor.RUN]
    run = run_statements(by=one, month="2026-11")
    [due] = pay_to_come(expert.id)
    withdrawn(expert, coordinator)
    told = signed_in(app, Role.COORDINATOR).get(f"/experts/{expert.id}?lang=en").text

    assert due.waits_for is WaitsFor.PAYMENT
    assert f"Statement {due.statement.printed_number} has not been paid." in told
    assert f"/statements/{statements.of_run(run.id)[0].id}" in told


def _messages_about(template):
    return [each for each in _messages() if each.event.startswith(f"{template}:")]
