"""Builders of accounting that is destroyed ten years on, and what is asked of what is left."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import text

from app import checks
from app.access import Actor
from app.database import current_organisation, db
from app.now import at
from app.storage import invariants
from app.storage.disposals import Disposal
from app.use_cases import destroy_accounting

FIRST_DAY = datetime(2037, 1, 1, 12, tzinfo=UTC)
DECISION = "Arkistopäätös § 4/2037"


def set_clock(owner: Flask, how: str) -> None:
    """how: enable or disable. The database goes by its own, and knows of no years to come."""
    db.session.rollback()
    with owner.app_context(), db.engine.begin() as connection:
        connection.execute(text(f"alter table disposals {how} trigger look_at_the_clock"))


def destroyed(
    two: tuple[Actor, Actor], to_year: int = 2026, moment: datetime = FIRST_DAY
) -> Disposal:
    """Proposed by one and confirmed by the other."""
    one, other = two
    with at(moment):
        asked = destroy_accounting.propose(by=one, to_year=to_year, decision=DECISION)
        return destroy_accounting.confirm(by=other, disposal_id=asked.id)


def wrong_row():
    """The first one, or none: of money or time, of statements, of what was settled."""
    db.session.rollback()
    db.session.expire_all()
    found = next(filter(None, checks.statements.violations()), None)
    return invariants.first_wrong_row() or found or checks.settled.find_wrong()


def left(*names: str) -> dict[str, int]:
    """Rows of the organisation acted in, by table."""
    mine = {"mine": current_organisation()}
    return {
        name: db.session.scalar(
            text(f"select count(*) from {name} where organisation_id = :mine"), mine
        )
        for name in names
    }
