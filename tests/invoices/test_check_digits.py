"""Identity codes, business ids, accounts and references, each as people write them."""

from contextlib import suppress
from datetime import date
from string import digits

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from invoices.check_digits import (
    CENTURIES,
    CHECK_CHARACTERS,
    SEPA_COUNTRIES,
    is_international,
    masked,
    national_check_digit,
    needs_confirmation,
    read_business_id,
    read_hetu,
    read_iban,
    read_reference,
)
from invoices.refusals import MoneyRefusal
from invoices.refusals.payment import ArtificialHetu
from tests.invoices.build import table

CASES = table("check_digits")
TODAY = CASES["checked_on"]


def hetu_of_anybody(written):
    return read_hetu(written, on=TODAY, artificial=True)


READERS = {
    "hetu": hetu_of_anybody,
    "business_id": read_business_id,
    "iban": read_iban,
    "reference": read_reference,
}
ROWS = [
    pytest.param(kind, case, id=f"{kind}: {case['name']}")
    for kind in READERS
    for case in CASES[kind]
]


@pytest.mark.parametrize(("kind", "case"), ROWS)
def test_what_is_written_is_read_or_refused(kind, case):
    if "refused" not in case:
        assert READERS[kind](case["written"]) == case.get("is", case["written"])
        return
    with pytest.raises(MoneyRefusal) as refusal:
        READERS[kind](case["written"])
    assert refusal.value.code == case["refused"]
    assert refusal.value.values == {}, "what was written is never told further"
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_a_made_up_person_is_not_paid():
    with pytest.raises(ArtificialHetu):
        read_hetu("010594Y9032", on=TODAY)


def test_the_example_of_the_authority_is_read_as_a_person():
    assert read_hetu("131052-308t", on=TODAY) == "131052-308T"


def test_the_separator_is_part_of_who_it_is():
    assert hetu_of_anybody("100190-999P") != hetu_of_anybody("100190Y999P")


def test_an_account_abroad_is_asked_about_once_more():
    assert needs_confirmation(read_iban("EE382200221020145685"))
    assert not needs_confirmation(read_iban("FI2112345600000785"))


def test_an_account_is_shown_by_its_last_four():
    assert masked("FI2112345600000785") == "FI•• •••• 0785"


def test_a_reference_is_national_or_international():
    assert is_international(read_reference("RF111232"))
    assert not is_international(read_reference("1232"))


def artificial_hetus():
    """Born between 1910 and 2026."""

    def built(day, individual, separator):
        digits = f"{day:%d%m%y}{individual}"
        check = CHECK_CHARACTERS[int(digits) % len(CHECK_CHARACTERS)]
        return f"{digits[:6]}{separator}{individual}{check}"

    days = st.dates(date(1910, 1, 1), TODAY)
    return days.flatmap(
        lambda day: st.builds(
            built,
            st.just(day),
            st.integers(900, 999),
            st.sampled_from(
                [s for s, first in CENTURIES.items() if first == day.year // 100 * 100]
            ),
        )
    )


def business_ids():
    def built(seven):
        left = sum(int(d) * w for d, w in zip(seven, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        return None if left == 1 else f"{seven}-{-left % 11}"

    return st.text(digits, min_size=7, max_size=7).map(built).filter(bool)


def finnish_ibans():
    def built(body):
        return f"FI{98 - int(body + '151800') % 97:02d}{body}"

    return st.text(digits, min_size=14, max_size=14).map(built)


def references():
    bases = st.integers(100, 10**19 - 1).map(str)
    national = bases.map(lambda base: base + national_check_digit(base))
    return national | national.map(lambda ref: f"RF{98 - int(ref + '271500') % 97:02d}{ref}")


VALID = st.one_of(
    st.tuples(st.just("hetu"), artificial_hetus()),
    st.tuples(st.just("business_id"), business_ids()),
    st.tuples(st.just("iban"), finnish_ibans()),
    st.tuples(st.just("reference"), references()),
)


@given(VALID, st.data())
@settings(deadline=None)
def test_any_one_changed_digit_is_caught(valid, data):
    kind, written = valid
    place = data.draw(st.sampled_from([n for n, sign in enumerate(written) if sign in digits]))
    other = data.draw(st.sampled_from(digits))
    assume(other != written[place])

    with pytest.raises(MoneyRefusal):
        READERS[kind](written[:place] + other + written[place + 1 :])


@given(VALID, st.data())
@settings(deadline=None)
def test_reading_what_was_read_changes_nothing(valid, data):
    kind, written = valid
    place = data.draw(st.integers(0, len(written)))
    spaced = f"{written[:place]} {written[place:]}".lower()

    assert READERS[kind](spaced) == written
    assert READERS[kind](READERS[kind](spaced)) == written


@given(st.sampled_from(list(READERS)), st.text())
@settings(deadline=None)
def test_whatever_is_written_gets_an_answer_or_a_refusal(kind, written):
    with suppress(MoneyRefusal):
        assert READERS[kind](written).isascii()


@given(st.sampled_from(sorted(SEPA_COUNTRIES)), st.text("0123456789ABCDEFGH", max_size=30))
@settings(deadline=None)
def test_an_account_of_any_country_gets_an_answer_or_a_refusal(country, body):
    with suppress(MoneyRefusal):
        assert read_iban(country + body) == country + body
