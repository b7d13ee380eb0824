"""The pages of inviting, answering and coming, as each person opens them."""

from datetime import timedelta

import pytest

from app.access import Role
from app.database import acting_in, end_read, transaction
from app.gateways import public_links
from app.gateways.identity import stored_password
from app.now import now
from app.storage import assignments, candidates, messages, occasions, offers, requests
from app.storage.links import LinkKind
from app.use_cases.book_group import book_group
from scheduling.kinds import Attendance
from scheduling.lifecycle import AssignmentState, OfferState
from tests import build
from tests.app.offer_story import as_expert, invite
from tests.sign_in import PASSWORD, sign_in, signed_in


@pytest.fixture
def coordinator(app):
    return signed_in(app, Role.COORDINATOR)


def client_of(app, expert):
    """The expert's own browser, signed in."""
    return sign_in(
        app,
        build.a_user(Role.EXPERT, person_id=expert.person_id, password=stored_password(PASSWORD)),
    )


def link(kind, subject_id) -> str:
    with transaction():
        url = public_links.url_to(kind, subject_id)
    return "/" + url.split("/", 3)[3]


def test_the_coordinator_invites_in_fair_order(app, coordinator):
    expert, request = build.a_candidate(first_name="Veikko"), build.a_brief()
    build.an_expert(first_name="Sopimukseton")
    build.an_occasion(request)

    page = coordinator.get(f"/requests/{request.id}/candidates")
    assert page.status_code == 200, page.text
    assert "Veikko" in page.text
    assert "Sopimukseton" in page.text
    answer = coordinator.post(
        f"/requests/{request.id}/candidates", data={"expert_ids": expert.id, "mode": "in_turn"}
    )
    assert answer.status_code == 303
    [offer] = offers.of_request(request.id)
    assert offer.state == OfferState.SENT
    assert "Veikko" in coordinator.get(f"/requests/{request.id}/candidates").text


def test_the_order_goes_on_after_the_first_ten(app, coordinator):
    for number in range(12):
        build.a_candidate(first_name=f"Veikko {number}")
    request = build.a_brief()
    build.an_occasion(request)

    page = coordinator.get(f"/requests/{request.id}/candidates")
    assert page.status_code == 200, page.text
    assert ">12. Veikko" in page.text


def test_a_choice_out_of_turn_without_a_reason_is_asked_why_and_kept(app, coordinator):
    for number in range(12):
        build.a_candidate(first_name=f"Veikko {number}")
    request = build.a_brief()
    build.an_occasion(request)
    last = candidates.ranking(request, today=now().date()).ids.tolist()[-1]

    answer = coordinator.post(
        f"/requests/{request.id}/candidates", data={"expert_ids": last, "mode": "to_all"}
    )
    assert answer.status_code == 422
    assert f'value="{last}" aria-describedby="why-{last}" checked' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert not offers.of_request(request.id)


def test_choosing_nobody_keeps_what_was_typed(app, coordinator):
    request = build.a_brief()
    build.an_occasion(request)
    answer = coordinator.post(
        f"/requests/{request.id}/candidates", data={"mode": "to_all", "turn_note": "Huomio"}
    )
    assert answer.status_code == 422
    assert "Huomio" in answer.text


def test_the_link_shows_the_money_and_takes_a_yes_twice(app):
    build.a_fee_table()
    build.a_pay_day("2026-12-30", "2026-12-20")
    build.a_pay_day("2027-01-30", "2027-01-20")
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    path, browser = link(LinkKind.OFFER, offer.id), app.test_client()

    page = browser.get(path)
    assert page.status_code == 200, page.text
    assert "80,00" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    yes = {"answers-0-offer_id": offer.id, "answers-0-answer": "yes", "fee_choice": "full"}
    assert browser.post(path, data=yes).status_code == 303
    assert browser.post(path, data=yes).status_code == 303
    assert len(assignments.of_request(offer.request_id)) == 1
    assert browser.get(path).status_code == 200


