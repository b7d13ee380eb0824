"""Looking stores nothing: neither a page, nor a file, nor a link that a mail filter opens."""

import pytest
from sqlalchemy import text

from app.access import Role
from tests.app.access import may
from tests.app.routes import Call, calls, tokens_of, values_of
from tests.app.watch import Watch

MOST = 6
ROWS_TOGETHER = {  # where one row of an address belongs to the other
    ("assignment_id", "entry_id"): "select assignment_id, expense_entry_id as entry_id"
    " from receipts join expense_entries on expense_entries.id = expense_entry_id"
}
NOT_READY_HERE = {"health.ready"}  # neither worker nor clock runs beside the tests


@pytest.fixture(scope="module")
def watch(mirror):
    return Watch(mirror.seer)


def addresses(call: Call, mirror) -> list[str]:
    side = mirror.first
    if not call.has_token:
        together = ROWS_TOGETHER.get(tuple(call.ids))
        own = [{"expert_id": side.of_expert["experts"][0]}] if call.ids == ["expert_id"] else []
        if together is not None:
            own = [row._asdict() for row in mirror.seer.execute(text(together))]
        return [call.address(**values) for values in (*values_of(call, side, MOST), *own)]
    return [
        call.address(token=token, **values)
        for token in tokens_of(call, side, MOST)
        for values in values_of(call, side, 2)
    ]


def visitors(call: Call, mirror) -> list:
    """Everybody who may look: by session, by token, or by the link alone."""
    if call.has_token:
        return [mirror.app.test_client()]
    side = mirror.first
    callers = side.programs if call.rule.rule.startswith("/api/") else side.browsers
    return [callers[role] for role in Role if role in may(call.endpoint)]


def test_whoever_looks_stores_nothing_and_sees_something(mirror, watch):
    stored, unseen = [], []
    for call in calls(mirror.app):
        if call.method != "GET":
            continue
        seen = set()
        for visitor in visitors(call, mirror):
            for address in addresses(call, mirror):
                with watch.changes() as changes:
                    answer = visitor.get(address)
                    answer.close()
                seen.add(answer.status_code)
                stored += [f"GET {address} writes {table}" for table in changes]
        if not seen & {200, 302, 303} and call.endpoint not in NOT_READY_HERE:
            unseen.append(f"{call} shows nothing to anybody: {seen}")
    assert not stored, "\n".join(stored)
    assert not unseen, "\n".join(unseen)


def test_a_head_stores_nothing_either(mirror, watch):
    stored = []
    for call in calls(mirror.app):
        if call.method == "GET":
            for visitor in visitors(call, mirror)[:1]:
                address = addresses(call, mirror)[0]
                with watch.changes() as changes:
                    answer = visitor.head(address)
                assert answer.data == b""
                stored += [f"HEAD {address} writes {table}" for table in changes]
    assert not stored, "\n".join(stored)


def test_what_is_stored_is_seen(mirror, watch):
    """The test would be worth nothing if it did not see a write."""
    coordinator = mirror.first.browsers[Role.COORDINATOR]
    with watch.changes() as changes:
        answer = coordinator.post("/units/new", data={"name": "Uusi yksikkö", "language": "fi"})
    assert "units" in changes, answer.text
