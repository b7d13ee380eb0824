"""What the links sent to an expert open: an invitation with its occasions, or an assignment."""

from app.access import Actor
from app.storage import assignments, offers
from app.storage.assignments import Assignment
from app.storage.links import LinkKind
from app.storage.offers import Offer
from app.web.visitors import arrive


def open_offer(token: str) -> tuple[Actor, list[Offer]]:
    """All occasions of the sending, in order. Raises Missing."""
    link, expert = arrive(LinkKind.OFFER, token)
    first = offers.get(link.subject_id)
    return expert, offers.of_sending(first.round_id, first.expert_id)


def open_assignment(token: str) -> tuple[Actor, Assignment]:
    """Raises Missing."""
    link, expert = arrive(LinkKind.ASSIGNMENT, token)
    return expert, assignments.get(link.subject_id)
