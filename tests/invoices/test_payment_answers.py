"""From what a bank says to what has happened to each payment."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.payment.answers import Doubt, Sent, later, read_answers
from invoices.payment.feedback import Level, Row, Status, read_feedback
from tests.invoices.bank_feedback import (
    booked,
    debited_as_a_whole,
    entry,
    notification,
    status_report,
    told,
)

ONE, TWO = (
    Sent(message="ME-2026-0012", part="ME-2026-0012-1", number=number, cents=cents)
    for number, cents in (("PE-2026-000001", 25050), ("PE-2026-000002", 6000))
)


def statuses(*files: bytes, sent=(ONE, TWO)) -> list[tuple[str, str]]:
    rows = [row for file in files for row in read_feedback(file)]
    return [(one.number, str(one.status)) for one in read_answers(rows, sent).answers]


def doubts(*files: bytes, sent=(ONE, TWO)) -> list[Doubt]:
    rows = [row for file in files for row in read_feedback(file)]
    outcome = read_answers(rows, sent)
    assert not outcome.answers
    return [one.doubt for one in outcome.doubtful]


def test_a_payment_is_answered_by_its_own_row_and_the_rest_by_that_of_the_batch():
    file = status_report(told(TWO.number, "RJCT", cents=6000, reason="AC04"), whole="ACCP")

    assert statuses(file) == [(TWO.number, "rejected"), (ONE.number, "accepted")]


def test_a_batch_debited_as_one_sum_pays_everybody_in_it():
    file = notification(debited_as_a_whole(ONE.part, 31050))

    assert statuses(file) == [(ONE.number, "paid"), (TWO.number, "paid")]


def test_a_payment_rejected_before_is_not_in_the_sum_of_its_batch():
    file = notification(debited_as_a_whole(ONE.part, 25050))
    rejected = replace(TWO, is_rejected=True)

    assert statuses(file, sent=(ONE, rejected)) == [(ONE.number, "paid")]
    assert doubts(file) == [Doubt.OTHER_SUM]


def test_a_rejection_said_again_is_the_same_rejection():
    file = status_report(whole="RJCT")
    again = [replace(one, is_rejected=True) for one in (ONE, TWO)]

    assert statuses(file) == statuses(file, sent=again)


def test_a_sum_that_differs_by_a_cent_changes_nothing():
    file = notification(entry(booked(ONE.number, cents=25051), cents=25051))

    assert doubts(file) == [Doubt.OTHER_SUM]


def test_an_identifier_nobody_knows_changes_nothing():
    assert doubts(status_report(told("PE-2025-000001", "RJCT"))) == [Doubt.UNKNOWN_ID]


def test_a_batch_of_another_organisation_changes_nothing():
    file = status_report(told(ONE.number, "RJCT"), message="ME-2026-0013", whole="RJCT")

    assert doubts(file) == [Doubt.UNKNOWN_ID, Doubt.UNKNOWN_ID]


def test_a_word_nobody_knows_changes_nothing_and_neither_does_that_of_its_batch():
    file = status_report(told(ONE.number, "RVNM"), told(TWO.number, "PDNG"), whole="ACCP")

    outcome = read_answers(read_feedback(file), (ONE, TWO))
    assert [one.doubt for one in outcome.doubtful] == [Doubt.UNKNOWN_WORD]
    assert [one.number for one in outcome.answers] == [TWO.number]


def test_the_same_file_twice_gives_what_it_gives_once():
    files = (
        status_report(told(ONE.number, "ACCP"), told("PE-1", "RJCT")),
        notification(debited_as_a_whole(ONE.part, 31050)),
    )
    for file in files:
        rows = read_feedback(file)
        assert read_answers(rows + rows, (ONE, TWO)) == read_answers(rows, (ONE, TWO))


@pytest.mark.parametrize("order", list(permutations(Status)))
def test_what_holds_does_not_depend_on_which_file_came_first(order):
    held = None
    for status in (*order, *order):
        held = later(held, status)

    assert held is Status.RETURNED


rows = st.lists(
    st.builds(
        Row,
        level=st.sampled_from(Level),
        id=st.sampled_from([ONE.number, TWO.number, ONE.part, ONE.message, "PE-9"]),
        status=st.none() | st.sampled_from(Status),
        word=st.just("X"),
        cents=st.none() | st.sampled_from([25050, 6000, 31050, 1]),
        message=st.none() | st.sampled_from([ONE.message, "ME-9"]),
    )
)


@given(rows)
@settings(deadline=None)
def test_no_row_is_lost_and_no_sum_is_changed(rows):
    outcome = read_answers(rows, (ONE, TWO))

    cents = {ONE.number: 25050, TWO.number: 6000}
    assert all(cents[one.number] == one.cents for one in outcome.answers)
    assert {one.row for one in outcome.doubtful} <= set(rows)
    assert read_answers([*rows, *rows], (ONE, TWO)) == outcome
