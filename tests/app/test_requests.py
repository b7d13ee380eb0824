"""The way of a request from sending to closing, by the unit itself and on its behalf."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from app.access import Actor, Role
from app.database import Missing, Stale, acting_in, current_organisation, db, transaction
from app.now import now
from app.storage import (
    assignments,
    changes,
    messages,
    occasions,
    offers,
    outcomes,
    requests,
    tables,
)
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.messages import Message
from app.storage.offers import Offer, OfferRound
from app.storage.outcomes import OutcomeKind
from app.storage.units import Unit
from app.use_cases.ask_back import answer, ask_back
from app.use_cases.cancel_request import cancel_request
from app.use_cases.chase_outcome import ChasedEnough, chase_due_outcomes, chase_outcome
from app.use_cases.edit_request import edit_request
from app.use_cases.mark_done import NobodyCame, NotYetHeld, mark_done, mark_past_ones
from app.use_cases.review_request import BriefIncomplete, return_request, review_request
from app.use_cases.send_request import send_request
from app.use_cases.set_occasions import add_occasion, cancel_occasion, move_occasion
from app.use_cases.tell_outcome import (
    NotChasedEnough,
    OutcomeNeeded,
    close_request,
    close_without_answer,
    tell_outcome,
)
from app.use_cases.thank import thank
from scheduling.kinds import Channel, OnBehalf, RequestKind
from scheduling.lifecycle import AssignmentState, OfferState, RequestState
from scheduling.offers import Mode
from scheduling.refusals import WrongStep
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


def test_a_unit_sends_a_request_by_its_link(app):
    unit = the_unit()

    request = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk(), once="one")

    assert request.state is RequestState.SENT
    assert [one.starts_at for one in occasions.of_request(request.id)] == [SOON]
    assert told(f"unit:{unit.id}") == ["request_received"]


def test_a_double_click_sends_one_request(app):
    unit = the_unit()

    first = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk(), once="same")
    second = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk(), once="same")

    assert first.id == second.id
    assert len(requests.of_unit(unit.id)) == 1


def test_a_unit_sends_only_its_own_requests(app):
    unit, other = the_unit(), the_unit()

    with pytest.raises(Missing):
        send_request(by=by_link(other), unit_id=unit.id, values=a_talk())


def test_a_coordinator_takes_it_down_and_becomes_responsible(app):
    unit, coordinator = the_unit(), build.an_actor()

    request = send_request(by=coordinator, unit_id=unit.id, values=a_talk(), how=OnBehalf.PHONE)

    assert request.responsible_id == coordinator.user_id
    assert request.contact_name == "Oona Ohjaaja"
    [step] = changes.of(Subject.REQUEST, request.id)
    assert (step.became, step.on_behalf_how) == ("sent", OnBehalf.PHONE)


def test_a_weak_brief_does_not_reach_matching(app):
    unit, coordinator = the_unit(), build.an_actor()
    weak = a_talk(kind=RequestKind.DEVELOPMENT)
    request = send_request(by=coordinator, unit_id=unit.id, values=weak)

    with pytest.raises(BriefIncomplete):
        review_request(by=coordinator, request_id=request.id)
    return_request(by=coordinator, request_id=request.id, text="Kerro vielä tavoite.")

    assert requests.get(request.id).state is RequestState.CLARIFYING
    body = the_message("request_returned").body
    assert "Mikä voi vielä muuttua?" in body
    assert "/request/" in body

    whole = {"purpose": "Asiakaspolku", "what_can_change": "Vastaanotto", "who_decides": "Johtaja"}
    edit_request(by=by_link(unit), request_id=request.id, values=whole | {"stage": "plan"})
    assert requests.get(request.id).state is RequestState.SENT
    assert review_request(by=coordinator, request_id=request.id).state is RequestState.MATCHING
    assert review_request(by=coordinator, request_id=request.id).state is RequestState.MATCHING


def test_the_coordinator_asks_back_and_the_unit_answers(app):
    unit, coordinator = the_unit(), build.an_actor()
    request = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk())

    ask_back(by=coordinator, request_id=request.id, text="Montako kuulijaa?")
    ask_back(by=coordinator, request_id=request.id, text="Montako kuulijaa?")
    assert requests.get(request.id).state is RequestState.CLARIFYING
    answer(by=by_link(unit), request_id=request.id, text="Kolmekymmentä.")

    request = requests.get(request.id)
    assert request.state is RequestState.SENT
    assert [one.text for one in request.messages] == ["Montako kuulijaa?", "Kolmekymmentä."]


def test_a_stale_page_changes_nothing(app):
    unit, coordinator = the_unit(), build.an_actor()
    request = send_request(by=by_link(unit), unit_id=unit.id, values=a_talk())
    seen = request.version
    edit_request(by=coordinator, request_id=request.id, values={"place": "Sali 1"}, version=seen)

    with pytest.raises(Stale):
        edit_request(
            by=coordinator, request_id=request.id, values={"place": "Sali 2"}, version=seen
        )
    assert requests.get(request.id).place == "Sali 1"


def test_another_organisations_request_does_not_exist(app):
    theirs = send_request(by=build.an_actor(), unit_id=the_unit().id, values=a_talk()).id

    with acting_in(build.an_organisation().id), pytest.raises(Missing):
        review_request(by=build.an_actor(), request_id=theirs)


def test_a_moved_occasion_is_told_to_those_who_come_and_those_asked(app):
    request, occasion, assignment = filled()
    add_occasion(
        by=build.an_actor(), request_id=request.id, starts_at=LATER, ends_at=LATER + TWO_HOURS
    )
    assert requests.get(request.id).state is RequestState.MATCHING
    asked = build.an_expert()
    second = occasions.of_request(request.id)[1]
    an_open_offer(request, second, asked)

    move_occasion(
        by=build.an_actor(), occasion_id=occasion.id, starts_at=LATER, ends_at=LATER + TWO_HOURS
    )
    move_occasion(
        by=build.an_actor(), occasion_id=second.id, starts_at=SOON, ends_at=SOON + TWO_HOURS
    )

    assert told(f"expert:{assignment.expert_id}") == ["occasion_moved"]
    assert told(f"expert:{asked.id}") == ["occasion_moved"]


def test_whoever_is_still_asked_is_thanked_when_no_seat_is_left(app):
    request = build.a_brief()
    occasion = build.an_occasion(request, starts_at=SOON, ends_at=SOON + TWO_HOURS, seats=2)
    build.an_assignment(build.an_expert(), occasion)
    asked = build.an_expert()
    offer = an_open_offer(request, occasion, asked)

    move_occasion(
        by=build.an_actor(),
        occasion_id=occasion.id,
        starts_at=SOON,
        ends_at=SOON + TWO_HOURS,
        seats=1,
    )

    assert requests.get(request.id).state is RequestState.FILLED
    assert offers.get(offer.id).state is OfferState.NOT_CHOSEN
    assert told(f"expert:{asked.id}") == ["offer_not_chosen"]


def test_nobody_is_looked_for_to_a_time_that_is_over(app):
    request, _, _ = filled()
    yesterday = now() - timedelta(days=1)
    build.an_occasion(request, starts_at=yesterday, ends_at=yesterday + TWO_HOURS)
    add_time(request, LATER)
    assert requests.get(request.id).state is RequestState.MATCHING

    cancel_occasion(by=build.an_actor(), occasion_id=occasions.of_request(request.id)[2].id)

    assert requests.get(request.id).state is RequestState.FILLED


def test_the_same_occasion_is_added_once(app):
    request = build.a_brief()
    for _ in range(2):
        add_time(request, SOON)

    assert len(occasions.of_request(request.id)) == 1


def test_a_cancelled_occasion_frees_those_who_promised(app):
    request, occasion, assignment = filled()
    expert = build.an_expert()
    add_occasion(
        by=build.an_actor(), request_id=request.id, starts_at=LATER, ends_at=LATER + TWO_HOURS
    )
    build.an_assignment(expert, occasions.of_request(request.id)[1])

    cancel_occasion(by=build.an_actor(), occasion_id=occasion.id)
    cancel_occasion(by=build.an_actor(), occasion_id=occasion.id)

    assert assignments.get(assignment.id).state is AssignmentState.CANCELLED
    assert requests.get(request.id).state is RequestState.FILLED
    assert told(f"expert:{assignment.expert_id}") == ["occasion_cancelled"]
    assert told(f"expert:{expert.id}") == []


def test_a_cancelled_request_ends_offers_and_promises(app):
    request, occasion, assignment = filled(state=RequestState.MATCHING)
    offer = an_open_offer(request, occasion, build.an_expert())

    for _ in range(2):
        cancel_request(by=build.an_actor(), request_id=request.id, reason="Koulutus siirtyi")

    assert requests.get(request.id).state is RequestState.CANCELLED
    assert offers.get(offer.id).state is OfferState.WITHDRAWN
    assert assignments.get(assignment.id).state is AssignmentState.CANCELLED
    assert told(f"expert:{assignment.expert_id}") == ["request_cancelled"]
    assert told(f"unit:{request.unit_id}") == ["request_cancelled"]


def test_what_was_held_stays_when_the_rest_is_cancelled(app):
    request, occasion, held = filled(ended=True)
    add_occasion(
        by=build.an_actor(), request_id=request.id, starts_at=SOON, ends_at=SOON + TWO_HOURS
    )

    cancel_request(by=build.an_actor(), request_id=request.id, reason="Rahat loppuivat")

    assert assignments.get(held.id).state is AssignmentState.PLANNED


def test_nobody_is_done_before_the_last_occasion(app):
    request, _, _ = filled()
    with pytest.raises(NotYetHeld):
        mark_done(by=build.an_actor(), request_id=request.id)

    empty = build.a_brief()
    with pytest.raises(NobodyCame):
        mark_done(by=build.an_actor(), request_id=empty.id)


def test_the_clock_marks_the_past_and_closes_what_is_answered(app):
    request, _, assignment = filled(ended=True)

    mark_past_ones(now().date())

    assert requests.get(request.id).state is RequestState.DONE
    assert assignments.get(assignment.id).state is AssignmentState.DONE
    assert outcomes.find(request.id).chases == 0


def test_the_experts_are_told_what_changed(app):
    request, _, assignment = filled(RequestKind.DEVELOPMENT, ended=True)
    unit = tables.get(Unit, request.unit_id)
    with pytest.raises(OutcomeNeeded):
        tell_outcome(
            by=by_link(unit), request_id=request.id, kind=OutcomeKind.TAKEN_ALONG, text="Hyvä."
        )

    for _ in range(2):
        tell_outcome(
            by=by_link(unit),
            request_id=request.id,
            kind=OutcomeKind.NOTHING_CHANGED,
            text="Rahaa ei ollut.",
        )

    assert requests.get(request.id).state is RequestState.ANSWERED
    assert told(f"expert:{assignment.expert_id}") == ["outcome_told"]
    assert close_request(by=build.an_actor(), request_id=request.id).state is RequestState.CLOSED


def test_three_chases_come_before_closing_without_an_answer(app):
    request, _, assignment = filled(ended=True)
    coordinator = build.an_actor()
    mark_done(by=coordinator, request_id=request.id)
    with pytest.raises(NotChasedEnough):
        close_without_answer(by=coordinator, request_id=request.id)

    chase_outcome(by=coordinator, request_id=request.id)
    assert chase_outcome(by=coordinator, request_id=request.id).chases == 1  # the same day
    for days in (30, 60, 90):
        chase_due_outcomes(now().date() + timedelta(days=days))
    assert outcomes.find(request.id).chases == 3
    with transaction():
        outcomes.find(request.id).chased_at = now() - timedelta(days=2)
    with pytest.raises(ChasedEnough):
        chase_outcome(by=coordinator, request_id=request.id)

    close_without_answer(by=coordinator, request_id=request.id)

    assert requests.get(request.id).state is RequestState.CLOSED
    assert outcomes.find(request.id).kind is OutcomeKind.NO_ANSWER
    assert told(f"expert:{assignment.expert_id}") == ["outcome_told"]
    with pytest.raises(WrongStep):
        cancel_request(by=coordinator, request_id=request.id, reason="Ei enää")


def test_a_unit_thanks_once_and_only_its_own(app):
    request, _, assignment = filled(ended=True)
    unit = tables.get(Unit, request.unit_id)

    for text in ("Kiitos!", "Kiitos vielä!"):
        thank(by=by_link(unit), assignment_id=assignment.id, text=text)
    with pytest.raises(Missing):
        thank(by=by_link(the_unit()), assignment_id=assignment.id, text="Kiitos!")

    assert assignments.get(assignment.id).thanks == "Kiitos!"
    assert told(f"expert:{assignment.expert_id}") == ["thanks"]


def test_thanks_are_read_behind_the_link_and_a_letter_brings_them_along(app):
    words = "Kiitos, että puhuit masennuksesta."
    by_email, by_letter = filled(ended=True), filled(ended=True)
    with transaction():
        tables.get(Expert, by_letter[2].expert_id).channel = Channel.LETTER

    for request, _, assignment in (by_email, by_letter):
        unit = tables.get(Unit, request.unit_id)
        thank(by=by_link(unit), assignment_id=assignment.id, text=words)

    bodies = [the_message(f"thanks:{each[2].id}").body for each in (by_email, by_letter)]
    assert [words in body for body in bodies] == [False, True]
    page = app.test_client().get(bodies[0].split("http://")[1].split("/", 1)[1].strip())
    assert words in page.text


def test_messages_to_experts_name_no_matter(app):
    request, occasion, _ = filled(title="Masennuksesta toipuminen")

    cancel_request(by=build.an_actor(), request_id=request.id, reason="Siirtyi")

    told_of_it = db.session.scalars(db.select(Message).where(Message.expert_id.is_not(None)))
    assert all("Masennu" not in one.subject + one.body for one in told_of_it)
    assert messages.in_state(messages.MessageState.QUEUED)
