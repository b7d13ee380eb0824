"""Candidates of a request over the API: as its schema writes them, and no more than asked for."""

import json

import pytest

from app.now import today
from app.schemas.shown import requests as shown
from app.storage import candidates
from tests import build
from tests.sign_in import caller


@pytest.fixture
def request_with_candidates():
    request = build.a_brief()
    build.an_occasion(request)
    for name in ("Aino", "Veikko", "Tyyne"):
        build.a_candidate(first_name=name)
    build.an_expert(first_name="Sopimukseton")
    return request


def test_candidates_are_written_as_their_schema_says(app, request_with_candidates):
    ranking = candidates.ranking(request_with_candidates, today=today())
    plain = {"candidates": ranking.first(), "counts": ranking.counts}

    found = caller(app).get(f"/api/v1/requests/{request_with_candidates.id}/candidates")

    assert len(found.json["candidates"]) == 3
    assert found.json["excluded"] == {"no_agreement": 1}
    assert found.json == json.loads(app.json.dumps(shown.CandidatesShown().dump(plain)))


def test_a_caller_gets_no_more_candidates_than_asked_for(app, request_with_candidates):
    address = f"/api/v1/requests/{request_with_candidates.id}/candidates"
    whole = caller(app).get(address).json

    some = caller(app).get(f"{address}?limit=2").json

    assert some == whole | {"candidates": whole["candidates"][:2]}
    assert caller(app).get(f"{address}?limit=201").status_code == 422
