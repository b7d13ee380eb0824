"""The expert's own page: her details, pause, who looks after her, and all that is stored of her."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.language import gettext
from app.schemas.experts import PauseSchema, WithdrawSchema
from app.storage import experts, income_ceilings, users
from app.storage.experts import Expert
from app.use_cases import edit_expert, pause_expert, stop_everything
from app.web import choices, forms
from app.web.expert_data import own_data_file, own_data_page
from app.web.expert_parts import add_part, part_form
from app.web.experts import change_section, section_form, stored
from app.web.told import BY_HERSELF, told
from scheduling.kinds import StopReason

KIND = f"<any({','.join(edit_expert.HERS)}):kind>"

pages = Blueprint("profile", __name__, url_prefix="/profile")


@pages.get("/")
@needs(Permission.OWN_PROFILE)
def show():
    expert = _mine()
    return render_template(
        "pages/profile/show.html",
        expert=expert,
        responsible=users.get(expert.responsible_id),
        deputy=users.get(expert.deputy_id) if expert.deputy_id else None,
        municipality=choices.municipality_name(expert.municipality_code),
        told=told(expert),
        ceiling=income_ceilings.find_own(expert.id),
    )


@pages.get(f"/<any({','.join(BY_HERSELF)}):section>")
@needs(Permission.OWN_PROFILE)
def edit(section: str):
    expert = _mine()
    return section_form(expert, section, stored(expert), {}, url_for(".show"))


@pages.post(f"/<any({','.join(BY_HERSELF)}):section>")
@needs(Permission.OWN_PROFILE)
def change(section: str):
    return change_section(_mine().id, section, url_for(".show"))


@pages.get(f"/{KIND}")
@needs(Permission.OWN_PROFILE)
def parts(kind: str):
    return part_form(_mine(), kind, {}, {}, url_for(".show"))


@pages.post(f"/{KIND}")
@needs(Permission.OWN_PROFILE)
def add_one(kind: str):
    here = url_for(".parts", kind=kind)
    return add_part(_mine().id, kind, back=url_for(".show"), here=here)


@pages.post(f"/{KIND}/<int:part_id>/remove")
@needs(Permission.OWN_PROFILE)
def remove_one(kind: str, part_id: int):
    edit_expert.remove_part(_mine().id, kind, part_id, by=access.actor())
    return redirect(url_for(".parts", kind=kind), 303)


@pages.get("/pause")
@needs(Permission.OWN_PROFILE)
def pause_form():
    return _pause_form({"until": _mine().paused_until}, {})


@pages.post("/pause")
@needs(Permission.OWN_PROFILE)
def pause():
    values, errors = forms.typed(PauseSchema())
    if errors:
        return _pause_form(request.form, errors), 422
    pause_expert.pause(_mine().id, by=access.actor(), **values)
    return _saved()


@pages.post("/hide")
@needs(Permission.OWN_PROFILE)
def hide():
    pause_expert.hide(_mine().id, by=access.actor(), hidden=request.form.get("hidden") == "true")
    return _saved()


@pages.get("/data")
@needs(Permission.OWN_PROFILE)
def data():
    return own_data_page(_mine(), url_for(".data_file"), url_for(".show"))


@pages.get("/data.json")
@needs(Permission.OWN_PROFILE)
def data_file():
    return own_data_file(_mine())


@pages.get("/withdraw")
@needs(Permission.OWN_PROFILE)
def withdraw_form():
    return render_template("pages/profile/withdraw.html", values={}, errors={})


@pages.post("/withdraw")
@needs(Permission.OWN_PROFILE)
def withdraw():
    _values, errors = forms.typed(WithdrawSchema())
    if errors:
        form = render_template("pages/profile/withdraw.html", values=request.form, errors=errors)
        return form, 422
    stop_everything.stop_everything(_mine().id, by=access.actor(), reason=StopReason.WITHDRAWAL)
    flash(gettext("Your consent has ended and everything is stopped. Thank you for your work."))
    return redirect(url_for(".show"), 303)


def _mine() -> Expert:
    """Raises Missing for a role that has no profile here."""
    mine = access.actor().expert_id
    if mine is None:
        raise Missing(Expert.__name__)
    return experts.get(mine)


def _pause_form(values, errors) -> str:
    return render_template(
        "pages/experts/pause.html",
        expert=_mine(),
        is_own=True,
        action=url_for(".pause"),
        back=url_for(".show"),
        values=values,
        errors=errors,
    )


def _saved():
    flash(gettext("Saved."), "success")
    return redirect(url_for(".show"), 303)
