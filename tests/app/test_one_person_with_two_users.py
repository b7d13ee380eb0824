"""One person with two users does not answer what she asked: not by rule, nor past it, nor shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.access import Actor, Role
from app.database import current_organisation, db
from app.readings import second_approvals
from app.storage import users
from app.storage.tables import FourEyes
from app.use_cases import (
    ask_correction,
    confirm_prices,
    enter_figures,
    enter_payout,
    pay_by_bank,
    pay_by_hand,
    set_paying_account,
    set_prices,
)
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.credit_statement import credit
from app.use_cases.decide_travel import decide_travel
from app.use_cases.set_prices import Price
from invoices.payment.file import Version
from invoices.pricing.fee_table import PriceUnit, Work
from scheduling.refusals import SecondPersonNeeded
from tests import build, build_engines, build_money
from tests.app.hour_story import ACTIVITY, READING, a_house, refs
from tests.build import TUESDAY
from tests.by_hand import behind_the_guards, by_hand
from tests.sign_in import signed_in

NEW_YEAR = date(2027, 1, 1)


@dataclass(frozen=True)
class Act:
    """asked: by one, with the help of the other if need be; answered: by somebody;
    stored: what an answer is in the table; page, button: where it is offered.
    """

    table: str
    stored: str
    asked: Callable[[Actor, Actor], Any]
    answered: Callable[[Actor, Any], Any]
    page: Callable[[Any], str]
    button: Callable[[Any], str]


def an_account(one: Actor, _other: Actor):
    expert = build.an_expert()
    return enter_payout.ask_account(by=one, expert_id=expert.id, iban=build_engines.an_iban())


def a_paying_account(one: Actor, _other: Actor):
    return set_paying_account.ask(
        by=one,
        name="Järvilaakso",
        iban=build_engines.an_iban(),
        bic=None,
        version=Version.OF_2019,
        transliterate=False,
        batch_booking=True,
    )


def a_batch(one: Actor, other: Actor):
    build_engines.owed(one, other, 60)
    return pay_by_bank.create(by=one)


def a_taken_batch(one: Actor, other: Actor):
    build_engines.owed(one, other, 60)
    return build_engines.taken_to_bank(one, other)


def asked_of_payroll(one: Actor, other: Actor):
    [statement] = build_engines.owed(one, other, 60)
    return pay_by_hand.ask(by=one, statement_id=statement.id, reason="Asuu Ruotsissa")


def given_to_payroll(one: Actor, other: Actor):
    asked = asked_of_payroll(other, one)
    return pay_by_hand.give(by=one, statement_id=asked.statement_id)


def a_wish(one: Actor, other: Actor):
    [statement] = build_engines.owed(one, other, 60)
    return ask_correction.ask_credit(by=one, statement_id=statement.id, reason="Väärä tunti.")


def a_fee_table(one: Actor, _other: Actor):
    price = Price(work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=5000, pay_code="3010")
    return set_prices.add_fee_table(
        by=one, valid_from=NEW_YEAR, decision_number="§ 7/2027", rates=[price]
    )


def a_fee_table_to_end(one: Actor, other: Actor):
    table = confirm_prices.confirm_table(by=other, table_id=a_fee_table(one, other).id)
    return confirm_prices.withdraw_table(by=one, table_id=table.id)


def a_travel_decision(one: Actor, _other: Actor):
    return decide_travel(by=one, valid_from=NEW_YEAR, decision_number="§ 8", kilometre_cents=40)


def a_travel_decision_to_end(one: Actor, other: Actor):
    decision = a_travel_decision(one, other)
    confirm_prices.confirm_travel(by=other, decision_id=decision.id)
    return confirm_prices.withdraw_travel(by=one, decision_id=decision.id)


def a_figure(one: Actor, _other: Actor):
    values, source = {"kilometre_rate": 58}, "Verohallinnon päätös"
    [figure] = enter_figures.propose(
        by=one, family="kilometres", first_day=NEW_YEAR, source=source, values=values
    )
    return figure


CONFIRMED = "confirmed_at = :moment, confirmed_by = :who"
WITHDRAWN = "withdrawn_at = :moment, withdrawn_by = :who"
ACTS = {
    "a payee's account": Act(
        "payout_accounts",
        CONFIRMED,
        an_account,
        lambda by, row: enter_payout.confirm_account(by=by, account_id=row.id),
        lambda row: f"/payouts/{row.expert_id}/open",
        lambda row: f"/payouts/accounts/{row.id}/confirm",
    ),
    "the paying account": Act(
        "paying_accounts",
        CONFIRMED,
        a_paying_account,
        lambda by, row: set_paying_account.confirm(by=by, seen=row.id),
        lambda _: "/engines/",
        lambda _: "/engines/account/confirm",
    ),
    "a batch for the bank": Act(
        "bank_batches",
        "approved_at = :moment, approved_by = :who",
        a_batch,
        lambda by, row: pay_by_bank.approve(by=by, batch_id=row.id),
        lambda row: f"/bank-batches/{row.id}",
        lambda row: f"/bank-batches/{row.id}/approve",
    ),
    "a batch taken to the bank": Act(
        "bank_batches",
        "state = 'voided', voided_at = :moment, voided_by = :who, void_reason = 'x'",
        a_taken_batch,
        lambda by, row: pay_by_bank.void(by=by, batch_id=row.id, reason="Väärä päivä."),
        lambda row: f"/bank-batches/{row.id}",
        lambda row: f"/bank-batches/{row.id}/void",
    ),
    "what payroll is asked to pay": Act(
        "hand_payments",
        "given_at = :moment, given_by = :who",
        asked_of_payroll,
        lambda by, row: pay_by_hand.give(by=by, statement_id=row.statement_id),
        lambda row: f"/hand-payments/{row.statement_id}",
        lambda row: f"/hand-payments/{row.statement_id}/give",
    ),
    "what payroll was given": Act(
        "hand_payments",
        f"{WITHDRAWN}, withdrawn_because = 'x'",
        given_to_payroll,
        lambda by, row: pay_by_hand.withdraw(by=by, statement_id=row.statement_id, reason="Ei."),
        lambda row: f"/hand-payments/{row.statement_id}",
        lambda row: f"/hand-payments/{row.statement_id}/withdraw",
    ),
    "a statement to cancel": Act(
        "corrections",
        "state = 'declined', declined_because = 'x', decided_at = :moment, decided_by = :who",
        a_wish,
        lambda by, row: credit(by=by, correction_id=row.id),
        lambda row: f"/corrections/of/{row.statement_id}",
        lambda row: f"/corrections/{row.id}/do",
    ),
    "prices": Act(
        "fee_tables",
        CONFIRMED,
        a_fee_table,
        lambda by, row: confirm_prices.confirm_table(by=by, table_id=row.id),
        lambda row: f"/rates/{row.id}",
        lambda row: f"/rates/{row.id}/confirm",
    ),
    "the end of prices": Act(
        "fee_tables",
        WITHDRAWN,
        a_fee_table_to_end,
        lambda by, row: confirm_prices.withdraw_table(by=by, table_id=row.id),
        lambda row: f"/rates/{row.id}",
        lambda row: f"/rates/{row.id}/withdraw",
    ),
    "travel": Act(
        "travel_decisions",
        CONFIRMED,
        a_travel_decision,
        lambda by, row: confirm_prices.confirm_travel(by=by, decision_id=row.id),
        lambda _: "/rates/travel",
        lambda row: f"/rates/travel/{row.id}/confirm",
    ),
    "the end of travel": Act(
        "travel_decisions",
        WITHDRAWN,
        a_travel_decision_to_end,
        lambda by, row: confirm_prices.withdraw_travel(by=by, decision_id=row.id),
        lambda _: "/rates/travel",
        lambda row: f"/rates/travel/{row.id}/withdraw",
    ),
    "a national figure": Act(
        "figures",
        CONFIRMED,
        a_figure,
        lambda by, row: enter_figures.confirm(by=by, figure_ids=[row.id]),
        lambda _: "/figures/",
        lambda _: "/figures/confirm",
    ),
}


@pytest.fixture
def two(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture(params=ACTS.values(), ids=ACTS)
def act(request):
    return request.param


def the_same(who: Actor) -> Actor:
    """Her other user."""
    return build.an_actor(Role.FINANCE, person_id=who.person_id)


def answered_in_the_table(by: Actor, act: Act, row_id: int) -> None:
    """Past every use case; forgotten at the end."""
    try:
        with by_hand():
            db.session.execute(
                text(f"update {act.table} set {act.stored} where id = :id"),
                {"id": row_id, "who": by.user_id, "moment": TUESDAY},
            )
    finally:
        db.session.rollback()


def test_she_does_not_answer_herself_and_another_person_does(two, act):
    row = act.asked(*two)

    for herself in (two[0], the_same(two[0])):
        with pytest.raises(FourEyes) as refused:
            act.answered(herself, row)
        assert refused.value.__cause__ is None  # the rule said so, before the database

    act.answered(build.an_actor(Role.FINANCE), row)


def test_the_database_alone_tells_her_from_another_person(two, act):
    row_id = act.asked(*two).id

    with pytest.raises(IntegrityError, match="answered_by_another"):
        answered_in_the_table(the_same(two[0]), act, row_id)

    answered_in_the_table(build.an_actor(Role.FINANCE), act, row_id)


@pytest.mark.parametrize(
    ("name", "asked_by", "answered_by"),
    [
        ("a batch taken to the bank", "created_by", "approved_by"),
        ("what payroll was given", "asked_by", "given_by"),
        ("the end of prices", "proposed_by", "confirmed_by"),
        ("the end of travel", "proposed_by", "confirmed_by"),
    ],
)
def test_what_she_answered_before_persons_were_compared_another_takes_back(
    owner, two, name, asked_by, answered_by
):
    act, other = ACTS[name], build.an_actor(Role.FINANCE)
    row_id = act.asked(*two).id
    asker = db.session.scalar(text(f"select {asked_by} from {act.table} where id = {row_id}"))
    hers = build.an_actor(Role.FINANCE, person_id=users.person_of(asker))
    then = f"update {act.table} set {answered_by} = {hers.user_id} where id = {row_id}"
    now = f"update {act.table} set {act.stored} where id = {row_id}"

    with behind_the_guards(owner, current_organisation()):
        db.session.execute(text(then))
        db.session.execute(text("set local session_replication_role = origin"))
        db.session.execute(text(now), {"who": other.user_id, "moment": TUESDAY})


def test_only_another_person_is_shown_the_button(app, two, act):
    row = act.asked(*two)
    page, button = act.page(row), act.button(row)
    hers = signed_in(app, Role.FINANCE, person_id=two[0].person_id)
    browsers = hers, signed_in(app, Role.FINANCE)

    opened = [each.post if page.endswith("/open") else each.get for each in browsers]

    assert [button in each(page).text for each in opened] == [False, True]


def test_who_has_asked_is_answered_the_same_by_her_other_user(two):
    wish = a_wish(*two)

    again = ask_correction.ask_credit(
        by=the_same(two[0]), statement_id=wish.statement_id, reason="Väärä tunti."
    )
    taken_back = ask_correction.decline(by=the_same(two[0]), correction_id=wish.id, reason="Ei.")

    assert (again.id, taken_back.decided_by) == (wish.id, None)


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


def test_who_checked_hours_does_not_approve_them_by_her_other_user(house):
    entries = house.confirmed(ACTIVITY)
    checker = build.an_actor(person_id=house.approver.person_id)
    assert not check_hours(by=checker, refs=refs(entries)).refused
    others = house.checked(READING)

    refused = approve_hours(by=house.approver, refs=refs(entries)).refused

    assert {type(refusal) for _, refusal in refused} == {SecondPersonNeeded}
    assert not approve_hours(by=house.approver, refs=refs(others)).refused


def test_who_approved_a_large_sum_first_is_not_counted_as_the_second(house):
    entry = build_money.approved_hours(build.an_expert(), cents_an_hour=200_000)
    hers = build.an_actor(Role.FINANCE, person_id=users.person_of(entry.approved_by))
    readers = hers, build.an_actor(Role.FINANCE)

    assert [second_approvals.count_waiting(each) for each in readers] == [0, 1]
