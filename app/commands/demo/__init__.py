"""`rinnalla demo`: a bilingual county and a small NGO beside it, all made up."""

from datetime import date, timedelta
from random import Random

import click

from app.access import Actor, Role
from app.commands.application import running
from app.commands.demo import names
from app.commands.demo.history import live_through
from app.commands.demo.limits import add_limits
from app.commands.demo.prices import add_prices
from app.commands.demo.register import (
    NOTICE,
    PASSWORD,
    House,
    a_user,
    add_cost_centres_and_units,
    add_experts,
)
from app.commands.demo.second_thoughts import add_invoices, add_second_thoughts
from app.database import acting_in, transaction
from app.gateways import public_links
from app.now import today
from app.storage import organisations, tables, units
from app.storage.experts import Theme
from app.storage.links import LinkKind
from app.storage.organisations import ExpertWord, Organisation, OrganisationKind
from app.storage.units import Approver, CostCentre, Unit

COUNTY = "Rannikon hyvinvointialue (esittely)"
NGO = "Vertaispolku ry (esittely)"
EXPERTS, NGO_EXPERTS = 150, 8
SEED = 2026

STAFF = (
    (Role.COORDINATOR, "Katja Koordinaattori", "koordinaattori@esimerkki.fi"),
    (Role.FINANCE, "Timo Talous", "talous@esimerkki.fi"),
    (Role.ADMIN, "Pia Pääkäyttäjä", "paakayttaja@esimerkki.fi"),
)
OTHER_IN_FINANCE = (Role.FINANCE, "Tiina Tarkka", "talous2@esimerkki.fi")
AUDITOR = (Role.AUDITOR, "Aulis Tarkastaja", "tarkastaja@esimerkki.fi")
APPROVER = "hyvaksyja.21100@esimerkki.fi"
EXPERT = "kokemusasiantuntija@esimerkki.fi"


@click.command()
@click.option("--experts", default=EXPERTS, show_default=True, help="How many the county has.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed, the same people.")
def demo(experts: int, seed: int) -> None:
    """Fill an empty database with made-up people; a database in use is left as it is."""
    with running(as_owner=True):
        if not load_if_empty(experts, seed):
            raise click.ClickException("There are organisations already; nothing was added.")


def load_if_empty(experts: int = EXPERTS, seed: int = SEED) -> bool:
    """Whether anything was added."""
    if organisations.all_of_them():
        return False
    random = Random(seed)  # noqa: S311  the same made-up people every time, nothing secret
    _county(experts, random)
    _ngo(random)
    return True


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, e-mail, password) for each role of the county; a unit needs only its link."""
    staff = (*STAFF, OTHER_IN_FINANCE, AUDITOR)
    people = [(str(role), email, PASSWORD) for role, _, email in staff]
    people += [("approver", APPROVER, PASSWORD), ("expert", EXPERT, PASSWORD)]
    return [*people, *(("requester", url, "") for url in _links())]


def _links() -> list[str]:
    """The link of the county's first unit; none when the county is not there."""
    county = organisations.find_by_name(COUNTY)
    if county is None:
        return []
    with acting_in(county.id), transaction():
        oldest_first = sorted(units.all_units(), key=lambda unit: unit.id)
        found = [public_links.find_url(LinkKind.UNIT, unit.id) for unit in oldest_first]
    return [url for url in found if url][:1]


def _county(experts: int, random: Random) -> None:
    house = _house(
        Organisation(
            name=COUNTY,
            name_sv="Kustens välfärdsområde (demonstration)",
            kind=OrganisationKind.COUNTY,
            business_id="9000001-1",
            phone="06 000 0000",
            email="kokemus@esimerkki.fi",
            notice_version=NOTICE,
            agreement_version=NOTICE,
            agreement_text=names.AGREEMENT,
        )
    )
    day = today()
    with acting_in(house.organisation.id):
        with transaction():
            for role, name, email in STAFF:
                house.actors[role] = a_user(house, role, name, email)
            other_in_finance, _ = [a_user(house, *each) for each in (OTHER_IN_FINANCE, AUDITOR)]
        _themes(house)
        add_cost_centres_and_units(house, _new_year(day, years_ago=1))
        _give_links(house)
        finance = house.actors[Role.FINANCE]
        add_prices(_new_year(day), cents_an_hour=3_250, by=finance, confirmed_by=other_in_finance)
        add_experts(house, experts, day, random)
        add_limits(house, day)
        house.actors[Role.EXPERT] = _own_sign_in(house)
        live_through(house, random)
        add_invoices(house)
        add_second_thoughts(house, other_in_finance)


def _ngo(random: Random) -> None:
    """Small, and proof that one organisation sees nothing of another."""
    house = _house(
        Organisation(
            name=NGO,
            kind=OrganisationKind.NGO,
            business_id="9000003-8",
            expert_word=ExpertWord.KOKEMUSTOIMIJA,
            notice_version=NOTICE,
        )
    )
    day = today()
    with acting_in(house.organisation.id):
        with transaction():
            for role, name, email in STAFF[:2]:
                house.actors[role] = a_user(house, role, f"{name} (ry)", f"ry.{email}")
            centre = tables.add(CostCentre(code="100", name="Toiminta"))
            approver = a_user(house, Role.APPROVER, "Hanna Johtaja", "ry.johtaja@esimerkki.fi")
            tables.add(
                Approver(
                    cost_centre_id=centre.id,
                    user_id=approver.user_id,
                    valid_from=day - timedelta(days=300),
                )
            )
            tables.add(
                Unit(name="Vertaistalo", cost_centre_id=centre.id, contact_name="Ville Vertainen")
            )
        _themes(house)
        finance = house.actors[Role.FINANCE]
        add_prices(_new_year(day), cents_an_hour=2_000, by=finance, confirmed_by=approver)
        add_experts(house, NGO_EXPERTS, day, random)


def _house(organisation: Organisation) -> House:
    with acting_in(None), transaction():
        return House(tables.add(organisation))


def _themes(house: House) -> None:
    with transaction():
        house.themes = [
            tables.add(Theme(name=fi, name_sv=sv, name_en=en, is_heavy=heavy))
            for fi, sv, en, heavy in names.THEMES
        ]


def _give_links(house: House) -> None:
    with transaction():
        for unit in house.units:
            public_links.url_to(LinkKind.UNIT, unit.id)


def _own_sign_in(house: House) -> Actor:
    """The first expert of the registry signs in herself."""
    expert = house.experts[0]
    with transaction():
        return a_user(house, Role.EXPERT, expert.name, EXPERT, person_id=expert.person_id)


def _new_year(day: date, *, years_ago: int = 0) -> date:
    return date(day.year - years_ago, 1, 1)
