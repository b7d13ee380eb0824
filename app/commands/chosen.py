"""Whom a command acts as and where: found by what the caller typed, or refused in one sentence."""

from contextlib import suppress

from app.access import Actor, Role
from app.commands.refused import Refused
from app.database import Missing
from app.language import gettext
from app.storage import organisations, users

LONGEST_NUMBER = 19


def organisation_named(named: str) -> int:
    """By its name or its number. Raises Refused."""
    if found := organisations.find_by_name(named):
        return found.id
    if named.isascii() and named.isdigit() and len(named) < LONGEST_NUMBER:
        with suppress(Missing):
            return organisations.get(int(named)).id
    raise Refused(gettext("There is no such organisation. Give its name or number."))


def finance_person(email: str, organisation_id: int) -> Actor:
    """An active user who works in finance there. Raises Refused."""
    user = users.find_by_email(email)
    held = users.memberships_of(user.id) if user and user.active else []
    if user is None or (organisation_id, Role.FINANCE) not in {
        (one.organisation_id, one.role) for one in held
    }:
        raise Refused(gettext("%(email)s does not work in finance there.", email=email))
    return Actor(
        role=Role.FINANCE,
        organisation_id=organisation_id,
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )
