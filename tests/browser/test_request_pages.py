"""The coordinator's day, the unit's page and the forms of a request are for everyone."""

from datetime import timedelta

from app.now import now
from app.use_cases.mark_done import mark_done
from tests import build
from tests.app.request_story import filled, the_unit
from tests.app.test_request_pages import A_TALK, TWO_HOURS, path_of, path_of_unit
from tests.sign_in import signed_in


def test_the_coordinators_day(app, is_for_everyone):
    request, _, _ = filled()
    soon = now() + timedelta(hours=3)
    build.an_occasion(request, starts_at=soon, ends_at=soon + TWO_HOURS)
    build.a_brief(state="sent", sent_at=now())

    is_for_everyone(signed_in(app), "/requests/home")


def test_the_coordinators_pages_of_a_request(app, is_for_everyone):
    request, occasion, _ = filled()
    coordinator = signed_in(app)

    is_for_everyone(coordinator, f"/requests/{request.id}")
    is_for_everyone(coordinator, f"/requests/occasions/{occasion.id}")
    is_for_everyone(coordinator, "/requests/new", {"title": "", "occasions-0-day": "31.4.2027"})


def test_the_units_pages(app, is_for_everyone):
    request, _, _ = filled(ended=True)
    mark_done(by=build.an_actor(), request_id=request.id)
    unit, visitor = path_of_unit(the_unit()), app.test_client()

    is_for_everyone(visitor, unit)
    is_for_everyone(visitor, f"{unit}/requests/new")
    is_for_everyone(visitor, f"{unit}/requests/new", A_TALK | {"title": "", "seats": "sata"})
    is_for_everyone(visitor, path_of(request))
