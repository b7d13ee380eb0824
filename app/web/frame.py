"""What every page shows around its matter: who is signed in, as what, and where one can go."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, current_app, g, has_request_context, request, url_for
from flask_babel.speaklater import LazyString

from app.access import Actor, Permission, Role
from app.gateways.places import where_of
from app.language import current, lazy
from app.storage import engines, organisations
from app.storage.engines import Engine
from app.storage.links import LinkKind
from app.web.expert_words import expert_word
from scheduling.sharing import give_back_until

pages = Blueprint("frame", __name__)
pages.add_app_template_global(expert_word)
pages.add_app_template_global(give_back_until)
pages.add_app_template_global(where_of)

# Per role: words of the menu, the view, and the beginning of addresses it covers.
MENUS: dict[Role, list[tuple[Any, str, str]]] = {
    Role.COORDINATOR: [
        (lazy("Today"), "requests.home", "/requests/home"),
        (lazy("Requests"), "requests.queue", "/requests"),
        (LazyString(lambda: expert_word("many").capitalize()), "experts.registry", "/experts"),
        (lazy("Assignments"), "assignments.all_of_them", "/assignments"),
        (lazy("Hours"), "hours.to_check", "/hours"),
        (lazy("Units"), "units.all_of_them", "/units"),
        (lazy("Fairness"), "reports.fairness", "/reports"),
    ],
    Role.EXPERT: [
        (lazy("Home"), "assignments.home", "/assignments"),
        (lazy("My fees"), "statements.mine", "/statements"),
        (lazy("My profile"), "profile.show", "/profile"),
    ],
    Role.APPROVER: [(lazy("To approve"), "hours.home", "/hours")],
    Role.FINANCE: [
        (lazy("Payroll run"), "statements.home", "/statements"),
        (lazy("Money on its way"), "inbox.show", "/inbox"),
        (lazy("Payees"), "payees.all_of_them", "/payees"),
        (lazy("Prices and pay days"), "rates.all_of_them", "/rates"),
    ],
    Role.ADMIN: [
        (lazy("Users"), "users.all_of_them", "/users"),
        (lazy("Units"), "units.all_of_them", "/units"),
        (lazy("National figures"), "figures.show", "/figures"),
    ],
    Role.AUDITOR: [(lazy("Sample of payments"), "audit.sample", "/audit")],
    Role.REQUESTER: [],
}
# What finance gets besides when the organisation does it by itself.
WITH_ENGINES: dict[Engine, tuple[Any, str, str]] = {
    Engine.PAYMENT_FILE: (lazy("Payment batches"), "bank_batches.home", "/bank-batches"),
    Engine.INCOMES_REGISTER: (
        lazy("Incomes Register"),
        "incomes_register.home",
        "/incomes-register",
    ),
}


def menu_of(who: Actor) -> list[tuple[str, str, bool]]:
    """Words, address and whether the reader is there; the longest covering address wins."""
    rows = MENUS[who.role]
    if who.role is Role.FINANCE:
        on = engines.switched_on()
        rows = rows + [row for engine, row in WITH_ENGINES.items() if engine in on]
    there = [row for row in rows if request.path.startswith(row[2])]
    nearest = max((row[2] for row in there), key=len, default=None)
    return [
        (str(words), url_for(view), covers == nearest)
        for words, view, covers in rows
        if view in current_app.view_functions
    ]


@pages.app_context_processor
def around() -> dict[str, Any]:
    """For one who came by a link only the organisation's name, and the link's page as the first."""
    if not has_request_context():  # a message has no frame
        return {}
    who: Actor | None = g.get("actor")
    if who is None:
        return {"home_url": _page_of_link()}
    organisation = organisations.get(who.organisation_id)
    g.expert_word = organisation.expert_word
    name = organisation.name_in(current())
    shown: dict[str, Any] = {"organisation_name": name}
    if who.user_id is None and g.get("signed_in") is None:
        shown["home_url"] = _page_of_link()
    if who.user_id is not None:
        shown |= {
            "person_name": who.name,
            "role": who.role,
            "navigation": menu_of(who),
            "fair_order_url": url_for("weights.told"),
            "sign_out_url": url_for("security.logout"),
            "memberships_url": url_for("home.memberships") if who.may(Permission.SIGN_IN) else None,
        }
    return shown


def _page_of_link() -> str | None:
    """Whoever comes by a link has no account, so every way back leads to what the link opens."""
    match request.path.split("/"):
        case ["", kind, token, *_] if kind in set(LinkKind):
            return f"/{kind}/{quote(token)}"
    return None
