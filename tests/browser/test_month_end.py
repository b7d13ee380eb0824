"""A month end of 140 people, closed by one coordinator, one approver and one of payroll."""

import sys
from datetime import UTC, datetime, timedelta

import pytest

from app.database import transaction
from app.storage import tables, units
from app.storage.hour_entries import HourEntry
from invoices.payers import Payee
from invoices.pricing.fee_table import Work
from invoices.pricing.price import FeeChoice
from scheduling.kinds import RequestKind
from scheduling.lifecycle import AssignmentState, EntryState, RequestState
from tests import build
from tests.browser.cast import UNIT
from tests.browser.house import acting_for
from tests.browser.payroll import cents, rows_of

AS_PLANNED, LONGER, LATE, ON_THE_PANEL = 118, 12, 5, 5
WAIVED, HELD, BY_INVOICE = 2, 3, 1
PAID = (AS_PLANNED - WAIVED - HELD - BY_INVOICE) * 8_000 + LONGER * 10_000 + ON_THE_PANEL * 6_000
CLICKS = 60  # more would be a month end that nobody wants to do


@pytest.fixture
def month(cast):
    """What units have confirmed during the month; the panel's list is not marked yet."""
    cast.house.it_is(8, 12, "14.00")
    with acting_for(cast.house, cast.organisation_id):
        unit = next(each for each in units.all_units() if each.name == UNIT)
        for n in range(AS_PLANNED):
            a_talk_was_given(unit, n, **differs_in(n))
        for n in range(LONGER):
            a_talk_was_given(unit, AS_PLANNED + n, minutes=150)
        a_panel_met(unit)
    return cast


def differs_in(n):
    """Of those whose hours are as planned."""
    if n < WAIVED:
        return {"fee_choice": FeeChoice.COSTS_ONLY}
    if n < WAIVED + HELD:
        return {"payroll_number": None}
    return {"payee": Payee.NGO} if n < WAIVED + HELD + BY_INVOICE else {}


def a_talk_was_given(unit, n, *, minutes=120, payroll_number="", **chosen):
    number = payroll_number if payroll_number is None else f"{70_000 + n}"
    expert = build.a_candidate(last_name=f"Äijälä-{n:03d}", payroll_number=number)
    starts_at = datetime(2026, 11, 2, 7, tzinfo=UTC) + timedelta(days=n % 20)
    talk = a_request_of(unit, RequestKind.TALK)
    occasion = build.an_occasion(talk, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    seat = build.an_assignment(expert, occasion, state=AssignmentState.DONE, **chosen)
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
                state=EntryState.CONFIRMED,
                reported_at=starts_at,
                confirmed_at=starts_at,
                confirmed_by=unit.contact_name,
            )
        )


def a_panel_met(unit):
    starts_at = datetime(2026, 12, 7, 12, tzinfo=UTC)
    panel = a_request_of(unit, RequestKind.PANEL_MEETING, seats=ON_THE_PANEL)
    occasion = build.an_occasion(
        panel, seats=ON_THE_PANEL, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    for n in range(ON_THE_PANEL):
        expert = build.a_candidate(last_name=f"Raatilainen-{n}", payroll_number=f"{80_000 + n}")
        build.an_assignment(expert, occasion, is_group=True, state=AssignmentState.CONFIRMED)


def a_request_of(unit, kind, **changes):
    usual = {"unit_id": unit.id, "cost_centre_id": unit.cost_centre_id, "state": RequestState.DONE}
    return build.a_brief(kind=kind, **(usual | changes))


def test_a_month_of_140_people_is_closed_by_three(month, capsys):
    house, coordinator, approver = month.house, month.coordinator, month.approver
    marks_the_panel(coordinator)
    everything_is_checked(coordinator)
    everything_is_approved(approver)
    house.it_is(9, 12)
    five_come_late(month)
    house.it_is(10, 12)
    finance = month.finance
    is_run(finance)
    is_handed_over(finance)
    the_invoice_is_noted(finance)
    house.it_is(15, 12)
    is_paid(finance)

    clicks = {
        "coordinator": coordinator.clicks,
        "approver": approver.clicks,
        "finance": finance.clicks,
    }
    with capsys.disabled():
        sys.stdout.write(f"\nClicks of a month end of 140 people: {clicks}\n")
    assert sum(clicks.values()) <= CLICKS, clicks


def marks_the_panel(coordinator):
    coordinator.opens("/")
    coordinator.follows("Toimeksiannot")
    coordinator.follows("Merkitse läsnäolijat", about="Aino Raatilainen-0")
    for n in range(ON_THE_PANEL):
        coordinator.chooses("Paikalla", part=f"Aino Raatilainen-{n}")
    coordinator.presses("Tallenna")


def everything_is_checked(coordinator):
    coordinator.follows("Tunnit")
    coordinator.presses("Asiatarkasta valitut")
    coordinator.sees(f"{AS_PLANNED + ON_THE_PANEL} toimeksiantoa asiatarkastettu.")
    the_differing_are_chosen(coordinator)
    coordinator.presses("Asiatarkasta valitut")
    coordinator.sees(f"{LONGER} toimeksiantoa asiatarkastettu.")


def everything_is_approved(approver):
    approver.opens("/")
    approver.presses("Hyväksy valitut")
    approver.sees(f"{AS_PLANNED + ON_THE_PANEL} toimeksiantoa hyväksytty.")
    the_differing_are_chosen(approver)
    approver.presses("Hyväksy valitut")
    approver.sees(f"{LONGER} toimeksiantoa hyväksytty.")


def the_differing_are_chosen(person):
    for n in range(AS_PLANNED, AS_PLANNED + LONGER):
        person.chooses(f"Aino Äijälä-{n:03d}, {UNIT}")


def five_come_late(month):
    """Their unit confirms on the day after the cut-off."""
    with acting_for(month.house, month.organisation_id):
        unit = next(each for each in units.all_units() if each.name == UNIT)
        for n in range(LATE):
            a_talk_was_given(unit, 900 + n)
    month.coordinator.opens("/hours/to-check")
    month.coordinator.presses("Asiatarkasta valitut")
    month.approver.opens("/")
    month.approver.presses("Hyväksy valitut")
    month.approver.sees(f"{LATE} toimeksiantoa hyväksytty.")


def is_run(finance):
    finance.opens("/")
    finance.presses("Aja joulukuu 2026")
    finance.sees("3 riviä", "5 riviä", "10 460,00")


def is_handed_over(finance):
    finance.presses("Luovuta palkanlaskentaan")
    persons = rows_of(finance.takes("Rivi jokaisesta henkilöstä (CSV)"))
    lines = rows_of(finance.takes("Rivi jokaisesta erittelyrivistä (CSV)"))
    assert sum(cents(row["Yhteensä"]) for row in persons) == PAID
    assert sum(cents(row["Summa"]) for row in lines) == PAID


def is_paid(finance):
    finance.opens("/")
    finance.follows("joulukuu 2026")
    finance.writes("Maksupäivä", "15.12.2026")
    finance.presses("Vahvista maksetuksi")
    finance.sees("Maksettu 15.12.")


def the_invoice_is_noted(finance):
    finance.opens("/statements/invoiced")
    finance.follows("Kirjaa lasku")
    finance.writes("Laskun numero", "L-2026-17")
    finance.writes("Laskun päivä", "9.12.2026")
    finance.writes("Laskun summa", "80,00")
    finance.writes("Ennakkoperintärekisteri tarkistettu", "10.12.2026")
    finance.presses("Kirjaa lasku")
    finance.sees("L-2026-17")
