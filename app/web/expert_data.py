"""All that is stored of a person, to read and to fetch; for those who do not sign in, too."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from app.access import Permission, actor, needs
from app.gateways.downloads import JSON, download
from app.language import clock_time, duration, euros, moment, month, short_day, telephone
from app.now import now
from app.storage import experts, own_data
from app.storage.experts import Expert
from app.storage.openings import Opened
from app.use_cases.open_sensitive import open_sensitive
from app.web import opening

BY_COLUMN: dict[str, Callable[[Any], str]] = {
    "cents": euros,
    "minutes": duration,
    "phone": telephone,
    "month": lambda value: month(date.fromisoformat(f"{value}-01")),
}

pages = Blueprint("expert_data", __name__, url_prefix="/experts/<int:expert_id>")


@pages.get("/data")
@needs(Permission.EDIT_EXPERTS)
def show(expert_id: int):
    back = url_for("experts.show", expert_id=expert_id)
    action = url_for(".open_data", expert_id=expert_id)
    return opening.ask(Opened.EVERYTHING, experts.get(expert_id), action=action, back=back)


@pages.post("/data")
@needs(Permission.EDIT_EXPERTS)
def open_data(expert_id: int):
    """The coordinator prints it for a person who asks."""
    open_sensitive(Opened.EVERYTHING, expert_id, by=actor())
    file_url = url_for(".fetch", expert_id=expert_id)
    back = url_for("experts.show", expert_id=expert_id)
    return own_data_page(experts.get(expert_id), file_url, back)


@pages.post("/data.json")
@needs(Permission.EDIT_EXPERTS)
def fetch(expert_id: int):
    open_sensitive(Opened.EVERYTHING, expert_id, by=actor())
    return own_data_file(experts.get(expert_id))


def own_data_page(expert: Expert, file_url: str, back: str) -> str:
    stored = own_data.of_expert(expert)
    return render_template(
        "pages/profile/data.html",
        expert=expert,
        tables={name: [_readable(row) for row in rows] for name, rows in stored.items()},
        file_url=file_url,
        is_own=actor().expert_id == expert.id,
        back=back,
    )


def own_data_file(expert: Expert) -> Response:
    whole = {"written_at": now().isoformat(), **own_data.as_json(own_data.of_expert(expert))}
    written = json.dumps(whole, ensure_ascii=False, indent=2)
    return download(f"rinnalla-{expert.id}.json", written, JSON)


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {
        column: None if value is None else _written_out(column, value)
        for column, value in row.items()
    }


def _written_out(column: str, value: Any) -> Any:
    """Days, times, euros and lengths as people write them; codes are the template's to word."""
    if column in BY_COLUMN:
        return BY_COLUMN[column](value)
    if column.endswith("_cents"):
        return euros(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return short_day(value)
    if column == "during":
        return f"{moment(value.lower)}–{clock_time(value.upper)}"
    return value
