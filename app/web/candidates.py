"""Who is asked for a request: the fair order with reasons, and what has been answered."""

from collections import defaultdict

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext as _
from app.now import now, today
from app.schemas.offers import SendOffersSchema
from app.storage import candidates, experts, occasions, offers, requests
from app.use_cases import send_offers
from app.use_cases.send_offers import Choice
from app.web import forms
from scheduling.matching import Ranking
from scheduling.offers import Mode, is_quiet, suggested_mode

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
    send_offers.send_offers(by=actor(), request_id=request_id, choice=Choice(**values))
    if values["mode"] == Mode.CALL_ROUND:
        return redirect(url_for("calls.ring", request_id=request_id), 303)
    flash(_sent(), "success")
    return redirect(url_for(".ranked", request_id=request_id), 303)


def _sent() -> str:
    """At night the page says so, or somebody would wonder where the e-mail is."""
    if is_quiet(now()):
        return _("It is late: the e-mails leave at eight in the morning.")
    return _("The invitations have been sent.")


def _page(request_id: int, errors=None, values=None) -> str:
    asked = requests.get(request_id)
    times = occasions.of_request(request_id)
    ranking = candidates.ranking(asked, today=today())
    out = defaultdict(list)
    for each in ranking.excluded:
        for reason in each.reasons:
            out[reason.code].append((each.expert_id, reason))
    first = min((each.starts_at for each in times if each.starts_at), default=None)
    return render_template(
        "pages/candidates/ranked.html",
        asked=asked,
        times=times,
        ranking=ranking,
        out=out,
        people=experts.by_id(_everybody(ranking)),
        themes={each.id: each for each in experts.all_themes()},
        offers=offers.of_request(request_id),
        on_purpose=send_offers.ON_PURPOSE,
        errors=errors or {},
        values=values or {"mode": suggested_mode(now(), first)},
    )


def _everybody(ranking: Ranking) -> list[int]:
    chosen = [each.expert_id for each in ranking.candidates]
    return chosen + [each.expert_id for each in ranking.excluded]