def test_opening_is_seen_only_when_the_page_tells_it(app):
    [[offer]] = invite(build.a_candidate())
    path, browser = link(LinkKind.OFFER, offer.id), app.test_client()
    browser.get(path)
    assert offers.get(offer.id).state == OfferState.SENT
    assert browser.post(f"{path}/seen").status_code == 204
    end_read()
    assert offers.get(offer.id).state == OfferState.SEEN


def test_several_times_are_answered_one_by_one_on_the_page(app):
    expert, request = build.a_candidate(), build.a_brief()
    first = build.an_occasion(request)
    build.an_occasion(
        request,
        starts_at=first.starts_at + timedelta(days=1),
        ends_at=first.ends_at + timedelta(days=1),
    )
    [[one, two]] = invite(expert, request=request)
    path, browser = link(LinkKind.OFFER, one.id), app.test_client()
    assert browser.get(path).status_code == 200

    twice = {"answers-0-offer_id": one.id, "answers-1-offer_id": one.id}
    twice |= {"answers-0-answer": "yes", "answers-1-answer": "no"}
    assert browser.post(path, data=twice).status_code == 422
    nothing = {"answers-0-offer_id": one.id, "answers-1-offer_id": two.id}
    assert browser.post(path, data=nothing).status_code == 422
    browser.post(path, data=nothing | {"answers-0-answer": "no", "answers-1-answer": "ring_me"})
    assert [offers.get(each.id).state for each in (one, two)] == ["declined", "asks_first"]
    assert browser.get(path).status_code == 200


def test_an_expired_link_says_whom_to_ring(app):
    boss = build.a_user(name="Kaisa Koordinaattori", phone="040 123 4567")
    [[offer]] = invite(build.a_candidate(), request=build.a_brief(responsible_id=boss.id))
    with transaction():
        offers.get(offer.id, lock=True).expires_at = now() - timedelta(hours=1)
    page = app.test_client().get(link(LinkKind.OFFER, offer.id))
    assert "040 1234567" in page.text
    assert "Kaisa Koordinaattori" in page.text


def test_a_link_of_one_person_does_not_answer_for_another(app):
    [[mine], [other]] = invite(build.a_candidate(), build.a_candidate())
    path = link(LinkKind.OFFER, mine.id)
    answer = app.test_client().post(
        path, data={"answers-0-offer_id": other.id, "answers-0-answer": "yes"}
    )
    assert answer.status_code == 404
    assert app.test_client().get("/offer/abcdefghijklmnopqrstuvwxyz").status_code == 404


def test_an_answer_is_written_down_on_behalf(app, coordinator):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    assert coordinator.get(f"/offers/{offer.id}/answer").status_code == 200
    typed = {"answers-0-offer_id": offer.id, "answers-0-answer": "yes", "how": "phone"}
    wrong = coordinator.post(f"/offers/{offer.id}/answer", data=typed | {"said_on": "31.2.2026"})
    assert wrong.status_code == 422
    assert "31.2.2026" in wrong.text
    assert coordinator.post(f"/offers/{offer.id}/answer", data=typed).status_code == 303
    assert len(assignments.of_request(offer.request_id)) == 1


def test_the_letter_and_the_sheet_are_printed(app, coordinator):
    expert = build.a_candidate(street="Kotikatu 1", postal_code="40100", city="Jyväskylä")
    [[offer]] = invite(expert)
    assert coordinator.get(f"/offers/{offer.id}/letter.pdf").data.startswith(b"%PDF")
    [seat] = seat_of(expert, offer)
    page = coordinator.get(f"/assignments/{seat.id}/sheet.pdf")
    assert page.data.startswith(b"%PDF")


def seat_of(expert, offer):
    from app.use_cases.answer_offer import Answer, answer_offer

    answer_offer({offer.id: Answer.YES}, by=as_expert(expert))
    return assignments.of_request(offer.request_id)


