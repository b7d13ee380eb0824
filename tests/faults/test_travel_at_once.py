"""A travel decision is confirmed while a cost is approved, where no fee table stands yet."""

import time
from datetime import date
from functools import partial

import pytest

from app.access import Role
from app.storage import expense_entries, fee_tables
from app.use_cases import approve_hours as approving
from app.use_cases.approve_hours import approve_hours
from app.use_cases.confirm_prices import confirm_travel
from app.use_cases.decide_travel import decide_travel
from tests import build
from tests.app import hour_story
from tests.faults.killed import at_once
from tests.faults.wholeness import Torn, refuse_broken


@pytest.fixture
def slow(monkeypatch):
    """Whoever approves reads the prices, and thinks before storing one."""
    read = approving.prices_that_stay

    def dawdle():
        found = read()
        time.sleep(1)
        return found

    monkeypatch.setattr(approving, "prices_that_stay", dawdle)


def a_race():
    """A drive is approved; a moment later a lower price of its kilometres is confirmed."""
    work = hour_story.a_house()
    [ref] = hour_story.refs(work.checked(hour_story.DRIVE))
    one, other = build.an_actor(Role.FINANCE), build.an_actor(Role.FINANCE)
    decided = {"decision_number": "§ 3/2026", "kilometre_cents": 30}
    decision_id = decide_travel(by=one, valid_from=date(2026, 1, 1), **decided).id

    def confirm():
        time.sleep(0.3)
        confirm_travel(by=other, decision_id=decision_id)

    return at_once(partial(approve_hours, by=work.approver, refs=[ref]), confirm), ref


def test_a_cost_is_approved_before_or_after_a_decision_without_any_fee_table(house, slow):
    told, ref = a_race()

    assert fee_tables.all_tables() == []
    assert told == ["done", "costs_approved_since"]
    assert expense_entries.get(ref.id).price_cents is not None
    refuse_broken()


def test_a_decision_that_waits_for_no_approval_is_found_out(ruin, slow, monkeypatch):
    monkeypatch.setattr(fee_tables, "_lock", lambda *, read: None)

    told, _ = a_race()

    assert told == ["done", "done"]
    with pytest.raises(Torn):
        refuse_broken()
