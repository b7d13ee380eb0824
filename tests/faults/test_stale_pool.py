"""However people write, the pool says what plain SQL says of the tables at the same moment.

SCALE=1 writes ten thousand times, the everyday run some hundreds. The controls show that the
comparison finds a record that nobody packed.
"""

import os
from threading import Event, Thread

import pytest
from sqlalchemy import text

from app.database import acting_in, current_organisation, db, transaction
from app.now import now
from app.storage import candidates, match_records, pool, tables
from app.storage.assignments import Assignment
from app.storage.experts import Expert
from app.storage.organisations import Organisation
from scheduling.columns.ranking import rank
from tests import build, oracle
from tests.random_writes.writer import Writer, a_request

WRITES = max(250, round(10_000 * float(os.environ.get("SCALE", "0"))))
AT_A_TIME = 250  # in one organisation
WRITERS = 3
LOOKS = max(40, WRITES // 10)


def by_the_pool(request, today):
    ranked = rank(pool.columns(), candidates.facts_of_request(request), today=today)
    order = list(zip(ranked.ids.tolist(), ranked.points.tolist(), strict=True))
    everybody = pool.columns().people["id"].tolist()
    out = {
        each.expert_id: {str(reason.code) for reason in each.reasons}
        for each in ranked.why_not(everybody)
    }
    return order, out


def differs(request, today):
    return by_the_pool(request, today) != oracle.judged(request.id, today=today)


@pytest.mark.parametrize("seed", range(WRITES // AT_A_TIME))
def test_after_every_write_the_pool_says_what_the_tables_say(app, seed):
    writer = Writer(seed)
    writer.look = lambda: by_the_pool(a_request(writer), writer.a_day())
    for n in range(AT_A_TIME):
        act = writer.write()
        request, today = a_request(writer), writer.a_day()
        assert not differs(request, today), f"seed {seed}, write {n}: {act}"
    db.session.rollback()
    assert match_records.first_stale() is None


def test_while_others_write_every_look_is_of_one_moment(app):
    writer = Writer(seed=99)
    organisation, done = current_organisation(), Event()
    writing = [
        Thread(target=write_until, args=(app, organisation, writer.like(n), done))
        for n in range(WRITERS)
    ]
    for thread in writing:
        thread.start()
    try:
        found = [differs_at_one_moment(writer) for _ in range(LOOKS)]
    finally:
        done.set()
        for thread in writing:
            thread.join()
    db.session.rollback()

    assert not any(found)
    assert match_records.first_stale() is None
    assert len(pool.columns()) > 0


def write_until(app, organisation, writer, done):
    with app.app_context(), acting_in(organisation):
        while not done.is_set():
            writer.write()


def differs_at_one_moment(writer):
    """Both are asked of one snapshot."""
    db.session.rollback()
    db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return differs(a_request(writer), writer.a_day())


def test_what_was_committed_meanwhile_is_packed_too(app):
    """Though the one who packs had read the person before."""
    writer = Writer(seed=5, people=3)
    organisation, person = current_organisation(), writer.people[0]

    def moves():
        with app.app_context(), acting_in(organisation), transaction():
            tables.get(Expert, person).travels_km = 321

    with transaction():
        assert tables.get(Expert, person).travels_km != 321
        meanwhile = Thread(target=moves)
        meanwhile.start()
        meanwhile.join()
        db.session.execute(
            text("update experts set rest_minutes = 77 where id = :person"), {"person": person}
        )

    assert match_records.first_stale() is None


def test_who_joins_while_the_agreement_gets_a_new_text_is_asked_for_the_new_one(app):
    writer = Writer(seed=11, people=3)
    organisation = current_organisation()

    def joins():
        with app.app_context(), acting_in(organisation):
            writer.join()

    with transaction():
        mine = db.session.get(Organisation, organisation)
        mine.agreement_version, mine.agreement_signed_anew = "2", True
        db.session.flush()
        meanwhile = Thread(target=joins)
        meanwhile.start()
        meanwhile.join()

    assert match_records.first_stale() is None


def test_who_is_entered_while_another_organisation_books_her_is_busy(app):
    """In a registry that the booking could not see yet."""
    away = build.an_organisation().id
    expert, occasion = build.an_expert(), build.an_occasion(build.a_brief())
    person = expert.person_id

    def is_entered_there():
        with app.app_context(), acting_in(away):
            build.an_expert(person_id=person)

    with transaction():
        seat = {"occasion_id": occasion.id, "request_id": occasion.request_id}
        chosen = {"fee_chosen_at": now(), "accepted_at": now()}
        tables.add(Assignment(expert_id=expert.id, **seat, **chosen))
        meanwhile = Thread(target=is_entered_there)
        meanwhile.start()
        meanwhile.join(timeout=1)
    meanwhile.join()

    with acting_in(away):
        assert match_records.first_stale() is None


def test_two_who_change_the_same_person_at_once_wait_for_each_other(app):
    writer = Writer(seed=6, people=3)
    organisation, person = current_organisation(), writer.people[0]
    themes = writer.themes

    def lives_through(theme):
        with app.app_context(), acting_in(organisation), transaction():
            db.session.execute(
                text(
                    "insert into expert_themes (organisation_id, expert_id, theme_id, perspective)"
                    " values (:mine, :person, :theme, 'carer') on conflict do nothing"
                ),
                {"mine": organisation, "person": person, "theme": theme},
            )

    db.session.rollback()
    for _ in range(5):
        at_once = [Thread(target=lives_through, args=(theme,)) for theme in themes]
        for thread in at_once:
            thread.start()
        for thread in at_once:
            thread.join()

    assert match_records.first_stale() is None
    assert match_records.waiting() == set()


def test_control_records_that_nobody_packs_are_found(app, monkeypatch):
    writer = Writer(seed=7)
    assert not differs(a_request(writer), writer.a_day())
    monkeypatch.setattr(match_records, "packed", lambda _ids: iter(()))

    assert any(writer.write() and differs(a_request(writer), writer.a_day()) for _ in range(60))
    db.session.rollback()
    monkeypatch.undo()
    assert match_records.first_stale() is not None


def test_without_packing_at_the_end_whoever_looks_packs_for_herself(app, monkeypatch):
    """The log alone keeps the pool right; the records wait for the job."""
    writer = Writer(seed=8)
    monkeypatch.setattr("app.database.BEFORE_COMMIT", [])
    for _ in range(30):
        writer.write()
        assert not differs(a_request(writer), writer.a_day())
    assert match_records.waiting()
