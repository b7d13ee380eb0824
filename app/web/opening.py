"""Before what is sensitive of a person is shown to staff: who reads it, and that it is noted."""

from flask import render_template

from app.storage.experts import Expert
from app.storage.openings import Opened


def ask(what: Opened, expert: Expert, *, action: str, back: str = "") -> str:
    """A page with one button; its act is what opens."""
    return render_template(
        "pages/opening/ask.html", what=what, expert=expert, action=action, back=back
    )
