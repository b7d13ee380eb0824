"""Links that open one thing without signing in: made once, written the same way every time."""

from datetime import datetime

from flask import current_app

from app.database import current_organisation
from app.now import now
from app.storage import links
from app.storage.links import Link, LinkKind

OWN_STATEMENTS = "/statements/mine"


def url_to(kind: LinkKind, subject_id: int, *, expires_at: datetime | None = None) -> str:
    """The address of a thing; the link is made, in the running transaction, if there is none."""
    link = links.find(kind, subject_id, current_organisation()) or links.make(
        kind,
        subject_id,
        organisation_id=current_organisation(),
        secret_key=_secret(),
        moment=now(),
        expires_at=expires_at,
    )
    return f"{current_app.config['SETTINGS'].base_url}/{kind}/{link.token(_secret())}"


def find_url(kind: LinkKind, subject_id: int) -> str | None:
    """The address of a thing if it has a link; for reading, where none may be made."""
    link = links.find(kind, subject_id, current_organisation())
    if link is None:
        return None
    return f"{current_app.config['SETTINGS'].base_url}/{kind}/{link.token(_secret())}"


def own_page(path: str) -> str:
    """The full address of a page that asks the reader to sign in."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def own_statements() -> str:
    """Where an expert sees her money, once she has signed in."""
    return own_page(OWN_STATEMENTS)


def open_link(kind: LinkKind, token: str) -> Link:
    """Raises Missing."""
    return links.opened_by(token, kind, now())


def _secret() -> str:
    return current_app.config["SETTINGS"].secret_key
