"""Move everything of one coordinator to her successor, after seeing how much it is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.schemas.experts import HandOverSchema
from app.storage import caseloads, users
from app.use_cases.move_caseload import move_caseload
from app.web import choices, forms

pages = Blueprint("hand_over", __name__, url_prefix="/hand-over")


@pages.get("/")
@needs(Permission.EDIT_EXPERTS)
def choose():
    mine = str(access.actor().user_id)
    others = [taker for taker, _name in choices.coordinators() if taker != mine]
    return _form({"from_id": mine, "to_id": others[0] if len(others) == 1 else ""}, {})


@pages.post("/preview")
@needs(Permission.EDIT_EXPERTS)
def preview():
    values, errors = forms.typed(HandOverSchema())
    if errors:
        return _form(request.form, errors), 422
    return render_template(
        "pages/hand_over/preview.html",
        giver=users.get_in(values["from_id"], access.actor().organisation_id),
        taker=users.get_in(values["to_id"], access.actor().organisation_id),
        caseload=caseloads.of(values["from_id"]),
        fields=values,
    )


@pages.post("/")
@needs(Permission.EDIT_EXPERTS)
def move():
    values, errors = forms.typed(HandOverSchema())
    if errors:
        return _form(request.form, errors), 422
    moved = move_caseload(
        by=access.actor(), from_user_id=values["from_id"], to_user_id=values["to_id"]
    )
    flash(
        gettext(
            "Moved: %(experts)s experts and %(requests)s requests.",
            experts=moved.experts,
            requests=moved.requests,
        ),
        "success",
    )
    return redirect(url_for("experts.registry"), 303)


def _form(values, errors) -> str:
    givers, takers = choices.looking_after(), choices.coordinators()
    return render_template(
        "pages/hand_over/choose.html",
        givers=givers,
        takers=takers,
        has_successor=any(giver != taker for giver in givers for taker in takers),
        values=values,
        errors=errors,
    )
