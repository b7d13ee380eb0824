"""An approver in a real browser: differences first, one sent back, and a deputy in his place."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access import Role
from app.database import transaction
from app.gateways.identity import stored_password
from app.storage import tables, units
from app.storage.hour_entries import HourEntry
from app.storage.units import Approver
from invoices.pricing.fee_table import Work
from scheduling.lifecycle import AssignmentState, EntryState, RequestState
from tests import build
from tests.browser.cast import UNIT
from tests.browser.house import acting_for
from tests.sign_in import PASSWORD


@pytest.fixture
def story(cast):
    """Two talks have been checked: one as planned, one half an hour longer."""
    cast.house.it_is(20, 11)
    with acting_for(cast.house, cast.organisation_id):
        unit = next(each for each in units.all_units() if each.name == UNIT)
        coordinator = build.a_user()
        for name, minutes in (("Äijälä", 120), ("Öberg", 150)):
            _a_checked_talk(unit, coordinator, name, minutes)
        password = stored_password(PASSWORD)
        deputy = build.a_user(Role.APPROVER, name="Sini Sijainen", password=password)
        with transaction():
            centre, day = unit.cost_centre_id, cast.house.moment.date()
            tables.add(
                Approver(cost_centre_id=centre, user_id=deputy.id, valid_from=day, is_deputy=True)
            )
        cast.deputy_email = deputy.email
    return cast


def _a_checked_talk(unit, coordinator, name, minutes):
    starts_at = datetime(2026, 11, 3, 7, tzinfo=UTC)
    talk = build.a_brief(
        unit_id=unit.id, cost_centre_id=unit.cost_centre_id, state=RequestState.DONE
    )
    occasion = build.an_occasion(talk, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    expert = build.a_candidate(last_name=name)
    seat = build.an_assignment(expert, occasion, state=AssignmentState.DONE)
    with transaction():
        tables.add(
            HourEntry(
                assignment_id=seat.id,
                expert_id=expert.id,
                work=Work.ACTIVITY,
                minutes=minutes,
                day=starts_at.date(),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=minutes),
                state=EntryState.CHECKED,
                reported_at=starts_at,
                confirmed_at=starts_at,
                confirmed_by=unit.contact_name,
                checked_by=coordinator.id,
                checked_at=starts_at,
            )
        )


def test_what_differs_comes_first_and_goes_back_with_a_reason(story):
    approver = story.approver
    approver.sees("21100 Nuorten palvelut", "180,00 €", "Poikkeaa")
    first, second = approver.page.locator("ul.tasks > li").all_inner_texts()
    assert ("Öberg" in first, "Äijälä" in second) == (True, True)

    approver.presses("Hyväksy valitut")  # the one as planned is ticked already
    approver.sees("1 toimeksianto hyväksytty", "Öberg")
    approver.chooses("Aino Öberg")
    approver.unfolds("Palauta valitut korjattavaksi")
    approver.writes("Mitä pitää korjata?", "Sovittiin kahdesta tunnista.")
    approver.presses("Palauta valitut")

    approver.sees("Palautettu kokemusasiantuntijalle", "Mikään ei odota hyväksyntääsi")


def test_a_deputy_approves_and_the_approver_has_nothing_left(story):
    deputy, approver = story.somebody(), story.approver
    deputy.signs_in(story.deputy_email, PASSWORD)

    deputy.chooses("Aino Öberg")
    deputy.presses("Hyväksy valitut")

    deputy.sees("2 toimeksiantoa hyväksytty", "Mikään ei odota hyväksyntääsi")
    approver.presses("Hyväksy valitut")  # his page was left open
    approver.sees("Mikään ei odota hyväksyntääsi")


def test_an_approver_sees_neither_payroll_nor_people(story):
    approver = story.approver

    for address in ("/statements/home", "/bank-batches/", "/experts/", "/corrections/"):
        approver.opens(address)
        approver.sees("Roolisi ei salli tätä.")
