"""The pages of requests: the coordinator's, the unit's by its link, one request's by its own."""

import re
from datetime import timedelta

import pytest

from app.access import Role
from app.database import acting_in, db, transaction
from app.gateways import public_links
from app.language import moment
from app.now import now
from app.storage import assignments, messages, requests, tables
from app.storage.links import LinkKind
from app.storage.messages import MessageState
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.storage.units import Unit
from app.use_cases.mark_done import mark_done
from scheduling.lifecycle import RequestState
from tests import build
from tests.app.request_story import (
    SOON,
    TWO_HOURS,
    an_open_offer,
    filled,
    the_unit,
)
from tests.sign_in import signed_in

LANGUAGES = ("fi", "sv", "en")
A_TALK = {
    "kind": "talk",
    "title": "Puheenvuoro: äidin näkökulma 💛",
    "timing": "occasions",
    "occasions-0-day": "2.3.2027",
    "occasions-0-starts": "9.30",
    "occasions-0-ends": "11",
    "seats": "1",
    "contact_name": "Oona Ohjaaja",
    "contact_phone": "040 123 4567",
}


def path_to(kind: LinkKind, subject_id: int) -> str:
    with transaction():
        return public_links.url_to(kind, subject_id).partition("8000")[2]


def path_of_unit(unit: Unit) -> str:
    return path_to(LinkKind.UNIT, unit.id)


def path_of(request: ExpertRequest) -> str:
    return path_to(LinkKind.REQUEST, request.id)


@pytest.fixture
def coordinator(app):
    return signed_in(app)


