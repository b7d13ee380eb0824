"""The file a bank pays from, read back by another parser than the one that wrote it."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.payment.file import (
    BankProfile,
    Batch,
    Message,
    Payer,
    Payment,
    Reference,
    Version,
    payment_file,
)
from invoices.refusals import MoneyRefusal
from invoices.refusals.payment import (
    AccountOutsideSepa,
    IbanCheckDiffers,
    MessageTooLong,
    NoDebitDay,
    NoPayments,
    NotBic,
    NothingToPay,
    PaymentTwice,
    ReferenceCheckDiffers,
    TextBankRefuses,
    UnsafeId,
)
from tests.invoices.schemas import assert_valid

ACCOUNTS = ["FI1410093000123458", "FI9080002627761348", "FI5542345670000081"]
PROFILES = [BankProfile(version=version) for version in Version]
every_version = pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.version)


def a_payment(serial: int = 1, **values) -> Payment:
    return Payment(
        **{
            "number": f"PE-2026-{serial:06d}",
            "name": "Åsa Mäkiö",
            "iban": ACCOUNTS[serial % len(ACCOUNTS)],
            "cents": 25050,
            "remittance": Message("Palkkio 11/2026"),
            **values,
        }
    )


def a_batch(*payments: Payment, **values) -> Batch:
    return Batch(
        **{
            "number": "ME-2026-0012",
            "part": "ME-2026-0012-1",
            "created_at": datetime(2026, 12, 10, 22, 30, tzinfo=UTC),
            "debit_on": date(2026, 12, 14),
            "payer": Payer(name="Keski-Järven hyvinvointialue", iban="FI2112345600000785"),
            "payments": payments or (a_payment(1), a_payment(2, cents=6000)),
            **values,
        }
    )


def written(batch: Batch, profile: BankProfile | None = None) -> ElementTree.Element:
    """With the namespace left out of the names."""
    root = ElementTree.fromstring(payment_file(batch, profile or BankProfile()))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root.find("CstmrCdtTrfInitn")


def cents(euros: str) -> int:
    whole, _, part = euros.partition(".")
    return int(whole) * 100 + int(part)


@every_version
def test_the_file_keeps_the_published_schema(profile):
    payments = (
        a_payment(1),
        a_payment(2, remittance=Reference("RF18 5390 0754 7034")),
        a_payment(3, remittance=Reference("1511890656"), iban="EE38 2200 2210 2014 5685"),
    )
    payer = Payer(name="Esimerkin kaupunki", iban="FI2112345600000785", bic="NDEAFIHH")

    for batch in (a_batch(*payments), a_batch(*payments, payer=payer)):
        assert_valid(payment_file(batch, profile), f"iso20022/{profile.version}.xsd")


@every_version
def test_the_sums_are_the_same_at_the_head_over_the_payments_and_in_them(profile):
    file = written(a_batch(a_payment(1), a_payment(2, cents=6001)), profile)

    amounts = file.findall("PmtInf/CdtTrfTxInf/Amt/InstdAmt")
    assert [cents(amount.text) for amount in amounts] == [25050, 6001]
    assert {amount.get("Ccy") for amount in amounts} == {"EUR"}
    for level in ("GrpHdr", "PmtInf"):
        assert file.findtext(f"{level}/NbOfTxs") == "2"
        assert cents(file.findtext(f"{level}/CtrlSum")) == 31051


@every_version
def test_a_salary_is_said_once_over_the_whole_batch(profile):
    file = written(a_batch(), profile)

    assert file.findtext("PmtInf/PmtTpInf/CtgyPurp/Cd") == "SALA"
    assert len(list(file.iter("CtgyPurp"))) == 1
    assert file.findtext("PmtInf/BtchBookg") == "true"


@every_version
def test_identifiers_are_those_given(profile):
    file = written(a_batch(), profile)

    assert file.findtext("GrpHdr/MsgId") == "ME-2026-0012"
    assert file.findtext("PmtInf/PmtInfId") == "ME-2026-0012-1"
    ids = [each.text for each in file.iter("EndToEndId")]
    assert ids == ["PE-2026-000001", "PE-2026-000002"]


def test_the_day_of_debit_stands_where_each_version_has_it():
    new, old = (written(a_batch(), profile).find("PmtInf/ReqdExctnDt") for profile in PROFILES)

    assert new.findtext("Dt") == "2026-12-14"
    assert old.text == "2026-12-14"


def test_the_moment_of_creation_is_told_in_finnish_time():
    assert written(a_batch()).findtext("GrpHdr/CreDtTm") == "2026-12-11T00:30:00"


def test_nobody_has_an_address():
    file = written(a_batch(a_payment(remittance=Reference("1232"))))

    assert {each.tag for each in file.iter()}.isdisjoint(
        {"PstlAdr", "AdrLine", "CdtrAgt", "CtctDtls"}
    )


def test_a_bank_without_a_bic_is_said_to_be_not_provided():
    agent = "PmtInf/DbtrAgt/FinInstnId"
    with_bic = Payer(name="Esimerkin kaupunki", iban="FI2112345600000785", bic="NDEAFIHH")

    assert written(a_batch()).findtext(f"{agent}/Othr/Id") == "NOTPROVIDED"
    for profile, name in zip(PROFILES, ("BICFI", "BIC"), strict=True):
        file = written(a_batch(payer=with_bic), profile)
        assert file.findtext(f"{agent}/{name}") == "NDEAFIHH"


def test_a_finnish_reference_has_no_issuer_and_an_international_one_has():
    references = ("15118 90656", "RF18 5390 0754 7034")
    payments = [a_payment(n, remittance=Reference(number)) for n, number in enumerate(references)]

    told = written(a_batch(*payments)).findall(".//CdtrRefInf")

    assert [each.findtext("Ref") for each in told] == ["1511890656", "RF18539007547034"]
    assert [each.findtext("Tp/Issr") for each in told] == [None, "ISO"]
    assert {each.findtext("Tp/CdOrPrtry/Cd") for each in told} == {"SCOR"}


@pytest.mark.parametrize(
    ("name", "kept", "without_accents"),
    [
        ("Äijälä Åke", "Äijälä Åke", "Aijala Ake"),
        ("A\u0308ijälä", "Äijälä", "Aijala"),
        ("Čáhppe Ŋuovvu", "Čáhppe Ŋuovvu", "Cahppe Nuovvu"),
        ("Weiß Łukasz", "Weiß Łukasz", "Weiss Lukasz"),
        ("O’Brien", "O’Brien", "O'Brien"),
        ("  Ann \u00a0 Maria ", "Ann Maria", "Ann Maria"),
        ("Virtanen & Co", "Virtanen & Co", "Virtanen + Co"),
        ("N" * 80, "N" * 70, "N" * 70),
        ("{{7*7}} <b>", "{{7*7}} <b>", "..7.7.. .b."),
    ],
)
def test_names_keep_their_accents_unless_the_bank_has_none(name, kept, without_accents):
    batch = a_batch(a_payment(name=name))

    told = [
        written(batch, BankProfile(transliterate=transliterate)).findtext(".//Cdtr/Nm")
        for transliterate in (False, True)
    ]

    assert told == [kept, without_accents]


@pytest.mark.parametrize("profile", [BankProfile(), BankProfile(transliterate=True)])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...",
        "Анна",
        "سارة",
        "Ann\x00",
        "Ann\nMaria",
        "Ann\u202e",
        "Ann\u200b",
        "Ann 🙂",
        "\ud800",
    ],
)
def test_text_that_would_stop_the_whole_file_is_refused(text, profile):
    for payment in (a_payment(name=text), a_payment(remittance=Message(text))):
        with pytest.raises(TextBankRefuses) as refusal:
            payment_file(a_batch(payment), profile)
        assert refusal.value.values == {"number": payment.number}


def test_a_message_has_140_characters_at_most():
    longest = Message("m" * 140)

    assert written(a_batch(a_payment(remittance=longest))).findtext(".//Ustrd") == longest.text
    with pytest.raises(MessageTooLong):
        payment_file(a_batch(a_payment(remittance=Message("m" * 141))), BankProfile())


@pytest.mark.parametrize(
    "number",
    ["", "x" * 36, "/1", "1/", "1//2", " 1", "1 2", "1\n", "ä", "1;2", "1_2", "１", "2026–1"],
)
def test_an_identifier_that_might_come_back_changed_is_refused(number):
    for batch in (
        a_batch(a_payment(number=number)),
        a_batch(number=number),
        a_batch(part=number),
    ):
        with pytest.raises(UnsafeId) as refusal:
            payment_file(batch, BankProfile())
        assert refusal.value.values == {}


@pytest.mark.parametrize("amount", [0, -1, -25050])
def test_nothing_and_less_are_not_paid(amount):
    with pytest.raises(NothingToPay):
        payment_file(a_batch(a_payment(1), a_payment(2, cents=amount)), BankProfile())


def test_one_statement_is_paid_once():
    with pytest.raises(PaymentTwice):
        payment_file(a_batch(a_payment(1), a_payment(1)), BankProfile())


def test_an_empty_batch_is_refused():
    with pytest.raises(NoPayments):
        payment_file(replace(a_batch(), payments=()), BankProfile())


@pytest.mark.parametrize("day", [date(2026, 12, 10), date(2026, 12, 13), date(2026, 12, 24)])
def test_money_leaves_on_a_banking_day_that_is_still_ahead(day):
    with pytest.raises(NoDebitDay):
        payment_file(a_batch(debit_on=day), BankProfile())


@pytest.mark.parametrize(
    ("batch", "refused"),
    [
        (a_batch(a_payment(iban="FI2112345600000786")), IbanCheckDiffers),
        (a_batch(a_payment(iban="TR330006100519786457841326")), AccountOutsideSepa),
        (a_batch(payer=Payer(name="Kunta", iban="FI2112345600000786")), IbanCheckDiffers),
        (a_batch(payer=Payer(name="Kunta", iban=ACCOUNTS[0], bic="NDEA")), NotBic),
        (a_batch(a_payment(remittance=Reference("1233"))), ReferenceCheckDiffers),
    ],
)
def test_accounts_and_references_are_checked_once_more(batch, refused):
    with pytest.raises(refused) as refusal:
        payment_file(batch, BankProfile())
    assert refusal.value.values == {}


@every_version
def test_the_same_batch_gives_the_same_bytes(profile):
    assert payment_file(a_batch(), profile) == payment_file(a_batch(), profile)


words = st.text("AÅäöčßŁŋ1 -’'&<>{}\"", min_size=1, max_size=150) | st.text(max_size=150)
batches = st.builds(
    lambda amounts, name, message: a_batch(
        *(
            a_payment(serial, cents=amount, name=name, remittance=Message(message))
            for serial, amount in enumerate(amounts)
        )
    ),
    st.lists(st.integers(1, 10**9), min_size=1, max_size=12),
    words,
    words,
)
profiles = st.builds(BankProfile, version=st.sampled_from(Version), transliterate=st.booleans())


@given(batches, profiles)
@settings(deadline=None)
def test_any_batch_is_written_to_the_cent_or_refused(batch, profile):
    with suppress(MoneyRefusal):
        file = written(batch, profile)
        told = [cents(each.text) for each in file.iter("InstdAmt")]
        assert told == [payment.cents for payment in batch.payments]
        assert cents(file.findtext("GrpHdr/CtrlSum")) == sum(told) == batch.cents


@given(batches, profiles)
@settings(deadline=None)
def test_any_file_keeps_the_published_schema(batch, profile):
    with suppress(MoneyRefusal):
        assert_valid(payment_file(batch, profile), f"iso20022/{profile.version}.xsd")
