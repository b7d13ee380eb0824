"""What a bank says of our payments, read without trusting the file."""

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.payment.feedback import LARGEST_BYTES, Level, Row, Status, read_feedback
from invoices.refusals.payment import UnreadableFeedback
from tests.invoices.bank_feedback import (
    booked,
    debited_as_a_whole,
    entry,
    notification,
    status_report,
    told,
)
from tests.invoices.schemas import assert_valid

ONE = "PE-2026-000001"
REPORT = status_report(
    told(ONE, "ACCP", cents=25050), told("PE-2026-000002", "RJCT", cents=6000, reason="AC04")
)
NOTICE = notification(
    entry(booked(ONE, cents=25050), cents=25050),
    entry(
        booked(ONE, cents=25050, direction="CRDT", returned="AC04"), cents=25050, direction="CRDT"
    ),
)


def payments_in(file: bytes) -> list[tuple[str, Status | None, int | None, str | None]]:
    rows = read_feedback(file)
    return [(row.id, row.status, row.cents, row.reason) for row in rows if row.level == "payment"]


@pytest.mark.parametrize("version", ["03", "12"])
def test_a_status_report_tells_what_was_accepted_and_what_rejected_and_why(version):
    file = REPORT.replace(b".001.03", f".001.{version}".encode())

    assert_valid(file, f"iso20022/pain.002.001.{version}.xsd")
    assert payments_in(file) == [
        (ONE, Status.ACCEPTED, 25050, None),
        ("PE-2026-000002", Status.REJECTED, 6000, "AC04"),
    ]
    assert {row.message for row in read_feedback(file)} == {"ME-2026-0012"}


@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_a_notification_tells_what_was_paid_and_what_came_back(version):
    file = NOTICE.replace(b".001.08", f".001.{version}".encode())

    assert payments_in(file) == [
        (ONE, Status.PAID, 25050, None),
        (ONE, Status.RETURNED, 25050, "AC04"),
    ]


def test_a_batch_may_be_told_of_as_a_whole():
    rejected = read_feedback(status_report(whole="RJCT", part="RJCT"))
    paid = read_feedback(notification(debited_as_a_whole("ME-2026-0012-1", 31050)))

    assert [(row.level, row.id, row.status) for row in rejected] == [
        (Level.MESSAGE, "ME-2026-0012", Status.REJECTED),
        (Level.PART, "ME-2026-0012-1", Status.REJECTED),
    ]
    assert paid == (
        Row(level=Level.PART, id="ME-2026-0012-1", status=Status.PAID, word="BOOK", cents=31050),
    )


def test_a_payment_without_a_word_of_its_own_has_that_of_its_part():
    wordless = told(ONE, "", reason="AC04").replace("<TxSts></TxSts>", "")

    assert payments_in(status_report(wordless, part="RJCT")) == [
        (ONE, Status.REJECTED, None, "AC04")
    ]


def test_what_is_still_on_its_way_tells_nothing():
    assert payments_in(status_report(told(ONE, "PDNG"))) == []
    waiting = entry(booked(ONE, cents=100), cents=100, state="PDNG")
    assert read_feedback(notification(waiting)) == ()


def test_money_that_others_pay_in_is_not_ours():
    incoming = entry(booked(ONE, cents=100, direction="CRDT"), cents=100, direction="CRDT")

    assert read_feedback(notification(incoming)) == ()


def test_other_currencies_are_not_ours():
    foreign = NOTICE.replace(b'Ccy="EUR"', b'Ccy="SEK"')

    assert read_feedback(foreign) == ()


def test_a_word_the_service_does_not_know_is_kept_for_a_person():
    (row,) = read_feedback(status_report(told(ONE, "RVNM")))

    assert (row.status, row.word) == (None, "RVNM")


def test_the_older_way_to_say_booked_and_the_sum_of_the_entry_alone():
    detail = f"<TxDtls><Refs><EndToEndId>{ONE}</EndToEndId></Refs></TxDtls>"
    file = notification(entry(detail, cents=25050, state="BOOK"), version="02")

    assert payments_in(file) == [(ONE, Status.PAID, 25050, None)]


def test_a_return_may_be_told_by_its_kind_alone():
    kind = "<BkTxCd><Domn><Fmly><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd></TxDtls>"
    detail = booked(ONE, cents=100, direction="CRDT").replace("</TxDtls>", kind)

    assert payments_in(notification(entry(detail, cents=100, direction="CRDT"))) == [
        (ONE, Status.RETURNED, 100, None)
    ]


