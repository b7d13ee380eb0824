"""A registry kept in a spreadsheet becomes experts, or every reason why not, row by row."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.gateways.spreadsheets import Row, Table, read_table
from app.schemas.expert_import import is_known_column, read_experts
from app.schemas.expert_import.columns import NAMES
from app.use_cases.import_experts import Known, words_of
from scheduling.kinds import Channel, Perspective, RequestKind

KNOWN = Known(frozenset({"unettomuus"}), frozenset({"kaisa@example.fi"}))
LONGEST_WAIT = 15  # seconds; the goal is three on a quiet machine
IDENTITY_CODE = "010190-900Y"


def read(text):
    return read_experts(read_table(text.encode(), is_known_column), KNOWN)


def codes(found):
    return [(each.row, each.column, each.code) for each in found.problems]


def test_a_finnish_registry_is_read_whole():
    found = read(
        "Teemat;Sukunimi;Etunimi;Sähköposti;Puh.;Yhteydenottotapa;Kielet;Katuosoite;Postinumero;"
        "Kotikunta;Tehtävät;Koulutettu;Sopimuspäivä;Suostumuspäivä;Tietosuojaselosteen versio;"
        "Henkilönumero;Matka (km);Etänä;Vastuukoordinaattori;Lisätiedot\n"
        "unettomuus (oma), suru (läheinen);Mallikas;Maija;maija@example.fi;040 123 4567;puhelin;"
        "ruotsi ja suomi;Katu 1;00100;Helsingfors;luento, asiakasraati;1.2.2024;2024-02-01;"
        "1.3.2024;3;001001;50;kyllä;kaisa@example.fi;=soita ensin\n"
    )

    assert found.problems == []
    (maija,) = found.rows
    assert (maija.name, maija.payroll_number) == ("Maija Mallikas", "001001")
    assert maija.themes == (
        ("unettomuus", Perspective.OWN),
        ("suru", Perspective.CLOSE_ONE),
    )
    assert (maija.phone, maija.channel) == ("+358401234567", Channel.PHONE)
    assert (maija.language, maija.languages) == ("sv", ("sv", "fi"))
    assert (maija.postal_code, maija.municipality_code) == ("00100", "091")
    assert maija.role_kinds == (RequestKind.TALK, RequestKind.PANEL_MEETING)
    assert (maija.trained_on, maija.consent_on) == (date(2024, 2, 1), date(2024, 3, 1))
    assert (maija.travels_km, maija.may_act_remotely) == (50, True)
    assert maija.note == "=soita ensin"
    assert [warning.code for warning in found.warnings] == ["new_theme"]


def test_languages_may_have_levels_and_work_its_levels():
    found = read(
        "Nimi;Puhelin;Kielet;Tasot\n"
        "Maija Mallikas;0401234567;suomi (äidinkieli), sv (hyvä) ja englanti (vähän);asiakastyö\n"
    )

    (maija,) = found.rows
    assert maija.languages == ("fi", "sv", "en")
    assert (maija.native_languages, maija.basic_languages) == (("fi",), ("en",))
    assert maija.levels == ("client_work",)


def test_a_level_nobody_knows_is_told_with_an_example():
    found = read("Nimi;Puhelin;Kielet\nMaija Mallikas;0401234567;suomi (murre)\n")

    assert codes(found) == [(2, "Kielet", "level")]


@pytest.mark.parametrize(
    "header",
    ["Namn,E-post,Språk,Hemkommun", "Name,E-mail address,Languages,Home municipality"],
)
def test_a_registry_may_be_swedish_or_english(header):
    (anna,) = read(f"{header}\nAnna von Essen,anna@example.fi,svenska,Åbo\n").rows

    assert (anna.first_name, anna.last_name, anna.language) == ("Anna", "von Essen", "sv")
    assert anna.municipality_code == "853"


@pytest.mark.parametrize(
    ("written", "first_name", "last_name"),
    [
        ("Mallikas, Maija", "Maija", "Mallikas"),
        ("Maija Liisa Mallikas", "Maija Liisa", "Mallikas"),
        ("Áilu", "Áilu", ""),
    ],
)
def test_a_name_in_one_column_is_taken_apart(written, first_name, last_name):
    (expert,) = read(f'Nimi;Puhelin\n"{written}";040 1234567\n').rows

    assert (expert.first_name, expert.last_name) == (first_name, last_name)
    assert expert.channel is None


def test_every_wrong_cell_is_told_with_its_row_and_column():
    found = read(
        "Sukunimi;Etunimi;Sähköposti;Puhelin;Postinumero;Kotikunta;Teemat;Koulutettu;"
        "Henkilönumero;Matka km;Etänä\n"
        "Meri;Matti;matti;401234567;100;Helsinkki;suru (naapuri);45231;1,31E+05;5,5;ehkä\n"
        "Meri;;#REF!\n"
    )

    assert codes(found) == [
        (2, "Sähköposti", "type"),
        (2, "Puhelin", "zeros_lost"),
        (2, "Postinumero", "zeros_lost"),
        (2, "Kotikunta", "type"),
        (2, "Teemat", "perspective"),
        (2, "Koulutettu", "serial"),
        (2, "Henkilönumero", "shortened"),
        (2, "Matka km", "type"),
        (2, "Etänä", "type"),
        (3, "Sähköposti", "broken_formula"),
    ]
    assert found.rows == []
    assert all(each.message and each.fix for each in found.problems)


def test_a_row_needs_a_name_and_a_way_to_reach_the_person():
    found = read(
        "Sukunimi;Etunimi;Puhelin;Yhteydenottotapa\nMeri;;;\nMaa;Maija;040 1234567;kirje\n"
    )

    assert codes(found) == [
        (2, "Sukunimi", "no_name"),
        (2, "", "unreachable"),
        (3, "Yhteydenottotapa", "channel"),
    ]


def test_the_same_person_twice_is_told_with_both_rows():
    found = read(
        "Nimi;Sähköposti;Puhelin\nA B;a@b.fi;\nC D;A@B.fi;\nE F;;040 1234567\nE F;;0401234567\n"
    )

    assert codes(found) == [(3, "", "same_person"), (5, "", "same_person")]
    assert "2" in found.problems[0].message


def test_a_number_of_somebody_else_is_not_taken_over():
    known = Known(names={"1001": words_of("Maija Mallikas")})
    table = "Nimi;Puhelin;Henkilönumero\n{};040 1234567;1001\n"

    def told(name):
        return read_experts(read_table(table.format(name).encode(), is_known_column), known)

    assert codes(told("Matti Meri")) == [(2, "Henkilönumero", "somebody_else")]
    assert codes(told("Mallikas-Meri, Maija")) == []


def test_an_unknown_column_is_left_out_and_told():
    found = read("Nimi;Puhelin;Lempiväri\nA B;040 1234567;sininen\n")

    assert found.problems == []
    assert found.ignored_columns == ["Lempiväri"]
    assert found.warnings[0].code == "ignored_column"


@pytest.mark.parametrize(
    "column", ["Henkilötunnus", "HETU", "Personbeteckning", "IBAN", "Tilinumero"]
)
def test_columns_for_identity_codes_and_accounts_are_refused(column):
    found = read(f"Nimi;Puhelin;{column}\nA B;040 1234567;{IDENTITY_CODE}\n")

    assert [each.column for each in found.problems] == [column]
    assert found.rows == []
    assert IDENTITY_CODE not in repr(found)


@pytest.mark.parametrize("column", ["Lisätiedot", "Lempiväri"])
def test_an_identity_code_anywhere_is_refused_and_never_repeated(column):
    found = read(f"Nimi;Puhelin;{column}\nA B;040 1234567;tunnus {IDENTITY_CODE}\n")

    assert codes(found) == [(2, column, "identity_code")]
    assert IDENTITY_CODE not in repr(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lempiväri;Koira\nsininen;on\n", "no_name_column"),
        ("Nimi;Puhelin;Puhelinnumero\nA B;040 1234567;1\n", "duplicate_column"),
        ("Nimi;Puhelin\n", "no_rows"),
        ("Nimi;Puhelin\nA B;040 1234567;yli\n", "extra_cells"),
        ("Nimi;Vastuukoordinaattori;Puhelin\nA B;x@example.fi;040 1234567\n", "not_a_coordinator"),
        ("Nimi;Koulutus;Puhelin\nA B;Peruskurssi;040 1234567\n", "no_training_day"),
    ],
)
def test_what_only_the_whole_shows_is_told(text, code):
    assert [each.code for each in read(text).problems] == [code]


def test_no_two_columns_share_a_name():
    names = [name for known in NAMES.values() for name in known]

    assert len(names) == len(set(names))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=len(NAMES), max_size=len(NAMES)))
def test_no_cell_breaks_the_import(cells):
    header = Row(1, tuple(names[0] for names in NAMES.values()))

    found = read_experts(Table(header, (Row(2, tuple(cells)),)), KNOWN)

    assert found.rows or found.problems


def test_ten_thousand_rows_take_seconds():
    row = "Mallikas{0};Maija;m{0}@example.fi;040 {1};suomi, ruotsi;00100;Helsinki;suru;1.2.2024\n"
    header = "Sukunimi;Etunimi;Sähköposti;Puhelin;Kielet;Postinumero;Kotikunta;Teemat;Koulutettu\n"
    text = header + "".join(row.format(n, 1_000_000 + n) for n in range(10_000))
    began = time.perf_counter()

    assert len(read(text).rows) == 10_000
    assert time.perf_counter() - began < LONGEST_WAIT
