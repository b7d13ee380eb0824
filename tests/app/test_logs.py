"""The log never holds an identity code, an account or a token, whoever wrote the line."""

import json
import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.config import Config
from app.database import db
from app.logs import configure, log, without_secrets

TOKEN = "Zt3hQ9xW_b2KfLr8uVn4Aw"
LINK = "k4x2vq7nzr5tmb3jwcy6apdfeh"


@pytest.fixture(autouse=True)
def _log_as_before():
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


@pytest.mark.parametrize(
    "secret",
    [
        "010190-9018",
        "010190A901J",
        "FI21 1234 5600 0007 85",
        "FI2112345600000785",
        TOKEN,
        LINK,
    ],
)
def test_secrets_are_hidden(secret):
    assert without_secrets(f"at /l/{secret}: nothing") == "at /l/[hidden]: nothing"


@pytest.mark.parametrize(
    "text",
    [
        "procrastinate_fetch_job_v2 took 12 ms",
        "2026-11-21T05:10:00.123456Z GET /requests/17 200",
        "+358 40 1234567",
        "Kokemusasiantuntijatoiminnan koordinaattori",
    ],
)
def test_ordinary_lines_stay_readable(text):
    assert without_secrets(text) == text


def test_production_writes_json_and_hides_what_an_exception_says(capsys):
    configure(Config(secret_key="", field_keys=(), env="production"))

    try:
        raise ValueError("010190-9018")
    except ValueError:
        log.exception("refused", token=TOKEN)
    logging.getLogger("a.library").warning("sent to %s", "FI2112345600000785")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["refused", "sent to [hidden]"]
    assert lines[0]["token"] == "[hidden]"
    assert "010190-9018" not in str(lines)


def test_development_writes_lines_for_people(capsys):
    configure(Config(secret_key="", field_keys=()))

    log.info("started", port=8000)

    assert "started" in capsys.readouterr().err


def test_a_failed_statement_tells_nothing_of_what_it_was_to_store(app):
    failing = text("select 1 / (length(cast(:told as text)) - 9)")

    with pytest.raises(DBAPIError) as failed:
        db.session.execute(failing, {"told": "salaisuus"})

    db.session.rollback()
    assert "salaisuus" not in str(failed.value)
