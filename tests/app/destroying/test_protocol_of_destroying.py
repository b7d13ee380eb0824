"""Who destroys accounting material does it on a page, and the protocol stays there for good."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.access import Role
from app.database import current_organisation, db, transaction
from app.now import at
from app.storage import changes, disposals, users
from app.storage.changes import Subject
from app.use_cases import destroy_accounting
from app.use_cases.forget_words import forget_staff
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.run_statements import run_statements
from tests import build, build_money
from tests.app.story_of_destroying import DECISION, FIRST_DAY, destroyed, left
from tests.by_hand import by_hand
from tests.sign_in import signed_in

TOLD = {"to_year": "2026", "decision": DECISION}
ELEVEN_YEARS_LATER = datetime(2048, 1, 2, 12, tzinfo=UTC)


def test_one_proposes_on_the_page_and_another_confirms_there(app, two, paid):
    with at(FIRST_DAY):
        finance, admin = signed_in(app, Role.FINANCE), signed_in(app, Role.ADMIN)
        young = finance.post("/retention/destroy", data=TOLD | {"to_year": "2027"})
        asked = finance.post("/retention/destroy", data=TOLD)
        [found] = [disposals.find_open()]
        own = finance.post(f"/retention/destroy/{found.id}/confirm")
        page = admin.get("/retention/?lang=en").text
        confirmed = admin.post(f"/retention/destroy/{found.id}/confirm")
        after = admin.get("/retention/?lang=en").text
        protocol = signed_in(app, Role.AUDITOR).get("/retention/?lang=en").text

    assert (young.status_code, asked.status_code, own.status_code) == (409, 303, 409)
    assert DECISION in page
    assert confirmed.status_code == 303
    assert "80.00" in after or "80,00" in after
    assert "Äijälä" not in after
    assert DECISION in protocol
    assert "/retention/destroy" not in protocol
    assert left("statements") == {"statements": 0}


def test_a_second_click_on_the_page_proposes_and_withdraws_once(app, two, paid):
    with at(FIRST_DAY):
        finance = signed_in(app, Role.FINANCE)
        proposed = [finance.post("/retention/destroy", data=TOLD).status_code for _ in range(2)]
        place = f"/retention/destroy/{disposals.find_open().id}/withdraw"
        withdrawn = [finance.post(place).status_code for _ in range(2)]

    assert proposed == withdrawn == [303, 303]
    assert left("disposals") == {"disposals": 1}


def _gone(*actors):
    """They leave, and are forgotten eleven years later."""
    with transaction():
        for actor in actors:
            held = users.find_membership(actor.user_id, current_organisation(), actor.role)
            held.ended_at = FIRST_DAY
    forget_staff(ELEVEN_YEARS_LATER.date())
    db.session.expire_all()


def test_a_protocol_names_who_decided_when_they_have_been_forgotten(app, two, paid):
    one = build.an_actor(Role.FINANCE, name="Timo Talous")
    other = build.an_actor(Role.ADMIN, name="Pirkko Pääkäyttäjä")
    destroyed((one, other))
    _gone(one, other)
    assert [users.get(each.user_id).name for each in (one, other)] == ["–", "–"]

    with at(ELEVEN_YEARS_LATER):
        pages = [
            signed_in(app, role).get("/retention/?lang=en").text
            for role in (Role.ADMIN, Role.FINANCE, Role.AUDITOR)
        ]

    for page in pages:
        assert "<dd>Timo Talous, " in page
        assert "<dd>Pirkko Pääkäyttäjä, " in page


def test_a_later_disposal_leaves_who_decided_the_earlier_one(two, paid):
    build_money.approved_hours(build.an_expert(), approved_at="2026-11-20 12:00+00")
    run_id = run_statements(by=two[0], month="2026-12").id
    hand_over(by=two[0], run_id=run_id)
    with at(datetime(2027, 1, 4, 12, tzinfo=UTC)):
        mark_paid(by=two[0], run_id=run_id, paid_on=date(2027, 1, 4))
    first = destroyed(two).id
    assert changes.of(Subject.STATEMENT_RUN, run_id)

    destroyed(two, to_year=2027, moment=datetime(2038, 1, 2, 12, tzinfo=UTC))

    assert changes.of(Subject.STATEMENT_RUN, run_id) == []
    told = [(step.became, step.actor_name) for step in changes.of(Subject.DISPOSAL, first)]
    assert told == [("proposed", two[0].name), ("destroyed", two[1].name)]


@pytest.mark.parametrize(
    "change",
    [
        "counted = '{}', numbers = '[]'",
        "confirmed_at = now(), confirmed_by = proposed_by",
        "to_year = 2000",
    ],
)
def test_a_protocol_is_written_by_a_confirmation_only(two, paid, change):
    with at(FIRST_DAY):
        destroy_accounting.propose(by=two[0], to_year=2026, decision=DECISION)

    with by_hand(), pytest.raises(IntegrityError):
        db.session.execute(
            text(f"update disposals set {change} where organisation_id = :mine"),
            {"mine": current_organisation()},
        )
    db.session.rollback()
