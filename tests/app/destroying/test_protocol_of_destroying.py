"""Who destroys accounting material does it on a page, and the protocol stays there for good."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.access import Role
from app.database import current_organisation, db
from app.now import at
from app.storage import disposals
from app.use_cases import destroy_accounting
from tests.app.story_of_destroying import DECISION, FIRST_DAY, left
from tests.by_hand import by_hand
from tests.sign_in import signed_in

TOLD = {"to_year": "2026", "decision": DECISION}


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
