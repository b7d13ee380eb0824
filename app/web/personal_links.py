"""Opening a link that needs no sign-in: the rest of the request acts as the one it was sent to."""

from flask import Response, after_this_request, g

from app.access import Actor, Role, act_as
from app.gateways import public_links
from app.storage import assignments, offers
from app.storage.assignments import Assignment
from app.storage.experts import Expert
from app.storage.links import LinkKind
from app.storage.offers import Offer


def open_offer(token: str) -> tuple[Actor, list[Offer]]:
    """All occasions of the sending, in order. Raises Missing."""
    first = offers.get(_open(LinkKind.OFFER, token))
    return _as(first.expert), offers.of_sending(first.round_id, first.expert_id)


def open_assignment(token: str) -> tuple[Actor, Assignment]:
    """Raises Missing."""
    found = assignments.get(_open(LinkKind.ASSIGNMENT, token))
    return _as(found.expert), found


def _open(kind: LinkKind, token: str) -> int:
    link = public_links.open_link(kind, token)
    act_as(Actor(role=Role.EXPERT, organisation_id=link.organisation_id))
    after_this_request(_keep_private)
    return link.subject_id


def _as(expert: Expert) -> Actor:
    g.reader_language = expert.language
    return act_as(
        Actor(
            role=Role.EXPERT,
            organisation_id=expert.organisation_id,
            expert_id=expert.id,
            name=expert.name,
        )
    )


def _keep_private(answer: Response) -> Response:
    """The address is a key: it goes to nobody else and is kept nowhere."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
