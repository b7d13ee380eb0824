"""How offers are sent and who is asked, in a few words."""

from app.access import Actor, Role
from app.database import current_organisation, transaction
from app.storage import occasions, offers, organisations
from app.use_cases.send_offers import Choice, send_offers
from scheduling.lifecycle import OPEN_OFFER
from scheduling.offers import Mode
from tests import build


def as_expert(expert) -> Actor:
    return Actor(
        role=Role.EXPERT,
        organisation_id=current_organisation(),
        expert_id=expert.id,
        name=expert.name,
    )


def invite(*experts, request=None, mode=None, by=None, **choice):
    mode = mode or (Mode.ONE if len(experts) == 1 else Mode.TO_ALL)
    request = request or build.a_brief()
    if not occasions.of_request(request.id):
        build.an_occasion(request)
    send_offers(
        by=by or build.an_actor(),
        request_id=request.id,
        choice=Choice(expert_ids=[each.id for each in experts], mode=mode, **choice),
    )
    sent = offers.of_request(request.id)
    return [[each for each in sent if each.expert_id == one.id] for one in experts]


def who_is_asked(request_id):
    return [each.expert_id for each in offers.of_request(request_id) if each.state in OPEN_OFFER]


def asks_by_itself():
    with transaction():
        organisations.get(current_organisation()).asks_next = True
