"""A brief as the inputs of its form."""

from typing import Any

from app.language import current, lazy
from app.municipalities import find_municipality
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from app.storage.units import Unit

COPIED = (
    "kind",
    "title",
    "description",
    "purpose",
    "what_can_change",
    "who_decides",
    "stage",
    "decided_on",
    "language",
    "fluency",
    "level",
    "with_minors",
    "needs_training",
    "continues_id",
    "is_remote",
    "place",
    "route",
    "seats",
    "preparation",
    "asked_by_name",
    "asked_by_name_because",
    "cost_centre_id",
    "project_code",
    "payer",
    "side_costs_cents",
    "side_costs_note",
    "contact_name",
    "contact_phone",
    "contact_email",
    "version",
)

TIMES = {"day": lazy("Day"), "starts": lazy("Begins"), "ends": lazy("Ends")}
ROWS_OF_TIMES = 4
# What the list of errors calls each input.
LABELS = {
    "kind": lazy("Kind"),
    "unit_id": lazy("Unit"),
    "title": lazy("What is it, in a few words?"),
    "description": lazy("What happens, and for whom?"),
    "purpose": lazy("What is it for?"),
    "what_can_change": lazy("What can still change?"),
    "who_decides": lazy("Who decides?"),
    "stage": lazy("How far is the matter?"),
    "decided_on": lazy("When is it decided?"),
    "due_on": lazy("By which day?"),
    "seats": lazy("How many experts?"),
    "place": lazy("Place"),
    "municipality_code": lazy("Municipality"),
    "preparation_minutes": lazy("Time for preparation"),
    "side_costs_cents": lazy("Other costs in all"),
    "contact_name": lazy("Contact person on the day"),
    "contact_phone": lazy("Phone"),
    "contact_email": lazy("E-mail"),
    **TIMES,
    **{
        f"occasions-{row}-{name}": words
        for row in range(ROWS_OF_TIMES)
        for name, words in TIMES.items()
    },
}


def written_brief(request: ExpertRequest) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    values = {name: getattr(request, name) for name in COPIED}
    values["theme_ids"] = [one.theme_id for one in request.themes]
    values["municipality_code"] = _municipality(request.municipality_code)
    minutes = request.preparation_minutes
    values["preparation_minutes"] = f"{minutes // 60}:{minutes % 60:02}" if minutes else ""
    return values


def brief_of_unit(unit: Unit) -> dict[str, Any]:
    """What is known of the unit before anything is typed."""
    return {
        "contact_name": unit.contact_name,
        "contact_phone": unit.contact_phone,
        "contact_email": unit.contact_email,
        "place": unit.address,
        "municipality_code": _municipality(unit.municipality_code),
        "language": unit.language,
        "seats": 1,
    }


def written_time(occasion: Occasion) -> dict[str, Any]:
    values: dict[str, Any] = {"seats": occasion.seats, "version": occasion.version}
    if occasion.starts_at is None:
        return values | {"due_on": occasion.due_on}
    times = {"starts": occasion.starts_at, "ends": occasion.ends_at}
    return values | times | {"day": occasion.day}


def _municipality(code: str | None) -> str:
    found = find_municipality(code) if code else None
    return found.name(current()) if found else ""