def test_a_row_said_twice_in_a_file_is_one():
    row = told(ONE, "RJCT", reason="AC04")

    assert payments_in(status_report(row, row)) == [(ONE, Status.REJECTED, None, "AC04")]


@pytest.mark.parametrize("file", [REPORT, NOTICE])
def test_a_file_read_twice_gives_the_same_rows(file):
    assert read_feedback(file) == read_feedback(file)


def with_type(inside: str, used: str = "") -> bytes:
    """The report with definitions of its own in front."""
    text = REPORT.decode().replace("<Document", f"<!DOCTYPE Document [{inside}]><Document", 1)
    return text.replace(ONE, used or ONE).encode()


UNREADABLE = {
    "nothing": b"",
    "only spaces": b"   ",
    "no XML": b"PE-2026-000001;ACCP;250,50",
    "a zip": b"PK\x03\x04" + bytes(100),
    "cut short": REPORT[:-40],
    "a page": b"<html><body/></html>",
    "our own file": b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>',
    "a version before ours": REPORT.replace(b"002.001.03", b"002.001.02"),
    "another namespace": REPORT.replace(b"iso:20022", b"iso:20023"),
    "without a namespace": re.sub(rb" xmlns=\"[^\"]+\"", b"", REPORT),
    "an empty document": re.sub(rb"<CstmrPmtStsRpt>.*</CstmrPmtStsRpt>", b"", REPORT),
    "a statement called a report": REPORT.replace(b"CstmrPmtStsRpt", b"BkToCstmrStmt"),
    "definitions of types": with_type("<!ELEMENT Document ANY>"),
    "an entity": with_type('<!ENTITY a "PE-2026-000001">', "&a;"),
    "a file of the server": with_type('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"),
    "a call to the network": with_type('<!ENTITY a SYSTEM "http://127.0.0.1:9/">', "&a;"),
    "a billion laughs": with_type(
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">', "&c;"
    ),
    "definitions kept elsewhere": REPORT.replace(
        b"<Document", b'<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd"><Document', 1
    ),
    "an entity nobody defined": REPORT.replace(ONE.encode(), b"&nobody;"),
    "UTF-8 that is broken": REPORT.replace(ONE.encode(), b"\xff\xfe"),
    "an encoding nobody knows": REPORT.replace(b"UTF-8", b"KLINGON"),
    "too deep": REPORT.replace(ONE.encode(), b"<a>" * 5000 + b"</a>" * 5000),
    "too large": REPORT + b" " * LARGEST_BYTES,
    "a negative sum": REPORT.replace(b"250.50", b"-250.50"),
    "a sum with an exponent": REPORT.replace(b"250.50", b"2505e-1"),
    "no number at all": REPORT.replace(b"250.50", b"NaN"),
    "a part of a cent": REPORT.replace(b"250.50", b"250.505"),
    "Arabic digits": REPORT.replace(b"250.50", "٢٥٠".encode()),
    "an identifier nobody gave": REPORT.replace(ONE.encode(), b"x" * 36),
}


@pytest.mark.parametrize("file", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_feedback_is_refused_with_one_fact(file):
    with pytest.raises(UnreadableFeedback) as refusal:
        read_feedback(file)
    assert refusal.value.values == {}


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-16")))
@settings(deadline=None)
def test_any_bytes_are_refused(file):
    with pytest.raises(UnreadableFeedback):
        read_feedback(file)


@given(
    st.sampled_from([REPORT, NOTICE]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 12), st.binary(max_size=12))),
)
@settings(deadline=None)
def test_any_damage_gives_rows_or_the_one_refusal(file, damages):
    for place, length, put in damages:
        file = file[:place] + put + file[place + length :]
    with suppress(UnreadableFeedback):
        assert all(row.id and (row.cents is None or row.cents >= 0) for row in read_feedback(file))


TAGS = sorted(set(re.findall(rb"<(\w+)>", REPORT + NOTICE)))


@given(
    st.sampled_from([REPORT, NOTICE]),
    st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from([*TAGS, b"Other"])), max_size=4),
    st.lists(st.tuples(st.sampled_from(TAGS), st.text("09.-A ", max_size=40)), max_size=4),
)
@settings(deadline=None)
def test_any_shape_gives_rows_or_the_one_refusal(file, renamed, refilled):
    for one, other in renamed:
        file = re.sub(rb"(</?)%s>" % one, rb"\g<1>%s>" % other, file)
    for tag, text in refilled:
        file = re.sub(rb"<%s>[^<]*" % tag, b"<%s>%s" % (tag, text.encode()), file)
    with suppress(UnreadableFeedback):
        assert all(len(row.id) <= 35 for row in read_feedback(file))
