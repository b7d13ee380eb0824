"""The way of one assignment in a real browser, in Finnish: from a spreadsheet to what changed."""

import io
import re
from collections import Counter

import pypdf

from tests.browser.cast import UNIT_EMAIL
from tests.browser.payroll import cents, printed_total, rows_of

COLUMNS = (
    "Sukunimi;Etunimi;Sähköposti;Puhelin;Yhteydenottotapa;Kielet;Kotikunta;Teemat;Koulutettu;"
    "Sopimuspäivä;Suostumuspäivä;Tietosuojaselosteen versio;Henkilönumero;Tiedot taloudella"
)
PEOPLE = (
    "Äijälä;Aino;aino.aijala@esimerkki.fi;040 555 0101;sähköposti;suomi;Oulu;Toipuminen;"
    "12.3.2024;7.1.2026;7.1.2026;2;70011;kyllä",
    "Öberg;Åke;ake.oberg@esimerkki.fi;040 555 0102;sähköposti;suomi, ruotsi;Oulu;Toipuminen;"
    "{trained};7.1.2026;7.1.2026;2;70012;kyllä",
    "Yläjärvi;Yrjö;;040 555 0103;puhelin;suomi;Oulu;Toipuminen;"
    "12.3.2024;7.1.2026;7.1.2026;2;70013;kyllä",
    "Näätä;Mirja;mirja.naata@esimerkki.fi;040 555 0104;sähköposti;suomi;Oulu;Toipuminen;"
    "12.3.2024;;7.1.2026;2;70014;kyllä",
)
AINO_EMAIL, AKE_EMAIL = "aino.aijala@esimerkki.fi", "ake.oberg@esimerkki.fi"
FEES = {"Aino Äijälä": 1000, "Yrjö Yläjärvi": 9000, "Åke Öberg": 10562}
TAKEN_ALONG = "Moni kysyi jälkeenpäin, mistä äidit saavat apua – ja yksi jäi juttelemaan."


def a_registry(trained: str) -> bytes:
    """As a Finnish spreadsheet saves it: semicolons, Windows-1252."""
    return "\r\n".join((COLUMNS, *PEOPLE)).format(trained=trained).encode("cp1252")


def test_one_assignment_goes_all_the_way(cast):
    cast.house.it_is(2, 11)
    brings_in_the_registry(cast.coordinator)
    unit, aino = cast.somebody(), cast.somebody()
    unit_address = makes_the_link_of_the_unit(cast.coordinator)
    unit.opens(unit_address)
    sends_a_request(unit)
    cast.house.it_is(3, 11)
    invites_three(cast.coordinator)
    answers_come(cast)
    reads_the_sheet(cast, aino)
    a_seat_is_filled_in_the_morning(cast, aino)
    hours_are_told(cast, aino)
    hours_are_confirmed_checked_and_approved(cast, unit)
    the_month_is_paid(cast)
    unit.opens(unit_address)
    tells_what_was_taken_along(unit)
    sees_what_came_of_it(signs_in_by_letter(cast))


def brings_in_the_registry(coordinator):
    coordinator.follows("Kokemusasiantuntijat")
    coordinator.follows("Tuo tiedosto")
    coordinator.gives_file("Tiedosto", "rekisteri.csv", a_registry(trained="31.4.2024"))
    coordinator.presses("Katso, mitä tapahtuisi")
    coordinator.sees(
        "Tiedostossa on korjattavaa", "Koulutettu", "Tällaista päivää ei ole kalenterissa."
    )
    assert coordinator.row_of("Koulutettu")[:2] == ["3", "Koulutettu"]
    coordinator.gives_file("Tiedosto", "rekisteri.csv", a_registry(trained="30.4.2024"))
    coordinator.presses("Katso, mitä tapahtuisi")
    coordinator.sees("Mitään ei ole vielä tallennettu")
    coordinator.presses("Tuo nämä")
    coordinator.sees("Uusia ihmisiä")
    coordinator.follows("Kokemusasiantuntijat")
    coordinator.sees("Äijälä Aino", "Öberg Åke", "Yläjärvi Yrjö", "Näätä Mirja")


def makes_the_link_of_the_unit(coordinator) -> str:
    coordinator.follows("Yksiköt")
    coordinator.follows("Nuorisoasema Myllyoja")
    coordinator.presses("Tee linkki")
    return coordinator.reads_of("Kopioitava osoite")


