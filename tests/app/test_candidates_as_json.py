"""Candidates are written as the schema that documents them writes them."""

import json

from app.schemas.shown import requests as shown
from scheduling.kinds import Perspective
from scheduling.matching import Candidate
from scheduling.reasons import Against, Because, Reason

NEW = Reason(Because.NEWCOMER)
THEME = Reason(Because.HAS_THEME, {"theme_id": 3, "perspective": Perspective.PARENT})


def written(candidates, counts):
    return json.loads(shown.candidates_json(candidates, counts))


def test_what_the_schema_would_write(app):
    candidates = [Candidate(1, 700, (NEW, THEME)), Candidate(2, 650, (NEW,)), Candidate(3, 0, ())]
    counts = {Against.TOO_FAR: 2, Against.BUSY: 1}

    asked = shown.CandidatesShown().dump({"candidates": candidates, "counts": counts})

    assert written(candidates, counts) == asked


def test_reasons_of_the_moment_are_not_taken_for_one_another(app, monkeypatch):
    monkeypatch.setattr(shown, "MOST_TEXTS", 2)
    for kilometres in range(50):
        far = Reason(Because.LIVES_KM_AWAY, {"kilometres": kilometres})
        told = written([Candidate(1, 0, (far, NEW))], {})["candidates"][0]["reasons"]

        assert told[0]["values"] == {"kilometres": kilometres}


def test_where_nobody_can_come_there_are_no_candidates(app):
    assert written([], {}) == {"candidates": [], "excluded": {}}
