"""Builders: each stores one thing with sensible values; name only what the test is about."""

import secrets
from itertools import count
from typing import Any

from app.access import Actor, Role
from app.database import current_organisation, transaction
from app.language import sort_key
from app.now import now
from app.storage import tables
from app.storage.experts import Expert
from app.storage.organisations import Organisation, OrganisationKind
from app.storage.users import Membership, Person, User
from scheduling.kinds import StopReason

_numbers = count(1)
MONDAY = "2026-11-23"


def an_organisation(**changes: Any) -> Organisation:
    usual = {
        "name": f"Järvilaakson hyvinvointialue {secrets.token_hex(4)}",
        "kind": OrganisationKind.COUNTY,
    }
    with transaction():
        return tables.add(Organisation(**(usual | changes)))


def a_user(role: Role = Role.COORDINATOR, **changes: Any) -> User:
    """Somebody who may sign in and holds `role` in the organisation acted in."""
    number = next(_numbers)
    usual = {
        "email": f"{role}-{number}-{secrets.token_hex(4)}@esimerkki.fi",
        "name": f"Koe Käyttäjä {number}",
        "fs_uniquifier": secrets.token_hex(16),
    }
    with transaction():
        if "person_id" not in changes:
            changes["person_id"] = tables.add(Person()).id
        user = tables.add(User(**(usual | changes)))
        tables.add(Membership(user_id=user.id, organisation_id=current_organisation(), role=role))
        return user


def an_actor(role: Role = Role.COORDINATOR, **changes: Any) -> Actor:
    user = a_user(role, **changes)
    return Actor(
        role=role,
        organisation_id=current_organisation(),
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )


def an_expert(**changes: Any) -> Expert:
    number = next(_numbers)
    usual: dict[str, Any] = {
        "first_name": "Aino",
        "last_name": f"Äijälä {number}",
        "email": f"aino-{number}-{secrets.token_hex(4)}@esimerkki.fi",
        "languages": ["fi"],
        "payroll_number": f"{10000 + number}",
        "finance_has_it": True,
        "joined_on": "2026-01-01",
    }
    values = usual | changes
    values.setdefault("sort_key", sort_key(f"{values['last_name']} {values['first_name']}"))
    if "responsible_id" not in values:
        values["responsible_id"] = a_user().id
    with transaction():
        if "person_id" not in values:
            values["person_id"] = tables.add(Person()).id
        return tables.add(Expert(**values))


def stop(expert: Expert) -> None:
    """Everything about the person stops, as after a death."""
    with transaction():
        found = tables.get(Expert, expert.id, lock=True)
        found.stopped_at, found.stop_reason = now(), StopReason.DEATH
