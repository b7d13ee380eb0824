"""Made-up documents to print; builders name only what matters."""

from dataclasses import replace
from datetime import UTC, date, datetime

from app.gateways.own_papers import (
    BenefitLetter,
    Certificate,
    CertificateWord,
    HowTaxed,
    PaidOn,
    PaidSum,
    TakenSum,
    Taxed,
    TaxedBy,
    YearPaper,
)
from app.gateways.papers import HourForm, LetterOccasion, MessageLetter, OfferLetter, Sheet
from invoices.statements.document import Contact, Deduction, Net, PrintedLine, StatementDocument

ORGANISATION = "Merirannikon hyvinvointialue"
RETURN_ADDRESS = (ORGANISATION, "Rantakatu 5", "90100 Oulu")
LIISA = Contact(name="Liisa Koskela", phone="040 123 4567", email="liisa.koskela@example.fi")
MATS = Contact(name="Mats Öhman", phone="040 765 4321")
MORNING = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
NOON = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def a_fee(**values) -> PrintedLine:
    usual = {
        "day": date(2026, 11, 3),
        "title": "Puheenvuoro lähihoitajaopiskelijoille",
        "kind": "activity",
        "unit": "hour",
        "quantity": 150,
        "price_cents": 3270,
        "amount_cents": 8175,
    }
    return PrintedLine(**usual | values)


def a_journey(**values) -> PrintedLine:
    usual = {
        "day": date(2026, 11, 3),
        "title": "",
        "kind": "kilometres",
        "purpose": "Puheenvuoro lähihoitajaopiskelijoille",
        "route": "Kempele – Oulu – Kempele",
        "times": "8.15–13.40",
        "unit": "kilometre",
        "quantity": 284,
        "price_cents": 55,
        "amount_cents": 1562,
    }
    return PrintedLine(**usual | values)


def a_ticket(**values) -> PrintedLine:
    usual = {
        "kind": "ticket",
        "purpose": "Linja-auto Oulu – Kajaani",
        "route": "",
        "times": "",
        "unit": "piece",
        "quantity": 1,
        "price_cents": 2350,
        "amount_cents": 2350,
    }
    return a_journey(**usual | values)


def a_statement(lines=None, **values) -> StatementDocument:
    lines = tuple(lines or (a_fee(), a_journey(), a_ticket()))
    taxable = sum(line.amount_cents for line in lines if line.is_fee)
    gross = sum(line.amount_cents for line in lines)
    usual = {
        "number": "2026-000123",
        "issued_on": date(2026, 11, 21),
        "payer_name": ORGANISATION,
        "payer_business_id": "3221300-9",
        "payer_address": "Rantakatu 5, 90100 Oulu",
        "payee_name": "Väinö Äijälä-Öhman",
        "person_number": "104512",
        "month": date(2026, 12, 1),
        "cut_off_on": date(2026, 11, 20),
        "pay_on": date(2026, 12, 15),
        "decision_number": "§ 112/2025",
        "lines": lines,
        "taxable_cents": taxable,
        "tax_free_cents": gross - taxable,
        "gross_cents": gross,
        "contact": LIISA,
    }
    return StatementDocument(**usual | values)


TITLES = (
    "Puheenvuoro lähihoitajaopiskelijoille",
    "Päihde- ja mielenterveyspalvelujen asiakasraadin kokous, jossa käsiteltiin yöpäivystyksen"
    " kiireettömän ohjauksen käytäntöjä",
    "Kehittämistyöryhmä",
    "Esittäytyminen: väkivaltatyön kokemustoimijoiden vertaistapaaminen Äänekoskella",
)
LONG_NAME = "Annikki Mäkelä-Järvenpää-Ängeslevä von Weissenberg-Österholm"


