"""Requests of the made-up registry as rows of their own, and a token of who looks for people."""

import secrets

from app.access import Role
from app.commands.bench import registry
from app.commands.bench.filled import ORGANISATION
from app.database import transaction
from app.now import now
from app.sign_in import hashed
from app.storage import tables
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest, RequestTheme
from app.storage.units import Unit
from app.storage.users import Membership, Person, User
from app.use_cases import edit_users
from scheduling.facts import RequestFacts
from scheduling.lifecycle import RequestState

FIRST = 2  # in the filled registry the first one is everybody's
FIRST_OCCASION = 1_000_000


def requests(count: int) -> list[int]:
    """Their ids. People are looked for, at the times for which the registry was made."""
    asked = dict(enumerate(registry.requests(count, 1), FIRST))
    with transaction():
        for request_id, facts in asked.items():
            _add(request_id, facts)
    return list(asked)


def token() -> str:
    """Of a coordinator."""
    made = secrets.token_urlsafe(32)
    with transaction():
        person = tables.add(Person())
        user = tables.add(
            User(person_id=person.id, email="a@example.org", name="Koe", fs_uniquifier="koe")
        )
        role = Role.COORDINATOR
        tables.add(Membership(user_id=user.id, organisation_id=ORGANISATION, role=role))
    edit_users.create_token(
        user.id, ORGANISATION, role=Role.COORDINATOR, token_hash=hashed(made), days=1
    )
    return made


def _add(request_id: int, facts: RequestFacts) -> None:
    unit = tables.add(Unit(name=f"Koeyksikkö {request_id}", municipality_code=facts.municipality))
    tables.add(
        ExpertRequest(
            id=request_id,
            unit_id=unit.id,
            kind=facts.kind,
            state=RequestState.MATCHING,
            title="Koe",
            language=facts.language,
            level=facts.level,
            with_minors=facts.with_minors,
            needs_training=facts.needs_training,
            is_remote=not facts.on_site,
            contact_name="Koe",
            created_at=now(),
        )
    )
    for number, (starts, ends) in enumerate(facts.occasions, FIRST_OCCASION + 10 * request_id):
        tables.add(Occasion(id=number, request_id=request_id, starts_at=starts, ends_at=ends))
    for theme in facts.themes:
        tables.add(RequestTheme(request_id=request_id, theme_id=theme))