def test_a_call_round_books_the_first_yes(app, coordinator):
    request = build.a_brief()
    build.an_occasion(request)
    first, second = build.a_candidate(phone="040 111 1111"), build.a_candidate()
    path = f"/requests/{request.id}/calls"
    assert "040 1111111" in coordinator.get(path).text

    for result in ("not_reached", "ring_again"):
        data = {"expert_id": first.id, "result": result}
        assert coordinator.post(path, data=data).status_code == 303
    assert offers.of_request(request.id) == []
    assert coordinator.get(path).status_code == 200
    coordinator.post(path, data={"expert_id": second.id, "result": "yes"})
    [seat] = assignments.of_request(request.id)
    assert seat.expert_id == second.id
    late = coordinator.post(path, data={"expert_id": first.id, "result": "yes"})
    assert late.status_code == 409
    page = coordinator.get(f"{path}?lang=en").text
    assert "Every seat has been taken." in page
    assert "040 1111111" not in page


def test_i_cannot_come_by_the_link_tells_the_unit_and_frees_the_seat(app, coordinator):
    expert, other = build.a_candidate(), build.a_candidate(phone="040 222 2222")
    request = build.a_brief(contact_email="yksikko@esimerkki.fi")
    [[offer]] = invite(expert, request=request, turn_reason="short_notice")
    [seat] = seat_of(expert, offer)
    path, browser = link(LinkKind.ASSIGNMENT, seat.id), app.test_client()

    assert browser.get(path).status_code == 200
    assert browser.get(f"{path}/sheet.pdf").status_code == 200
    assert browser.post(f"{path}/cancel").status_code == 303
    assert browser.post(f"{path}/cancel").status_code == 303
    assert browser.get(path).status_code == 200

    assert assignments.get(seat.id).state == AssignmentState.CANCELLED
    assert messages.find(f"cannot_come:{seat.id}", f"unit:{request.unit_id}")
    assert requests.get(request.id).state == "matching"
    page = coordinator.get(f"/assignments/{seat.id}/stand-ins")
    assert "040 2222222" in page.text
    assert expert.name in page.text
    answer = coordinator.post(f"/assignments/{seat.id}/stand-ins", data={"expert_id": other.id})
    assert answer.status_code == 303
    [_, stand_in] = assignments.of_request(request.id)
    assert (stand_in.expert_id, stand_in.replaces_id) == (other.id, seat.id)


def test_the_coordinator_cancels_on_behalf_and_sees_who_is_next(app, coordinator):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    [seat] = seat_of(expert, offer)
    assert coordinator.get("/assignments/").status_code == 200
    assert coordinator.get(f"/assignments/{seat.id}").status_code == 200
    answer = coordinator.post(f"/assignments/{seat.id}/cancel", data={"how": "phone"})
    assert answer.location.endswith("/stand-ins")
    assert coordinator.get(f"/assignments/{seat.id}").status_code == 200
    assert coordinator.get("/assignments/").status_code == 200
    taken = "Every seat has been taken."
    assert taken not in coordinator.get(f"{answer.location}?lang=en").text
    data = {"expert_id": build.a_candidate().id}
    assert coordinator.post(answer.location, data=data).status_code == 303
    assert taken in coordinator.get(f"{answer.location}?lang=en").text


def test_the_experts_home_shows_next_invitation_and_money(app):
    build.a_fee_table()
    build.a_pay_day("2026-12-31", "2026-12-28")
    expert = build.a_candidate()
    browser = client_of(app, expert)
    assert browser.get("/assignments/home").status_code == 200
    [[offer]] = invite(expert)
    assert browser.get("/assignments/home").status_code == 200
    assert browser.get(f"/offers/{offer.id}").status_code == 200
    [seat] = seat_of(expert, offer)
    page = browser.get("/assignments/home")
    assert "80,00" in page.text
    assert browser.get(f"/assignments/{seat.id}").status_code == 200
    assert browser.post(f"/assignments/{seat.id}/confirm").status_code == 303
    assert browser.post(f"/assignments/{seat.id}/cancel").status_code == 303


