"""The organisation decides what weighs how much; all may read it, nothing changes backwards."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.access import Role
from app.database import AlreadyThere, db
from app.now import at, today
from app.storage import candidates, changes, matching_weights
from app.storage.changes import Subject
from app.storage.matching_weights import PARTS
from app.use_cases.set_weights import OrderHasBegun, set_weights
from scheduling.kinds import RequestKind
from scheduling.matching import PUBLISHED
from tests import build
from tests.by_hand import by_hand
from tests.sign_in import signed_in

ONLY = dict.fromkeys(PARTS, 0)


def decided(day, **weights):
    return set_weights(
        by=build.an_actor(), valid_from=day, decided_by="Lautakunta", **(ONLY | weights)
    )


def test_the_published_weights_hold_until_something_is_decided(app):
    assert matching_weights.on(today()) == PUBLISHED


def test_a_decision_holds_from_its_day_until_the_next(app):
    with at(build.TUESDAY):
        first, second = today() + timedelta(days=1), today() + timedelta(days=10)
        decided(first, theme=50)
        decided(second, wait=50)

        assert matching_weights.on(today()) == PUBLISHED
        assert matching_weights.on(first).theme == 50
        assert matching_weights.on(second - timedelta(days=1)).theme == 50
        assert matching_weights.on(second).wait == 50


@pytest.mark.parametrize(
    "act", ["update matching_weights set wait = 0", "delete from matching_weights"]
)
def test_what_was_decided_is_neither_changed_nor_removed(app, act):
    with by_hand(), pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(text(act))
    db.session.rollback()


def test_the_order_follows_the_weights_of_the_day(app):
    with at(build.TUESDAY):
        learner = build.a_candidate(learns=[RequestKind.TALK])
        near = build.a_candidate(municipality_code="091")
        request = build.a_brief(municipality_code="091")
        build.an_occasion(request)
        day = today() + timedelta(days=1)
        decided(day, learning=1)
        decided(day + timedelta(days=1), distance=1)

        def first_on(asked):
            return candidates.ranking(request, today=asked).ids.tolist()[0]

        assert first_on(day) == learner.id
        assert first_on(day + timedelta(days=1)) == near.id


def test_nothing_changes_backwards(app):
    with pytest.raises(OrderHasBegun):
        decided(today(), theme=1)


def test_one_day_has_one_decision(app):
    decided(today() + timedelta(days=1), theme=1)
    with pytest.raises(AlreadyThere):
        decided(today() + timedelta(days=1), wait=1)


def test_who_decided_what_is_kept(app):
    added = decided(today() + timedelta(days=1), theme=7)

    [step] = changes.of(Subject.WEIGHTS, added.id)
    assert "theme 7" in step.reason


@pytest.mark.parametrize("role", [Role.EXPERT, Role.APPROVER, Role.FINANCE, Role.ADMIN])
def test_everybody_signed_in_reads_it_in_words(app, role):
    page = signed_in(app, role).get("/fair-order/")
    assert page.status_code == 200
    assert ("/fair-order/new" in page.text) == (role == Role.ADMIN)
    assert "kokeneeksi lasketaan" in page.text


def test_a_decision_is_written_by_hand(app):
    coordinator = signed_in(app, Role.COORDINATOR)
    day = today() + timedelta(days=3)
    typed = {part: "1" for part in PARTS} | {"valid_from": str(day), "decided_by": "Lautakunta"}

    assert coordinator.get("/fair-order/new").status_code == 200
    assert coordinator.post("/fair-order/new", data=typed | {"theme": "101"}).status_code == 422
    nothing = typed | dict.fromkeys(PARTS, "0")
    assert coordinator.post("/fair-order/new", data=nothing).status_code == 422
    assert coordinator.post("/fair-order/new", data=typed).status_code == 303
    assert "Lautakunta" in coordinator.get("/fair-order/").text
