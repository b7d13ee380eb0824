"""One person asks that a statement is put right, another decides."""

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import db, transaction
from app.storage.corrections import (
    AnotherWaits,
    CorrectionState,
)
from app.storage.tables import FourEyes
from app.use_cases import ask_correction
from app.use_cases.credit_statement import credit
from tests import build
from tests.app import story_of_corrections as story


def test_who_asks_does_not_decide(finance, entry):
    [statement] = story.issued(finance[0])
    wish = ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")

    with pytest.raises(FourEyes):
        credit(by=finance[0], correction_id=wish.id)
    with pytest.raises(FourEyes), transaction():
        db.session.execute(
            text("update corrections set state = 'done', decided_by = asked_by, decided_at = now()")
        )


def test_a_coordinator_asks_and_finance_decides(finance, entry):
    [statement] = story.issued(finance[0])
    coordinator = build.an_actor(Role.COORDINATOR)

    document = story.credited(coordinator, finance[0], statement)

    assert document.refers_to_id == statement.id


def test_a_wish_is_declined_with_a_reason_and_asked_again(finance, entry):
    [statement] = story.issued(finance[0])
    wish = ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")
    with pytest.raises(AnotherWaits):
        ask_correction.ask_credit(by=finance[1], statement_id=statement.id, reason="Toinen.")

    declined = ask_correction.decline(by=finance[1], correction_id=wish.id, reason="Oikein on.")

    assert declined.state == CorrectionState.DECLINED
    assert ask_correction.ask_credit(by=finance[1], statement_id=statement.id, reason="Silti.")


def test_who_asked_may_take_it_back(finance, entry):
    [statement] = story.issued(finance[0])
    wish = ask_correction.ask_credit(by=finance[0], statement_id=statement.id, reason="Väärin.")

    ask_correction.decline(by=finance[0], correction_id=wish.id, reason="Olikin oikein.")

    assert wish.state == CorrectionState.DECLINED
