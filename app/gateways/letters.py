"""What goes by post: invitations with their slip and every other message, each as it is read."""

from collections.abc import Sequence

from app.database import current_organisation
from app.gateways import documents
from app.gateways.assignment_papers import letter_pdf, postal_lines
from app.gateways.papers import MessageLetter
from app.language import current, gettext
from app.storage import experts, offers, organisations, users
from app.storage.messages import Message
from invoices.printing.bind import bind
from invoices.statements.document import Contact
from scheduling.wall_clock import day_of

INVITATION = "offer_sent:"  # how the event begins


def letters_pdf(messages: Sequence[Message]) -> bytes:
    """One PDF of one or more letters, each on sheets of its own. Raises DocumentTooHeavy."""
    printed = [_printed(message) for message in messages]
    return bind(printed, title=gettext("Letters to print"), language=current())


def _printed(message: Message) -> bytes:
    if message.event.startswith(INVITATION):
        first = offers.get(int(message.event.removeprefix(INVITATION)))
        return letter_pdf(offers.of_sending(first.round_id, first.expert_id))
    letter = letter_of(message)
    return documents.render(
        "message", message.language, {"letter": letter}, letter.number, message.created_at
    )


def letter_of(message: Message) -> MessageLetter:
    """Only experts are written to on paper."""
    expert = experts.get(message.expert_id or 0)
    coordinator = users.get(expert.responsible_id)
    return MessageLetter(
        number=f"{message.id}",
        organisation=organisations.get(current_organisation()).name_in(message.language),
        recipient_name=expert.name,
        recipient_address=postal_lines(expert),
        letter_on=day_of(message.created_at),
        subject=message.subject,
        paragraphs=tuple(line for line in message.body.splitlines() if line.strip()),
        coordinator=Contact(name=coordinator.name, phone=coordinator.phone or ""),
    )
