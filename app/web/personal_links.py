"""Opening an invitation or an assignment by its link; the address is a key and is kept private."""

from flask import Response, after_this_request

from app.access import Actor
from app.storage import assignments, offers
from app.storage.assignments import Assignment
from app.storage.links import LinkKind
from app.storage.offers import Offer
from app.web.visitors import arrive


def open_offer(token: str) -> tuple[Actor, list[Offer]]:
    """All occasions of the sending, in order. Raises Missing."""
    link, by = arrive(LinkKind.OFFER, token)
    after_this_request(_keep_private)
    first = offers.get(link.subject_id)
    return by, offers.of_sending(first.round_id, first.expert_id)


def open_assignment(token: str) -> tuple[Actor, Assignment]:
    """Raises Missing."""
    link, by = arrive(LinkKind.ASSIGNMENT, token)
    after_this_request(_keep_private)
    return by, assignments.get(link.subject_id)


def _keep_private(answer: Response) -> Response:
    """The address goes to nobody else and is stored nowhere on the way."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
