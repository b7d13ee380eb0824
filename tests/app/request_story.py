"""A unit and what it asks for, as the stories of requests need them."""

import secrets
from datetime import UTC, datetime, timedelta

from app.access import Actor, Role
from app.database import current_organisation, db, transaction
from app.now import now
from app.storage import requests, tables
from app.storage.messages import Message
from app.storage.offers import Offer, OfferRound
from app.storage.units import Unit
from app.use_cases.set_occasions import add_occasion
from scheduling.kinds import Channel, RequestKind
from scheduling.lifecycle import RequestState
from scheduling.offers import Mode
from tests import build

SOON = datetime(2027, 3, 2, 8, tzinfo=UTC)
LATER = datetime(2027, 3, 9, 8, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


def the_unit(**changed) -> Unit:
    usual = {"contact_email": "osasto@esimerkki.fi", "contact_name": "Oona Ohjaaja"}
    with transaction():
        return tables.add(Unit(name=f"Osasto {secrets.token_hex(4)}", **(usual | changed)))


def by_link(unit: Unit) -> Actor:
    return Actor(
        role=Role.REQUESTER, organisation_id=unit.organisation_id, unit_id=unit.id, name=unit.name
    )


def a_talk(**changed):
    usual = {
        "kind": RequestKind.TALK,
        "title": "Puheenvuoro opiskelijoille",
        "contact_phone": "+358401234567",
        "occasions": [{"starts_at": SOON, "ends_at": SOON + TWO_HOURS}],
    }
    return usual | changed


def filled(kind=RequestKind.TALK, ended=False, **changed):
    """A request whose one seat is taken; `ended`: yesterday."""
    request = build.a_brief(kind=kind, contact_email="osasto@esimerkki.fi", **changed)
    starts = now() - timedelta(days=1) if ended else SOON
    occasion = build.an_occasion(request, starts_at=starts, ends_at=starts + TWO_HOURS)
    assignment = build.an_assignment(build.an_expert(), occasion)
    with transaction():
        requests.get(request.id, lock=True).state = RequestState.FILLED
    return requests.get(request.id), occasion, assignment


def an_open_offer(request, occasion, expert) -> Offer:
    with transaction():
        sent = tables.add(
            OfferRound(request_id=request.id, mode=Mode.ONE, sent_by=build_user_id(), sent_at=now())
        )
        return tables.add(
            Offer(
                round_id=sent.id,
                request_id=request.id,
                occasion_id=occasion.id,
                expert_id=expert.id,
                channel=Channel.EMAIL,
                sent_at=now(),
                fee_cents=0,
                travel_cents=0,
                preparation_minutes=0,
                gross_in_month_cents=0,
            )
        )


def build_user_id() -> int:
    return db.session.scalar(db.text("select min(id) from users"))


def add_time(request, starts_at: datetime):
    times = {"starts_at": starts_at, "ends_at": starts_at + TWO_HOURS}
    return add_occasion(by=build.an_actor(), request_id=request.id, **times)


def told(recipient: str) -> list[str]:
    mine = db.select(Message.event).where(
        Message.organisation_id == current_organisation(), Message.recipient == recipient
    )
    return [event.split(":")[0] for event in db.session.scalars(mine.order_by(Message.id))]


def the_message(event: str) -> Message:
    mine = Message.organisation_id == current_organisation()
    return db.session.scalars(db.select(Message).where(mine, Message.event.like(f"{event}%"))).one()