def test_a_unit_asks_by_its_link_and_a_double_click_asks_once(app):
    unit = the_unit()
    page, client = path_of_unit(unit), app.test_client()

    answers = [client.post(f"{page}/requests/new", data=A_TALK) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    [request] = requests.of_unit(unit.id)
    assert request.title == A_TALK["title"]
    assert request.contact_phone == "+358401234567"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "x" * 151}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "Tunnus 010190-999X"}, "title"),
        ({"occasions-0-day": "31.4.2027"}, "occasions-0-day"),
        ({"occasions-0-day": "2.3.2020"}, "occasions-0-day"),
        ({"occasions-0-day": ""}, "occasions-0-day"),
        ({"occasions-0-day": "28.3.2027", "occasions-0-starts": "3.30"}, "occasions-0-starts"),
        ({"occasions-0-starts": "12.00"}, "occasions-0-ends"),
        ({"title": "vasen\u202eoikea"}, "title"),
        ({"contact_phone": "soita"}, "contact_phone"),
        ({"contact_phone": ""}, "contact_phone"),
        ({"seats": "0"}, "seats"),
        ({"kind": "development"}, "what_can_change"),
        ({"state": "done"}, "state"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(app, changed, field):
    unit = the_unit()

    answer = app.test_client().post(f"{path_of_unit(unit)}/requests/new", data=A_TALK | changed)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Oona Ohjaaja" in answer.text
    assert requests.of_unit(unit.id) == []


def test_all_occasions_blank_say_when(app):
    blank = {name: "" for name in A_TALK if name.startswith("occasions")}

    answer = app.test_client().post(f"{path_of_unit(the_unit())}/requests/new", data=A_TALK | blank)

    assert answer.status_code == 422
    assert 'id="occasions-0-day-error"' in answer.text


def test_the_coordinator_takes_a_request_down_in_a_minute(app, coordinator):
    unit = the_unit()
    few = {"unit_id": unit.id, "kind": "development", "title": "Uusi polku", "how": "phone"}

    answer = coordinator.post("/requests/new", data=few | {"timing": "occasions"})

    assert answer.status_code == 303
    [request] = requests.of_unit(unit.id)
    page = coordinator.get(answer.location)
    assert page.status_code == 200
    assert requests.get(request.id).state is RequestState.SENT


def test_the_coordinator_walks_a_request_through(app, coordinator):
    unit = the_unit()
    weak = {"unit_id": unit.id, "kind": "talk", "title": "Luento", "timing": "occasions"}
    where = coordinator.post("/requests/new", data=weak).location
    request = requests.of_unit(unit.id)[0]
    assert coordinator.post(f"{where}/review").status_code == 409

    assert (
        coordinator.post(
            f"{where}/occasions/new",
            data={"day": "2.3.2027", "starts": "9", "ends": "11", "seats": "1"},
        ).status_code
        == 303
    )
    assert coordinator.post(f"{where}/ask", data={"text": "Montako kuulijaa?"}).status_code == 303
    assert (
        coordinator.post(f"{where}/answer", data={"text": "Kymmenen", "how": "phone"}).status_code
        == 303
    )
    written = {
        "kind": "talk",
        "title": "Luento",
        "seats": "1",
        "contact_name": "Oona",
        "contact_phone": "0401234567",
        "payer": "we_pay",
    }
    version = requests.get(request.id).version
    assert coordinator.post(f"{where}/edit", data=written | {"version": version}).status_code == 303
    assert coordinator.post(f"{where}/edit", data=written | {"version": version}).status_code == 409
    assert coordinator.post(f"{where}/review").status_code == 409
    seen = {"version": requests.get(request.id).version}
    assert coordinator.post(f"{where}/review", data=seen).status_code == 303
    assert requests.get(request.id).state is RequestState.MATCHING
    assert coordinator.post(f"{where}/cancel", data={"reason": ""}).status_code == 422
    seen = {"version": requests.get(request.id).version}
    reason = {"reason": "Siirtyi"}
    assert coordinator.post(f"{where}/cancel", data=reason).status_code == 409
    assert coordinator.post(f"{where}/cancel", data=reason | seen).status_code == 303


def test_a_unit_mends_thanks_and_tells_by_the_requests_link(app):
    request, _, assignment = filled(ended=True)
    mark_done(by=build.an_actor(), request_id=request.id)
    page, client = path_of(request), app.test_client()

    assert client.get(page).status_code == 200
    assert client.post(f"{page}/thank/{assignment.id}", data={"text": "Kiitos"}).status_code == 303
    assert client.post(f"{page}/outcome", data={"kind": "taken_along"}).status_code == 422
    told = {"kind": "taken_along", "text": "Toivo jäi.", "told_by": "Oona"}
    assert client.post(f"{page}/outcome", data=told).status_code == 303

    assert requests.get(request.id).state is RequestState.ANSWERED
    assert assignments.get(assignment.id).thanks == "Kiitos"
    assert "Toivo jäi." in client.get(page).text


def test_a_link_opens_its_own_request_only(app):
    mine, _, _ = filled(ended=True)
    _, _, other = filled(ended=True)
    client = app.test_client()

    assert client.get(f"{path_of(mine)}/thank/{other.id}").status_code == 404
    assert client.get("/request/abcdefghijklmnopqrstuvwxyz").status_code == 404
    token = path_of(mine).rpartition("/")[2]
    assert client.get(f"/unit/{token}").status_code == 404


def test_links_are_kept_out_of_caches_and_referrers(app):
    answer = app.test_client().get(path_of_unit(the_unit()))

    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.EXPERT, Role.APPROVER, Role.FINANCE, Role.ADMIN])
def test_other_roles_do_not_see_the_queue(app, role):
    request = build.a_brief()
    client = signed_in(app, role)

    for path in ("/requests/", "/requests/home", f"/requests/{request.id}", "/messages/to-ring"):
        assert client.get(path).status_code == 403
    assert client.post(f"/requests/{request.id}/review").status_code == 403


