"""The unit's own page by its link: who comes, what waits, and a new request."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, needs
from app.gateways import public_links
from app.gateways.needs import told_needs
from app.language import gettext
from app.now import now
from app.schemas.requests import RequestSchema
from app.storage import entry_lists, experts, tables, unit_page
from app.storage.links import LinkKind
from app.storage.units import Unit
from app.use_cases.send_request import send_request
from app.web import request_acts
from app.web.forms import typed
from app.web.request_form import brief_of_unit
from app.web.visitors import arrive
from scheduling.kinds import RequestKind, required_brief

pages = Blueprint("unit_links", __name__, url_prefix="/unit")


@pages.get("/<token>")
@needs(Permission.PUBLIC)
def show(token: str):
    link, unit = arrive(LinkKind.UNIT, token)
    coming = unit_page.coming(link.subject_id, now())
    return render_template(
        "pages/unit_links/show.html",
        token=token,
        unit=tables.get(Unit, link.subject_id),
        coming=coming,
        hours=len(entry_lists.reported_of_unit(link.subject_id)),
        untold=unit_page.waiting_for_outcome(link.subject_id),
        asked=unit_page.waiting_for_answer(link.subject_id),
        requests=unit_page.latest(link.subject_id),
        url_of=lambda shown: public_links.find_url(LinkKind.REQUEST, shown.id),
        told_needs=told_needs,
    )


@pages.get("/<token>/requests/new")
@needs(Permission.PUBLIC)
def new(token: str):
    link, _ = arrive(LinkKind.UNIT, token)
    kind = request.args.get("kind")
    if kind not in set(RequestKind):
        return render_template("pages/unit_links/kinds.html", token=token, kinds=list(RequestKind))
    unit = tables.get(Unit, link.subject_id)
    return _form(token, RequestKind(kind), brief_of_unit(unit), {})


@pages.post("/<token>/requests/new")
@needs(Permission.PUBLIC)
def send(token: str):
    link, unit = arrive(LinkKind.UNIT, token)
    values, errors = typed(RequestSchema())
    if errors:
        kind = request.form.get("kind")
        chosen = RequestKind(kind) if kind in set(RequestKind) else RequestKind.TALK
        return _form(token, chosen, request.form, errors), 422
    made = send_request(by=unit, unit_id=link.subject_id, values=values, once=request_acts.once())
    flash(gettext("Thank you. Your request has arrived."), "success")
    where = public_links.find_url(LinkKind.REQUEST, made.id) or url_for(".show", token=token)
    return redirect(where, 303)


def _form(token: str, kind: RequestKind, values: Any, errors: Any) -> str:
    return render_template(
        "pages/unit_links/new.html",
        token=token,
        kind=kind,
        needed=required_brief(kind),
        values=values,
        errors=errors,
        themes=experts.all_themes(),
    )
