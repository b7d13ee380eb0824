"""Where one is led after signing in, who reads the cookie, and methods that nobody uses."""

from urllib.parse import urljoin

import pytest

from app.access import Role
from app.gateways.identity import stored_password
from tests import build
from tests.sign_in import PASSWORD, signed_in

HOSTILE = (
    "//paha.example",
    "///paha.example",
    "https:paha.example",
    "https://paha.example/",
    "\\\\paha.example",
    "/\\paha.example",
    "\t//paha.example",
    "javascript:alert(1)",
)


def test_no_script_reads_the_cookie_and_no_other_site_sends_it(app):
    user = build.a_user(Role.FINANCE, password=stored_password(PASSWORD))
    form = {"identity": user.email, "passcode": PASSWORD}
    cookie = app.test_client().post("/login", data=form).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("place", HOSTILE)
def test_signing_in_leads_to_no_other_site(app, place):
    user = build.a_user(password=stored_password(PASSWORD))
    form = {"identity": user.email, "passcode": PASSWORD, "next": place}
    answer = app.test_client().post("/login", query_string={"next": place}, data=form)

    location = answer.headers.get("Location", "/")
    assert urljoin("https://oma.example/login", location).startswith("https://oma.example/")
    assert not location.startswith(("//", "/\\", "\\"))


@pytest.mark.parametrize("address", ["/", "/login", "/units/new", "/api/v1/requests"])
def test_methods_that_nobody_uses_are_refused(app, address):
    browser = signed_in(app)

    for method in ("TRACE", "PUT", "DELETE", "CONNECT", "PROPFIND"):
        assert browser.open(address, method=method).status_code in (404, 405)


def test_a_header_does_not_change_the_method(app):
    browser = signed_in(app)

    answer = browser.get("/units/new", headers={"X-HTTP-Method-Override": "POST"})
    assert answer.status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "01", str(2**63), str(10**40)])
def test_what_cannot_be_an_id_is_no_address(app, number):
    browser = signed_in(app)

    for address in ("/experts/{}", "/requests/{}/candidates", "/plans/{}", "/offers/{}/letter.pdf"):
        assert browser.get(address.format(number)).status_code == 404


def test_a_refused_form_leads_back_to_where_it_stands(app):
    browser = signed_in(app)
    here = {"Referer": "http://localhost/requests/1?state=open"}
    elsewhere = {"Referer": "https://paha.example/requests/1"}

    assert 'href="/requests/1?state=open"' in browser.post("/requests/1/done", headers=here).text
    assert "paha.example" not in browser.post("/requests/1/done", headers=elsewhere).text