def a_years_lines(count: int) -> list[PrintedLine]:
    """As they come in life: of five, three are fees, one a drive and one a ticket."""
    lines = []
    for n in range(count):
        day, title = date(2026, 1 + n * 11 // count, 1 + n % 28), TITLES[n % len(TITLES)]
        if n % 5 < 3:
            lines.append(a_fee(day=day, title=title))
        elif n % 5 == 3:
            lines.append(a_journey(day=day, purpose=title))
        else:
            lines.append(a_ticket(day=day))
    return lines


def a_correction_of(lines: list[PrintedLine], **values) -> StatementDocument:
    """Takes every line back; the first should have been twice as long."""
    back = [
        replace(line, quantity=-line.quantity, amount_cents=-line.amount_cents) for line in lines
    ]
    first = replace(lines[0], quantity=lines[0].quantity * 2, amount_cents=2 * 8175)
    return a_statement([*back, first, *lines[1:]], corrects="2026-000101", **values)


def a_statement_with_net() -> StatementDocument:
    """An insured lecture: the card's limit is passed in the middle of it."""
    deductions = (
        Deduction(code="pension_share", percent="7.3", part_cents=8175, cents=597),
        Deduction(code="unemployment_share", percent="0.89", part_cents=8175, cents=73),
        Deduction(code="tax_card_base", percent="20.5", part_cents=5000, cents=1025),
        Deduction(code="tax_card_additional", percent="48", part_cents=3175, cents=1524),
    )
    net = Net(
        pay_on=date(2026, 12, 15),
        taxable_cents=8175,
        tax_free_cents=3912,
        deductions=deductions,
        net_cents=8868,
        year_withheld_cents=12_549,
        year_shares_cents=670,
        year_net_cents=66_868,
    )
    return a_statement(net=net, by_bank=True, person_number="")


def a_sheet(**values) -> Sheet:
    usual = {
        "number": "T-1042",
        "organisation": ORGANISATION,
        "expert_name": "Väinö Äijälä-Öhman",
        "title": "Puheenvuoro lähihoitajaopiskelijoille",
        "starts_at": MORNING,
        "ends_at": NOON,
        "place": "Oulun ammattiopisto, auditorio 2",
        "address": "Kotkantie 3, 90250 Oulu",
        "on_site": Contact(name="Anna Niemi", phone="050 111 2233"),
        "coordinators": (LIISA, MATS),
        "route": "Bussi 8 keskustasta klo 8.12. Pääovelta oikealle, hissi on vasemmalla.",
        "leave_at": datetime(2026, 12, 1, 6, 0, tzinfo=UTC),
        "preparation": "Mieti kaksi asiaa, jotka auttoivat sinua.",
        "fee_cents": 9810,
        "travel_cents": 840,
        "pay_on": date(2026, 12, 15),
        "link": "rinnalla.example.fi/t/7Kq2pZ",
    }
    return Sheet(**usual | values)


def a_letter(**values) -> OfferLetter:
    usual = {
        "number": "K-311",
        "organisation": ORGANISATION,
        "return_address": RETURN_ADDRESS,
        "recipient_name": "Väinö Äijälä-Öhman",
        "recipient_address": ("Pitkäpolku 12 B 4", "90440 Kempele"),
        "letter_on": date(2026, 11, 21),
        "answer_by": date(2026, 11, 28),
        "title": "Puheenvuoro lähihoitajaopiskelijoille",
        "unit": "Oulun ammattiopisto",
        "what": "Opiskelijat haluavat kuulla, mikä auttoi sinua palveluissa.",
        "occasions": (LetterOccasion(starts_at=MORNING, ends_at=NOON, place="Kotkantie 3, Oulu"),),
        "coordinator": LIISA,
        "fee_cents": 9810,
        "travel_cents": 840,
        "preparation": "Noin tunti kotona. Siitä maksetaan tuntipalkkio.",
        "pay_on": date(2026, 12, 15),
        "gross_in_month_cents": 21810,
    }
    return OfferLetter(**usual | values)


def a_year_of_pay(**values) -> YearPaper:
    months = [
        PaidSum(month=date(2026, n, 1), fee_cents=9810, tax_free_cents=1562, total_cents=11372)
        for n in (3, 12)
    ]
    usual = {
        "organisation": ORGANISATION,
        "business_id": "3221300-9",
        "name": "Väinö Äijälä-Öhman",
        "written_on": date(2027, 1, 7),
        "year": 2026,
        "by_payment": months,
        "by_work": months,
        "fee_cents": 19620,
        "tax_free_cents": 3124,
        "taxed": HowTaxed(ways=[Taxed(by=TaxedBy.PAYROLL, days=[date(2026, 3, 13)])]),
        "contact": LIISA,
    }
    return YearPaper(**usual | values)


def a_taxed_year() -> YearPaper:
    """Paid by the payer itself."""
    taken = [
        TakenSum(
            month=date(2026, n, 1),
            money_cents=11372,
            withheld_cents=2011,
            shares_cents=803,
            net_cents=8558,
        )
        for n in (3, 12)
    ]
    taxed = HowTaxed(ways=[Taxed(by=TaxedBy.PAYER, withheld_cents=4022)])
    return a_year_of_pay(taken=taken, taxed=taxed)


def a_benefit_letter(**values) -> BenefitLetter:
    paid = PaidOn(
        paid_on=date(2026, 12, 15),
        worked_first=date(2026, 10, 28),
        worked_last=date(2026, 11, 3),
        fee_cents=9810,
        tax_free_cents=1562,
    )
    usual = {
        "organisation": ORGANISATION,
        "business_id": "3221300-9",
        "name": "Väinö Äijälä-Öhman",
        "written_on": date(2027, 1, 7),
        "first": date(2026, 1, 1),
        "last": date(2026, 12, 31),
        "payments": [paid],
        "fee_cents": 9810,
        "tax_free_cents": 1562,
        "trade_costs": False,
        "contact": LIISA,
    }
    return BenefitLetter(**usual | values)


def a_certificate(**values) -> Certificate:
    usual = {
        "organisation": ORGANISATION,
        "name": "Väinö Äijälä-Öhman",
        "written_on": date(2027, 1, 7),
        "word": CertificateWord.DEVELOPER,
        "own_words": "",
        "first": date(2026, 1, 20),
        "last": date(2026, 12, 3),
        "minutes": 930,
        "times": {"talk": 4, "development": 2},
        "contact": LIISA,
    }
    return Certificate(**usual | values)


def a_message(**values) -> MessageLetter:
    usual = {
        "number": "204",
        "organisation": ORGANISATION,
        "recipient_name": "Väinö Äijälä-Öhman",
        "recipient_address": ("Pitkäpolku 12 B 4", "90440 Kempele"),
        "letter_on": date(2026, 11, 21),
        "subject": "Tulet pian: vahvista, että tulet",
        "paragraphs": ("Hei Väinö,", "olet luvannut tulla: ti 1.12.2026 klo 9.00–11.30."),
        "coordinator": LIISA,
    }
    return MessageLetter(**usual | values)


def an_hour_form(**values) -> HourForm:
    usual = {
        "number": "T-1042",
        "organisation": ORGANISATION,
        "return_address": RETURN_ADDRESS,
        "expert_name": "Väinö Äijälä-Öhman",
        "title": "Puheenvuoro lähihoitajaopiskelijoille",
        "unit": "Oulun ammattiopisto",
        "starts_at": MORNING,
        "ends_at": NOON,
        "place": "Kotkantie 3, Oulu",
        "coordinator": LIISA,
        "send_by": date(2026, 12, 8),
    }
    return HourForm(**usual | values)
