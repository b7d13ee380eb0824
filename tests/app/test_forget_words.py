"""What was written to people and of contacts with them is forgotten two years later."""

from datetime import timedelta

import pytest

from app.database import transaction
from app.now import now, today
from app.storage import contact_notes, messages, tables
from app.storage.contact_notes import ContactNote
from app.storage.messages import Message, MessageState
from app.use_cases.forget_words import forget_words
from scheduling.kinds import Channel
from scheduling.retention import KEPT_WORDS
from tests import build

TWO_YEARS_ON = KEPT_WORDS + timedelta(days=1)


def told(state=MessageState.SENT):
    """To a unit, about somebody: it is not hers to be erased with her."""
    with transaction():
        return tables.add(
            Message(
                event="hours_to_confirm:1",
                recipient="unit:1",
                channel=Channel.EMAIL,
                address="osasto@esimerkki.fi",
                language="fi",
                subject="Vahvista: Maija Meikäläinen on ilmoittanut tunnit",
                body="Maija Meikäläinen oli teillä",
                state=state,
                created_at=now(),
            )
        )


def words(message):
    found = messages.get(message.id)
    return found.address, found.subject, found.body


def test_that_somebody_was_told_stays_without_the_words(app):
    message = told()

    forget_words(today() + TWO_YEARS_ON)

    assert words(message) == (None, "", "")
    assert messages.find("hours_to_confirm:1", "unit:1").sent_at == message.sent_at


def test_nothing_goes_before_two_years(app):
    message = told()
    before = words(message)

    forget_words(today() + KEPT_WORDS)

    assert words(message) == before


@pytest.mark.parametrize("state", [MessageState.TO_PRINT, MessageState.QUEUED])
def test_what_is_still_to_be_told_keeps_its_words(app, state):
    message = told(state)

    forget_words(today() + TWO_YEARS_ON)

    assert all(words(message))


def test_of_a_contact_the_time_stays(app):
    expert, coordinator = build.an_expert(), build.an_actor()
    about = {"expert_id": expert.id, "user_id": coordinator.user_id, "day": today()}
    with transaction():
        tables.add(ContactNote(**about, minutes=20, note="Jaksaminen"))

    forget_words(today() + KEPT_WORDS)
    assert [each.note for each in contact_notes.about_expert(expert.id)] == ["Jaksaminen"]
    forget_words(today() + TWO_YEARS_ON)

    [kept] = contact_notes.about_expert(expert.id)
    assert (kept.minutes, kept.note) == (20, "")
