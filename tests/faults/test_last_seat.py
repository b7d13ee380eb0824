"""Sixteen processes say yes at the same moment: nobody is overbooked, and without the guards of
the database they would be. SCALE=1 runs a hundred rounds of each, the everyday run two."""

import multiprocessing
import os
import tempfile
from collections import Counter
from contextlib import contextmanager
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
from scheduling.lifecycle import SEATED, AssignmentState
from tests import build

PROCESSES = 16
ROUNDS = max(2, round(100 * float(os.environ.get("SCALE", "0"))))
PATIENCE = 120  # seconds; the machine may be busy with other tests
WITHOUT_GUARDS = (
    "alter table occasions drop constraint ck_occasions_never_overbooked",
    "drop trigger count_seats on assignments",
    "alter table bookings drop constraint no_double_booking",
)


def say_yes_when_told(config, yeses, ready, told) -> None:
    """One process of its own: at each round waits for the others, then answers."""
    service = create_app(config)
    for organisation_id, offer_id, expert_id in iter(yeses.get, None):
        by = Actor(role=Role.EXPERT, organisation_id=organisation_id, expert_id=expert_id)
        with service.app_context(), acting_in(organisation_id):
            offers.get(offer_id)  # the connection is open before the race begins
            ready.wait(PATIENCE)
            try:
                answer_offer({offer_id: Answer.YES}, by=by)
                told.put("yes")
            except Exception as refusal:
                told.put(getattr(refusal, "code", repr(refusal)))


@contextmanager
def crowd(config):
    """A function that lets all processes answer at once, and counts what they were told."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])  # read once, not sixteen times
    ready, told = context.Barrier(PROCESSES), context.Queue()
    inboxes = [context.Queue() for _ in range(PROCESSES)]
    started = [
        context.Process(target=say_yes_when_told, args=(config, inbox, ready, told), daemon=True)
        for inbox in inboxes
    ]
    for process in started:
        process.start()

    def all_at_once(yeses) -> Counter[str]:
        db.session.rollback()
        for inbox, yes in zip(inboxes, yeses, strict=True):
            inbox.put(yes)
        return Counter(told.get(timeout=PATIENCE) for _ in inboxes)

    try:
        yield all_at_once
    finally:
        for inbox in inboxes:
            inbox.put(None)
        for process in started:
            process.join(PATIENCE)
            process.close()


@pytest.fixture(scope="module")
def guarded(config):
    with crowd(config) as all_at_once:
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
    with service.app_context(), crowd(scratch) as all_at_once:
        with acting_in(build.an_organisation().id):
            yield all_at_once
        db.session.remove()
        db.engine.dispose()
    server.stop()
    server.remove()


def offered(experts, *, seats=1, starts_at=None) -> dict[int, int]:
    """A request of one occasion, offered to all of them: offer by expert."""
    request = build.a_brief(seats=seats)
    starts_at = starts_at or now() + timedelta(days=20)
    build.an_occasion(
        request, seats=seats, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    build.open_offers(request, *experts)
    return {each.expert_id: each.id for each in offers.of_request(request.id)}


def race_for_seats(all_at_once, experts, seats: int) -> tuple[Counter[str], int]:
    """What the sixteen were told, and how many of them have a seat."""
    asked = offered(experts, seats=seats)
    answers = all_at_once(
        [(current_organisation(), offer_id, expert_id) for expert_id, offer_id in asked.items()]
    )
    request_id = offers.get(next(iter(asked.values()))).request_id
    [occasion] = occasions.of_request(request_id)
    there = assignments.on_occasion(occasion.id)
    seated = [each.id for each in there if each.state in SEATED]
    with transaction():  # so that the same people may race again
        for seat_id in seated:
            assignments.get(seat_id, lock=True).state = AssignmentState.CANCELLED
    return answers, len(seated)


def race_for_time(all_at_once) -> tuple[Counter[str], int]:
    """One person is asked by sixteen requests of two organisations for the same hours."""
    moment, yeses, profiles = now() + timedelta(days=30), [], []
    with transaction():
        person_id = tables.add(Person()).id
    for _ in range(2):
        with acting_in(build.an_organisation().id):
            expert = build.a_candidate(person_id=person_id)
            profiles.append((current_organisation(), expert.id))
            for _ in range(PROCESSES // 2):
                [offer_id] = offered([expert], starts_at=moment).values()
                yeses.append((current_organisation(), offer_id, expert.id))
    answers, seated = all_at_once(yeses), 0
    for organisation_id, expert_id in profiles:
        with acting_in(organisation_id):
            seated += len(assignments.of_expert(expert_id))
    return answers, seated


@pytest.mark.parametrize("seats", [1, 3])
def test_the_last_seat_is_given_once(app, guarded, seats):
    experts = [build.a_candidate() for _ in range(PROCESSES)]
    for _ in range(ROUNDS):
        answers, seated = race_for_seats(guarded, experts, seats)
        assert seated == seats
        assert answers == {"yes": seats, "seat_taken": PROCESSES - seats}


def test_one_person_is_promised_once_for_the_same_hours(app, guarded):
    for _ in range(ROUNDS):
        answers, seated = race_for_time(guarded)
        assert seated == 1
        assert answers == {"yes": 1, "double_booked": PROCESSES - 1}


def test_without_the_guards_the_same_races_overbook(unguarded):
    experts = [build.a_candidate() for _ in range(PROCESSES)]
    _, seated = race_for_seats(unguarded, experts, 1)
    assert seated > 1

    _, promised = race_for_time(unguarded)
    assert promised > 1
