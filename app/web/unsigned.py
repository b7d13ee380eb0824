"""Who has not yet signed the agreement's new text, for the coordinator."""

from flask import Blueprint, render_template

from app.access import Permission, actor, needs
from app.storage import organisations, unsigned

pages = Blueprint("unsigned", __name__, url_prefix="/experts/unsigned")


@pages.get("")
@needs(Permission.SEE_EXPERTS)
def everybody():
    return render_template(
        "pages/experts/unsigned.html",
        people=unsigned.everybody(),
        organisation=organisations.get(actor().organisation_id),
    )
