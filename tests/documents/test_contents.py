"""What stands on the papers: the sums, the words, and nothing that was smuggled in."""

from dataclasses import replace

import pytest

from invoices.pricing.fee_table import PriceUnit, Rate, Work
from invoices.pricing.terms import Agreed, Terms
from tests.documents.examples import (
    a_fee,
    a_journey,
    a_letter,
    a_message,
    a_sheet,
    a_statement,
    a_statement_with_net,
    a_taxed_year,
    a_ticket,
    an_hour_form,
)

HOSTILE = [
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1:9/x.css)</style>",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} %s %(number)s",
]


LONG_TEXTS = ["Sana. " * 5000, "x" * 10_000, "W" * 10_000, "rivi\n" * 2000, "宽 😀 " * 500]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("fi", "Palkkioerittely (brutto)"),
        ("sv", "Arvodesspecifikation (brutto)"),
        ("en", "Fee statement (gross)"),
    ],
)
def test_a_statement_says_its_number_payee_and_total(printed, words_on, code, name):
    words = words_on(printed("statement", code, statement=a_statement()))

    for told in (name, "2026-000123", "Väinö Äijälä-Öhman", "104512", "120,87 €", "§ 112/2025"):
        assert told in words


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("fi", "Ennakonpidätys verokortin tulorajan ylittävästä osasta, 48 % summasta 31,75 €"),
        ("sv", "Förskottsinnehållning över skattekortets inkomstgräns, 48 % av 31,75 €"),
        ("en", "Tax above the tax card's income limit, 48 % of 31,75 €"),
    ],
)
def test_a_statement_tells_each_deduction_and_the_net(printed, words_on, code, told):
    words = words_on(printed("statement", code, statement=a_statement_with_net()))

    assert told in words
    assert "88,68 €" in words
    assert all(cents in words for cents in ("125,49 €", "6,70 €", "668,68 €"))


def test_a_year_tells_what_the_payer_withheld(printed, words_on):
    words = words_on(printed("year_of_pay", "en", paper=a_taxed_year()))

    assert "In all 227,44 € 40,22 € 16,06 € 171,16 €" in words


def test_what_goes_above_the_maximum_stands_among_the_fees_it_is_summed_with(printed, words_on):
    above = a_journey(kind="kilometres_above", purpose="Yli enimmäismäärän", amount_cents=500)
    lines = [a_fee(), a_journey(), above]

    words = words_on(printed("statement", "en", statement=a_statement(lines)))

    fees, costs = words.index("Yli enimmäismäärän"), words.rindex("Travel and costs")
    assert fees < words.rindex("Fees, taxable") < costs


def test_costs_of_trade_income_are_not_called_free_of_tax(printed, words_on):
    net = replace(a_statement_with_net().net, taxable_cents=12087, tax_free_cents=0)

    words = words_on(printed("statement", "en", statement=a_statement(net=net, by_bank=True)))

    assert "of which 0,00 € tax-free" in words
    assert "Travel and costs, tax-free" not in words


def test_a_waived_fee_is_shown_as_waived(printed, words_on):
    waived = {"code": "waived", "waived_cents": 8175}
    line = a_fee(amount_cents=0, price_cents=0, waived=True, breakdown=(waived,))

    words = words_on(printed("statement", statement=a_statement([line])))

    assert "81,75 € jätetty ottamatta" in words
    assert "Yhteensä ennen veroja 0,00 €" in words


def test_what_we_bought_costs_the_person_nothing(printed, words_on):
    bought = a_ticket(kind="bought_by_us", price_cents=0, amount_cents=0)

    words = words_on(printed("statement", "sv", statement=a_statement([bought])))

    assert "Köpt av oss" in words


def test_a_credit_mirrors_and_names_what_it_cancels(printed, words_on):
    line = a_fee(quantity=-150, amount_cents=-8175)

    words = words_on(printed("statement", statement=a_statement([line], credits="2026-000101")))

    assert "kumoaa erittelyn 2026-000101" in words
    assert "−2 h 30 min" in words


def test_a_sheet_says_whom_to_ring_and_when_to_leave(printed, words_on):
    words = words_on(printed("sheet", sheet=a_sheet()))

    for told in ("ti 1.12.2026 klo 9.00–11.30", "klo 8.00", "040 123 4567", "7.40", "7Kq2pZ"):
        assert told in words


def test_a_letter_tells_the_money_and_the_last_day_to_answer(printed, words_on):
    words = words_on(printed("letter", letter=a_letter()))

    for told in ("98,10 €", "15.12.2026", "218,10 €", "la 28.11.2026", "90440 Kempele", "K-311"):
        assert told in words


def test_a_message_by_letter_tells_whom_to_ring(printed, words_on):
    words = words_on(printed("message", letter=a_message()))

    for told in ("Tulet pian", "90440 Kempele", "21.11.2026", "Liisa Koskela, 040 123 4567"):
        assert told in words


def test_an_hour_form_comes_back_with_its_number(printed, words_on):
    words = words_on(printed("hour_form", "sv", form=an_hour_form()))

    for told in ("T-1042", "Förberedelse", "Restid", "Efterarbete", "Kilometer"):
        assert told in words


@pytest.mark.parametrize("text", HOSTILE)
def test_code_in_a_text_is_printed_as_it_stands(printed, words_on, text):
    words = words_on(printed("sheet", sheet=a_sheet(preparation=text)))

    assert text.replace(" ", "") in words.replace(" ", "")


def test_a_sheet_tells_what_an_hour_may_be_agreed_to_bring(printed, words_on):
    within = Terms(agreed=Agreed(from_cents=2_000, to_cents=3_000))
    rate = Rate(code="a", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=2_000, terms=within)

    words = words_on(printed("sheet", sheet=a_sheet(fee_cents=4_000, rate=rate)))

    assert "Palkkio sovitaan erikseen, 20–30 € tunnilta ennen veroja." in words


@pytest.mark.parametrize("words", LONG_TEXTS)
def test_a_sheet_is_one_page_whatever_is_written(printed, page_count, words):
    sheet = a_sheet(
        title=words, place=words, address=words, route=words, preparation=words, expert_name=words
    )

    assert page_count(printed("sheet", sheet=sheet)) == 1


def test_an_hour_form_is_one_page(printed, page_count):
    long = "Kokemusasiantuntijatoimintasuunnitelma " * 30

    form = an_hour_form(title=long, place=long, unit=long, organisation=long)

    assert page_count(printed("hour_form", form=form)) == 1


def test_a_letter_of_many_times_keeps_its_slip_whole(printed, page_count):
    occasions = a_letter().occasions * 12

    assert page_count(printed("letter", letter=a_letter(occasions=occasions))) == 2
