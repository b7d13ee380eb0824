"""What hurried hands do: press twice, go back and send again, come last, use a page left open."""

from tests import build
from tests.browser.cast import UNIT
from tests.browser.house import acting_for

TITLE = "Läheisen näkökulma hoitokokoukseen"


def invited(cast, *, seats=1, people=1) -> list[str]:
    """The addresses of those asked for the seats of one talk, all at once."""
    cast.house.it_is(2, 11)
    with acting_for(cast.house, cast.organisation_id):
        asked = [build.a_candidate() for _ in range(people)]
        talk = build.a_brief(title=TITLE)
        build.an_occasion(talk, seats=seats)
        build.open_offers(talk, *asked)
        return [each.email or "" for each in asked]


def opens_the_invitation(cast, email):
    person = cast.somebody()
    person.opens(cast.house.link_to("offer", email))
    return person


def test_a_yes_pressed_twice_is_one_yes(cast):
    [email] = invited(cast)
    person = opens_the_invitation(cast, email)

    person.presses_twice("Kyllä, tulen")

    person.sees("Paikka on sinun.")
    confirmed = [letter["Subject"] for letter in cast.house.letters_to(email)]
    assert confirmed.count("Paikkasi on varattu, kiitos") == 1


def test_a_yes_from_the_page_gone_back_to_is_the_same_yes(cast):
    [email] = invited(cast)
    person = opens_the_invitation(cast, email)
    other_tab = opens_the_invitation(cast, email)

    person.presses("Kyllä, tulen")
    other_tab.presses("Kyllä, tulen")

    other_tab.sees("Paikka on sinun.")
    assert len(cast.house.letters_to(email)) == 2, "the invitation and one confirmation"


def test_the_last_seat_goes_to_one_and_the_other_hears_it_at_once(cast):
    first, second = invited(cast, people=2)
    quick, slow = opens_the_invitation(cast, first), opens_the_invitation(cast, second)

    quick.presses("Kyllä, tulen")
    slow.presses("Kyllä, tulen")

    quick.sees("Kiitos, paikka on sinun.")
    slow.sees("Paikka täyttyi.")
    assert cast.house.letter_to(second)["Subject"] == "Paikat täyttyivät, kiitos"


def test_a_request_sent_again_from_the_page_gone_back_to_is_sent_once(cast):
    unit = at_the_unit(cast)
    unit.follows("Tilaa kokemusasiantuntijoita")
    unit.follows("Puheenvuoro")
    writes_a_request(unit)
    unit.presses("Lähetä tilaus")
    unit.goes_back()
    assert unit.reads_of("Mistä on kyse") == TITLE, "browsers keep what was typed"
    unit.presses("Lähetä tilaus")

    unit.opens(unit.home)
    assert unit.page.get_by_role("link", name=TITLE).count() == 1


def test_a_page_left_open_says_that_somebody_was_there_in_between(cast):
    unit = at_the_unit(cast)
    unit.follows("Tilaa kokemusasiantuntijoita")
    unit.follows("Puheenvuoro")
    writes_a_request(unit)
    unit.presses("Lähetä tilaus")
    coordinator = cast.coordinator
    coordinator.opens("/")
    coordinator.follows("Uusi tilaus")
    left_open = coordinator.page.url
    unit.follows("Muokkaa tilausta")
    unit.writes("Montako kokemusasiantuntijaa?", "2")
    unit.presses("Tallenna")

    coordinator.presses("Aloita haku")

    coordinator.sees("Joku muu ehti muuttaa tätä.", "Avaa sivu uudelleen")
    coordinator.opens(left_open)
    coordinator.presses("Aloita haku")
    coordinator.sees("Etsitään tekijöitä")


def test_a_page_left_open_after_signing_out_asks_to_sign_in(cast):
    coordinator = cast.coordinator
    left_open = coordinator.another_tab()

    coordinator.presses("Kirjaudu ulos")
    left_open.follows("Yksiköt")

    left_open.sees("Kirjaudu sisään")


def test_a_form_with_mistakes_keeps_what_was_typed(cast):
    unit = at_the_unit(cast)
    unit.follows("Tilaa kokemusasiantuntijoita")
    unit.follows("Puheenvuoro")
    writes_a_request(unit)
    unit.writes("Päivä", "31.4.2027", part="1. kerta")
    unit.presses("Lähetä tilaus")

    unit.sees("Tällaista päivää ei ole kalenterissa.")
    assert unit.reads_of("Mistä on kyse") == TITLE
    unit.writes("Päivä", "30.4.2027", part="1. kerta")
    unit.presses("Lähetä tilaus")
    unit.sees("Tilaus", "pe 30.4.2027 klo 10.00")


def at_the_unit(cast):
    cast.house.it_is(2, 11)
    cast.coordinator.follows("Yksiköt")
    cast.coordinator.follows(UNIT)
    cast.coordinator.presses("Tee linkki")
    unit = cast.somebody()
    unit.home = cast.coordinator.reads_of("Kopioitava osoite")
    unit.opens(unit.home)
    cast.coordinator.opens("/")
    return unit


def writes_a_request(unit):
    unit.writes("Mistä on kyse", TITLE)
    unit.writes("Päivä", "18.11.2026", part="1. kerta")
    unit.writes("Alkaa", "10", part="1. kerta")
    unit.writes("Päättyy", "12", part="1. kerta")
    unit.chooses("Etäyhteydellä")
