"""One list tells the coordinator what ends soon, and leaves out what has been renewed."""

from datetime import timedelta

import pytest

from app.database import transaction
from app.now import today
from app.storage import expiring, tables
from app.storage.experts import Agreement, Training
from app.storage.expiring import Ending
from app.storage.record_checks import RecordCheck
from tests import build
from tests.sign_in import signed_in

YEAR = timedelta(days=365)


def soon():
    return [(each.what, each.on) for each in expiring.soon(today(), today() + expiring.AHEAD)]


def kept(expert, *parts):
    with transaction():
        for part in parts:
            part.expert_id = expert.id
            tables.add(part)


def an_agreement(until, version="1"):
    return Agreement(text_version=version, signed_on=until - YEAR, valid_until=until)


def test_everything_that_ends_is_on_one_list_soonest_first(app):
    day = today() + timedelta(days=10)
    expert = build.an_expert(paused_until=day + timedelta(days=1))
    kept(
        expert,
        an_agreement(day),
        Training(name="Peruskurssi", finished_on=today() - YEAR, valid_until=day + timedelta(2)),
    )

    assert soon() == [
        (Ending.AGREEMENT, day),
        (Ending.PAUSE, day + timedelta(days=1)),
        (Ending.TRAINING, day + timedelta(days=2)),
    ]


def test_what_was_renewed_ends_no_more(app):
    day = today() + timedelta(days=10)
    expert = build.an_expert()
    kept(
        expert,
        an_agreement(day),
        an_agreement(day + YEAR),
        Training(name="Peruskurssi", finished_on=today() - YEAR, valid_until=day),
        Training(name="Jatkokurssi", finished_on=today()),
    )

    assert soon() == []


def test_an_extract_is_a_year_old_from_its_own_date(app):
    expert = build.an_expert()
    seen = today() - YEAR + timedelta(days=20)
    kept(
        expert,
        RecordCheck(extract_on=seen, checked_on=seen, checked_by=expert.responsible_id),
    )

    [(what, on)] = soon()

    assert what is Ending.CHECK
    assert on == seen.replace(year=seen.year + 1)


@pytest.mark.parametrize("days", [-1, 61])
def test_what_is_over_or_far_away_is_not_soon(app, days):
    kept(build.an_expert(), an_agreement(today() + timedelta(days=days)))

    assert soon() == []


def test_nobody_stopped_is_on_the_list(app):
    expert = build.an_expert()
    kept(expert, an_agreement(today() + timedelta(days=10)))
    build.stop(expert)

    assert soon() == []


def test_the_coordinator_is_led_from_the_first_page_to_the_list(app):
    expert = build.an_expert(last_name="Päättyvä")
    kept(expert, an_agreement(today() + timedelta(days=10)))
    coordinator = signed_in(app)

    assert "/experts/soon" in coordinator.get("/requests/home").text
    assert "Päättyvä" in coordinator.get("/experts/soon").text