def test_another_organisations_request_is_not_there(app, coordinator):
    with acting_in(build.an_organisation().id):
        theirs = build.a_brief()
        number, occasion = theirs.id, build.an_occasion(theirs).id

    for path in (
        f"/requests/{number}",
        f"/requests/{number}/edit",
        f"/requests/occasions/{occasion}",
    ):
        assert coordinator.get(path).status_code == 404
    for act in ("review", "done", "chase"):
        assert coordinator.post(f"/requests/{number}/{act}").status_code == 404


def test_a_unit_that_was_asked_today_is_not_asked_again_today(app, coordinator):
    request, _, _ = filled(ended=True)
    mark_done(by=build.an_actor(), request_id=request.id)
    page, chase = f"/requests/{request.id}?lang=en", f"/requests/{request.id}/chase"
    assert chase in coordinator.get(page).text

    coordinator.post(chase)

    assert chase not in coordinator.get(page).text
    assert "The unit has been asked today what changed." in coordinator.get(page).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_three_languages(app, coordinator, language):
    request, _, assignment = filled(ended=True)
    mark_done(by=build.an_actor(), request_id=request.id)
    going, there, _ = filled()
    unit, mine = path_of_unit(tables.get(Unit, request.unit_id)), path_of(request)
    pages = [
        *("/requests/home", "/requests/", "/requests/?state=cancelled", "/requests/new"),
        *(f"/requests/{one.id}" for one in (request, going)),
        *(
            f"/requests/{going.id}/{act}"
            for act in ("edit", "return", "answer", "cancel", "outcome")
        ),
        f"/requests/{going.id}/occasions/new",
        f"/requests/occasions/{there.id}",
        *("/messages/to-print", "/messages/to-ring"),
        *(unit, f"{unit}/requests/new", f"{unit}/requests/new?kind=development"),
        *(f"{unit}/requests/new?kind=comment_task", mine, f"{mine}/outcome", f"{mine}/cancel"),
        *(f"{mine}/edit", f"{mine}/thank/{assignment.id}"),
    ]

    for path in pages:
        answer = coordinator.get(path, query_string=None if "?" in path else {"lang": language})
        assert answer.status_code == 200, path
        assert re.search(r"<title>\s*\S.* – Rinnalla</title>", answer.text), path
        ids = re.findall(r' id="([^"]+)"', answer.text)
        assert len(ids) == len(set(ids)), path


def test_home_says_who_comes_what_waits_and_whom_to_ring(app, coordinator):
    soon = now() + timedelta(hours=2)
    request = build.a_brief(contact_phone="+358409876543")
    build.an_occasion(request, starts_at=soon, ends_at=soon + TWO_HOURS, seats=2)
    occasion = tables.db.session.query(Occasion).filter_by(request_id=request.id).one()
    expert = build.an_expert(phone="+358401112223")
    build.an_assignment(expert, occasion)
    unread = build.a_brief(state=RequestState.SENT, title="Uusi pyyntö", sent_at=now())
    asking = build.an_expert(phone="+358403334445")
    offer = an_open_offer(request, occasion, asking)
    with transaction():
        offer.state = "asks_first"

    page = coordinator.get("/requests/home").text

    assert expert.name in page
    assert "+358401112223" in page
    assert "+358409876543" in page
    assert "seat-empty" in page
    assert unread.title in page
    assert asking.name in page


def test_a_near_meeting_stands_first_on_the_home_and_is_never_folded(coordinator):
    for number in range(9):
        long_ago = now() - timedelta(days=30 + number)
        build.a_brief(state=RequestState.SENT, title=f"Vanha {number}", sent_at=long_ago)
    tomorrow = now() + timedelta(days=1)
    for _ in range(9):
        near = build.a_brief(state=RequestState.SENT, title="Huomiseksi", sent_at=now())
        build.an_occasion(near, starts_at=tomorrow, ends_at=tomorrow + TWO_HOURS)
    far = build.a_brief(state=RequestState.SENT, title="Joskus", sent_at=now())
    build.an_occasion(far, starts_at=SOON, ends_at=SOON + TWO_HOURS)

    page = coordinator.get("/requests/home").text

    titles = re.findall(r"Uusi tilaus: ([^<]*)</a></p>", page)
    assert titles[:9] + titles[-1:] == ["Huomiseksi"] * 9 + ["Joskus"]
    assert f"{near.unit.name}, {moment(tomorrow)}" in page
    assert page.rindex("Huomiseksi") < page.index("<details")


