"""Hours that others pay for directly are summed by who asked for the work, and so pays."""

from datetime import date

from app.access import Role
from app.storage import paid_by_others
from app.storage.paid_by_others import PaidByOther
from invoices.payers import Payer
from tests import build, build_money
from tests.sign_in import signed_in


def a_unit_that_pays(*minutes: int) -> str:
    """Its name, after one person has worked for it as long each time."""
    expert, unit = build.an_expert(), build.a_unit()
    for each in minutes:
        centre = build.a_cost_centre()
        brief = build.a_brief(unit_id=unit.id, cost_centre_id=centre.id, state="done")
        day = f"2026-11-{len(brief.title) % 5 + each % 9 + 1:02d}"
        times = {"starts_at": f"{day} 07:00+00", "ends_at": f"{day} 09:00+00"}
        seat = build.an_assignment(
            expert, build.an_occasion(brief, **times), payer=Payer.OTHER_PAYS
        )
        build_money.approved_hours(expert, minutes=each, assignment=seat)
    return unit.name


def test_hours_are_summed_by_the_unit_that_pays(app):
    first, second = a_unit_that_pays(60, 95), a_unit_that_pays(30)
    build_money.approved_hours(build.an_expert())  # we pay

    assert paid_by_others.sums(date(2026, 11, 1), date(2026, 11, 30)) == sorted(
        [PaidByOther(first, 1, 2, 155, 155), PaidByOther(second, 1, 1, 30, 30)],
        key=lambda one: one.unit,
    )
    assert paid_by_others.sums(date(2026, 10, 1), date(2026, 10, 31)) == []


def test_the_page_and_its_file_tell_the_same(app):
    name = a_unit_that_pays(60, 95)
    browser = signed_in(app, Role.COORDINATOR)
    days = "?first=1.11.2026&last=30.11.2026"

    page = browser.get(f"/paid-by-others/{days}").text
    file = browser.get(f"/paid-by-others/hours.csv{days}").data.decode("utf-8-sig")

    assert name in page
    assert "2 h 35 min" in page
    assert f"{name};1;2;2 h 35 min;2 h 35 min;155" in file
    assert signed_in(app, Role.FINANCE).get(f"/paid-by-others/{days}").status_code == 200
    assert browser.get("/paid-by-others/?first=x").status_code == 422
