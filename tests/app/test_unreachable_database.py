"""While the database is away, pages and the API say so in words and ask to come back."""

from dataclasses import replace

import pytest

from app import create_app
from app.database import db

NOWHERE = "postgresql://rinnalla_app@127.0.0.1:1/rinnalla"


@pytest.fixture(scope="module")
def cut_off(config):
    app = create_app(replace(config, database_url=NOWHERE, testing=False))
    with app.app_context():
        yield app.test_client()
        db.session.remove()


def test_a_page_says_that_the_data_cannot_be_reached(cut_off):
    answer = cut_off.get("/unit/abcdefghijklmnopqrstuvwxyz?lang=fi")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Palvelu ei juuri nyt saa yhteyttä tietoihinsa." in answer.text


def test_a_call_gets_a_problem(cut_off):
    answer = cut_off.get("/api/v1/requests", headers={"Authorization": "Bearer abc"})

    assert (answer.status_code, answer.json["code"]) == (503, "http_503")
