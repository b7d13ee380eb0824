"""Links open for as long as they are needed: then an old letter opens nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access import Role
from app.database import Missing, transaction
from app.gateways import public_links
from app.now import now, today
from app.storage import links, tables
from app.storage.links import LinkKind
from app.storage.offers import Offer, OfferRound
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.run_statements import run_statements
from app.use_cases.shut_links import shut_links
from app.use_cases.stop_everything import stop_everything
from scheduling.kinds import Channel, StopReason
from scheduling.lifecycle import OfferState
from scheduling.offers import Mode
from tests import build, build_money

LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)


def a_link(kind, subject_id, organisation_id):
    with transaction():
        url = public_links.url_to(kind, subject_id)
        links.find(kind, subject_id, organisation_id).created_at = LONG_AGO
    return url.rsplit("/", 1)[1]


def opens(kind, token):
    try:
        public_links.open_link(kind, token)
    except Missing:
        return False
    return True


def an_offer(expert, **changes):
    occasion = build.an_occasion(build.a_brief())
    with transaction():
        sending = tables.add(
            OfferRound(
                request_id=occasion.request_id,
                mode=Mode.ONE,
                sent_by=expert.responsible_id,
                sent_at=LONG_AGO,
            )
        )
        usual = {
            "round_id": sending.id,
            "request_id": occasion.request_id,
            "occasion_id": occasion.id,
            "expert_id": expert.id,
            "channel": Channel.EMAIL,
            "sent_at": LONG_AGO,
            "fee_cents": 0,
            "travel_cents": 0,
            "preparation_minutes": 0,
            "gross_in_month_cents": 0,
        }
        return tables.add(Offer(**(usual | changes)))


@pytest.mark.parametrize(
    ("state", "answered_at", "stays"),
    [
        (OfferState.SEEN, None, True),
        (OfferState.ASKS_FIRST, None, True),
        (OfferState.DECLINED, LONG_AGO, False),
        (OfferState.WITHDRAWN, None, False),
        (OfferState.DECLINED, now() - timedelta(days=2), True),
    ],
)
def test_an_invitation_is_shut_a_month_after_the_answer(app, state, answered_at, stays):
    offer = an_offer(build.an_expert(), state=state, answered_at=answered_at)
    token = a_link(LinkKind.OFFER, offer.id, offer.organisation_id)

    shut_links(today())

    assert opens(LinkKind.OFFER, token) is stays


def test_the_sheet_is_shut_a_month_after_the_payment_and_a_new_message_opens_anew(app):
    build.a_fee_table()
    long_since = today() - timedelta(days=60)
    build.a_pay_day(long_since.isoformat(), (long_since - timedelta(days=10)).isoformat())
    finance, expert = build.an_actor(Role.FINANCE), build.an_expert()
    approved_at = f"{long_since - timedelta(days=20)} 12:00+00"
    paid = build_money.approved_hours(expert, approved_at=approved_at)
    waits = build_money.approved_hours(expert, approved_at=f"{today()} 12:00+00")
    organisation_id = expert.organisation_id
    tokens = [
        a_link(LinkKind.ASSIGNMENT, each.assignment_id, organisation_id) for each in (paid, waits)
    ]
    run = run_statements(by=finance, month=f"{long_since:%Y-%m}")
    hand_over(by=finance, run_id=run.id)
    mark_paid(by=finance, run_id=run.id, paid_on=long_since)

    shut = shut_links(today())

    assert (shut, [opens(LinkKind.ASSIGNMENT, token) for token in tokens]) == (1, [False, True])
    with transaction():
        anew = public_links.url_to(LinkKind.ASSIGNMENT, paid.assignment_id).rsplit("/", 1)[1]
    shut_links(today())
    assert opens(LinkKind.ASSIGNMENT, anew)


def test_when_everything_stops_her_links_are_shut_at_once(app):
    expert, other = build.an_expert(), build.an_expert()
    seats = [build.an_assignment(each, build_money.a_paid_occasion()) for each in (expert, other)]
    tokens = [a_link(LinkKind.ASSIGNMENT, seat.id, seat.organisation_id) for seat in seats]

    stop_everything(expert.id, by=build.an_actor(), reason=StopReason.DEATH)

    assert [opens(LinkKind.ASSIGNMENT, token) for token in tokens] == [False, True]
    assert links.find(LinkKind.ASSIGNMENT, seats[0].id, expert.organisation_id) is None
