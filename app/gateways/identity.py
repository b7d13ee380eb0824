"""What the sign-in library keeps of a user: the hashed password and the secret of e-mail links."""

import json

from flask import current_app
from flask_security import hash_password


def stored_password(password: str) -> str:
    """As the library compares it: letters are put in one form before they are hashed."""
    return hash_password(_library().password_util.normalize(password))


def email_secret() -> str:
    """Makes links by e-mail possible for a user who has it."""
    return json.dumps({"email": _library().totp_factory.generate_totp_secret()})


def sign_in_url() -> str:
    """Where anybody signs in."""
    return f"{current_app.config['SETTINGS'].base_url}/login"


def may_be_made_up() -> bool:
    """Whether a made-up identity code (900–999) will do: everywhere but in production."""
    return not current_app.config["SETTINGS"].production


def _library():
    return current_app.extensions["security"]
