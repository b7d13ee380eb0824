"""Ranking and nothing else over HTTP, served as `rinnalla web` serves: no sign-in, no guard.

Each call asks the database whether anything is newer and writes the first of the order, with
their reasons and the counts of reasons against, as JSON. `/anew` ranks the registry at each call,
`/rank` as the service does: what was ranked last is kept until anybody's record changes.
"""

from collections.abc import Callable
from itertools import cycle

from flask import Flask, Response

from app.commands.bench.filled import ORGANISATION
from app.commands.service import settings
from app.commands.web import answer
from app.database import acting_in, db
from app.now import today
from app.schemas.shown.requests import candidates_json
from app.storage import matching_weights, pool, requests
from app.storage.request_facts import facts_of_requests
from scheduling.columns.ranking import Ranked, rank
from scheduling.facts import RequestFacts
from scheduling.lifecycle import RequestState

SHOWN = 50


def served() -> Flask:
    app = Flask(__name__)
    app.config.from_mapping(settings().for_flask())
    db.init_app(app)
    with app.app_context(), acting_in(ORGANISATION):
        weights = matching_weights.on(today())
        asked = facts_of_requests(requests.in_states(RequestState.MATCHING))
    in_turn = cycle(asked.values())

    def told(way: Callable[[RequestFacts], Ranked], facts: RequestFacts) -> Response:
        with acting_in(ORGANISATION):
            found = way(facts)
            text = candidates_json(found.first(SHOWN), found.counts)
        return Response(text, mimetype="application/json")

    def kept(facts: RequestFacts) -> Ranked:
        return pool.ranked(facts, today=today(), weights=weights)

    def anew(facts: RequestFacts) -> Ranked:
        return rank(pool.columns(), facts, today=today(), weights=weights)

    app.add_url_rule("/healthz", "healthz", lambda: "hello")
    app.add_url_rule("/anew", "anew", lambda: told(anew, next(in_turn)))
    app.add_url_rule("/rank", "in_turn", lambda: told(kept, next(in_turn)))
    app.add_url_rule("/rank/<int:one>", "one", lambda one: told(kept, asked[one]))
    return app


if __name__ == "__main__":
    answer("app.commands.bench.rank_only:served", settings(), factory=True)
