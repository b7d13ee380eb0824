"""Who is asked for a request: the fair order with reasons, and what has been answered."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.database import current_organisation
from app.language import gettext as _
from app.now import now, today
from app.readings import earnings_guard
from app.schemas.offers import SendOffersSchema
from app.storage import candidates, experts, occasions, offers, organisations, requests
from app.storage.experts import Expert
from app.storage.requests import ExpertRequest
from app.use_cases import ask_next as asking
from app.use_cases import send_offers
from app.use_cases.send_offers import Choice
from app.web import choices, forms
from app.web.candidates_shown import MOST_SHOWN, Shown
from scheduling.columns.ranking import Ranked
from scheduling.offers import Mode, is_quiet, suggested_mode
from scheduling.sharing import yes_waits

pages = Blueprint("candidates", __name__, url_prefix="/requests/<int:request_id>/candidates")


@pages.get("")
@needs(Permission.SEND_OFFERS)
def ranked(request_id: int):
    return _page(request_id)


@pages.post("")
@needs(Permission.SEND_OFFERS)
def invite(request_id: int):
    values, errors = forms.typed(SendOffersSchema())
    if errors:
        return _page(request_id, errors=errors, values=request.form), 422
    try:
        sent = send_offers.send_offers(by=actor(), request_id=request_id, choice=Choice(**values))
    except send_offers.TurnReasonNeeded:
        missing = choices.reason_missing("turn_reason")
        return _page(request_id, errors=missing, values=request.form), 422
    if values["mode"] == Mode.CALL_ROUND:
        return redirect(url_for("calls.ring", request_id=request_id), 303)
    flash(_sent(len(offers.of_round(sent.id))), "success")
    return redirect(url_for(".ranked", request_id=request_id), 303)


@pages.post("/next")
@needs(Permission.SEND_OFFERS)
def ask_next(request_id: int):
    """Whose turn it is now; as many as the newest sending asks at a time."""
    flash(_sent(asking.ask_next(request_id, by=actor())), "success")
    return redirect(url_for(".ranked", request_id=request_id), 303)


def _sent(many: int) -> str:
    """At night the page says so, or somebody would wonder where the e-mail is."""
    if not many:
        return _("Somebody is still answering, so nobody new was asked now.")
    if is_quiet(now()):
        return _("It is late: the e-mails leave at eight in the morning.")
    return _("The invitations have been sent.")


def _page(request_id: int, errors=None, values=None) -> str:
    asked = requests.get(request_id)
    times = occasions.of_request(request_id)
    ranking = candidates.ranking(asked, today=today())
    shown = Shown.of(ranking, request.args.get("without"))
    begins = [each.starts_at for each in times if each.starts_at and each.free_seats]
    return render_template(
        "pages/candidates/ranked.html",
        asked=asked,
        times=times,
        shown=shown,
        people=experts.by_id(shown.everybody()),
        themes={each.id: each for each in experts.all_themes()},
        offers=offers.of_request(request_id),
        most=MOST_SHOWN,
        shared=_shared(request_id),
        ask_first=earnings_guard.ask_first(asked, shown.choosable()),
        next=_next(asked, ranking),
        asks_next=organisations.get(current_organisation()).asks_next,
        turn_reasons=choices.turn_reasons(),
        errors=errors or {},
        values=values or {"mode": suggested_mode(now(), min(begins, default=None))},
    )


def _shared(request_id: int) -> dict[int, datetime]:
    """When the seats of each sending are shared, of those where they are not yet."""
    sendings = offers.rounds_of(request_id)
    return {
        each.id: each.decides_at
        for each in sendings
        if each.decides_at and yes_waits(each.decides_at, each.decided_at)
    }


def _next(asked: ExpertRequest, ranking: Ranked) -> list[Expert]:
    following = asking.next_ones(asked, ranking.ids.tolist())
    people = experts.by_id(following)
    return [people[each] for each in following]