def sends_a_request(unit):
    unit.sees("Nuorisoasema Myllyoja")
    unit.follows("Tilaa kokemusasiantuntijoita")
    unit.follows("Puheenvuoro")
    unit.writes("Mistä on kyse", "Päihteistä toipumisen tarina äidin äänellä")
    unit.writes(
        "Mitä tapahtuu ja kenelle?", "Yläasteikäisten ryhmä, 12 nuorta. Jälkeenpäin kysymyksiä."
    )
    unit.writes("Mitä varten?", "Jotta nuoret näkevät, että apua pyytää myös äiti.")
    unit.chooses("Toipuminen")
    unit.writes("Päivä", "18.11.2026", part="1. kerta")
    unit.writes("Alkaa", "10", part="1. kerta")
    unit.writes("Päättyy", "12", part="1. kerta")
    unit.writes("Paikka", "Myllyojan nuorisotalo, Jäätie 4, työhuone Ö2")
    unit.writes("Kunta", "Oulu")
    unit.writes("Miten perille löytää", "Sisään pääovesta, hissillä ylös. Älä pysäköi pihalle.")
    unit.writes("Montako kokemusasiantuntijaa?", "2")
    unit.writes("Mitä valmistella", "Mieti, mikä sinua auttoi eniten.")
    unit.writes("Valmisteluaika", "0:30")
    unit.writes("Yhteyshenkilö paikan päällä", "Maija Mäkelä")
    unit.presses("Lähetä tilaus")
    unit.sees("Kiitos. Tilauksesi on saapunut.", "Jäätie 4")


def invites_three(coordinator):
    coordinator.follows("Tänään")
    coordinator.sees("Uusi tilaus: Päihteistä toipumisen tarina äidin äänellä")
    coordinator.follows("Uusi tilaus")
    coordinator.presses("Aloita haku")
    coordinator.follows("Kutsu")
    coordinator.sees("1. ", "Ei ole vielä ollut vuorossa.", "Asuu samassa kunnassa.")
    coordinator.unfolds("ei sopimusta")
    coordinator.sees("Mirja Näätä: Ei ole sopimusta.")
    for name in FEES:
        coordinator.chooses_numbered(name)
    coordinator.chooses("Kaikki valitut yhtä aikaa")
    coordinator.presses("Lähetä kutsut")
    coordinator.sees("Kutsut on lähetetty.")


def answers_come(cast):
    """One yes by link, one "ring me" by link, one yes by phone written down on behalf; both yeses
    wait until the deadline, when the seats are shared."""
    aino, ake, coordinator = cast.somebody(), cast.somebody(), cast.coordinator
    aino.opens(cast.house.link_to("offer", AINO_EMAIL))
    aino.sees("90,00 € ennen veroja", "arviolta 15.12.2026", "Mieti, mikä sinua")
    aino.sees("Kiirettä ei ole: vastaa viimeistään pe 6.11.2026 klo 9.00.")
    aino.presses("Kyllä, tulen")
    aino.sees("Kiitos, kyllä-vastauksesi on tallessa.", "Voit vielä muuttaa vastaustasi")
    ake.opens(cast.house.link_to("offer", AKE_EMAIL))
    ake.presses("Soittakaa ensin minulle")
    ake.sees("Kiitos, soitamme sinulle.")
    coordinator.follows("Tänään")
    coordinator.sees("Åke Öberg", "Toivoo soittoa ennen vastaustaan")
    coordinator.follows("Tilaukset")
    coordinator.follows("Päihteistä toipumisen")
    coordinator.follows("Kutsu")
    coordinator.sees("Vastasi kyllä, odottaa")
    coordinator.follows("Kirjaa vastaus", about="Yrjö Yläjärvi")
    coordinator.chooses("Kyllä")
    coordinator.chooses("Puhelimessa")
    coordinator.presses("Tallenna")
    coordinator.sees("Vastaus on kirjattu.", "0 / 2 paikkaa varattu", "Paikat jaetaan pe 6.11.2026")
    seats_are_shared(cast, ake)


