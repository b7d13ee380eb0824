"""Where a meeting is, in words that find the way there."""

from app.language import current, gettext
from app.municipalities import find_municipality
from app.storage.requests import ExpertRequest


def place_of(request: ExpertRequest) -> str:
    if request.is_remote:
        return ": ".join(filter(None, (gettext("remotely"), request.place)))
    return request.place or request.unit.name


def address_of(request: ExpertRequest) -> str:
    """What the place leaves unsaid: its town, or the unit's address when no other was told."""
    if request.is_remote:
        return ""
    code, address = request.municipality_code, request.unit.address or ""
    is_elsewhere = request.place and code
    said = place_of(request)
    street = "" if is_elsewhere or address in said else address
    town = _town(code or request.unit.municipality_code, f"{said} {street}")
    return ", ".join(filter(None, (street, town)))


def where_of(request: ExpertRequest) -> str:
    return ", ".join(filter(None, (place_of(request), address_of(request))))


def _town(code: str | None, said: str) -> str:
    """Its name, unless it has been said already in either language."""
    found = find_municipality(code) if code else None
    if found is None or found.fi in said or found.sv in said:
        return ""
    return found.name(current())
