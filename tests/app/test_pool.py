"""What the pool says is what plain SQL says of the tables at that moment, whoever wrote last."""

import pytest

from app.database import db
from app.storage import candidates, match_records, pool
from scheduling.columns.ranking import rank
from tests import oracle
from tests.random_writes import Writer, a_request


def by_the_pool(request, today):
    facts = candidates.facts_of_request(request)
    ranked = rank(pool.columns(), facts, today=today)
    order = list(zip(ranked.ids.tolist(), ranked.points.tolist(), strict=True))
    everybody = pool.columns().people["id"].tolist()
    out = {
        each.expert_id: {str(reason.code) for reason in each.reasons}
        for each in ranked.why_not(everybody)
    }
    return order, out


@pytest.mark.parametrize("seed", range(3))
def test_the_pool_says_what_the_tables_say(app, seed):
    writer = Writer(seed)
    writer.look = lambda: by_the_pool(a_request(writer), writer.a_day())
    for n in range(100):
        act = writer.write()
        request, today = a_request(writer), writer.a_day()
        assert by_the_pool(request, today) == oracle.judged(request.id, today=today), (n, act)
    db.session.rollback()
    assert match_records.first_stale() is None
