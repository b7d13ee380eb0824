"""A panel meeting of twelve: one booking, one list of who came, and nobody fills a form."""

import pytest

from tests import build
from tests.browser.cast import UNIT
from tests.browser.house import acting_for
from tests.browser.payroll import cents, printed_total, rows_of

PANEL = (
    "Aila Kivelä", "Björn Sjöström", "Eeva Hyvärinen", "Jouko Pääkkönen", "Kerttu Mäenpää",
    "Lasse Åkerman", "Marja Tölli", "Niilo Röyttä", "Oili Väänänen", "Pentti Särkelä",
    "Raili Yli-Mäyry", "Seppo Jääskö",
)  # fmt: skip
BY_REMOTE, ABSENT = PANEL[10], PANEL[11]
CAME = PANEL[:11]
FEE = 6000  # cents a meeting


@pytest.fixture
def panel(cast):
    """Twelve people who have agreed to be on the panel."""
    cast.house.it_is(2, 11)
    with acting_for(cast.house, cast.organisation_id):
        for name in PANEL:
            first_name, last_name = name.split()
            build.a_candidate(first_name=first_name, last_name=last_name)
    return cast


def test_a_panel_of_twelve_is_booked_marked_and_paid_in_one_act_each(panel):
    takes_down_the_meeting(panel.coordinator)
    books_the_panel(panel.coordinator)
    panel.house.it_is(18, 11, "16.30")
    marks_who_came(panel.coordinator)
    checks(panel.coordinator)
    approves(panel.approver)
    panel.house.it_is(8, 12)
    panel.finance.opens("/")
    is_paid_to_the_cent(panel.finance)


def takes_down_the_meeting(coordinator):
    coordinator.follows("Kirjaa tilaus")
    coordinator.selects("Yksikkö", UNIT)
    coordinator.selects("Laji", "Raadin kokous")
    coordinator.writes("Mistä on kyse", "Päihdepalvelujen asiakasraati, marraskuu")
    coordinator.writes("Päivä", "18.11.2026")
    coordinator.writes("Alkaa", "14.00")
    coordinator.writes("Päättyy", "16.00")
    coordinator.unfolds("Lisää, jos ehdit")
    coordinator.writes("Mitä varten?", "Raati sanoo, mitä jonotusaika tekee ihmiselle.")
    coordinator.writes("Paikka", "Kaupungintalo, Öbergin sali")
    coordinator.writes("Kunta", "Oulu")
    coordinator.writes("Montako kokemusasiantuntijaa?", "12")
    coordinator.presses("Tallenna tilaus")


def books_the_panel(coordinator):
    coordinator.presses("Aloita haku")
    coordinator.follows("Kutsu")
    coordinator.follows("Varaa ryhmä")
    coordinator.unfolds("Vielä 2 järjestyksessä")
    for name in PANEL:
        coordinator.chooses_numbered(name)
    coordinator.presses("Varaa ryhmä nyt")
    coordinator.sees("12 / 12 paikkaa varattu", *PANEL)


def marks_who_came(coordinator):
    coordinator.follows("Toimeksiannot")
    coordinator.follows("Merkitse läsnäolijat", about=PANEL[0])
    for name in PANEL[:10]:
        coordinator.chooses("Paikalla", part=name)
    coordinator.chooses("Etänä", part=BY_REMOTE)
    coordinator.chooses("Poissa", part=ABSENT)
    coordinator.presses("Tallenna")
    coordinator.sees("Lista on tallennettu. Tulleiden tunnit tehtiin siitä.")


def checks(coordinator):
    coordinator.follows("Tunnit")
    coordinator.sees(*CAME)
    coordinator.does_not_see(ABSENT)
    coordinator.presses("Asiatarkasta valitut")
    coordinator.sees("11 toimeksiantoa asiatarkastettu.")


def approves(approver):
    approver.sees("660,00", *CAME)
    approver.presses("Hyväksy valitut")
    approver.sees("11 toimeksiantoa hyväksytty.")


def is_paid_to_the_cent(finance):
    finance.presses("Aja joulukuu 2026")
    finance.sees("660,00")
    for name in CAME:
        assert printed_total(finance, name) == FEE
    finance.presses("Luovuta palkanlaskentaan")
    persons = rows_of(finance.takes("Rivi jokaisesta henkilöstä (CSV)"))
    lines = rows_of(finance.takes("Rivi jokaisesta erittelyrivistä (CSV)"))
    assert {row["Nimi"]: cents(row["Yhteensä"]) for row in persons} == dict.fromkeys(CAME, FEE)
    assert {row["Nimi"]: cents(row["Summa"]) for row in lines} == dict.fromkeys(CAME, FEE)
    assert {row["Yksikkö"] for row in lines} == {"kokous"}
