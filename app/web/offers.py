"""Answering an invitation: by the link of the message, signed in, or written down on behalf."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.access import Actor, Permission, actor, needs
from app.database import Missing
from app.gateways import public_links
from app.gateways.assignment_papers import coordinators_of, letter_pdf, preparation_of
from app.language import gettext as _
from app.now import now
from app.readings import earnings_guard
from app.readings.earnings_guard import BeforeYes
from app.readings.own import refuse_others
from app.schemas.offers import OwnAnswerSchema, RecordAnswerSchema
from app.storage import assignments, occasions, offers, requests
from app.storage.links import LinkKind
from app.storage.offers import Offer
from app.use_cases import answer_offer, withdraw_offer
from app.use_cases.answer_offer import Answer
from app.web import forms
from app.web.personal_links import open_offer
from app.web.visitors import somebody_else_looks_on
from invoices.pricing.price import FeeChoice
from scheduling.lifecycle import OPEN_OFFER
from scheduling.sharing import yes_waits

pages = Blueprint("offers", __name__)


@pages.get("/offer/<token>")
@needs(Permission.PUBLIC)
def by_link(token: str):
    _, sending = open_offer(token)
    return _page(sending, url_for(".answer_by_link", token=token), _seen_url(token))


@pages.post("/offer/<token>")
@needs(Permission.PUBLIC)
def answer_by_link(token: str):
    by, sending = open_offer(token)
    here = url_for(".by_link", token=token)
    return _answer(by, sending, here, here, _seen_url(token))


@pages.post("/offer/<token>/seen")
@needs(Permission.PUBLIC)
def see_by_link(token: str):
    by, sending = open_offer(token)
    answer_offer.see_offer(sending[0].id, by=by)
    return "", 204


@pages.get("/offers/<int:offer_id>")
@needs(Permission.ANSWER_OFFERS)
def show(offer_id: int):
    return _page(_own_sending(offer_id), url_for(".answer", offer_id=offer_id))


@pages.post("/offers/<int:offer_id>")
@needs(Permission.ANSWER_OFFERS)
def answer(offer_id: int):
    here = url_for(".show", offer_id=offer_id)
    return _answer(actor(), _own_sending(offer_id), here, here)


@pages.get("/offers/<int:offer_id>/answer")
@needs(Permission.RECORD_ANSWERS)
def said(offer_id: int):
    return _said_page(_sending(offer_id))


@pages.post("/offers/<int:offer_id>/answer")
@needs(Permission.RECORD_ANSWERS)
def record(offer_id: int):
    sending = _sending(offer_id)
    values, errors = forms.typed(RecordAnswerSchema())
    if errors:
        return _said_page(sending, errors, request.form), 422
    answers = _of_sending(values.pop("answers"), sending)
    answer_offer.record_answer(answers, by=actor(), **values)
    flash(_("The answer was written down."), "success")
    return redirect(url_for("candidates.ranked", request_id=sending[0].request_id), 303)


@pages.post("/offers/<int:offer_id>/withdraw")
@needs(Permission.SEND_OFFERS)
def withdraw(offer_id: int):
    offer = withdraw_offer.withdraw_offer(offer_id, by=actor())
    flash(_("The invitation was taken back."), "success")
    return redirect(url_for("candidates.ranked", request_id=offer.request_id), 303)


@pages.get("/offers/<int:offer_id>/letter.pdf")
@needs(Permission.SEND_OFFERS)
def letter(offer_id: int):
    return Response(letter_pdf(_sending(offer_id)), mimetype="application/pdf")


def _answer(by: Actor, sending: Sequence[Offer], here: str, then: str, seen: str = ""):
    values, errors = forms.typed(OwnAnswerSchema())
    if errors:
        return _page(sending, here, seen, errors, request.form), 422
    answers = _of_sending(values["answers"], sending)
    wanted = [each for each in sending if answers.get(each.id) == Answer.YES]
    answered = answer_offer.answer_offer(
        answers,
        by=by,
        fee_choice=values["fee_choice"],
        pay_from=_pay_from(wanted, values["pay_later"]),
    )
    waits = any(each.state in OPEN_OFFER and each.said_yes_at for each in answered)
    flash(_thanks(set(answers.values()), waits=waits), "success")
    return redirect(then, 303)


def _pay_from(wanted: Sequence[Offer], pay_later: bool) -> dict[int, date] | None:
    """None: she was not asked here, so what she has chosen stays."""
    if somebody_else_looks_on():
        return None
    before = earnings_guard.before_yes(wanted) if pay_later else None
    return {each: when.pay_from for each, when in before.later.items()} if before else {}


def _thanks(answers: set[Answer], *, waits: bool) -> str:
    if waits:
        return _("Thank you, your yes is written down. We tell you when the seats are shared.")
    if Answer.YES in answers:
        return _("Thank you, the seat is yours.")
    if Answer.RING_ME in answers:
        return _("Thank you, we will ring you. The invitation does not run out before that.")
    return _("Thank you for telling. No is a good answer too, and we will ask you again.")


def _of_sending(answers: dict[int, Answer], sending: Sequence[Offer]) -> dict[int, Answer]:
    """Only what this link or page is about. Raises Missing."""
    if not set(answers) <= {each.id for each in sending}:
        raise Missing("Offer")
    return answers


def _own_sending(offer_id: int) -> list[Offer]:
    sending = _sending(offer_id)
    refuse_others(actor(), sending[0].expert_id)
    return sending


def _sending(offer_id: int) -> list[Offer]:
    first = offers.get(offer_id)
    return offers.of_sending(first.round_id, first.expert_id)


def _page(sending: Sequence[Offer], action: str, seen: str = "", errors=None, values=None) -> str:
    return render_template(
        "pages/offers/answer.html",
        **_about(sending),
        guard=_before_yes(_open_ones(sending)),
        is_watched=somebody_else_looks_on(),
        action=action,
        seen_url=seen,
        errors=errors or {},
        values=values or _answered_already(sending),
    )


def _before_yes(wanted: Sequence[Offer]) -> BeforeYes | None:
    """Only she sees it: nothing where somebody else is signed in."""
    return None if somebody_else_looks_on() else earnings_guard.before_yes(wanted)


def _answered_already(sending: Sequence[Offer]) -> dict[str, str]:
    """A yes that waits is shown ticked, and may be changed."""
    left = [each for each in sending if _is_open(each)]
    said = {f"answers-{n}-answer": "yes" for n, each in enumerate(left) if each.said_yes_at}
    choice = next((each.fee_choice for each in left if each.fee_choice), FeeChoice.FULL)
    later = {"pay_later": "true"} if any(each.pay_from for each in left) else {}
    return {"fee_choice": choice} | later | said


def _said_page(sending: Sequence[Offer], errors=None, values=None) -> str:
    return render_template(
        "pages/offers/said.html",
        **_about(sending),
        errors=errors or {},
        values=values or {"fee_choice": "full", "how": "phone"},
    )


def _about(sending: Sequence[Offer]) -> dict:
    asked, expert = requests.get(sending[0].request_id), sending[0].expert
    return {
        "asked": asked,
        "expert": expert,
        "rows": [(each, occasions.get(each.occasion_id)) for each in sending],
        "open_ones": _open_ones(sending),
        "decides_at": _decides_at(sending[0].round_id),
        "preparation": preparation_of(asked),
        "coordinators": coordinators_of(asked, expert),
        "seats": {
            each.offer_id: (each, public_links.find_url(LinkKind.ASSIGNMENT, each.id))
            for each in assignments.of_request(asked.id)
            if each.expert_id == expert.id
        },
    }


def _open_ones(sending: Sequence[Offer]) -> list[Offer]:
    return [each for each in sending if _is_open(each)]


def _is_open(offer: Offer) -> bool:
    in_time = offer.expires_at is None or offer.expires_at > now()
    return offer.state in OPEN_OFFER and in_time


def _decides_at(round_id: int) -> datetime | None:
    """When the seats are shared, while they are not yet; None: a yes books at once."""
    sending = offers.get_round(round_id)
    return sending.decides_at if yes_waits(sending.decides_at, sending.decided_at) else None


def _seen_url(token: str) -> str:
    return url_for(".see_by_link", token=token)
