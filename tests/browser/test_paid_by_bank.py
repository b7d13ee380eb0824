"""Fees paid by the organisation's own file, in a real browser: two of finance, and the bank."""

import pytest
from lxml import etree

from app.access import Role
from app.gateways.identity import stored_password
from app.storage import bank_batches, payments
from tests import build, build_engines, build_money
from tests.browser.house import acting_for
from tests.sign_in import PASSWORD

PAIN_001 = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


@pytest.fixture
def story(cast):
    """The month has been run: two people wait to be paid by the bank, one lacks an account."""
    cast.house.it_is(8, 12)
    with acting_for(cast.house, cast.organisation_id):
        one, other = build_engines.engines_on()
        for name in ("Äijälä", "Öberg"):
            expert = build_engines.payable(one, other, build.an_expert(last_name=name))
            build_money.approved_hours(expert)
        without = build.an_expert(last_name="Ylä-Mäki")
        build_engines.identity(one, without)
        build_money.approved_hours(without)
        second = build.a_user(Role.FINANCE, name="Eeva Esimies", password=stored_password(PASSWORD))
        cast.second_email = second.email
    cast.finance.presses("Aja joulukuu 2026")
    cast.finance.sees("1 rivi odottaa")
    return cast


@pytest.fixture
def second(story):
    person = story.somebody()
    person.signs_in(story.second_email, PASSWORD)
    return person


def test_a_batch_takes_two_people_and_one_that_bounced_waits_again(story, second):
    makes_a_batch(story.finance)
    address = story.finance.page.url
    is_approved_by_another(story.finance, second, address)
    is_taken_out(story.finance, second, address)

    story.house.it_is(14, 12)
    tells_what_the_bank_said(story)
    story.finance.opens(address)
    story.finance.sees("Palautui: tili on suljettu (AC04)", "Maksettu")


def test_other_roles_do_not_come_near(story):
    makes_a_batch(story.finance)

    for person in (story.approver, story.coordinator):
        person.opens(story.finance.page.url)
        person.sees("Roolisi ei salli tätä.")


def is_approved_by_another(finance, second, address):
    """She presses twice, and once more on a page that was left open."""
    finance.sees("Teit tämän aineiston, joten toinen henkilö hyväksyy sen.")
    assert finance.button("Hyväksy").count() == 0
    second.opens(address)
    left_open = second.another_tab()
    second.presses_twice("Hyväksy")
    second.sees("Hyväksytty. Tiedosto on kirjoitettu eikä enää muutu.", "Eeva Esimies")
    left_open.presses("Hyväksy")
    left_open.sees("Eeva Esimies")


def is_taken_out(finance, second, address):
    """Both get the same bytes, which pay each person her net."""
    finance.opens(address)
    finance.presses_twice("Luovuta tiedosto pankkia varten")
    file = finance.takes("Tiedosto pankille (XML)")
    second.opens(address)
    assert second.takes("Tiedosto pankille (XML)") == file
    paid = [each.text for each in etree.fromstring(file).iter(f"{PAIN_001}InstdAmt")]
    assert paid == ["64.00", "64.00"]


def tells_what_the_bank_said(story):
    """One bounced and waits to be tried again; the same file again changes nothing."""
    finance = story.finance
    with acting_for(story.house, story.organisation_id):
        [batch] = bank_batches.all_batches()
        first, second = payments.of_batch(batch.id)
        words = {first.number: "RJCT", second.number: "ACSC"}
        file = build_engines.a_status_report(batch.number, words)
    for said in ("Luettu: 2 maksua muuttui.", "Tämä tiedosto on luettu jo. Mikään ei muuttunut."):
        finance.opens("/bank-batches/")
        finance.gives_file("Pankin tiedosto", "pain.002.xml", file)
        finance.presses("Lue tiedosto")
        finance.sees(said, "2. yritys")


def makes_a_batch(finance):
    finance.opens("/bank-batches/")
    finance.sees("2 voidaan maksaa", "Äijälä", "Öberg")
    finance.does_not_see("Ylä-Mäki")  # held: the bank needs her account first
    finance.writes("Maksupäivä", "15.12.2026")
    finance.presses("Tee näistä aineisto")
