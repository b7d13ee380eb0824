"""`rinnalla verify` names what was changed of credits and corrections behind the guards."""

import pytest

from app import checks
from app.database import acting_in, current_organisation
from app.now import at
from app.storage import invariants
from app.use_cases.run_single import run_single
from tests import build, build_money, by_hand
from tests.app import story_of_corrections as story
from tests.by_hand import broken

CREDIT, CORRECTION = "kind = 'credit'", "kind = 'correction'"
MIRRORS = "mirrors_id is not null"


@pytest.fixture(scope="module")
def organisation_id(service):
    """With a credit, a correction and money paid too much."""
    with service.app_context(), at(build.TUESDAY), acting_in(build.an_organisation().id):
        finance = story.two_in_finance()
        for _ in range(2):
            build_money.approved_hours(build.an_expert())
        first, second = story.paid(finance[0])
        story.corrected(*finance, first)
        story.corrected(*finance, second, quantity=60)
        expert = build.an_expert()
        build_money.approved_hours(expert)
        story.credited(*finance, run_single(by=finance[0], expert_id=expert.id))
        return current_organisation()


@pytest.fixture
def changed(owner, organisation_id):
    """Changes rows as nobody may, and forgets it at the end."""
    with by_hand.behind_the_guards(owner, organisation_id):

        def change(table: str, what: str, which: str) -> None:
            sql = f"update {table} set {what} where organisation_id = :mine and {which}"
            by_hand.changed(sql, organisation_id)

        yield change


def test_what_was_put_right_holds(changed, organisation_id):
    assert broken(organisation_id, invariants.corrections.QUESTIONS) == []
    assert next(filter(None, checks.statements.violations()), None) is None


@pytest.mark.parametrize(
    ("table", "what", "which", "words"),
    [
        ("statements", "state = 'issued'", "state = 'credited' and kind = 'statement'", "exactly"),
        ("statements", "state = 'paid'", "state = 'corrected'", "exactly one document"),
        ("statements", "total_cents = 0, fee_cents = 0, tax_free_cents = 0", CREDIT, "no money"),
        ("statement_lines", "amount_cents = amount_cents - 1", MIRRORS, "every line that stood"),
        ("statement_lines", "mirrors_id = null", MIRRORS, "every line that stood"),
        ("statement_lines", "is_live = false", "is_live", "live lines come to"),
        ("statements", "state = 'paid'", f"{CORRECTION} and total_cents < 0", "by a decision"),
    ],
)
def test_a_change_behind_the_guards_is_named(changed, organisation_id, table, what, which, words):
    changed(table, what, which)

    assert any(words in rule for rule in broken(organisation_id, invariants.corrections.QUESTIONS))


def test_a_mirror_that_was_changed_is_found_by_the_rules_too(changed):
    changed("statement_lines", "title = 'Jotain muuta'", MIRRORS)

    codes = {found.code for found in checks.statements.violations() if found is not None}
    assert "wrong_mirror" in codes
