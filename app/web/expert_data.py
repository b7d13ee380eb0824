"""All that is stored of a person, to read and to fetch; for those who do not sign in, too."""

import json

from flask import Blueprint, Response, render_template, url_for

from app.access import Permission, needs
from app.gateways.downloads import JSON, download
from app.now import now
from app.storage import experts, own_data
from app.storage.experts import Expert

pages = Blueprint("expert_data", __name__, url_prefix="/experts/<int:expert_id>")


@pages.get("/data")
@needs(Permission.EDIT_EXPERTS)
def show(expert_id: int):
    """The coordinator prints it for a person who asks."""
    file_url = url_for(".fetch", expert_id=expert_id)
    back = url_for("experts.show", expert_id=expert_id)
    return own_data_page(experts.get(expert_id), file_url, back)


@pages.get("/data.json")
@needs(Permission.EDIT_EXPERTS)
def fetch(expert_id: int):
    return own_data_file(experts.get(expert_id))


def own_data_page(expert: Expert, file_url: str, back: str) -> str:
    return render_template(
        "pages/profile/data.html",
        expert=expert,
        tables=own_data.of_expert(expert),
        file_url=file_url,
        back=back,
    )


def own_data_file(expert: Expert) -> Response:
    whole = {"written_at": now().isoformat(), **own_data.of_expert(expert)}
    written = json.dumps(whole, ensure_ascii=False, indent=2)
    return download(f"rinnalla-{expert.id}.json", written, JSON)