def seats_are_shared(cast, ake):
    """Three working days later: the fair order decides, and Åke has not been rung in time."""
    coordinator = cast.coordinator
    cast.house.it_is(6, 11, "9.15")
    cast.house.does_daily("share_seats", cast.organisation_id)
    coordinator.opens(coordinator.page.url)
    coordinator.sees("2 / 2 paikkaa varattu")
    ake.opens(ake.page.url)
    ake.sees("Paikat täyttyivät. Kiitos, kysymme sinulta toistekin.")
    assert cast.house.letter_to(AKE_EMAIL)["Subject"] == "Paikat täyttyivät, kiitos"
    told = cast.house.letter_to(UNIT_EMAIL).get_content()
    assert all(name in told for name in ("Aino Äijälä", "Yrjö Yläjärvi"))


def reads_the_sheet(cast, aino):
    aino.opens(cast.house.link_to("assignment", AINO_EMAIL))
    aino.sees("Jäätie 4", "hissillä ylös", "Maija Mäkelä", "Mieti, mikä")
    [sheet] = pypdf.PdfReader(
        io.BytesIO(aino.reads_paper("Toimeksiannon tiedot paperilla (PDF)"))
    ).pages
    assert [round(side) for side in sheet.mediabox[2:]] == [595, 842], "one A4"
    printed = sheet.extract_text()
    assert all(words in printed for words in ("ke 18.11.2026", "Jäätie 4", "Maija Mäkelä"))


def a_seat_is_filled_in_the_morning(cast, aino):
    cast.house.it_is(18, 11, "7.40")
    cannot_come(cast, aino)
    finds_a_stand_in(cast)
    cast.house.it_is(18, 11, "13.00")
    marks_who_came(cast.coordinator)


def cannot_come(cast, aino):
    aino.unfolds("En pääse")
    aino.presses("Kerro, etten pääse")
    aino.sees("Kiitos, että kerroit.", "Tämä on peruttu.", "maksetaan")
    assert cast.house.letter_to(UNIT_EMAIL)["Subject"] == "Aino Äijälä ei pääse"


def finds_a_stand_in(cast):
    coordinator = cast.coordinator
    coordinator.follows("Tänään")
    coordinator.sees("Paikka vapaana")
    coordinator.follows("Nuorisoasema Myllyoja")
    coordinator.follows("Aino Äijälä")
    coordinator.follows("Varahenkilöt")
    coordinator.sees("Åke Öberg", "Maija Mäkelä")
    coordinator.presses("Tulee tilalle", about="Åke Öberg")
    coordinator.sees("Varahenkilöllä on nyt paikka")
    assert cast.house.letter_to(AKE_EMAIL)["Subject"] == "Paikkasi on varattu, kiitos"


def marks_who_came(coordinator):
    coordinator.follows("Toimeksiannot")
    coordinator.follows("Merkitse läsnäolijat", about="Åke Öberg")
    coordinator.chooses("Paikalla", part="Åke Öberg")
    coordinator.chooses("Paikalla", part="Yrjö Yläjärvi")
    coordinator.presses("Tallenna")


def hours_are_told(cast, aino):
    """Åke by the link of his reminder, Aino what she prepared, Yrjö by phone."""
    cast.house.it_is(19, 11)
    cast.house.does_daily("mark_past_requests", cast.organisation_id)
    cast.house.does_daily("remind_of_hours", cast.organisation_id)
    tells_hours_and_kilometres(cast)
    aino.follows("Ilmoita tunnit")
    aino.presses("Lähetä")
    aino.sees("Lähetetty yksikölle.", "Valmistautuminen")
    aino.does_not_see("Toiminta")
    writes_down_hours_told_by_phone(cast.coordinator)


def tells_hours_and_kilometres(cast):
    ake = cast.somebody()
    ake.opens(cast.house.link_to("assignment", AKE_EMAIL))
    ake.sees("Katso, korjaa tarvittaessa ja lähetä")
    ake.unfolds("Kilometrit, liput ja muut kulut")
    ake.writes("Kilometrit", "28,4")
    ake.writes("Reitti", "Haukipudas–Oulu–Haukipudas")
    ake.presses("Lähetä")
    ake.sees("Lähetetty yksikölle.", "28,4 km")


def writes_down_hours_told_by_phone(coordinator):
    coordinator.follows("Tilaukset")
    coordinator.follows("Toteutunut")
    coordinator.follows("Päihteistä toipumisen")
    coordinator.follows("Yrjö Yläjärvi")
    coordinator.follows("Ilmoita tunnit")
    coordinator.chooses("puhelimessa")
    coordinator.presses("Lähetä")
    coordinator.sees("Lähetetty yksikölle.")


