"""What the unit calls off late is paid in part: reported, approved and told as any work."""

from datetime import timedelta

import pytest

from app import now
from app.access import Role
from app.database import transaction
from app.gateways import public_links
from app.gateways.assignment_papers import letter_of
from app.readings.reported_matters import matters
from app.storage import assignments, messages
from app.storage.links import LinkKind
from app.storage.messages import MessageState
from app.use_cases.approve_hours import approve_hours
from app.use_cases.cancel_assignment import cancel_assignment
from app.web.hour_rows import rows_of
from scheduling.kinds import CancelReason
from scheduling.refusals import HoursInFuture, NoActivity
from tests import build
from tests.app.hour_story import ACTIVITY, STARTS, a_house, refs
from tests.app.offer_story import invite
from tests.sign_in import signed_in

RULE = "Jos yksikkö peruu alle 24 h ennen alkua, palkkiosta maksetaan silti 50\xa0%."
HALF_WITHIN_A_DAY = {"late_cancellation": [{"under_minutes": 24 * 60, "percent": "50"}]}


@pytest.fixture
def house(app):
    build.a_fee_table(
        {"code": "hour", "work": "activity", "cents": 4000, "terms": HALF_WITHIN_A_DAY}
    )
    return a_house()


def called_off(house, *, hours_before, reason=CancelReason.UNIT_CANCELLED):
    with now.at(STARTS - timedelta(hours=hours_before)):
        return cancel_assignment(house.assignment.id, by=house.coordinator, reason=reason)


def test_half_of_the_fee_is_paid_when_the_unit_calls_off_the_evening_before(house):
    called_off(house, hours_before=15)
    entries = house.checked(ACTIVITY)

    [matter] = matters(entries)
    [entry] = approve_hours(by=house.approver, refs=refs(entries)).done

    assert matter.differences == []
    assert entry.price_cents == 4000
    codes = [step["code"] for step in entry.breakdown]
    assert codes == ["hourly", "late_cancellation"]


@pytest.mark.parametrize(
    ("hours_before", "reason"),
    [(24, CancelReason.UNIT_CANCELLED), (15, CancelReason.CANNOT_COME)],
)
def test_in_good_time_or_when_she_cannot_come_there_is_no_activity(house, hours_before, reason):
    called_off(house, hours_before=hours_before, reason=reason)

    with pytest.raises(NoActivity):
        house.reported(ACTIVITY)


def test_the_form_offers_the_planned_time_and_says_why(app, house):
    called_off(house, hours_before=2)
    assignment = assignments.get(house.assignment.id)
    coordinator = signed_in(app, Role.COORDINATOR)

    [row] = [each for each in rows_of(assignment, [])["hours"] if each["work"] == "activity"]
    form = coordinator.get(f"/hours/{assignment.id}?lang=en").text
    page = coordinator.get(f"/assignments/{assignment.id}?lang=en").text

    assert row["starts"] == STARTS
    assert "called off so late" in form
    assert "called off so late" in page


def test_before_the_day_has_been_nothing_is_reported(house):
    called_off(house, hours_before=2)

    with now.at(STARTS - timedelta(hours=1)), pytest.raises(HoursInFuture):
        house.reported(ACTIVITY)


def link(kind, subject_id) -> str:
    with transaction():
        return "/" + public_links.url_to(kind, subject_id).split("/", 3)[3]


def test_the_rule_is_told_to_the_invited_person_on_every_way(app, house):
    one = build.a_candidate()
    at_home = {"street": "Kotikatu 1", "postal_code": "40100", "city": "Jyväskylä"}
    [[offer], [on_paper]] = invite(one, build.a_candidate(channel="letter", **at_home))

    page = app.test_client().get(link(LinkKind.OFFER, offer.id)).text
    mail = next(each for each in messages.in_state(MessageState.QUEUED) if each.expert_id == one.id)

    assert offer.foreseen["late"] == [{"under_minutes": 24 * 60, "percent": "50"}]
    assert RULE in page
    assert RULE in mail.body
    assert letter_of([on_paper]).late == ({"under_minutes": 24 * 60, "percent": "50"},)


def test_who_pays_nothing_for_a_late_word_promises_nothing(app):
    build.a_fee_table()
    [[offer]] = invite(build.a_candidate())

    assert offer.foreseen["late"] == []


def test_the_unit_reads_the_rule_in_its_brief_and_before_it_cancels(app, house):
    request = build.a_brief()
    times = build.an_occasion(request)
    path, browser = link(LinkKind.REQUEST, request.id), app.test_client()
    coordinator = signed_in(app, Role.COORDINATOR)

    assert RULE in browser.get(path).text
    assert RULE in browser.get(f"{path}/cancel").text
    assert RULE in coordinator.get(f"/requests/{request.id}").text
    assert RULE in coordinator.get(f"/requests/{request.id}/cancel").text
    assert RULE in coordinator.get(f"/requests/occasions/{times.id}").text
    assert RULE in coordinator.get(f"/assignments/{house.assignment.id}").text
