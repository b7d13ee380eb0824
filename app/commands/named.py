"""What a command names: an organisation by name or number, a user by e-mail address."""

from contextlib import suppress

from app.commands.refused import Refused
from app.database import Missing
from app.storage import organisations, users
from app.storage.organisations import Organisation
from app.storage.users import User

LONGEST_NUMBER = 19


def organisation(named: str) -> Organisation:
    """Raises Refused."""
    if found := organisations.find_by_name(named):
        return found
    if named.isascii() and named.isdigit() and len(named) < LONGEST_NUMBER:
        with suppress(Missing):
            return organisations.get(int(named))
    raise Refused("There is no such organisation: give its name or number.")


def user(email: str) -> User:
    """An active one. Raises Refused."""
    found = users.find_by_email(email)
    if found is None or not found.active:
        raise Refused("There is no active user with that e-mail address.")
    return found
