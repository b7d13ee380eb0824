"""Messages that a person carries: letters to print and post, people to ring."""

from flask import Blueprint, flash, redirect, render_template, url_for

from app.access import Permission, actor, needs
from app.language import gettext
from app.now import today
from app.storage import experts, messages, organisations
from app.storage.messages import Message, MessageState
from app.use_cases.send_messages import mark_done
from app.web.recipients import name_of

pages = Blueprint("messages", __name__, url_prefix="/messages")

OFFER_SENT = "offer_sent:"


@pages.get("/to-print")
@needs(Permission.RECORD_ANSWERS)
def to_print():
    return render_template(
        "pages/messages/to_print.html",
        messages=messages.in_state(MessageState.TO_PRINT),
        name_of=name_of,
        offer_sent=OFFER_SENT,
    )


@pages.get("/letters")
@needs(Permission.RECORD_ANSWERS)
def letters():
    """Every waiting letter on its own sheet, for the printer; invitations have their own."""
    waiting = messages.in_state(MessageState.TO_PRINT)
    return render_template(
        "pages/messages/letters.html",
        messages=[one for one in waiting if not one.event.startswith(OFFER_SENT)],
        address_of=_address_of,
        organisation=organisations.get(actor().organisation_id),
        today=today(),
    )


@pages.get("/to-ring")
@needs(Permission.RECORD_ANSWERS)
def to_ring():
    people: dict[str, list[Message]] = {}
    for message in messages.in_state(MessageState.TO_RING):
        people.setdefault(message.recipient, []).append(message)
    return render_template(
        "pages/messages/to_ring.html", people=list(people.values()), name_of=name_of
    )


@pages.post("/<int:message_id>/done")
@needs(Permission.RECORD_ANSWERS)
def done(message_id: int):
    """Printed and posted, or rung."""
    message = mark_done(message_id, by=actor())
    flash(gettext("Marked as done."), "success")
    printed = message.state is MessageState.PRINTED
    return redirect(url_for(".to_print" if printed else ".to_ring"), 303)


def _address_of(message: Message) -> list[str]:
    """The lines of the window of the envelope."""
    if message.expert_id is None:
        return [name_of(message)]
    expert = experts.get(message.expert_id)
    place = " ".join(filter(None, (expert.postal_code, expert.city)))
    return [line for line in (expert.name, expert.street, place) if line]
