"""Settings come from the environment once, and a wrong one is named in one sentence."""

import base64
import os
import stat
from pathlib import Path

import pytest

from app.config import BadSetting, Config

FIELD_KEY = base64.urlsafe_b64encode(bytes(32)).decode()
PRODUCTION = {
    "RINNALLA_ENV": "production",
    "RINNALLA_SECRET_KEY": "s" * 43,
    "RINNALLA_FIELD_KEYS": FIELD_KEY,
}


def test_development_needs_no_settings(tmp_path):
    config = Config.from_environment({"RINNALLA_DATA": str(tmp_path), "PATH": "/bin"})

    assert (config.env, config.port, config.web_workers) == ("development", 8000, 2)
    assert config.database_url is None
    assert config.base_url == "http://127.0.0.1:8000"


def test_a_worker_prints_by_two_processes_where_there_are_two_processors(tmp_path):
    given = {"RINNALLA_DATA": str(tmp_path)}

    assert Config.from_environment(given).printers == min(2, len(os.sched_getaffinity(0)))
    assert Config.from_environment({**given, "RINNALLA_PRINTERS": "1"}).printers == 1


def test_development_secrets_are_made_once_and_kept_for_their_owner_only(tmp_path):
    first = Config.from_environment({"RINNALLA_DATA": str(tmp_path)})
    second = Config.from_environment({"RINNALLA_DATA": str(tmp_path)})

    assert (first.secret_key, first.field_keys) == (second.secret_key, second.field_keys)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_the_printed_address_follows_the_port(tmp_path):
    config = Config.from_environment({"RINNALLA_DATA": str(tmp_path), "PORT": "8123"})

    assert config.base_url == "http://127.0.0.1:8123"


@pytest.mark.parametrize("missing", ["RINNALLA_SECRET_KEY", "RINNALLA_FIELD_KEYS"])
def test_production_has_no_default_secrets(missing):
    environ = {name: text for name, text in PRODUCTION.items() if name != missing}

    with pytest.raises(BadSetting, match=missing):
        Config.from_environment(environ)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("RINNALLA_SECRETKEY", "x"),
        ("RINNALLA_ENV", "staging"),
        ("RINNALLA_SECRET_KEY", "short"),
        ("RINNALLA_FIELD_KEYS", "not a key"),
        ("RINNALLA_DATABASE_URL", "sqlite://"),
        ("RINNALLA_WEB_WORKERS", "0"),
        ("RINNALLA_WEB_WORKERS", "two"),
        ("RINNALLA_PRINTERS", "5"),
        ("RINNALLA_BASE_URL", "example.fi"),
        ("RINNALLA_LOG_LEVEL", "loud"),
        ("PORT", "70000"),
    ],
)
def test_a_wrong_setting_is_named_but_its_value_is_not_shown(name, text):
    with pytest.raises(BadSetting, match=name) as refusal:
        Config.from_environment(PRODUCTION | {name: text})

    assert "not a key" not in str(refusal.value)


def test_both_database_addresses_or_neither():
    with pytest.raises(BadSetting, match="RINNALLA_OWNER_DATABASE_URL"):
        Config.from_environment(PRODUCTION | {"RINNALLA_DATABASE_URL": "postgresql://a@b/c"})


def test_old_field_keys_still_open_what_they_closed():
    old = base64.urlsafe_b64encode(bytes(range(32))).decode()

    config = Config.from_environment(PRODUCTION | {"RINNALLA_FIELD_KEYS": f"{FIELD_KEY}, {old}"})

    assert config.field_keys == (FIELD_KEY, old)


def test_a_list_of_settings_shows_no_secret():
    urls = {
        "RINNALLA_DATABASE_URL": "postgresql://app:hidden@db/rinnalla",
        "RINNALLA_OWNER_DATABASE_URL": "postgresql://owner:hidden@db/rinnalla",
        "RINNALLA_SMTP_URL": "smtp://user:hidden@mail:587",
    }

    shown = Config.from_environment(PRODUCTION | urls).shown()

    assert shown["RINNALLA_SECRET_KEY"] == "(set)"
    assert shown["RINNALLA_SMTP_URL"] == "smtp://…@mail:587"
    assert "hidden" not in str(shown)
    assert FIELD_KEY not in str(shown)


def test_a_secure_address_makes_a_secure_cookie():
    urls = {
        "RINNALLA_BASE_URL": "https://rinnalla.example.fi/",
        "RINNALLA_DATABASE_URL": "postgresql://app@db/rinnalla",
        "RINNALLA_OWNER_DATABASE_URL": "postgresql://owner@db/rinnalla",
    }

    settings = Config.from_environment(PRODUCTION | urls).for_flask()

    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["REMEMBER_COOKIE_SECURE"] is True
    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://app@db/rinnalla"


def test_the_data_folder_is_the_same_wherever_a_command_is_called_from(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert Config.from_environment({}).data == Path(tmp_path / "var")
