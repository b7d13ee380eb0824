"""The one list of what ends soon, for the coordinator."""

from datetime import timedelta

from flask import Blueprint, render_template

from app.access import Permission, needs
from app.now import today
from app.storage import expiring

pages = Blueprint("expiring", __name__, url_prefix="/experts/soon")

LATELY = timedelta(days=30)  # ended and not renewed


@pages.get("")
@needs(Permission.SEE_EXPERTS)
def soon():
    return render_template(
        "pages/experts/soon.html",
        rows=expiring.soon(today() - LATELY, today() + expiring.AHEAD),
        today=today(),
    )
