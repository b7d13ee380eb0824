"""The own ceiling of income: she is warned before a yes, others learn to ask and nothing more."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from app.access import Actor, Role
from app.database import acting_in, current_organisation, transaction
from app.gateways import public_links
from app.readings import earnings_guard, payroll_period
from app.readings.expect_pay import coming_in_month
from app.storage import assignments, earnings, offers, payable, tables
from app.storage.experts import Agreement
from app.storage.links import LinkKind
from app.use_cases import postpone_pay
from app.use_cases.answer_offer import Answer, answer_offer
from app.use_cases.send_offers import Choice, send_offers
from app.use_cases.set_own_ceiling import set_ceiling
from app.use_cases.share_seats import share_seats
from invoices.statements.held import HeldReason
from scheduling.offers import Mode
from tests import build
from tests.app.test_people_pages import the_expert_herself
from tests.build_money import a_paid_occasion, approved_hours
from tests.sign_in import signed_in

PAY_DAYS = (
    ("2027-01-15", "2026-12-31"),
    ("2027-02-15", "2027-01-31"),
    ("2027-03-15", "2027-02-28"),
)


@pytest.fixture
def asked(app):
    """Her with a ceiling of 120 €, and a request of two occasions of 100 € each, asked of her."""
    build.a_fee_table()
    for pay_on, cut_off_on in PAY_DAYS:
        build.a_pay_day(pay_on, cut_off_on)
    expert, herself = the_expert_herself(app)
    an_agreement(expert)
    herself.post("/profile/ceiling", data={"cents": "120"})
    request = build.a_brief(preparation_minutes=60)
    times = [
        build.an_occasion(
            request, starts_at=f"2026-12-{day} 07:00+00", ends_at=f"2026-12-{day} 09:00+00"
        )
        for day in (15, 16)
    ]
    return expert, herself, request, times


def an_agreement(expert):
    with transaction():
        tables.add(Agreement(expert_id=expert.id, text_version="1", signed_on="2026-01-01"))


def invited(expert, request):
    sending = send_offers(
        by=build.an_actor(),
        request_id=request.id,
        choice=Choice(expert_ids=[expert.id], mode=Mode.ONE),
    )
    return offers.of_sending(sending.id, expert.id)


def test_the_coordinator_learns_to_ask_first_and_no_figure(asked, app):
    expert, _, request, _ = asked
    other = build.a_candidate()

    assert earnings_guard.ask_first(request, [expert.id, other.id]) == {expert.id}
    page = signed_in(app).get(f"/requests/{request.id}/candidates").text
    assert page.count("Kysy ennen kuin vahvistat") == 1
    assert "120" not in page


def test_nobody_is_asked_first_while_everything_fits(asked):
    expert, _, request, _ = asked
    with acting_in(current_organisation(), expert.id):
        set_ceiling(by=as_herself(expert), cents=200_00)

    assert earnings_guard.ask_first(request, [expert.id]) == set()


def test_one_very_large_request_does_not_tell_who_has_a_ceiling(asked, app):
    expert = asked[0]
    other = build.a_candidate()
    large = build.a_brief(preparation_minutes=60)
    days = [
        build.an_occasion(
            large, starts_at=f"2026-12-{day} 07:00+00", ends_at=f"2026-12-{day} 09:00+00"
        )
        for day in range(14, 18)
    ]

    everybody = {expert.id, other.id}
    assert earnings_guard.ask_first(large, everybody) == everybody
    assert earnings_guard.ask_first(large, everybody, days[:3]) == {expert.id}
    page = signed_in(app).get(f"/requests/{large.id}/candidates").text
    assert page.count("Kysy ennen kuin vahvistat") == 2


def test_what_is_an_everyday_sum_is_published(app):
    assert "300,00" in signed_in(app).get("/fair-order/").text


def test_a_ceiling_above_the_everyday_sum_is_told_by_no_request_alone(asked):
    expert = asked[0]
    with acting_in(current_organisation(), expert.id):
        set_ceiling(by=as_herself(expert), cents=500_00)
    other = build.a_candidate()
    request = build.a_brief(preparation_minutes=60)

    for day in range(14, 22):
        build.an_occasion(
            request, starts_at=f"2026-12-{day} 07:00+00", ends_at=f"2026-12-{day} 09:00+00"
        )
        assert earnings_guard.ask_first(request, [expert.id, other.id]) in (
            set(),
            {expert.id, other.id},
        )


def test_she_is_warned_with_what_fits_and_when_the_rest_could_come(asked):
    expert, herself, request, _ = asked
    first, second = invited(expert, request)

    with acting_in(current_organisation(), expert.id):
        told = earnings_guard.before_yes([first, second])

    assert told.months == (date(2027, 1, 1),)
    assert told.fits == {first.id}
    assert told.later[second.id].pay_on == date(2027, 2, 15)
    page = herself.get(f"/offers/{first.id}").text
    assert "Katso ensin omaa tulorajaasi" in page
    assert "15.2.2027" in page


def test_nobody_else_is_warned_of_her_ceiling(asked):
    expert, _, request, _ = asked

    assert earnings_guard.before_yes(invited(expert, request)) is None


def test_her_link_shows_it_to_her_and_not_to_whoever_else_is_signed_in(asked, app):
    expert, _, request, _ = asked
    first, second = invited(expert, request)
    with transaction():
        path = urlsplit(public_links.url_to(LinkKind.OFFER, first.id)).path

    assert "Katso ensin omaa tulorajaasi" in app.test_client().get(path).text
    for role in (Role.COORDINATOR, Role.FINANCE):
        others = signed_in(app, role)
        page = others.get(path).text
        assert "joku muu" in page
        assert not any(word in page for word in ("tuloraja", "15.2.2027", "pay_later"))
    yes = {"answers-1-offer_id": second.id, "answers-1-answer": "yes", "pay_later": "true"}
    yes |= {"answers-0-offer_id": first.id, "answers-0-answer": "yes"}
    assert others.post(path, data=yes).status_code == 303
    assert assignments.find_of_offer(second.id).pay_from is None


def test_what_goes_over_comes_later_when_she_says_so(asked):
    expert, herself, request, _ = asked
    first, second = invited(expert, request)
    yes = {
        f"answers-{place}-{name}": value
        for place, offer in enumerate((first, second))
        for name, value in (("offer_id", offer.id), ("answer", "yes"))
    }

    herself.post(f"/offers/{first.id}", data=yes | {"pay_later": "true"})

    waits = assignments.find_of_offer(second.id)
    assert (assignments.find_of_offer(first.id).pay_from, waits.pay_from) == (
        None,
        date(2027, 1, 1),
    )
    assert coming_in_month(expert.id, "2027-01") == coming_in_month(expert.id, "2027-02") == 100_00


def test_a_yes_that_waits_for_its_seat_keeps_the_later_pay_day(asked):
    expert, herself, request, _ = asked
    another = build.a_candidate()
    send_offers(
        by=build.an_actor(),
        request_id=request.id,
        choice=Choice(expert_ids=[expert.id, another.id], mode=Mode.TO_ALL),
    )
    sent = offers.of_request(request.id)
    hers = [each for each in sent if each.expert_id == expert.id]
    yes = {
        f"answers-{place}-{name}": value
        for place, offer in enumerate(hers)
        for name, value in (("offer_id", offer.id), ("answer", "yes"))
    }

    herself.post(f"/offers/{hers[0].id}", data=yes | {"pay_later": "true"})
    page = herself.get(f"/offers/{hers[0].id}").text
    assert 'name="pay_later" value="true" checked' in " ".join(page.split())
    nos = {each.id: Answer.NO for each in sent if each.expert_id == another.id}
    answer_offer(nos, by=as_herself(another))
    share_seats(hers[0].round_id)

    first, second = (assignments.find_of_offer(each.id) for each in hers)
    assert (first.pay_from, second.pay_from) == (None, date(2027, 1, 1))
    assert "15.2.2027" in herself.get(f"/assignments/{second.id}").text


def test_a_yes_without_an_invitation_shows_when_the_money_comes(asked):
    expert, herself, _, times = asked
    seat = build.an_assignment(expert, times[0], fee_cents=100_00)

    assert "15.1.2027" in herself.get(f"/assignments/{seat.id}").text


def test_payroll_holds_the_fee_until_the_day_she_chose(asked):
    expert = asked[0]
    assignment = build.an_assignment(expert, a_paid_occasion())
    postpone_pay.choose_pay_day(assignment.id, by=as_herself(expert), pay_on=date(2027, 2, 15))
    approved_hours(expert, assignment=assignment)

    january, february = (
        payroll_period.look_ahead(date.fromisoformat(cut_off), payroll_period.prices())
        for _, cut_off in PAY_DAYS[:2]
    )

    assert [each.reason for each in january.held] == [HeldReason.LATER_CHOSEN]
    assert (len(february.held), len(february.payable)) == (0, 1)


def test_money_that_waits_is_still_foreseen(asked):
    expert = asked[0]
    assignment = build.an_assignment(expert, a_paid_occasion())
    postpone_pay.choose_pay_day(assignment.id, by=as_herself(expert), pay_on=date(2027, 2, 15))
    approved_hours(expert, assignment=assignment)
    with transaction():
        payable.hold(payable.approved_by(date(2026, 12, 31)), HeldReason.LATER_CHOSEN)

    [earning] = earnings.approved(expert.id)

    assert earning.ready_on == date(2027, 1, 1)


def test_she_chooses_the_pay_day_on_a_page_of_her_own(asked):
    expert, herself, _, times = asked
    assignment = build.an_assignment(expert, times[0])
    page = f"/assignments/{assignment.id}/pay-day"

    assert "15.2.2027" in herself.get(page).text
    herself.post(page, data={"pay_on": "2027-02-15"})
    assert assignments.get(assignment.id).pay_from == date(2027, 1, 1)

    herself.post(page, data={"pay_on": ""})
    assert assignments.get(assignment.id).pay_from is None


def test_a_day_that_is_no_pay_day_is_refused(asked):
    expert, herself, _, times = asked
    assignment = build.an_assignment(expert, times[0])

    answer = herself.post(f"/assignments/{assignment.id}/pay-day", data={"pay_on": "2027-02-16"})

    assert answer.status_code == 404
    assert assignments.get(assignment.id).pay_from is None


def as_herself(expert) -> Actor:
    return Actor(
        role=Role.EXPERT, organisation_id=current_organisation(), expert_id=expert.id, name="Aino"
    )
