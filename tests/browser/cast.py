"""Those who take part in a story of one organisation, and what it takes for granted."""

from collections.abc import Callable
from functools import cached_property

from playwright.sync_api import Browser, Page

from app.access import Role
from app.gateways.identity import stored_password
from app.storage.users import User
from app.use_cases import set_prices
from invoices.pricing.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind
from tests import build
from tests.browser.house import House, acting_for
from tests.browser.person import Person
from tests.sign_in import PASSWORD

UNIT = "Nuorisoasema Myllyoja"
UNIT_EMAIL = "maija.makela@esimerkki.fi"


class Cast:
    """The staff signs in when first needed; prices, a pay day and a unit are there."""

    def __init__(self, house: House, chromium: Browser, holds: Callable[[Page], None]):
        self.house, self._chromium, self._holds = house, chromium, holds
        self._people: list[Person] = []
        with acting_for(house):
            self.organisation_id = build.an_organisation().id
        with acting_for(house, self.organisation_id):
            self._emails = {role: user.email for role, user in _the_staff().items()}

    @cached_property
    def coordinator(self) -> Person:
        return self._of_staff(Role.COORDINATOR)

    @cached_property
    def approver(self) -> Person:
        return self._of_staff(Role.APPROVER)

    @cached_property
    def finance(self) -> Person:
        return self._of_staff(Role.FINANCE)

    def somebody(self) -> Person:
        """With a telephone and no account."""
        self._people.append(Person(self._chromium, self.house.address, self._holds))
        return self._people[-1]

    def everybody_leaves(self) -> None:
        for person in self._people:
            person.leaves()

    def _of_staff(self, role: Role) -> Person:
        person = self.somebody()
        person.signs_in(self._emails[role], PASSWORD)
        return person


def _the_staff() -> dict[Role, User]:
    password = stored_password(PASSWORD)
    staff = {
        role: build.a_user(role, name=name, password=password)
        for role, name in (
            (Role.COORDINATOR, "Kaisa Koordinaattori"),
            (Role.APPROVER, "Hannu Hyväksyjä"),
            (Role.FINANCE, "Tiina Taloushenkilö"),
        )
    }
    build.a_fee_table(
        {"code": "hour", "work": Work.ACTIVITY, "cents": 4000},
        {"code": "reading", "work": Work.PREPARATION, "cents": 2000},
        {
            "code": "panel",
            "work": Work.ACTIVITY,
            "request_kind": RequestKind.PANEL_MEETING,
            "unit": PriceUnit.MEETING,
            "cents": 6000,
        },
    )
    build.a_pay_day("2026-12-15", "2026-12-08")
    codes = {"kilometres": "5010", "ticket": "5020"}
    set_prices.set_expense_pay_codes(by=build.an_actor(Role.FINANCE), pay_codes=codes)
    centre = build.a_cost_centre(staff[Role.APPROVER], code="21100", name="Nuorten palvelut")
    build.a_unit(
        name=UNIT,
        contact_name="Maija Mäkelä",
        contact_email=UNIT_EMAIL,
        contact_phone="040 555 0200",
        municipality_code="564",
        cost_centre_id=centre.id,
    )
    return staff
