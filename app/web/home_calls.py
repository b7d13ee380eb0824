"""Whom the coordinator rings: a row for a person, with everything there is to say to her."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from app.database import current_organisation
from app.language import gettext, moment
from app.storage import agenda, experts, messages, organisations, to_ring
from app.storage.experts import Expert
from app.storage.messages import Message, MessageState
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from app.use_cases.ask_next import next_ones
from app.web.recipients import name_of


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What to say in a call: answered on the page at `url`, or done by the button when `posts`."""

    about: str
    url: str
    posts: str = ""


@dataclass(frozen=True, kw_only=True)
class ToRing:
    name: str
    phone: str
    matters: list[Matter]


def calls() -> list[ToRing]:
    """A row for a person: who wants a call, who is next in turn, then who is told by phone."""
    people: dict[str, ToRing] = {}
    for expert, matter in _of_experts():
        who = ToRing(name=expert.name, phone=expert.phone or "", matters=[])
        people.setdefault(f"expert:{expert.id}", who).matters.append(matter)
    for message in messages.in_state(MessageState.TO_RING):
        who = ToRing(name=name_of(message), phone=message.address or "", matters=[])
        people.setdefault(message.recipient, who).matters.append(_told(message))
    return list(people.values())


def _of_experts() -> Iterator[tuple[Expert, Matter]]:
    for offer in agenda.asking_first():
        about = gettext(
            "Wants a call before answering: %(unit)s, %(title)s", **_named(offer.request)
        )
        yield offer.expert, Matter(about=about, url=_answering(offer))
    for offer in to_ring.yes_without_a_seat():
        about = gettext(
            "Said yes but could not be booked: %(unit)s, %(title)s", **_named(offer.request)
        )
        yield offer.expert, Matter(about=about, url=_answering(offer))
    for call in to_ring.to_ring_again():
        at = moment(call.ring_again_at or call.called_at)
        about = gettext(
            "Ring again %(moment)s: %(unit)s, %(title)s", moment=at, **_named(call.request)
        )
        yield call.expert, Matter(about=about, url=_ringing(call.request))
    if not organisations.get(current_organisation()).asks_next:
        for request in to_ring.going_on_in_turn():
            about = gettext("Ring first, next in turn: %(unit)s, %(title)s", **_named(request))
            for expert_id in next_ones(request)[:1]:
                yield experts.get(expert_id), Matter(about=about, url=_ringing(request))


def _named(request: ExpertRequest) -> dict[str, str]:
    return {"unit": request.unit.name, "title": request.title}


def _answering(offer: Offer) -> str:
    return url_for("offers.said", offer_id=offer.id)


def _ringing(request: ExpertRequest) -> str:
    return url_for("calls.ring", request_id=request.id)


def _told(message: Message) -> Matter:
    return Matter(
        about=message.subject,
        url=url_for("messages.to_ring"),
        posts=url_for("messages.done", message_id=message.id),
    )
