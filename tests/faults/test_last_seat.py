"""Sixteen processes act at the same moment: nobody is overbooked, and seats are shared once.

Without the guards it goes wrong. SCALE=1 runs a hundred rounds of each, the everyday run two.
"""

import os
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import text

from app import create_app
from app.access import Actor, Role
from app.database import acting_in, current_organisation, db, transaction
from app.embedded import Server
from app.now import now
from app.storage import assignments, occasions, offers, tables
from app.storage.users import Person
from app.use_cases.answer_offer import Answer, answer_offer
from app.use_cases.send_offers import Choice, send_offers
from app.use_cases.share_seats import share_seats
from scheduling.lifecycle import SEATED, AssignmentState
from scheduling.offers import Mode
from tests import build
from tests.faults.crowd import PROCESSES, crowd

TRIES = 20
ROUNDS = max(2, round(100 * float(os.environ.get("SCALE", "0"))))
STEP = timedelta(minutes=5)  # the times asked for overlap without being the same
WITHOUT_GUARDS = (
    "alter table occasions drop constraint ck_occasions_never_overbooked",
    "drop trigger count_seats on assignments",
    "alter table bookings drop constraint no_double_booking",
)


def says_yes(offer_id: int, expert_id: int) -> str:
    by = Actor(role=Role.EXPERT, organisation_id=current_organisation(), expert_id=expert_id)
    answer_offer({offer_id: Answer.YES}, by=by)
    return "yes"


def invites(request_id: int, expert_id: int, user_id: int) -> str:
    by = Actor(
        role=Role.COORDINATOR, organisation_id=current_organisation(), user_id=user_id, name=""
    )
    choice = Choice(expert_ids=[expert_id], mode=Mode.ONE)
    send_offers(by=by, request_id=request_id, choice=choice)
    return "invited"


def shares(round_id: int) -> str:
    return "shared" if share_seats(round_id) else "nothing to do"


def shares_without_looking_again(round_id: int) -> str:
    """The negative control: what was looked at before the transaction is believed in it."""
    if offers.get_round(round_id).decided_at is not None:
        return "nothing to do"
    with transaction():
        offers.get_round(round_id).decided_at = now()
    return "shared"


@pytest.fixture(scope="module")
def guarded(config):
    with crowd(config, __name__) as all_at_once:
        yield all_at_once


@pytest.fixture
def unguarded(config, tmp_path):
    """The negative control: a scratch database whose guards have been dropped."""
    server = Server(Path(tempfile.mkdtemp(prefix="rinnalla-scratch-")), fsync=False)
    server.start()
    scratch = replace(config, database_url=server.app_url, owner_database_url=server.owner_url)
    owner = create_app(scratch, as_owner=True)
    with owner.app_context():
        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            for drop in WITHOUT_GUARDS:
                connection.execute(text(drop))
        db.engine.dispose()
    service = create_app(scratch)
    with service.app_context(), crowd(scratch, __name__) as all_at_once:
        with acting_in(build.an_organisation().id):
            yield all_at_once
        db.session.remove()
        db.engine.dispose()
    server.stop()
    server.remove()


def a_talk(*, seats=1, starts_at=None):
    request = build.a_brief(seats=seats)
    starts_at = starts_at or now() + timedelta(days=20)
    build.an_occasion(
        request, seats=seats, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    return request


def race_for_seats(all_at_once, experts, seats: int) -> tuple[Counter[str], int]:
    """What the sixteen were told, and how many of them have a seat."""
    request = a_talk(seats=seats)
    build.open_offers(request, *experts)
    told = all_at_once(
        [
            (current_organisation(), says_yes, {"offer_id": each.id, "expert_id": each.expert_id})
            for each in offers.of_request(request.id)
        ]
    )
    [occasion] = occasions.of_request(request.id)
    there = assignments.on_occasion(occasion.id)
    seated = [each.id for each in there if each.state in SEATED]
    with transaction():  # so that the same people may race again
        for seat_id in seated:
            assignments.get(seat_id, lock=True).state = AssignmentState.CANCELLED
    return told, len(seated)


def race_for_time(all_at_once) -> tuple[Counter[str], int]:
    """Sixteen coordinators of two organisations ask one person for times that overlap, all at
    once, and she says yes to all of them at once. How many she has promised in the end."""
    moment, invitations, profiles, yeses = now() + timedelta(days=30), [], [], []
    with transaction():
        person_id = tables.add(Person()).id
    for _ in range(2):
        with acting_in(build.an_organisation().id):
            expert = build.a_candidate(person_id=person_id)
            profiles.append((current_organisation(), expert.id))
            for number in range(PROCESSES // 2):
                asked = {
                    "request_id": a_talk(starts_at=moment + number * STEP).id,
                    "expert_id": expert.id,
                    "user_id": build.a_user().id,
                }
                invitations.append((current_organisation(), invites, asked))
    assert all_at_once(invitations) == {"invited": PROCESSES}
    for organisation_id, expert_id in profiles:
        with acting_in(organisation_id):
            for each in offers.open_of_expert(expert_id):
                yes = {"offer_id": each.id, "expert_id": expert_id}
                yeses.append((organisation_id, says_yes, yes))
    told, promised = all_at_once(yeses), 0
    for organisation_id, expert_id in profiles:
        with acting_in(organisation_id):
            promised += len(assignments.of_expert(expert_id))
    return told, promised


def race_to_share(all_at_once, act) -> tuple[Counter[str], int]:
    """Everybody asked has said yes, and all processes share the two seats at once."""
    request, experts = a_talk(seats=2), [build.a_candidate() for _ in range(4)]
    sending = send_offers(
        by=build.an_actor(),
        request_id=request.id,
        choice=Choice(expert_ids=[each.id for each in experts], mode=Mode.TO_ALL),
    )
    for each in offers.of_round(sending.id):
        says_yes(each.id, each.expert_id)
    told = all_at_once([(current_organisation(), act, {"round_id": sending.id})] * PROCESSES)
    return told, len(assignments.of_request(request.id))


@pytest.mark.parametrize("seats", [1, 3])
def test_the_last_seat_is_given_once(app, guarded, seats):
    experts = [build.a_candidate() for _ in range(PROCESSES)]
    for _ in range(ROUNDS):
        told, seated = race_for_seats(guarded, experts, seats)
        assert seated == seats
        assert told == {"yes": seats, "seat_taken": PROCESSES - seats}


def test_one_person_is_promised_once_for_times_that_overlap(app, guarded):
    for _ in range(ROUNDS):
        told, promised = race_for_time(guarded)
        assert promised == 1
        assert told == {"yes": 1, "double_booked": PROCESSES - 1}


def test_seats_are_shared_once(app, guarded):
    for _ in range(ROUNDS):
        with acting_in(build.an_organisation().id):
            told, seated = race_to_share(guarded, shares)
        assert told == {"shared": 1, "nothing to do": PROCESSES - 1}
        assert seated == 2


def test_without_the_guards_the_same_races_overbook(unguarded):
    experts = [build.a_candidate() for _ in range(PROCESSES)]
    _, seated = race_for_seats(unguarded, experts, 1)
    assert seated > 1

    _, promised = race_for_time(unguarded)
    assert promised > 1


def test_without_looking_again_the_seats_would_be_shared_many_times(app, guarded):
    """Soon, but not at every try: one process may be done before the next begins."""
    tries = (race_to_share(guarded, shares_without_looking_again) for _ in range(TRIES))
    assert any(told["shared"] > 1 for told, _ in tries)
