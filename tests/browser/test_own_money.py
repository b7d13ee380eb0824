"""An expert's page of her own money: what comes, when, the month in all, and her own ceiling."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access import Role
from app.gateways.identity import stored_password
from scheduling.lifecycle import AssignmentState, RequestState
from tests import build, build_money
from tests.browser.house import acting_for
from tests.sign_in import PASSWORD

TALK = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def story(cast):
    """It is 20.11.: two hours of hers are approved, and two more are promised."""
    cast.house.it_is(20, 11)
    with acting_for(cast.house, cast.organisation_id):
        user = build.a_user(Role.EXPERT, name="Aino Äijälä", password=stored_password(PASSWORD))
        expert = build.an_expert(
            person_id=user.person_id, last_name="Äijälä", first_name="Aino", email=user.email
        )
        build_money.approved_hours(expert)
        build_money.approved_kilometres(expert)
        talk = build.a_brief(state=RequestState.FILLED)
        occasion = build.an_occasion(talk, starts_at=TALK, ends_at=TALK + timedelta(hours=2))
        build.an_assignment(expert, occasion, state=AssignmentState.CONFIRMED, fee_cents=8000)
        cast.email = user.email
    return cast


def signs_in(story):
    aino = story.somebody()
    aino.signs_in(story.email, PASSWORD)
    return aino


def test_she_sees_what_comes_and_when_and_what_her_ceiling_leaves(story):
    aino = signs_in(story)
    aino.follows("Palkkioni")
    aino.sees("Tulee 15.12.2026, ennen veroja", "160,00 €", "Arvio: sovitut työt")
    aino.does_not_see("tulorajaasi")

    aino.follows("Oma tulorajani")
    aino.writes("Enintään näin paljon maksukuukaudessa", "200,00")
    aino.presses("Tallenna")
    aino.opens("/statements/mine")
    aino.sees("40,00 € tilaa ennen omaa tulorajaasi (200,00 €)")

    aino.follows("Oma tulorajani")
    aino.writes("Enintään näin paljon maksukuukaudessa", "100,00")
    aino.presses("Tallenna")
    aino.opens("/statements/mine")
    aino.sees("60,00 € yli oman tulorajasi (100,00 €)")


def test_she_follows_her_fee_until_it_is_paid_and_reads_its_paper_in_swedish(story):
    aino, finance = signs_in(story), story.finance
    story.house.it_is(8, 12)
    finance.opens("/")
    finance.presses("Aja joulukuu 2026")
    aino.opens("/statements/mine?lang=sv")
    aino.sees("Kommer 15.12.2026, före skatt", "80,00 €", "ännu inte betalt", "95,62 €")
    aino.sees("Resor och kostnader kommer till.")
    assert aino.row_of("2026-")[1:4] == ["tis 15.12.2026", "95,62\xa0€", "Utfärdad"]

    finance.presses("Luovuta palkanlaskentaan")
    story.house.it_is(15, 12)
    finance.presses("Vahvista maksetuksi")

    aino.opens("/statements/mine")
    assert aino.row_of("2026-")[1:4] == ["tis 15.12.2026", "95,62\xa0€", "Betald"]
    aino.sees("Betalda arvoden", "80,00 €", "Betalda resor och kostnader", "15,62 €")
    assert aino.reads_paper("PDF").startswith(b"%PDF")
    aino.follows("2026-")
    aino.sees("Arvode", "40,00 € / h", "Egen bil", "95,62 €")


def test_nobody_else_reads_her_ceiling(story):
    aino, coordinator = signs_in(story), story.coordinator
    aino.opens("/profile/ceiling")
    aino.writes("Enintään näin paljon maksukuukaudessa", "123,45")
    aino.presses("Tallenna")

    coordinator.follows("Kokemusasiantuntijat")
    coordinator.follows("Äijälä Aino")
    coordinator.does_not_see("123,45")
    coordinator.opens("/profile/ceiling")
    coordinator.does_not_see("123,45")
