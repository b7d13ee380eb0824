"""Units that ask, cost centres that pay, and the shared list of themes."""

from datetime import date
from typing import Any

from app.access import Actor, Role
from app.database import Missing, Refusal, Stale, transaction
from app.gateways import public_links
from app.now import now, today
from app.storage import changes, links, tables, units, users
from app.storage.changes import Subject
from app.storage.experts import Theme
from app.storage.links import LinkKind
from app.storage.units import Approver, CostCentre, Unit


class UnitIsClosed(Refusal):
    """A closed unit asks for nothing: its link stays shut."""

    code = "unit_is_closed"


def add_unit(*, by: Actor, **values: Any) -> Unit:
    """Raises Missing, AlreadyThere."""
    with transaction():
        _refuse_foreign_centre(values)
        unit = tables.add(Unit(**values))
        changes.note(Subject.UNIT, unit.id, "added", by=by)
    return unit


def change_unit(unit_id: int, *, by: Actor, version: int | None = None, **values: Any) -> Unit:
    """Raises Missing, Stale, AlreadyThere."""
    with transaction():
        unit = units.get(unit_id, lock=True)
        if version is not None and version != unit.version:
            raise Stale
        _refuse_foreign_centre(values)
        for name, value in values.items():
            setattr(unit, name, value)
        changes.note(Subject.UNIT, unit.id, "changed", by=by)
    return unit


def close_unit(unit_id: int, *, by: Actor, closed: bool = True) -> Unit:
    """Its link stops working; its history stays. Opened again, it gets a new link.

    Raises Missing.
    """
    with transaction():
        unit = units.get(unit_id, lock=True)
        if (unit.closed_on is not None) != closed:
            unit.closed_on = today() if closed else None
            if closed:
                _revoke(unit)
            changes.note(Subject.UNIT, unit.id, "closed" if closed else "opened", by=by)
    return unit


def make_link(unit_id: int, *, by: Actor) -> str:
    """The unit's address; there is one at a time. Raises Missing, UnitIsClosed."""
    with transaction():
        unit = units.get(unit_id, lock=True)
        if unit.closed_on is not None:
            raise UnitIsClosed
        is_new = public_links.find_url(LinkKind.UNIT, unit.id) is None
        url = public_links.url_to(LinkKind.UNIT, unit.id)
        if is_new:
            changes.note(Subject.UNIT, unit.id, "link_made", by=by)
    return url


def renew_link(unit_id: int, *, by: Actor) -> str:
    """A new address; the old one is shut. Raises Missing, UnitIsClosed."""
    with transaction():
        unit = units.get(unit_id, lock=True)
        if unit.closed_on is not None:
            raise UnitIsClosed
        _revoke(unit)
        changes.note(Subject.UNIT, unit.id, "link_renewed", by=by)
        return public_links.url_to(LinkKind.UNIT, unit.id)


def revoke_link(unit_id: int, *, by: Actor) -> None:
    """Whoever has the old address sees nothing any more. Raises Missing."""
    with transaction():
        unit = units.get(unit_id, lock=True)
        if _revoke(unit):
            changes.note(Subject.UNIT, unit.id, "link_revoked", by=by)


def add_cost_centre(*, by: Actor, **values: Any) -> CostCentre:
    """Raises AlreadyThere."""
    with transaction():
        return tables.add(CostCentre(**values))


def change_cost_centre(centre_id: int, *, by: Actor, **values: Any) -> CostCentre:
    """Raises Missing, AlreadyThere."""
    with transaction():
        centre = tables.get(CostCentre, centre_id, lock=True)
        for name, value in values.items():
            setattr(centre, name, value)
    return centre


def close_cost_centre(centre_id: int, *, by: Actor, closed: bool = True) -> CostCentre:
    """Raises Missing."""
    with transaction():
        centre = tables.get(CostCentre, centre_id, lock=True)
        if (centre.closed_on is not None) != closed:
            centre.closed_on = today() if closed else None
    return centre


def choose_approver(
    centre_id: int, *, by: Actor, user_id: int, is_deputy: bool, valid_from: date
) -> Approver:
    """From a day on; the next choice ends it. The same choice twice is one. Raises Missing."""
    with transaction():
        centre = tables.get(CostCentre, centre_id, lock=True)
        if user_id not in {user.id for user in users.with_role(by.organisation_id, Role.APPROVER)}:
            raise Missing("User", user_id)
        chosen = {"user_id": user_id, "is_deputy": is_deputy, "valid_from": valid_from}
        for there in units.approvers_of(centre.id):
            if all(getattr(there, name) == value for name, value in chosen.items()):
                return there
        changes.note(
            Subject.USER,
            user_id,
            "deputy_approver" if is_deputy else "approver",
            by=by,
            reason=f"{centre.code} {valid_from.isoformat()}",
        )
        return tables.add(Approver(cost_centre_id=centre.id, **chosen))


def add_theme(*, by: Actor, **values: Any) -> Theme:
    """Raises AlreadyThere."""
    with transaction():
        return tables.add(Theme(**values))


def change_theme(theme_id: int, *, by: Actor, **values: Any) -> Theme:
    """Raises Missing, AlreadyThere."""
    with transaction():
        theme = tables.get(Theme, theme_id, lock=True)
        for name, value in values.items():
            setattr(theme, name, value)
    return theme


def _refuse_foreign_centre(values: dict[str, Any]) -> None:
    if values.get("cost_centre_id") is not None:
        tables.get(CostCentre, values["cost_centre_id"])


def _revoke(unit: Unit) -> bool:
    link = links.find(LinkKind.UNIT, unit.id, unit.organisation_id)
    if link is None:
        return False
    link.revoked_at = now()
    return True
