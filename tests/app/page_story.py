"""Pages and papers as the people of them open, fill and read them."""

import re

from app.database import transaction
from app.gateways import public_links
from app.gateways.identity import stored_password
from app.storage import entry_lists, users
from invoices.printing.text import text_of
from tests.sign_in import PASSWORD, sign_in


def a_link(kind, subject_id):
    with transaction():
        return "/" + public_links.url_to(kind, subject_id).split("/", 3)[3] + "/hours"


def filled(page):
    """What the form of a page would send as it stands."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag and 'type="checkbox"' not in tag:
            fields[name[1]] = value[1] if value else ""
    return fields | {"send": "now"}


def words_of(pdf: bytes) -> str:
    """On one line."""
    return " ".join(text_of(pdf).split())


def there(house):
    return entry_lists.of_assignment(house.assignment.id)


def states(house):
    return [entry.state for entry in there(house)]


def chosen(house):
    return {"chosen": " ".join(entry.ref for entry in there(house))}


def browser_of(app, user):
    with transaction():
        users.get(user.id).password = stored_password(PASSWORD)
    return sign_in(app, user)
