"""Signing in by password, e-mail link or token, and acting in one membership at a time."""

import hashlib
from dataclasses import replace
from typing import Any

from flask import Flask, current_app, g, request, session
from flask.json.provider import DefaultJSONProvider
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import (
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    current_user,
)
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

from app import access, database, language
from app.access import Actor, Role
from app.gateways import mail
from app.now import now
from app.storage import experts, users
from app.storage.rate_limits import InDatabase
from app.storage.users import Bearer, Membership, User

BEARER = "Bearer "
csrf = CSRFProtect()
# From one address, and for one user from wherever: slow for a thief, enough for a forgetful hand.
TRIES_FROM_AN_ADDRESS = "60 per 10 minutes"
TRIES_OF_A_USER = "10 per 10 minutes"
TRIED = ("security.login", "security.us_signin", "security.us_signin_send_code")

SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],  # argon2 keeps a salt of its own
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_TRACKABLE": False,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_RECOVERABLE": False,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_UNIFIED_SIGNIN": True,
    "SECURITY_US_ENABLED_METHODS": ["password", "email"],
    "SECURITY_US_SIGNIN_REPLACES_LOGIN": True,
    "SECURITY_TOKEN_MAX_AGE": 3600,
    "SECURITY_US_TOKEN_VALIDITY": 900,  # seconds a link sent by e-mail opens
    "SECURITY_TOTP_ISSUER": "Rinnalla",
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    "SECURITY_ANONYMOUS_USER_DISABLED": True,
    "WTF_CSRF_CHECK_DEFAULT": False,  # checked below, but for calls that carry a token
    "WTF_CSRF_TIME_LIMIT": None,
}


class ShallowJson(DefaultJSONProvider):
    """The library looks for a token in what anybody sends: what is too deep is unreadable."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("too deep") from error


class SignInMail(MailUtil):
    """The library's letters go by our mail gateway."""

    def send_mail(self, template, subject, recipient, sender, body, html, **kwargs) -> None:
        mail.send_secret(recipient, str(subject), body)


def init_app(app: Flask) -> None:
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    app.json_provider_class = ShallowJson  # of which the library makes its own
    app.config["WTF_CSRF_ENABLED"] = not app.testing
    app.config["SECURITY_TOTP_SECRETS"] = {"1": app.config["SETTINGS"].field_keys[0]}
    datastore = SQLAlchemyUserDatastore(database.db, User, None)
    security = Security(app, datastore, mail_util_cls=SignInMail)
    language.teach(security.i18n_domain)
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = generate_csrf
    library = [name for name in app.view_functions if name.startswith("security.")]
    access.open_to_all(app, ["static", *library])
    _count_tries(app)
    app.before_request(access.guard(identify))
    app.before_request(_protect_from_forgery)
    app.teardown_request(access.leave)


def _count_tries(app: Flask) -> None:
    limiter = Limiter(
        get_remote_address,
        app=app,
        enabled=not app.testing,  # many tests sign in, one proves the limit
        storage_uri=f"{InDatabase.STORAGE_SCHEME[0]}://",
        strategy="fixed-window",
        headers_enabled=True,  # says when to try again
    )
    from_an_address = limiter.limit(TRIES_FROM_AN_ADDRESS, methods=["POST"])
    of_a_user = limiter.limit(TRIES_OF_A_USER, key_func=_user_tried, methods=["POST"])
    app.extensions["tries"] = limiter  # views know it only weakly
    views: dict[str, Any] = app.view_functions
    for name in TRIED:
        views[name] = of_a_user(from_an_address(views[name]))


def _user_tried() -> str:
    """Not the address itself: counts are kept without names."""
    return hashed(request.form.get("identity", "").strip().lower())


def identify() -> Actor | None:
    """The bearer of a token, else the signed-in user in the chosen membership."""
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER):
        return _of_token(header.removeprefix(BEARER))
    if current_user and current_user.is_authenticated:
        return _of_session(current_user)
    return None


def chosen(memberships: list[Membership]) -> Membership | None:
    """The membership acted in: the one chosen in this session, else the first."""
    by_id = {membership.id: membership for membership in memberships}
    return by_id.get(session.get("membership_id", 0)) or next(iter(memberships), None)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _of_token(token: str) -> Actor | None:
    if (found := users.find_bearer(hashed(token), now())) is None:
        return None
    g.by_token = True
    return _actor(found, found.organisation_id, found.role)


def _of_session(user: Any) -> Actor | None:
    g.reader_language = user.language
    membership = chosen(users.memberships_of(user.id))
    if membership is None:
        g.without_role = True
        return None
    return _actor(user, membership.organisation_id, membership.role)


def _actor(user: User | Bearer, organisation_id: int, role: Role) -> Actor:
    who = Actor(
        role=role,
        organisation_id=organisation_id,
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )
    if role is not Role.EXPERT:
        return who
    with database.acting_in(organisation_id):
        mine = experts.find_of_person(user.person_id)
        return replace(who, expert_id=mine.id if mine else None)


def _protect_from_forgery() -> None:
    if current_app.config["WTF_CSRF_ENABLED"] and not g.get("by_token"):
        csrf.protect()
