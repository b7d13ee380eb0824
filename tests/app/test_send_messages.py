"""Messages leave by a real mail server, once, or wait with their reason."""

import email
import email.policy
import socket
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller

from app.database import transaction
from app.now import now
from app.storage import messages
from app.storage.messages import Message, MessageState
from app.use_cases import send_messages
from scheduling.kinds import Channel
from tests import build


class Postbox:
    """A mail server that keeps what it gets; it may also refuse everything."""

    def __init__(self):
        self.letters, self.refuses = [], False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  named by the library
        if self.refuses:
            return "451 come back later"
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def postbox(app, monkeypatch):
    box = Postbox()
    port = a_free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings = replace(app.config["SETTINGS"], smtp_url=f"smtp://127.0.0.1:{port}")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    yield box
    server.stop()


def a_message(**changes) -> Message:
    usual = {
        "event": "tested",
        "recipient": "expert:1",
        "channel": Channel.EMAIL,
        "address": "aino@esimerkki.fi",
        "language": "fi",
        "subject": "Käynti Äänekoskella",
        "body": "Hyvä Äijälä, nähdään pian.\n",
        "state": MessageState.QUEUED,
        "created_at": now(),
    }
    with transaction():
        return messages.add(Message(**(usual | changes)))


def test_a_queued_message_is_sent_once(postbox):
    message = a_message()

    send_messages.send_message(message.id)
    send_messages.send_message(message.id)

    (letter,) = postbox.letters
    assert (letter["Subject"], letter["To"]) == ("Käynti Äänekoskella", "aino@esimerkki.fi")
    assert "Äijälä" in letter.get_content()
    assert messages.get(message.id).state is MessageState.SENT


def test_a_refused_message_waits_with_its_reason(postbox):
    message = a_message()
    postbox.refuses = True

    with pytest.raises(send_messages.MailServerSilent):
        send_messages.send_message(message.id)

    assert messages.get(message.id).state is MessageState.FAILED
    assert messages.get(message.id).failed_because == "SMTPDataError"


def test_it_goes_when_the_server_comes_back_and_carries_the_same_id(postbox):
    message = a_message()
    postbox.refuses = True
    with pytest.raises(send_messages.MailServerSilent):
        send_messages.send_message(message.id)

    postbox.refuses = False
    send_messages.send_message(message.id)

    assert [letter["Message-ID"] for letter in postbox.letters] == [
        f"<{message.organisation_id}.{message.id}@rinnalla>"
    ]


def test_nothing_goes_to_a_person_stopped_in_between(postbox):
    expert = build.an_expert()
    message = a_message(expert_id=expert.id)
    build.stop(expert)

    send_messages.send_message(message.id)

    assert postbox.letters == []


def test_a_letter_is_marked_printed_and_an_email_never_by_hand(app):
    coordinator = build.an_actor()
    letter = a_message(channel=Channel.LETTER, state=MessageState.TO_PRINT)
    mail = a_message(event="other")

    assert send_messages.mark_done(letter.id, by=coordinator).state is MessageState.PRINTED
    assert send_messages.mark_done(letter.id, by=coordinator).state is MessageState.PRINTED
    with pytest.raises(send_messages.NotSentByHand):
        send_messages.mark_done(mail.id, by=coordinator)
