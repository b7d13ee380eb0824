"""Signing in for tests: to pages by the sign-in page itself, to the API by a token."""

import secrets
from datetime import timedelta

from flask import Flask, g, has_app_context
from flask.testing import FlaskClient

from app.access import Role
from app.database import current_organisation, transaction
from app.gateways.identity import stored_password
from app.now import now
from app.sign_in import hashed
from app.storage import tables
from app.storage.users import AccessToken, User
from tests import build

PASSWORD = "Kesäyö-järvellä-26"


def signed_in(app: Flask, role: Role = Role.COORDINATOR, **changes) -> FlaskClient:
    """A browser of a new user with `role` in the organisation acted in."""
    return sign_in(app, build.a_user(role, password=stored_password(PASSWORD), **changes))


class Browser(FlaskClient):
    """A test runs in one application context, where the library remembers who came last."""

    def open(self, *args, **kwargs):
        if has_app_context():
            g.pop("_login_user", None)
        return super().open(*args, **kwargs)


def sign_in(app: Flask, user: User) -> FlaskClient:
    client = Browser(app, app.response_class, use_cookies=True)
    answer = client.post("/login", data={"identity": user.email, "passcode": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def a_token(role: Role = Role.COORDINATOR, *, user: User | None = None, **changes) -> str:
    """A bearer token of `user`, or of a new one, in the organisation acted in."""
    token = secrets.token_urlsafe(32)
    user = user or build.a_user(role)
    usual = {
        "token_hash": hashed(token),
        "organisation_id": current_organisation(),
        "user_id": user.id,
        "role": role,
        "created_at": now(),
        "expires_at": now() + timedelta(days=30),
    }
    with transaction():
        tables.add(AccessToken(**(usual | changes)))
    return token


def caller(app: Flask, role: Role = Role.COORDINATOR, **changes) -> FlaskClient:
    """A program that calls the API with a token of `role`; an expert's needs `user`."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {a_token(role, **changes)}"
    return client
