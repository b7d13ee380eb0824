"""Messages that a person carries: letters to print and post, people to ring."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.gateways.downloads import PDF
from app.gateways.letters import letters_pdf
from app.language import gettext
from app.schemas import load_form
from app.schemas.messages import AT_ONCE, LettersSchema
from app.storage import messages
from app.storage.messages import Message, MessageState
from app.use_cases.send_messages import mark_done, mark_printed
from app.web.recipients import name_of

pages = Blueprint("messages", __name__, url_prefix="/messages")


@pages.get("/to-print")
@needs(Permission.RECORD_ANSWERS)
def to_print():
    """The PDF and the button carry the letters shown here: what comes later waits."""
    waiting = messages.in_state(MessageState.TO_PRINT)
    return render_template(
        "pages/messages/to_print.html",
        messages=waiting,
        together=[each.id for each in waiting[:AT_ONCE]],
        name_of=name_of,
    )


@pages.get("/letters.pdf")
@needs(Permission.RECORD_ANSWERS)
def letters():
    """Those asked for, also once more after they were printed; else those that wait."""
    wanted = load_form(LettersSchema(), request.args, ignore=["lang"])["message_ids"]
    waiting = messages.in_state(MessageState.TO_PRINT)[:AT_ONCE]
    chosen = messages.on_paper(wanted) if wanted else waiting
    if not chosen:
        return redirect(url_for(".to_print"))
    return Response(letters_pdf(chosen), mimetype=PDF)


@pages.post("/printed")
@needs(Permission.RECORD_ANSWERS)
def printed():
    mark_printed(load_form(LettersSchema(), request.form)["message_ids"], by=actor())
    flash(gettext("Marked as done."), "success")
    return redirect(url_for(".to_print"), 303)


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
    was_letter = message.state is MessageState.PRINTED
    return redirect(url_for(".to_print" if was_letter else ".to_ring"), 303)