def hours_are_confirmed_checked_and_approved(cast, unit):
    confirms(cast, unit)
    checks(cast.coordinator)
    approves(cast.approver)


def confirms(cast, unit):
    unit.opens(cast.house.link_to("request", UNIT_EMAIL))
    for name in FEES:
        unit.presses("Se oli näin", about=name)
    unit.sees("Kiitos. Vahvistettu.", "Vahvistettavia tunteja ei ole. Kiitos!")


def checks(coordinator):
    coordinator.follows("Tunnit")
    for name in FEES:
        coordinator.chooses(name)
    coordinator.presses("Asiatarkasta valitut")
    coordinator.sees("toimeksiantoa asiatarkastettu")


def approves(approver):
    approver.sees("21100 Nuorten palvelut", "205,62")
    for name in FEES:
        approver.chooses(name)
    approver.presses("Hyväksy valitut")
    approver.sees("toimeksiantoa hyväksytty", "Mikään ei odota hyväksyntääsi")


def the_month_is_paid(cast):
    finance = cast.finance
    finance.sees("Ajon voi tehdä")
    assert finance.button("Aja joulukuu 2026").count() == 0, "not before the cut-off"
    cast.house.it_is(8, 12)
    finance.opens("/")
    runs_the_month(finance)
    takes_all_files(finance)
    cast.house.it_is(15, 12)
    confirms_that_payroll_paid(cast)


def runs_the_month(finance):
    finance.presses("Aja joulukuu 2026")
    finance.sees("Palkkakausi on ajettu.", "205,62")


def takes_all_files(finance):
    """The PDF of each, the file of persons and the file of lines say the same, to the cent."""
    printed = {name: printed_total(finance, name) for name in FEES}
    assert printed == FEES
    finance.presses("Luovuta palkanlaskentaan")
    finance.sees("Ajo on luovutettu.")
    persons = rows_of(finance.takes("Rivi jokaisesta henkilöstä (CSV)"))
    lines = rows_of(finance.takes("Rivi jokaisesta erittelyrivistä (CSV)"))
    assert {row["Nimi"]: cents(row["Yhteensä"]) for row in persons} == FEES
    by_name = Counter[str]()
    for row in lines:
        by_name[row["Nimi"]] += cents(row["Summa"])
    assert by_name == FEES
    [drive] = [row for row in lines if row["Yksikkö"] == "km"]
    assert (drive["Määrä"], drive["Hinta"], drive["Summa"]) == ("28,40", "0,55", "15,62")
    assert (drive["Reitti"], drive["Palkkalaji"]) == ("Haukipudas–Oulu–Haukipudas", "5010")
    assert {row["Kustannuspaikka"] for row in lines} == {"21100"}


def confirms_that_payroll_paid(cast):
    cast.finance.presses("Vahvista maksetuksi")
    cast.finance.sees("Merkitty maksetuksi. Kaikille on kerrottu.")
    letter = cast.house.letter_to(AKE_EMAIL)
    assert letter["Subject"] == "Palkkiosi on maksettu"
    assert "105,62" in letter.get_content()


def tells_what_was_taken_along(unit):
    unit.follows("Kerro ja kiitä")
    unit.follows("Kerro, mitä jäi mieleen")
    unit.writes("Mitä kuulijat ottivat mukaansa?", TAKEN_ALONG)
    unit.presses("Kerro kokemusasiantuntijoille")
    unit.sees(TAKEN_ALONG)


def signs_in_by_letter(cast):
    """The coordinator lets Åke in; he asks for a link and needs no password."""
    assert cast.house.letter_to(AKE_EMAIL)["Subject"] == "Mitä työstäsi seurasi"
    cast.coordinator.follows("Kokemusasiantuntijat")
    cast.coordinator.follows("Öberg Åke")
    cast.coordinator.presses("Anna oikeus kirjautua")
    ake = cast.somebody()
    ake.opens(re.search(r"https?://\S+/login", cast.house.letter_to(AKE_EMAIL).get_content())[0])
    ake.asks_for_a_link(AKE_EMAIL)
    ake.opens(re.search(r"https?://\S+", cast.house.letter_to(AKE_EMAIL).get_content())[0])
    return ake


def sees_what_came_of_it(ake):
    ake.sees("Mikä muuttui?", TAKEN_ALONG)
    ake.follows("Palkkioni")
    ake.sees("105,62", "Maksettu", "90,00", "15,62")