def test_an_expert_sees_nothing_of_another_experts(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    [seat] = seat_of(expert, offer)
    stranger = client_of(app, build.a_candidate())
    for path in (
        f"/offers/{offer.id}",
        f"/assignments/{seat.id}",
        f"/assignments/{seat.id}/sheet.pdf",
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/assignments/{seat.id}/cancel").status_code == 404


def test_another_organisation_sees_nothing_of_ours(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    [seat] = seat_of(expert, offer)
    with acting_in(build.an_organisation().id):
        stranger = signed_in(app)
    for path in (
        f"/requests/{offer.request_id}/candidates",
        f"/requests/{offer.request_id}/calls",
        f"/offers/{offer.id}/answer",
        f"/offers/{offer.id}/letter.pdf",
        f"/assignments/{seat.id}",
        f"/assignments/{seat.id}/stand-ins",
        f"/occasions/{offer.occasion_id}/group",
        f"/occasions/{offer.occasion_id}/attendance",
    ):
        assert stranger.get(path).status_code == 404, path


def test_a_group_is_booked_at_once_and_its_list_makes_the_hours(app, coordinator):
    request = build.a_brief(kind="panel_meeting", seats=3)
    meeting = build.an_occasion(
        request, seats=3, starts_at=now() + timedelta(minutes=1), ends_at=now() + timedelta(hours=2)
    )
    group = [build.a_candidate() for _ in range(3)]
    assert coordinator.get(f"/occasions/{meeting.id}/group").status_code == 200
    data = {"expert_ids": [each.id for each in group]}
    assert coordinator.post(f"/occasions/{meeting.id}/group", data=data).status_code == 303
    assert coordinator.post(f"/occasions/{meeting.id}/group", data=data).status_code == 303
    seats = assignments.on_occasion(meeting.id)
    assert len(seats) == 3
    assert all(each.is_group for each in seats)

    path = f"/occasions/{meeting.id}/attendance"
    marks = {}
    for number, (seat, came) in enumerate(zip(seats, Attendance, strict=True)):
        marks |= {
            f"marks-{number}-assignment_id": seat.id,
            f"marks-{number}-attendance": str(came),
        }
    assert coordinator.get(path).status_code == 200
    assert coordinator.post(path, data=marks).status_code == 409
    with transaction():
        moved = occasions.get(meeting.id, lock=True)
        moved.starts_at, moved.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)
    assert coordinator.post(path, data=marks).status_code == 303
    assert coordinator.post(path, data=marks).status_code == 303
    assert {each.attendance for each in assignments.on_occasion(meeting.id)} == set(Attendance)
    from app.storage import entry_lists

    made = [len(entry_lists.of_assignment(each.id)) for each in seats]
    assert made == [1, 1, 0]


def test_a_list_with_nobody_marked_is_not_said_to_be_saved(app, coordinator):
    seat = build.an_assignment(build.a_candidate(), build.an_occasion(build.a_brief()))
    path = f"/occasions/{seat.occasion_id}/attendance?lang=en"

    answer = coordinator.post(path, data={"marks-0-assignment_id": seat.id})

    assert (answer.status_code, "Mark at least one person." in answer.text) == (422, True)


def test_a_group_too_large_is_refused_whole(app, coordinator):
    request = build.a_brief()
    meeting = build.an_occasion(request)
    data = {"expert_ids": [build.a_candidate().id, build.a_candidate().id]}
    answer = coordinator.post(f"/occasions/{meeting.id}/group", data=data)
    assert answer.status_code == 422
    assert "Valitse enintään 1." in answer.text
    assert answer.text.count(" checked>") == 2
    assert assignments.on_occasion(meeting.id) == []


def test_who_was_booked_in_a_group_chooses_the_fee_before_the_work(app):
    build.a_fee_table()
    expert, meeting = build.a_candidate(), build.an_occasion(build.a_brief())
    [seat] = book_group(meeting.id, [expert.id], by=build.an_actor())
    browser = client_of(app, expert)
    path = f"/assignments/{seat.id}/fee"
    assert browser.post(path, data={"fee_choice": "costs_only"}).status_code == 303
    assert assignments.get(seat.id).fee_choice == "costs_only"
