"""Telling people things: written down in the business transaction, sent by e-mail after it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid
from smtplib import SMTP, SMTP_SSL
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template

from app.gateways import queue
from app.language import in_language
from app.now import now
from app.storage import messages
from app.storage.experts import Expert
from app.storage.messages import Message, MessageState
from app.storage.requests import ExpertRequest
from app.storage.units import Unit
from app.storage.users import User
from scheduling.kinds import Channel

FIRST_STATE = {
    Channel.EMAIL: MessageState.QUEUED,
    Channel.LETTER: MessageState.TO_PRINT,
    Channel.PHONE: MessageState.TO_RING,
}
PATIENCE = 20  # seconds to wait for the mail server


@dataclass(frozen=True)
class Telling:
    """What is told to one of many."""

    expert: Expert
    event: str
    values: dict[str, Any] = field(default_factory=dict)


def tell_expert(
    expert: Expert, template: str, *, event: str, at: datetime | None = None, **values: Any
) -> Message | None:
    """By the expert's own channel and in her language. None when everything is stopped for her.

    at  an e-mail leaves not before this moment; None: at once
    """
    if expert.stopped_at is not None:
        return None
    channel, address = _way_to(expert)
    message = _write(template, expert.language, channel, expert=expert, **values)
    message.expert_id = expert.id
    return _keep(message, event, _recipient(expert), channel, address, at)


def tell_experts(template: str, all_told: Iterable[Telling]) -> None:
    """The same to many, as `tell_expert` tells each of them."""
    of_event = {(each.event, _recipient(each.expert)): each for each in all_told}
    known = messages.told_of({event for event, _ in of_event})
    written = []
    for (event, recipient), each in of_event.items():
        if each.expert.stopped_at is not None or (event, recipient) in known:
            continue
        channel, address = _way_to(each.expert)
        message = _write(template, each.expert.language, channel, expert=each.expert, **each.values)
        message.expert_id = each.expert.id
        written.append(_addressed(message, event, recipient, channel, address))
    messages.add_all(written)
    queued = [each.id for each in written if each.state is MessageState.QUEUED]
    queue.later_each("send_message", ({"message_id": message_id} for message_id in queued))


def tell_unit(about: ExpertRequest | Unit, template: str, *, event: str, **values: Any) -> Message:
    """The person who sent the request, or the unit's contact person."""
    unit = about.unit if isinstance(about, ExpertRequest) else about
    email = about.contact_email or unit.contact_email
    phone = about.contact_phone or unit.contact_phone
    channel = Channel.EMAIL if email else Channel.PHONE
    message = _write(template, unit.language, channel, unit=unit, **values)
    return _keep(message, event, f"unit:{unit.id}", channel, email or phone)


def tell_user(user: User, template: str, *, event: str, **values: Any) -> Message:
    message = _write(template, user.language, Channel.EMAIL, user=user, **values)
    return _keep(message, event, f"user:{user.id}", Channel.EMAIL, user.email)


def send(message: Message) -> None:
    """Hand a stored message to the mail server; the same id on every try shows a repeated one.

    Raises OSError, smtplib.SMTPException.
    """
    letter = _letter(message.address or "", message.subject, message.body)
    letter["Date"] = message.created_at
    letter["Message-ID"] = f"<{message.organisation_id}.{message.id}@rinnalla>"
    _post(letter, f"{message.organisation_id}-{message.id:06}")


def send_secret(address: str, subject: str, body: str) -> None:
    """A sign-in link: sent at once and kept nowhere. Raises OSError, smtplib.SMTPException."""
    letter = _letter(address, subject, body)
    letter["Date"] = now()
    letter["Message-ID"] = make_msgid(domain="rinnalla")
    _post(letter, f"sign-in-{now():%H%M%S%f}")


def _letter(address: str, subject: str, body: str) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = subject
    letter["From"] = current_app.config["SETTINGS"].mail_from
    letter["To"] = address
    letter.set_content(body)
    return letter


def _post(letter: EmailMessage, file_name: str) -> None:
    """To the mail server, or to a file of the data folder where there is none."""
    settings = current_app.config["SETTINGS"]
    if settings.smtp_url:
        _to_server(settings.smtp_url, letter)
        return
    folder = settings.data / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / f"{file_name}.eml").write_bytes(bytes(letter))


def _write(template: str, language: str, channel: Channel, **values: Any) -> Message:
    """What is read aloud speaks of no link: who has only a phone cannot open one."""
    values["by_phone"] = channel is Channel.PHONE
    with in_language(language):
        written = render_template(f"messages/{template}.txt", **values).strip()
    subject, _, body = written.partition("\n")
    return Message(subject=subject.strip(), body=body.strip() + "\n", language=language)


def _keep(
    message: Message,
    event: str,
    recipient: str,
    channel: Channel,
    address: str | None,
    at: datetime | None = None,
) -> Message:
    """The same event is told to the same recipient once."""
    if (told := messages.find(event, recipient)) is not None:
        return told
    messages.add(_addressed(message, event, recipient, channel, address))
    if message.state is MessageState.QUEUED:
        queue.later("send_message", at=at, message_id=message.id)
    return message


def _addressed(
    message: Message, event: str, recipient: str, channel: Channel, address: str | None
) -> Message:
    message.event, message.recipient = event, recipient
    message.channel, message.address = channel, address
    message.state, message.created_at = FIRST_STATE[channel], now()
    return message


def _way_to(expert: Expert) -> tuple[Channel, str | None]:
    """Her own channel, or the telephone when she has no address for e-mail."""
    channel = expert.channel if expert.email or expert.channel != Channel.EMAIL else Channel.PHONE
    return channel, {Channel.EMAIL: expert.email, Channel.PHONE: expert.phone}.get(channel)


def _recipient(expert: Expert) -> str:
    return f"expert:{expert.id}"


def _to_server(url: str, letter: EmailMessage) -> None:
    address = urlsplit(url)
    kind = SMTP_SSL if address.scheme == "smtps" else SMTP
    with kind(address.hostname or "", address.port or 0, timeout=PATIENCE) as server:
        if address.scheme == "smtp+starttls":
            server.starttls()
        if address.username:
            server.login(address.username, address.password or "")
        server.send_message(letter)
