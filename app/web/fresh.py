"""A change of where money goes needs somebody who has signed in just now."""

from datetime import timedelta

from flask_security.utils import check_and_update_authn_fresh

from app.database import Refusal

WITHIN = timedelta(minutes=10)


class SignInAgain(Refusal):
    """The sign-in is older than ten minutes."""

    code = "sign_in_again"


def refuse_unless_fresh() -> None:
    """Raises SignInAgain."""
    if not check_and_update_authn_fresh(WITHIN, timedelta(0)):
        raise SignInAgain
