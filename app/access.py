"""Who may do what. A view that names no permission keeps the service from starting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, current_app, g, request

from app import database


class Role(StrEnum):
    COORDINATOR = "coordinator"
    EXPERT = "expert"
    REQUESTER = "requester"
    APPROVER = "approver"
    FINANCE = "finance"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Permission(StrEnum):
    PUBLIC = "public"  # no data of anybody, or data behind a one-time link
    SIGN_IN = "sign_in"  # signed in, whatever the role
    SEE_EXPERTS = "see_experts"
    EDIT_EXPERTS = "edit_experts"
    OWN_PROFILE = "own_profile"
    SEE_REQUESTS = "see_requests"
    EDIT_REQUESTS = "edit_requests"
    SEND_OFFERS = "send_offers"
    ANSWER_OFFERS = "answer_offers"
    RECORD_ANSWERS = "record_answers"
    SEE_ASSIGNMENTS = "see_assignments"
    RUN_ASSIGNMENTS = "run_assignments"
    OWN_ASSIGNMENTS = "own_assignments"
    SEE_HOURS = "see_hours"
    REPORT_HOURS = "report_hours"
    CHECK_HOURS = "check_hours"
    APPROVE_HOURS = "approve_hours"
    SEE_RATES = "see_rates"
    EDIT_RATES = "edit_rates"
    SEE_STATEMENTS = "see_statements"
    OWN_STATEMENTS = "own_statements"
    RUN_STATEMENTS = "run_statements"
    TELL_OUTCOMES = "tell_outcomes"
    SEE_FAIRNESS = "see_fairness"
    EDIT_UNITS = "edit_units"
    EDIT_USERS = "edit_users"
    SET_WEIGHTS = "set_weights"
    SEE_AUDIT = "see_audit"


EVERYONE = {Permission.PUBLIC, Permission.SIGN_IN}
ROLES: dict[Role, set[Permission]] = {
    Role.COORDINATOR: EVERYONE
    | {
        Permission.SEE_EXPERTS,
        Permission.EDIT_EXPERTS,
        Permission.SEE_REQUESTS,
        Permission.EDIT_REQUESTS,
        Permission.SEND_OFFERS,
        Permission.RECORD_ANSWERS,
        Permission.SEE_ASSIGNMENTS,
        Permission.RUN_ASSIGNMENTS,
        Permission.SEE_HOURS,
        Permission.REPORT_HOURS,
        Permission.CHECK_HOURS,
        Permission.SEE_RATES,
        Permission.SEE_STATEMENTS,
        Permission.TELL_OUTCOMES,
        Permission.SEE_FAIRNESS,
        Permission.EDIT_UNITS,
        Permission.SET_WEIGHTS,
    },
    Role.EXPERT: EVERYONE
    | {
        Permission.OWN_PROFILE,
        Permission.ANSWER_OFFERS,
        Permission.OWN_ASSIGNMENTS,
        Permission.REPORT_HOURS,
        Permission.OWN_STATEMENTS,
    },
    Role.REQUESTER: EVERYONE,  # a unit acts by its link, without an account
    Role.APPROVER: EVERYONE | {Permission.SEE_HOURS, Permission.APPROVE_HOURS},
    Role.FINANCE: EVERYONE
    | {
        Permission.SEE_HOURS,
        Permission.SEE_RATES,
        Permission.EDIT_RATES,
        Permission.SEE_STATEMENTS,
        Permission.RUN_STATEMENTS,
        Permission.SEE_AUDIT,
    },
    Role.ADMIN: EVERYONE | {Permission.EDIT_USERS, Permission.EDIT_UNITS, Permission.SET_WEIGHTS},
    Role.AUDITOR: EVERYONE | {Permission.SEE_AUDIT},
}


@dataclass(frozen=True)
class Actor:
    """Who acts, in which organisation and role. By a link there is no user."""

    role: Role
    organisation_id: int
    user_id: int | None = None
    person_id: int | None = None
    expert_id: int | None = None
    unit_id: int | None = None
    name: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in ROLES[self.role]


def the_service() -> Actor:
    """Acts for the coordinator, when a planned job or a command does one of her steps."""
    return Actor(
        role=Role.COORDINATOR, organisation_id=database.current_organisation(), name="Rinnalla"
    )


class NotAllowed(Exception):
    code = "not_allowed"


class NotSignedIn(Exception):
    code = "not_signed_in"


class WithoutRole(NotAllowed):
    """Somebody signs in whose every role has ended."""

    code = "without_role"


class UnguardedView(RuntimeError):
    """A view names no permission, so the service does not start."""


def needs(permission: Permission, *others: Permission):
    """Name the permission a view needs; of several, any one is enough."""

    def mark(view):
        view.permission, view.other_permissions = permission, others
        return view

    return mark


def permission_of(app: Flask, endpoint: str | None) -> Permission | None:
    """What a view needs; of a library's view, what `open_to_all` said. None: it says nothing."""
    view = app.view_functions.get(endpoint or "")
    opened = app.extensions.get("open_to_all", ())
    return getattr(view, "permission", Permission.PUBLIC if endpoint in opened else None)


def open_to_all(app: Flask, endpoints: Iterable[str]) -> None:
    """Let a library's own views be seen by everybody: they guard themselves."""
    app.extensions.setdefault("open_to_all", set()).update(endpoints)


def actor() -> Actor:
    """Who acts in this request. Raises NotSignedIn."""
    if (found := g.get("actor")) is None:
        raise NotSignedIn
    return found


def act_as(who: Actor) -> Actor:
    """Let the rest of this request happen as `who`, in their organisation."""
    database.enter(who.organisation_id, who.expert_id)
    database.organisation.set(who.organisation_id)
    database.expert.set(who.expert_id)
    g.actor = who
    return who


def guard(identify: Callable[[], Actor | None]) -> Callable[[], None]:
    """Stop a request whose actor lacks the permission its view names."""

    def check() -> None:
        g.before = database.organisation.get(), database.expert.get()
        database.organisation.set(None)
        database.expert.set(None)
        g.actor = None
        library = current_app.extensions.get("open_to_all", ())
        database.kept_by_library.set(request.endpoint in library)
        if (who := identify()) is not None:
            act_as(who)
        permission = permission_of(current_app, request.endpoint)
        if request.endpoint is None or permission is Permission.PUBLIC:
            return
        if who is None and g.get("without_role"):
            raise WithoutRole(request.endpoint)
        if who is None:
            raise NotSignedIn(request.endpoint)
        if permission is None or not any(map(who.may, (permission, *_others(request.endpoint)))):
            raise NotAllowed(request.endpoint)

    return check


def _others(endpoint: str) -> tuple[Permission, ...]:
    return getattr(current_app.view_functions[endpoint], "other_permissions", ())


def leave(_error: BaseException | None = None) -> None:
    """Forget the request's organisation and person, so that nothing later acts as them."""
    database.end_read()
    database.kept_by_library.set(False)
    if "before" in g:
        organisation_id, expert_id = g.pop("before")
        database.organisation.set(organisation_id)
        database.expert.set(expert_id)


def refuse_unguarded_views(app: Flask) -> None:
    """Raises UnguardedView, naming every view without a permission."""
    bare = [name for name in app.view_functions if permission_of(app, name) is None]
    if bare:
        raise UnguardedView(", ".join(sorted(bare)))
