"""`rinnalla organisation`, `admin` and `token`: a new house, its first administrator, a key."""

import secrets

import pytest
from click.testing import CliRunner

from app.access import Role
from app.commands import main
from app.database import current_organisation, db
from app.gateways.identity import stored_password
from app.storage import organisations, users
from tests import build
from tests.sign_in import sign_in


@pytest.fixture
def rinnalla(app, config, monkeypatch):
    monkeypatch.setenv("RINNALLA_DATABASE_URL", config.database_url)
    monkeypatch.setenv("RINNALLA_OWNER_DATABASE_URL", config.owner_database_url)

    def run(*words, typed=""):
        answer = CliRunner().invoke(main, list(words), input=typed)
        db.session.rollback()
        return answer.exit_code, answer.stdout.strip(), answer.stderr.strip()

    return run


def test_an_organisation_is_made_once(rinnalla):
    name = f"Lakeuden kaupunki {secrets.token_hex(4)}"

    first, said, _ = rinnalla("organisation", "create", name, "--kind", "city")
    second, _, wrong = rinnalla("organisation", "create", name)

    assert (first, second) == (0, 1)
    assert said == f"{organisations.find_by_name(name).id}  {name}"
    assert len(wrong.splitlines()) == 1


def test_an_administrator_signs_in_by_password(app, rinnalla):
    address = f"paula-{secrets.token_hex(4)}@esimerkki.fi"
    here = str(current_organisation())
    words = ("admin", "create", address, "--organisation", here, "--password")

    code, _, _ = rinnalla(*words, typed="Kesäyö-järvellä-26\nKesäyö-järvellä-26\n")

    assert code == 0
    assert sign_in(app, users.find_by_email(address)).get("/users/").status_code == 200


def test_what_is_no_address_is_wrong_use(rinnalla):
    assert rinnalla("admin", "create", "paula", "--organisation", "1")[0] == 2


def test_an_unknown_organisation_is_refused_in_one_sentence(rinnalla):
    code, _, wrong = rinnalla("admin", "create", "a@esimerkki.fi", "--organisation", "Ei ole")

    assert (code, len(wrong.splitlines())) == (1, 1)


def test_a_token_acts_in_its_role(app, rinnalla):
    user = build.a_user(Role.COORDINATOR, password=stored_password("Kesäyö-järvellä-26"))
    here = str(current_organisation())

    code, key, _ = rinnalla(
        "token", "create", "--role", "coordinator", "--organisation", here, "--as", user.email
    )

    assert code == 0
    headers = {"Authorization": f"Bearer {key}"}
    assert app.test_client().get("/experts/", headers=headers).status_code == 200


def test_a_token_needs_the_role(rinnalla):
    user = build.a_user(Role.FINANCE)
    here = str(current_organisation())

    code, key, wrong = rinnalla(
        "token", "create", "--role", "admin", "--organisation", here, "--as", user.email
    )

    assert (code, key, len(wrong.splitlines())) == (1, "", 1)
