"""Commands end with 0, 1 or 2, and say a refusal in one plain sentence."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from app import worker
from app.commands import COMMANDS, main
from app.database import Missing, current_organisation
from tests.conftest import a_database


def rinnalla(*arguments, **environ):
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd(), **environ},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def addresses(config, monkeypatch):
    """The settings of the tests' own database, as commands read them."""
    monkeypatch.setenv("RINNALLA_DATABASE_URL", config.database_url)
    monkeypatch.setenv("RINNALLA_OWNER_DATABASE_URL", config.owner_database_url)
    monkeypatch.setenv("RINNALLA_DATA", str(config.data))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    explained = CliRunner().invoke(main, [command, "--help"])

    assert explained.exit_code == 0
    assert len(explained.output.splitlines()) > 2


def test_settings_are_listed_without_secrets(tmp_path):
    listed = rinnalla("config", RINNALLA_DATA=str(tmp_path))

    assert listed.returncode == 0
    assert "RINNALLA_SECRET_KEY" in listed.stdout
    assert (tmp_path / "secret_key").read_text() not in listed.stdout


@pytest.mark.parametrize("command", ["serve", "config", "worker"])
def test_production_without_a_secret_stops_with_one_sentence(command):
    refused = rinnalla(command, RINNALLA_ENV="production")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "RINNALLA_SECRET_KEY must be set in production.\n"


def test_an_unknown_setting_is_named(tmp_path):
    refused = rinnalla("serve", RINNALLA_DATA=str(tmp_path), RINNALLA_SECRETS="x")

    assert refused.returncode == 1
    assert refused.stderr.startswith("There is no setting RINNALLA_SECRETS")
    assert refused.stderr.count("\n") == 1


def test_wrong_use_ends_with_two():
    assert CliRunner().invoke(main, ["serve", "--faster"]).exit_code == 2
    assert CliRunner().invoke(main, ["fly"]).exit_code == 2


def test_a_refusal_of_the_house_is_said_in_its_own_words(addresses, app, monkeypatch):
    def refuse(day):
        raise Missing

    monkeypatch.setitem(worker.JOBS, "expire_offers", refuse)

    refused = CliRunner().invoke(main, ["job", "expire_offers"])

    assert refused.exit_code == 1
    assert "Traceback" not in refused.output


def test_a_planned_job_is_done_by_hand_for_every_organisation(addresses, app, monkeypatch):
    done = []
    monkeypatch.setitem(
        worker.JOBS, "expire_offers", lambda day: done.append((current_organisation(), str(day)))
    )
    mine = current_organisation()

    CliRunner().invoke(main, ["job", "expire_offers", "--on", "2026-11-23"], catch_exceptions=False)

    assert (mine, "2026-11-23") in done


def test_the_owners_role_may_not_serve(config, tmp_path):
    refused = rinnalla(
        "worker",
        RINNALLA_DATA=str(tmp_path),
        RINNALLA_DATABASE_URL=config.owner_database_url,
        RINNALLA_OWNER_DATABASE_URL=config.owner_database_url,
    )

    assert refused.returncode == 1
    assert "role" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_the_schema_is_brought_up_by_command_and_a_second_time_changes_nothing(server, tmp_path):
    a_database(server, "by_command")
    settings = {
        "RINNALLA_DATA": str(tmp_path),
        "RINNALLA_DATABASE_URL": server.url("rinnalla_app", "by_command"),
        "RINNALLA_OWNER_DATABASE_URL": server.url("rinnalla_owner", "by_command"),
    }

    first, second = (rinnalla("db", "upgrade", **settings) for _ in range(2))

    assert (first.returncode, second.returncode) == (0, 0)
    assert rinnalla("verify", **settings).stdout == "Everything holds.\n"
