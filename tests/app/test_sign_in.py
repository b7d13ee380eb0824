"""Signing in by password or link, in which role, and for how long."""

import email
import email.policy
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app import create_app
from app.access import Role
from app.database import acting_in, current_organisation, transaction
from app.gateways.identity import email_secret, stored_password
from app.now import at
from app.storage import tables, users
from app.storage.users import Membership
from tests import build
from tests.sign_in import PASSWORD, Browser, a_token, sign_in, signed_in


def test_a_stranger_is_asked_to_sign_in_and_brought_back(app):
    answer = app.test_client().get("/memberships")

    assert answer.status_code == 302
    assert answer.location == "/login?next=/memberships"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_sign_in_page_speaks_the_readers_language(app, language):
    page = app.test_client().get(f"/login?lang={language}")

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text


def test_a_wrong_password_says_nothing_of_whether_the_address_is_known(app):
    user = build.a_user(password=stored_password(PASSWORD))
    client = app.test_client()

    def answer_to(address):
        page = client.post("/login", data={"identity": address, "passcode": "väärä salasana"})
        return page.status_code, re.findall(r'class="error-summary.*?</div>', page.text, re.S)

    known, unknown = answer_to(user.email), answer_to("kukaties@esimerkki.fi")
    assert known == unknown
    assert known[1]


def test_one_signs_in_with_letters_of_ones_own(app):
    user = build.a_user(password=stored_password(unicodedata.normalize("NFD", PASSWORD)))

    assert sign_in(app, user).get("/memberships").status_code == 200


def test_a_role_given_is_there_at_once(app):
    user = build.a_user(password=stored_password(PASSWORD))
    client = sign_in(app, user)
    with transaction():
        tables.add(
            Membership(user_id=user.id, organisation_id=current_organisation(), role=Role.FINANCE)
        )
    assert "Talous" in client.get("/memberships?lang=fi").text


def test_somebody_elses_membership_cannot_be_chosen(app):
    client = signed_in(app)
    with acting_in(build.an_organisation().id):
        stranger = build.a_user(Role.FINANCE)
        membership = users.memberships_of(stranger.id)[0].id

    assert client.post(f"/memberships/{membership}/choose").status_code == 404


def test_a_token_for_forms_is_asked_for_in_real_use(config):
    app = create_app(replace(config, testing=False))

    answer = app.test_client().post("/login", data={"identity": "a@b.fi", "passcode": PASSWORD})

    assert answer.status_code == 400


def test_a_link_by_mail_signs_in_without_a_password(app, tmp_path):
    user = build.a_user(password=None, us_totp_secrets=email_secret())

    client = app.test_client()
    client.post(
        "/us-signin/send-code",
        data={"identity": user.email, "chosen_method": "email", "submit_send_code": "1"},
    )

    folder = app.config["SETTINGS"].data / "mail"
    letters = sorted(folder.glob("sign-in-*.eml"), key=lambda path: path.stat().st_mtime)
    letter = email.message_from_bytes(letters[-1].read_bytes(), policy=email.policy.default)
    client.get(re.search(r"http://\S+", letter.get_content()).group())
    assert client.get("/memberships").status_code == 200


def test_a_new_password_signs_in_and_the_old_one_no_longer(app):
    user = build.a_user(password=stored_password(PASSWORD))
    email, new = user.email, "Syysyö-tunturilla-27"
    typed = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}

    assert sign_in(app, user).post("/change", data=typed).status_code == 302

    stranger = Browser(app, app.response_class, use_cookies=True)
    answers = [
        stranger.post("/login", data={"identity": email, "passcode": passcode}).status_code
        for passcode in (PASSWORD, new)
    ]
    assert answers == [200, 302]


def test_a_role_ends_the_morning_after_its_last_day(app):
    user = build.a_user(Role.AUDITOR, password=stored_password(PASSWORD))
    with transaction():
        users.memberships_of(user.id)[0].last_day = date(2026, 11, 24)
    client, token = sign_in(app, user), a_token(Role.AUDITOR, user=user)

    def answers(hour):
        with at(datetime(2026, 11, 24, hour, 30, tzinfo=UTC)):
            call = app.test_client().get(
                "/api/v1/statements/1", headers={"Authorization": f"Bearer {token}"}
            )
            later = sign_in(app, user)
            return client.get("/audit/").status_code, later.get("/audit/").status_code, call

    *pages, call = answers(21)  # half past eleven in Finland
    assert (pages, call.json["code"]) == ([200, 200], "not_allowed")
    *pages, call = answers(22)
    assert (pages, call.json["code"]) == ([403, 403], "not_signed_in")


def test_whoever_has_no_role_left_is_told_so_and_can_use_another(app):
    user = build.a_user(Role.FINANCE, password=stored_password(PASSWORD))
    client = sign_in(app, user)
    with transaction():
        users.memberships_of(user.id)[0].last_day = date(2026, 11, 1)
    page = client.get("/?lang=en")
    with transaction():
        tables.add(
            Membership(user_id=user.id, organisation_id=current_organisation(), role=Role.APPROVER)
        )

    assert page.status_code == 403
    assert "Your role has ended." in page.text
    assert client.get("/").location.endswith("/hours/home")
