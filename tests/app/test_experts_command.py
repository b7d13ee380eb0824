"""`rinnalla experts` brings a registry in, and out again in a form that changes nothing."""

import json

import pytest
from click.testing import CliRunner

from app.access import Role
from app.commands import main
from app.database import current_organisation
from app.storage import experts, openings
from app.storage.openings import Opened
from tests import build

GOOD = (
    "Nimi;Sähköposti;Puhelin;Teemat;Koulutettu\n"
    "Maija Mallikas;maija@example.fi;+358401234567;unettomuus;1.2.2024\n"
)
BAD = "Nimi;Sähköposti\nMaija Mallikas;maija\n"


@pytest.fixture
def rinnalla(app, config, monkeypatch):
    """The command with the tests' database; gives the exit code and what was said."""
    monkeypatch.setenv("RINNALLA_DATABASE_URL", config.database_url)
    monkeypatch.setenv("RINNALLA_OWNER_DATABASE_URL", config.owner_database_url)
    organisation = str(current_organisation())
    build.a_user()

    def run(*words):
        answer = CliRunner().invoke(main, ["experts", *words, "--organisation", organisation])
        return answer.exit_code, answer.stdout, answer.stderr

    return run


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "registry.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def names():
    return [expert.name for expert in experts.whole_registry()]


def test_a_dry_run_tells_and_stores_nothing(rinnalla, file):
    code, said, _ = rinnalla("import", file(GOOD), "--dry-run", "--json")

    assert (code, json.loads(said)["added"], names()) == (0, 1, [])


def test_a_file_is_read_in_once(rinnalla, file):
    assert rinnalla("import", file(GOOD))[0] == 0
    code, said, _ = rinnalla("import", file(GOOD), "--json")

    assert (code, json.loads(said)["already"], names()) == (0, True, ["Maija Mallikas"])


def test_bad_rows_are_told_and_end_with_one(rinnalla, file):
    code, said, wrong = rinnalla("import", file(BAD))

    assert (code, names()) == (1, [])
    assert said.startswith("2 Sähköposti:")
    assert len(wrong.strip().splitlines()) == 1


def test_an_unreadable_file_is_refused_in_one_sentence(rinnalla, file):
    code, _, wrong = rinnalla("import", file(b"%PDF-1.7"))

    assert (code, len(wrong.strip().splitlines())) == (1, 1)


def test_the_registry_written_out_and_read_in_again_changes_nothing(rinnalla, file):
    rinnalla("import", file(GOOD))
    _, written, _ = rinnalla("export")

    code, said, _ = rinnalla("import", file(written), "--json")

    found = json.loads(said)
    assert (code, found["added"], found["changed"], found["unchanged"]) == (0, 0, 0, 1)


def test_everybody_can_read_that_the_registry_was_written_out(rinnalla):
    someone, hidden = build.an_expert(), build.an_expert()

    assert rinnalla("export")[0] == 0

    for each in (someone, hidden):
        [row] = openings.of_expert(each.id)
        assert (row.what, row.role) == (Opened.REGISTRY, Role.ADMIN)
        assert row.actor_name == "rinnalla experts export"


def test_an_unknown_organisation_is_refused(rinnalla, file):
    answer = CliRunner().invoke(main, ["experts", "export", "--organisation", "Olematon"])

    assert (answer.exit_code, len(answer.stderr.strip().splitlines())) == (1, 1)
