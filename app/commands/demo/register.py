"""The demonstration's organisations: people, units, prices, pay days and a registry of experts."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from app.access import Actor, Role
from app.commands.demo import names, wishes
from app.database import transaction
from app.gateways.identity import email_secret, stored_password
from app.language import sort_key
from app.municipalities import find_municipality
from app.now import today
from app.storage import tables
from app.storage.experts import Agreement, Consent, Expert, ExpertTheme, Theme, Training
from app.storage.organisations import Organisation
from app.storage.units import Approver, CostCentre, Unit
from app.storage.users import Membership, Person, User
from scheduling.kinds import AgeBand, Channel, Perspective

PASSWORD = "rinnalla-esittely"
AUDIT_LASTS = timedelta(days=60)
NOTICE = "2026-1"


@dataclass
class House:
    """What later steps need of one organisation."""

    organisation: Organisation
    actors: dict[Role, Actor] = field(default_factory=dict)
    approvers: dict[int, Actor] = field(default_factory=dict)  # by cost centre
    units: list[Unit] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)


def a_user(house: House, role: Role, name: str, email: str, *, person_id: int = 0) -> Actor:
    """Everybody of the demonstration signs in with the same printed password."""
    user = tables.add(
        User(
            person_id=person_id or tables.add(Person()).id,
            email=email,
            name=name,
            phone="040 000 0000",
            password=stored_password(PASSWORD),
            fs_uniquifier=f"demo-{email}",
            us_totp_secrets=email_secret(),
        )
    )
    organisation_id = house.organisation.id
    last_day = today() + AUDIT_LASTS if role is Role.AUDITOR else None
    tables.add(
        Membership(user_id=user.id, organisation_id=organisation_id, role=role, last_day=last_day)
    )
    return Actor(
        role=role,
        organisation_id=organisation_id,
        user_id=user.id,
        person_id=user.person_id,
        name=name,
    )


def add_cost_centres_and_units(house: House, opened_on: date) -> None:
    with transaction():
        centres = {}
        for code, name in names.COST_CENTRES:
            centre = centres[code] = tables.add(CostCentre(code=code, name=name))
            approver = a_user(
                house, Role.APPROVER, f"Hyväksyjä {code}", f"hyvaksyja.{code}@esimerkki.fi"
            )
            house.approvers[centre.id] = approver
            tables.add(
                Approver(cost_centre_id=centre.id, user_id=approver.user_id, valid_from=opened_on)
            )
        _add_deputy(house, centres["21100"].id, opened_on)
        for name, municipality, language, code, contact in names.UNITS:
            house.units.append(_unit(name, municipality, language, centres[code].id, contact))


def add_experts(house: House, how_many: int, today: date, random: Random) -> None:
    with transaction():
        for number in range(how_many):
            expert = _expert(house, number, today, random)
            house.experts.append(tables.add(expert))
            _background(house, expert, today, random)


def _add_deputy(house: House, centre_id: int, opened_on: date) -> None:
    deputy = a_user(house, Role.APPROVER, "Raija Varahenkilö", "varahenkilo@esimerkki.fi")
    tables.add(
        Approver(
            cost_centre_id=centre_id,
            user_id=deputy.user_id,
            is_deputy=True,
            valid_from=opened_on + timedelta(days=30),
        )
    )


def _unit(name: str, municipality: str, language: str, centre_id: int, contact: str) -> Unit:
    place = find_municipality(municipality)
    return tables.add(
        Unit(
            name=name,
            address="Esimerkkikatu 1",
            municipality_code=place.code if place else None,
            contact_name=contact,
            contact_phone="050 000 0000",
            contact_email=f"{_plain(contact)}@yksikko.esimerkki.fi",
            language=language,
            cost_centre_id=centre_id,
        )
    )


def _expert(house: House, number: int, today: date, random: Random) -> Expert:
    swedish = random.random() < 0.35
    first = random.choice(names.FIRST_NAMES_SV if swedish else names.FIRST_NAMES_FI)
    last = random.choice(names.LAST_NAMES_SV if swedish else names.LAST_NAMES_FI)
    home = random.choices(names.MUNICIPALITIES, names.WHERE_PEOPLE_LIVE)[0]
    place = find_municipality(home)
    channel = random.choices(list(Channel), (80, 8, 12))[0]
    own = "sv" if swedish else "fi"
    other = {"fi": "sv", "sv": "fi"}[own]
    values: dict[str, Any] = {
        "email": f"{_plain(first)}.{_plain(last)}.{number}@esimerkki.fi",
        "phone": f"+358400{number:06}",
        "channel": channel,
        "language": own,
        "languages": [own, other] if random.random() < 0.5 else [own],
        "travels_km": random.choice((20, 40, 60, 100, None)),
        "may_act_remotely": random.random() < 0.8,
        "rest_minutes": random.choice((0, 0, 60, 120)),
        "native_languages": [own],
    }
    values |= wishes.told(number, values["languages"])
    if channel is not Channel.EMAIL:
        values["email"] = None
    if number % 50 == 17:
        values |= {
            "is_minor": True,
            "guardian_name": f"Huoltaja {last}",
            "guardian_phone": "0400 999 999",
            "guardian_consent_on": today - timedelta(days=200),
            "guardian_latest_minute": 20 * 60,
            "guardian_day_minutes": 3 * 60,
            "age_band": AgeBand.UNDER_18,
        }
    if number % 37 == 5:
        values["paused_until"] = today + timedelta(days=40)
    with_payroll = number % 23 != 7  # a few have not been to payroll yet
    return Expert(
        person_id=tables.add(Person()).id,
        first_name=first,
        last_name=last,
        sort_key=sort_key(f"{last} {first}"),
        street=f"Esimerkkitie {number + 1}",
        postal_code="65100",
        city=place.name(own) if place else None,
        municipality_code=place.code if place else None,
        joined_on=today - timedelta(days=random.randrange(120, 1500)),
        payroll_number=f"{70000 + number}" if with_payroll else None,
        finance_has_it=with_payroll,
        responsible_id=house.actors[Role.COORDINATOR].user_id or 0,
        **values,
    )


def _background(house: House, expert: Expert, today: date, random: Random) -> None:
    """Themes, training, agreement and consent, as most have them."""
    for theme in random.sample(house.themes, random.choice((1, 1, 2, 2, 3))):
        tables.add(
            ExpertTheme(
                expert_id=expert.id,
                theme_id=theme.id,
                perspective=random.choices(list(Perspective), (60, 15, 18, 7))[0],
            )
        )
    if random.random() < 0.75:
        finished = expert.joined_on - timedelta(days=random.randrange(0, 90))
        tables.add(
            Training(expert_id=expert.id, name="Kokemusasiantuntijakoulutus", finished_on=finished)
        )
    tables.add(
        Agreement(
            expert_id=expert.id,
            text_version=NOTICE,
            signed_on=expert.joined_on,
            valid_until=today + timedelta(days=random.randrange(90, 700)),
        )
    )
    tables.add(Consent(expert_id=expert.id, notice_version=NOTICE, given_on=expert.joined_on))


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("åäöé- ", "aaoe.."))