def test_the_next_meeting_of_a_series_is_the_near_one(coordinator):
    series = build.a_brief(state=RequestState.MATCHING, title="Sarja", sent_at=now())
    past, tomorrow = now() - timedelta(days=7), now() + timedelta(days=1)
    for begins in (past, tomorrow):
        build.an_occasion(series, starts_at=begins, ends_at=begins + TWO_HOURS)

    long_ago = now() - timedelta(days=30)
    build.a_brief(state=RequestState.SENT, title="Vanha", sent_at=long_ago)

    page = coordinator.get("/requests/home").text

    waiting = page[page.index(f"{series.unit.name}, {moment(tomorrow)}") :]
    assert ("Vanha" in waiting, moment(past) in page) == (True, False)


def test_the_unit_is_promised_an_answer_before_the_meeting(app):
    near = build.a_brief(state=RequestState.SENT, sent_at=now())
    far = build.a_brief(state=RequestState.SENT, sent_at=now())
    tomorrow = now() + timedelta(days=1)
    build.an_occasion(near, starts_at=tomorrow, ends_at=tomorrow + TWO_HOURS)
    build.an_occasion(far, starts_at=SOON, ends_at=SOON + TWO_HOURS)
    client = app.test_client()

    assert f"vastaa ennen tapaamista {moment(tomorrow)}" in client.get(path_of(near)).text
    assert "vastaa viimeistään pe 27.11.2026" in client.get(path_of(far)).text


def test_home_asks_few_questions_of_the_database(app, coordinator):
    for _ in range(3):
        build.a_brief(state=RequestState.SENT, sent_at=now())
    asked = []
    listen = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    tables.db.event.listen(db.engine, "before_cursor_execute", listen)

    coordinator.get("/requests/home")

    tables.db.event.remove(db.engine, "before_cursor_execute", listen)
    assert len(asked) <= 25


def test_a_message_without_email_is_rung_and_marked_once(app, coordinator):
    unit = the_unit(contact_email=None, contact_phone="+358401234567")
    app.test_client().post(f"{path_of_unit(unit)}/requests/new", data=A_TALK)
    [waiting] = messages.in_state(MessageState.TO_RING)

    for _ in range(2):
        assert coordinator.post(f"/messages/{waiting.id}/done").status_code == 303

    assert messages.get(waiting.id).state is MessageState.RUNG


def test_the_coordinator_settles_who_is_looked_for(app, coordinator):
    unit = build.a_unit()
    earlier, later = build.a_brief(unit_id=unit.id), build.a_brief(unit_id=unit.id)
    told = {
        "kind": "talk",
        "title": later.title,
        "contact_name": "Oona Ohjaaja",
        "is_remote": "true",
        "seats": "1",
        "language": "sv",
        "fluency": "native",
        "with_minors": "true",
        "needs_training": "true",
        "level": "official_group",
        "payer": "we_pay",
        "version": str(later.version),
    }

    answer = coordinator.post(
        f"/requests/{later.id}/edit", data=told | {"continues_id": str(earlier.id)}
    )

    kept = requests.get(later.id)
    assert answer.status_code == 303
    assert (kept.language, kept.fluency, kept.level) == ("sv", "native", "official_group")
    assert (kept.with_minors, kept.needs_training) == (True, True)
    assert kept.continues_id == earlier.id
    backwards = {"continues_id": str(later.id), "version": str(earlier.version)}
    assert (
        coordinator.post(f"/requests/{earlier.id}/edit", data=told | backwards).status_code == 404
    )
