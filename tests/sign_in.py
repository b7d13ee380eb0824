"""Signing in for tests of pages, by the sign-in page itself."""

from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.gateways.identity import stored_password
from app.storage.users import User
from tests import build

PASSWORD = "Kesäyö-järvellä-26"


def signed_in(app: Flask, role: Role = Role.COORDINATOR, **changes) -> FlaskClient:
    """A browser of a new user with `role` in the organisation acted in."""
    return sign_in(app, build.a_user(role, password=stored_password(PASSWORD), **changes))


def sign_in(app: Flask, user: User) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/login", data={"identity": user.email, "passcode": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client
