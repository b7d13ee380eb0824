"""The packed record of a person is always what her facts make of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.database import acting_in, current_organisation, db, transaction
from app.storage import match_records, tables
from app.storage.experts import Expert, ExpertTheme, Theme
from app.storage.match_records import MatchRecord
from app.storage.organisations import Organisation
from scheduling.kinds import Perspective
from tests import build


class Stop(Exception):
    pass


def changed_and_regretted(expert_id):
    with transaction():
        tables.get(Expert, expert_id).travels_km = 7
        tables.store()
        raise Stop


def record_of(expert_id):
    mine = (current_organisation(), expert_id)
    db.session.rollback()
    found = db.session.get(MatchRecord, mine, populate_existing=True)
    return found and (found.version, found.record)


def test_a_new_person_has_a_record(app):
    expert = build.an_expert()

    assert record_of(expert.id)[1] is not None
    assert match_records.first_stale() is None
    assert match_records.waiting() == set()


def test_what_belongs_to_a_person_changes_her_record(app):
    expert_id = build.an_expert().id
    before = record_of(expert_id)

    with transaction():
        theme = tables.add(Theme(name="Vanhemmuus"))
        tables.add(ExpertTheme(expert_id=expert_id, theme_id=theme.id, perspective=Perspective.OWN))

    version, record = record_of(expert_id)
    assert version > before[0]
    assert record != before[1]
    assert match_records.first_stale() is None


def test_what_is_undone_leaves_no_trace(app):
    expert_id = build.an_expert().id
    before = record_of(expert_id)

    with pytest.raises(Stop):
        changed_and_regretted(expert_id)

    assert record_of(expert_id) == before
    assert match_records.first_stale() is None


def test_others_keep_their_version(app):
    stays, moves = build.an_expert().id, build.an_expert().id
    before = record_of(stays)

    with transaction():
        tables.get(Expert, moves).travels_km = 7

    assert record_of(stays) == before


def test_raw_sql_waits_until_it_is_settled(app):
    expert_id = build.an_expert().id
    by_raw_sql("update experts set travels_km = 3")

    assert match_records.waiting() == {expert_id}
    with transaction():
        assert match_records.pack_waiting(100) == 1
    assert match_records.waiting() == set()
    assert match_records.first_stale() is None


def test_a_promise_in_another_organisation_is_seen_here(app):
    here = build.an_expert()
    here_id, person_id = here.id, here.person_id
    elsewhere = build.an_organisation().id
    own = current_organisation()
    db.session.rollback()
    with acting_in(elsewhere):
        there = build.an_expert(person_id=person_id)
        build.an_assignment(there, build.an_occasion(build.a_brief()))
        assert match_records.waiting() == set()
        assert match_records.first_stale() is None

    assert current_organisation() == own
    assert match_records.waiting() == {here_id}
    with transaction():
        match_records.pack_waiting(100)
    assert match_records.first_stale() is None


def test_a_moved_occasion_moves_the_promise(app):
    expert = build.an_expert()
    occasion = build.an_occasion(build.a_brief())
    build.an_assignment(expert, occasion)
    before = record_of(expert.id)

    with transaction():
        occasion.ends_at = datetime(2026, 12, 15, 10, tzinfo=UTC)

    assert record_of(expert.id) != before
    assert match_records.first_stale() is None


def test_a_new_text_of_the_agreement_concerns_everybody(app):
    everybody = [build.a_candidate().id for _ in range(3)]
    before = [record_of(each) for each in everybody]

    with transaction():
        mine = db.session.get(Organisation, current_organisation())
        mine.agreement_version, mine.agreement_signed_anew = "2", True

    assert all(record_of(each)[1] != was[1] for each, was in zip(everybody, before, strict=True))
    assert match_records.first_stale() is None


def test_who_is_forgotten_leaves_an_empty_record(app):
    expert_id = build.an_expert().id
    with transaction():
        tables.remove(tables.get(Expert, expert_id))

    assert record_of(expert_id)[1] is None
    assert match_records.first_stale() is None


def test_a_record_that_nobody_packed_is_named(app, monkeypatch):
    build.an_expert()
    expert_id = build.an_expert().id
    monkeypatch.setattr("app.database.BEFORE_COMMIT", [])
    with transaction():
        tables.get(Expert, expert_id).travels_km = 7
        db.session.execute(text("delete from match_changes"))

    assert match_records.first_stale() == expert_id


def by_raw_sql(act):
    """As the application's own role may."""
    with db.engine.begin() as connection:
        connection.execute(
            text("select set_config('app.organisation_id', :mine, true)"),
            {"mine": str(current_organisation())},
        )
        connection.execute(text(act))


@pytest.mark.parametrize(
    "act", ["delete from match_records", "update match_records set record = null"]
)
def test_a_record_that_was_spoilt_is_named(app, act):
    expert_id = build.an_expert().id
    assert match_records.first_stale() is None

    by_raw_sql(act)

    assert match_records.first_stale() == expert_id


@pytest.mark.parametrize(
    "act",
    [
        "update match_records set version = version + 1",
        "update match_versions set version = version - 1",
        "delete from match_versions",
    ],
)
def test_a_record_newer_than_the_newest_version_is_named(app, act):
    expert_id = build.an_expert().id
    assert match_records.first_ahead() is None

    by_raw_sql(act)

    assert match_records.first_ahead() == expert_id
