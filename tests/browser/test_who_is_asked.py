"""Who is asked, one request and a whole month: from the fair order to invitations that are sent."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.storage import offers
from scheduling.kinds import TurnReason
from scheduling.lifecycle import OfferState
from tests import build
from tests.browser.cast import Cast
from tests.browser.house import acting_for

HELSINKI = ZoneInfo("Europe/Helsinki")
TITLE, FAR = "Kokemuspuhe lukiolla", "Kaisu Kaukana"
NOTE = "Koulu tuntee hänet entuudestaan."
OULU, HELSINKI_CITY = "564", "091"
TALKS = ("Terveyspäivä", "Vanhempainilta")


def test_the_order_a_rule_set_aside_and_the_next_one_in_turn(cast):
    cast.house.it_is(2, 11)
    request_id = a_talk_with_three_who_could_come(cast)
    coordinator = cast.coordinator

    sees_the_fair_order(coordinator, request_id)
    sets_the_distance_aside_and_invites_with_a_reason(coordinator)
    assert sent(cast, request_id) == [(FAR, OfferState.SENT)]
    cast.house.it_is(9, 11)
    cast.house.does_daily("expire_offers", cast.organisation_id)
    the_next_one_is_asked(coordinator, request_id)

    people = [name for name, _ in sent(cast, request_id)]
    assert people[0] == FAR
    assert people[1].startswith("Aino")


def test_a_month_is_planned_locked_planned_again_and_sent(cast):
    cast.house.it_is(2, 11)
    emails = two_talks_at_once_and_three_people(cast)
    coordinator = cast.coordinator

    makes_a_plan(coordinator)
    locks_one_and_changes_the_other(coordinator)
    coordinator.presses("Lähetä 2 kutsua")

    coordinator.sees("2 kutsua lähetettiin.", "Kutsut lähetetty")
    asked = [email for email in emails if cast.house.letters_to(email)]
    assert len(asked) == 2


def a_talk_with_three_who_could_come(cast: Cast) -> int:
    """Two nearby, and one who lives further away than she wishes to travel."""
    with acting_for(cast.house, cast.organisation_id):
        for _ in range(2):
            build.a_candidate(municipality_code=OULU)
        first, last = FAR.split()
        build.a_candidate(
            first_name=first, last_name=last, municipality_code=HELSINKI_CITY, travels_km=50
        )
        talk = build.a_brief(title=TITLE, municipality_code=OULU)
        build.an_occasion(talk)
        return talk.id


def sees_the_fair_order(coordinator, request_id):
    coordinator.opens(f"/requests/{request_id}/candidates")
    coordinator.sees("1. Aino", "2. Aino", "Asuu samassa kunnassa.")
    coordinator.unfolds("1 liian kaukana")
    coordinator.sees(FAR)


def sets_the_distance_aside_and_invites_with_a_reason(coordinator):
    coordinator.follows("Ilman tätä ehtoa 1 ihminen lisää")
    coordinator.sees("Ketkä tulisivat mukaan ilman yhtä ehtoa")
    coordinator.chooses(FAR)
    coordinator.chooses("Vuorojärjestyksessä")
    coordinator.selects("Miksi vuoron ohi", "Toivottu nimeltä")
    coordinator.writes("Omin sanoin", NOTE)
    coordinator.presses("Lähetä kutsut")
    coordinator.sees("Kutsut on lähetetty.", FAR, "Vastaa viimeistään")


def the_next_one_is_asked(coordinator, request_id):
    coordinator.opens(f"/requests/{request_id}/candidates")
    coordinator.sees("Ei vastannut ajoissa", "Seuraavana vuorossa:")
    coordinator.presses("Kutsu seuraava")
    coordinator.sees("Kutsut on lähetetty.")


def sent(cast: Cast, request_id: int) -> list[tuple[str, OfferState]]:
    with acting_for(cast.house, cast.organisation_id):
        first = offers.rounds_of(request_id)[0]
        assert (first.turn_reason, first.turn_note) == (TurnReason.ASKED_BY_NAME, NOTE)
        return [(each.expert.name, each.state) for each in offers.of_request(request_id)]


def two_talks_at_once_and_three_people(cast: Cast) -> list[str]:
    with acting_for(cast.house, cast.organisation_id):
        people = [build.a_candidate(first_name=name) for name in ("Aune", "Berit", "Cecilia")]
        for title in TALKS:
            build.an_occasion(
                build.a_brief(title=title),
                starts_at=datetime(2026, 12, 8, 9, tzinfo=HELSINKI),
                ends_at=datetime(2026, 12, 8, 11, tzinfo=HELSINKI),
            )
        return [each.email or "" for each in people]


def makes_a_plan(coordinator):
    coordinator.follows("Tilaukset")
    coordinator.follows("Suunnittele ajanjakso")
    coordinator.writes("Ensimmäinen päivä", "1.12.2026")
    coordinator.writes("Viimeinen päivä", "31.12.2026")
    coordinator.presses("Tee suunnitelma")
    coordinator.sees(
        "2/2 paikalle on ehdotus.", "Parempaa suunnitelmaa ei näillä ehdoilla ole.", *TALKS
    )


def locks_one_and_changes_the_other(coordinator):
    coordinator.presses("Lukitse", about=TALKS[0])
    coordinator.sees("Lukittu")
    coordinator.follows("Joku muu", about=TALKS[1])
    coordinator.chooses("Seuraavana vuorossa oleva")
    coordinator.selects("Miksi joku muu", "Tarvitaan erityistä kokemusta")
    coordinator.writes("Omin sanoin", NOTE)
    coordinator.presses("Muuta suunnitelmaa")
    coordinator.sees("Muutettu, ja muut suunniteltu uudelleen sen ympärille.", "Lukittu")
    coordinator.presses("Suunnittele uudelleen")
    coordinator.sees("Suunniteltu uudelleen. Lukitsemasi on ennallaan.", "2/2 paikalle on ehdotus.")
