"""Messages leave the house: e-mail by the queue, letters by the printer, calls by a person."""

from collections.abc import Collection
from smtplib import SMTPException

from app.access import Actor
from app.database import Refusal, transaction
from app.gateways import mail
from app.now import now
from app.storage import experts, messages
from app.storage.messages import Message, MessageState

BY_HAND = {
    MessageState.TO_PRINT: MessageState.PRINTED,
    MessageState.TO_RING: MessageState.RUNG,
}
DONE = frozenset({MessageState.SENT, *BY_HAND.values()})


class NotSentByHand(Refusal):
    """Only a letter or a call is marked done by a person."""

    code = "not_sent_by_hand"


class MailServerSilent(Exception):
    """The mail server did not take the message; the queue tries again later."""


def send_message(message_id: int) -> None:
    """Send one e-mail; a second time changes nothing. Raises Missing, MailServerSilent."""
    with transaction():
        message = messages.get(message_id, lock=True)
        if message.state in DONE or _is_for_a_stopped_person(message):
            return
        message.attempts += 1
        failure = _try_to_send(message)
        message.failed_because = failure
        message.state = MessageState.FAILED if failure else MessageState.SENT
        message.sent_at = None if failure else now()
    if failure:
        raise MailServerSilent(failure)


def mark_done(message_id: int, *, by: Actor) -> Message:
    """A letter was printed and posted, or a call was made. Raises Missing, NotSentByHand."""
    with transaction():
        message = messages.get(message_id, lock=True)
        if message.state in BY_HAND:
            message.state, message.sent_at = BY_HAND[message.state], now()
        elif message.state not in DONE:
            raise NotSentByHand
    return message


def mark_printed(message_ids: Collection[int], *, by: Actor) -> None:
    """These letters were printed and posted; a second time changes nothing. Raises Missing."""
    with transaction():
        for letter in messages.on_paper(message_ids, lock=True):
            if letter.state is MessageState.TO_PRINT:
                letter.state, letter.sent_at = MessageState.PRINTED, now()


def _is_for_a_stopped_person(message: Message) -> bool:
    """Everything may have been stopped after the message was written."""
    if message.expert_id is None:
        return False
    return experts.get(message.expert_id).stopped_at is not None


def _try_to_send(message: Message) -> str | None:
    """Why it failed, without the address; None when it went."""
    try:
        mail.send(message)
    except (OSError, SMTPException) as error:
        return type(error).__name__
    return None
