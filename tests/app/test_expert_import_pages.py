"""The coordinator brings a registry in by a page: looks first, says yes, and nothing twice."""

import base64
import re
from io import BytesIO

import pytest

from app.access import Role
from app.storage import experts
from tests.sign_in import signed_in

GOOD = "Nimi;Sähköposti;Koulutettu\nMaija Mallikas;maija@example.fi;1.2.2024\n"
BAD = "Nimi;Sähköposti;Koulutettu\nMaija Mallikas;maija;31.4.2024\nMatti Meri;matti@example.fi;\n"
IDENTITY_CODE = "010190-900Y"


@pytest.fixture(autouse=True)
def without_tokens_of_forms(service, monkeypatch):
    monkeypatch.setitem(service.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def coordinator(app):
    return signed_in(app, language="en")


def upload(client, text, name="registry.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post("/experts/import/", data={"file": (BytesIO(content), name)})


def names():
    return [expert.name for expert in experts.whole_registry()]


def test_a_file_is_looked_at_first_and_then_brought_in(coordinator):
    looked = upload(coordinator, GOOD)
    assert (looked.status_code, names()) == (303, [])

    page = coordinator.get(looked.location)
    assert "Nothing is stored yet." in page.text
    answer = coordinator.post(f"{looked.location}/read-in")

    assert (answer.status_code, names()) == (303, ["Maija Mallikas"])
    assert "has been brought in" in coordinator.get(looked.location).text


def test_the_same_file_and_a_double_click_change_nothing(coordinator):
    place = upload(coordinator, GOOD).location
    coordinator.post(f"{place}/read-in")

    assert coordinator.post(f"{place}/read-in").status_code == 303
    assert upload(coordinator, GOOD).location == place
    assert names() == ["Maija Mallikas"]


def test_every_bad_row_is_shown_and_can_be_downloaded_and_nothing_is_stored(coordinator):
    page = upload(coordinator, BAD)

    assert (page.status_code, names()) == (422, [])
    assert "Rows that are right: 1." in page.text
    link = re.search(r"data:text/csv;base64,([^\"]+)", page.text)[1]
    rows = base64.b64decode(link).decode("utf-8-sig").splitlines()
    assert [row.split(";")[:2] for row in rows[1:]] == [["2", "Sähköposti"], ["2", "Koulutettu"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (GOOD.encode("utf-16"), "UTF-16"),
        (b"%PDF-1.7", "not a CSV or .xlsx table"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(coordinator, content, words):
    page = upload(coordinator, content)

    assert page.status_code == 422
    assert words in page.text
    assert 'aria-invalid="true"' in page.text


def test_no_file_at_all_is_told(coordinator):
    page = coordinator.post("/experts/import/", data={})

    assert (page.status_code, "No file was chosen." in page.text) == (422, True)


def test_an_identity_code_is_never_repeated(coordinator):
    text = f"Nimi;Puhelin;Lisätiedot\nA B;040 1234567;{IDENTITY_CODE}\n"

    page = upload(coordinator, text, f"{IDENTITY_CODE}.csv")

    assert page.status_code == 422
    assert IDENTITY_CODE not in page.text


def test_a_file_that_was_not_wanted_is_forgotten(coordinator):
    place = upload(coordinator, GOOD).location

    assert coordinator.post(f"{place}/forget").status_code == 303
    assert coordinator.get(place).status_code == 404


def test_only_coordinators_bring_registries_in(app):
    assert signed_in(app, Role.FINANCE).get("/experts/import/").status_code == 403


def test_another_organisations_file_does_not_exist(app, coordinator):
    assert coordinator.get("/experts/import/999999").status_code == 404
