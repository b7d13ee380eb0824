"""Prices take two people, follow decisions made late, and are mended until they are used."""

from datetime import date

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import AlreadyThere, acting_in, db, transaction
from app.readings.new_prices import effect_of
from app.storage import changes, fee_tables, tables, travel_terms
from app.storage.hour_entries import HourEntry
from app.storage.tables import FourEyes
from app.use_cases import confirm_prices, set_prices
from app.use_cases.confirm_prices import (
    DecisionAnswered,
    PaidByOldPrices,
    PricesUsed,
    WithoutNewPrice,
)
from app.use_cases.decide_travel import decide_travel
from app.use_cases.set_prices import Price
from invoices.pricing.fee_table import PriceUnit, Work
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_corrections import everything_holds
from tests.by_hand import by_hand
from tests.sign_in import signed_in

NEW_YEAR = date(2027, 1, 1)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def two(app):
    return story.two_in_finance()


def hourly(cents, work=Work.ACTIVITY, **said):
    return Price(work=work, unit=PriceUnit.HOUR, cents=cents, pay_code="3010", **said)


def written(by, cents=5000, valid_from=NEW_YEAR, **said):
    rates = [hourly(cents), hourly(2000, Work.PREPARATION)]
    usual = {"valid_from": valid_from, "decision_number": "§ 7/2027", "rates": rates}
    return set_prices.add_fee_table(by=by, **(usual | said))


def confirmed(two, **said):
    table = written(two[0], **said)
    return confirm_prices.confirm_table(by=two[1], table_id=table.id)


def prices():
    return [
        (table.valid_from, next(rate.cents for rate in table.rates if rate.work == Work.ACTIVITY))
        for table in fee_tables.price_list()
    ]


OLD = (date(2026, 1, 1), 4000)


def test_nothing_is_priced_by_a_table_before_another_person_has_confirmed_it(two):
    one, other = two
    table = written(one)
    assert prices() == [OLD]
    with pytest.raises(FourEyes):
        confirm_prices.confirm_table(by=one, table_id=table.id)

    confirm_prices.confirm_table(by=other, table_id=table.id)

    assert prices() == [OLD, (NEW_YEAR, 5000)]
    with pytest.raises(DecisionAnswered):
        confirm_prices.confirm_table(by=other, table_id=table.id)


def test_a_form_sent_twice_is_one_proposal(two):
    travel = {"valid_from": NEW_YEAR, "decision_number": "§ 8", "kilometre_cents": 40}
    for act in (written, lambda by: decide_travel(by=by, **travel)):
        act(two[0])
        with pytest.raises(AlreadyThere):
            act(two[0])

    assert [len(fee_tables.waiting()), len(travel_terms.waiting())] == [1, 1]
    confirm_prices.withdraw_table(by=two[0], table_id=fee_tables.waiting()[0].id)
    written(two[0])  # after a second thought


def test_a_proposal_is_taken_back_or_refused(two):
    one, other = two
    for by in two:
        table = written(one)
        confirm_prices.withdraw_table(by=by, table_id=table.id)
        with pytest.raises(DecisionAnswered):
            confirm_prices.confirm_table(by=other, table_id=table.id)
    assert prices() == [OLD]


def test_a_coming_table_is_withdrawn_by_two(two):
    one, other = two
    table = confirmed(two)

    confirm_prices.withdraw_table(by=one, table_id=table.id)
    with pytest.raises(FourEyes):
        confirm_prices.withdraw_table(by=one, table_id=table.id)
    assert len(prices()) == 2
    confirm_prices.keep_table(by=other, table_id=table.id)
    confirm_prices.withdraw_table(by=other, table_id=table.id)
    confirm_prices.withdraw_table(by=one, table_id=table.id)

    assert prices() == [OLD]
    confirmed(two, cents=6000)  # the day is free again
    assert prices() == [OLD, (NEW_YEAR, 6000)]


def test_a_coming_table_with_a_mistake_is_written_anew(two):
    wrong = confirmed(two, cents=500)
    with pytest.raises(AlreadyThere):
        written(two[0])

    right = written(two[1], valid_from=date(2027, 2, 1), replaces_id=wrong.id)
    assert prices() == [OLD, (NEW_YEAR, 500)]
    confirm_prices.confirm_table(by=two[0], table_id=right.id)

    assert prices() == [OLD, (date(2027, 2, 1), 5000)]
    assert fee_tables.get_table(wrong.id).state == "withdrawn"


def test_a_proposal_with_a_mistake_is_written_anew_at_once(two):
    wrong = written(two[0], cents=500)

    right = written(two[0], replaces_id=wrong.id)

    assert [each.id for each in fee_tables.waiting()] == [right.id]


def test_a_table_that_has_begun_is_mended_until_work_is_approved_by_it(two):
    [begun] = fee_tables.all_tables()
    right = written(two[0], cents=4500, valid_from=begun.valid_from, replaces_id=begun.id)
    confirm_prices.confirm_table(by=two[1], table_id=right.id)
    assert prices() == [(begun.valid_from, 4500)]

    build_money.approved_hours(build.an_expert(), cents_an_hour=4500)

    with pytest.raises(PricesUsed):
        confirm_prices.withdraw_table(by=two[0], table_id=right.id)


def test_prices_decided_backwards_reach_what_is_approved_and_not_issued(two):
    entry = build_money.approved_hours(build.an_expert())
    before = build_money.approved_hours(build.an_expert(), day="2026-10-31")
    table = written(two[0], valid_from=NOVEMBER)
    effect = effect_of(table)
    assert (len(effect.anew), effect.old_cents, effect.new_cents) == (1, 8000, 10_000)
    assert tables.get(HourEntry, entry.id).price_cents == 8000

    confirm_prices.confirm_table(by=two[1], table_id=table.id)

    assert tables.get(HourEntry, entry.id).price_cents == 10_000
    assert tables.get(HourEntry, before.id).price_cents == 8000
    said = [step.reason for step in changes.of(changes.Subject.RATE, table.id)]
    assert "1: 8000 → 10000" in said
    [statement] = story.issued(two[0])[:1]
    assert statement.lines[0].decision_number == "§ 7/2027"
    everything_holds()


def test_prices_decided_backwards_never_reach_what_has_been_issued(two):
    entry = build_money.approved_hours(build.an_expert())
    late = written(two[0], valid_from=NOVEMBER)
    story.issued(two[0])

    with pytest.raises(PaidByOldPrices) as refused:
        confirm_prices.confirm_table(by=two[1], table_id=late.id)
    with pytest.raises(PaidByOldPrices):
        written(two[0], valid_from=date(2026, 11, 3))

    assert refused.value.values == {"count": 1, "day": "4.11.2026"}
    assert tables.get(HourEntry, entry.id).price_cents == 8000
    confirmed(two, valid_from=date(2026, 11, 4))
    assert prices() == [OLD, (date(2026, 11, 4), 5000)]


def test_what_was_credited_is_free_for_the_new_prices(two):
    entry = build_money.approved_hours(build.an_expert())
    [statement] = story.issued(two[0])
    story.credited(*two, statement)

    confirmed(two, valid_from=NOVEMBER)

    assert tables.get(HourEntry, entry.id).price_cents == 10_000


def test_approved_work_is_never_left_without_a_price(two):
    build_money.approved_hours(build.an_expert())

    with pytest.raises(WithoutNewPrice):
        written(two[0], valid_from=NOVEMBER, rates=[hourly(2000, Work.PREPARATION)])


def test_a_travel_decision_takes_two_as_well(two):
    one, other = two
    decision = decide_travel(by=one, valid_from=NEW_YEAR, decision_number="§ 8", kilometre_cents=40)
    assert travel_terms.decided() == []
    with pytest.raises(FourEyes):
        confirm_prices.confirm_travel(by=one, decision_id=decision.id)

    confirm_prices.confirm_travel(by=other, decision_id=decision.id)

    assert [each.kilometre_cents for each in travel_terms.decided()] == [40]
    confirm_prices.withdraw_travel(by=other, decision_id=decision.id)
    confirm_prices.withdraw_travel(by=one, decision_id=decision.id)
    assert travel_terms.decided() == []


@pytest.mark.parametrize(
    "statement",
    [
        "update fee_tables set confirmed_by = proposed_by where id = :id",
        "update fee_tables set confirmed_by = null, confirmed_at = null where id = :id",
        "update fee_tables set valid_from = valid_from + 1 where id = :id",
        "update fee_tables set withdrawn_at = now(), withdrawn_by = confirmed_by where id = :id",
        "update fee_tables set withdrawal_asked_by = confirmed_by, withdrawn_at = now(),"
        " withdrawn_by = confirmed_by where id = :id",
        "delete from rates where fee_table_id = :id",
        "insert into rates (organisation_id, fee_table_id, code, work, unit, cents, terms,"
        " examples) select organisation_id, fee_table_id, 'x', 'travel', unit, 9, terms, examples"
        " from rates where fee_table_id = :id limit 1",
        "update rates set cents = 1 where fee_table_id = :id",
        "update rates set terms = '{\"least_cents\": 9}' where fee_table_id = :id",
        "update rates set unit = 'lump' where fee_table_id = :id",
        "update rates set given = 'lahjakortti' where fee_table_id = :id",
        "update rates set pay_code = '666' where fee_table_id = :id",
        "update rates set work = 'travel' where fee_table_id = :id and work = 'activity'",
        "insert into fee_tables (organisation_id, valid_from, decision_number, proposed_by,"
        " confirmed_at, confirmed_by) select organisation_id, '2028-01-01', '§', proposed_by,"
        " now(), confirmed_by from fee_tables where id = :id",
        "insert into fee_tables (organisation_id, valid_from, decision_number)"
        " select organisation_id, '2028-01-01', '§' from fee_tables where id = :id",
    ],
)
def test_the_database_itself_asks_for_two(two, statement):
    table = confirmed(two)

    with pytest.raises(Exception, match="kept|four_eyes|proposed|confirmed|mended"), transaction():
        db.session.execute(text(statement), {"id": table.id})

    assert prices() == [OLD, (NEW_YEAR, 5000)]


def test_the_database_itself_keeps_issued_prices(two):
    build_money.approved_hours(build.an_expert())
    table = written(two[0], valid_from=NOVEMBER)
    story.issued(two[0])

    with pytest.raises(Exception, match="issued_prices_stay"), by_hand():
        db.session.execute(
            text("update fee_tables set confirmed_at = now(), confirmed_by = :who where id = :id"),
            {"id": table.id, "who": two[1].user_id},
        )


def test_each_organisation_decides_its_own(two):
    table_id = written(two[0]).id
    with acting_in(build.an_organisation().id):
        assert fee_tables.waiting() == []
        with pytest.raises(LookupError):
            confirm_prices.confirm_table(by=build.an_actor(Role.FINANCE), table_id=table_id)


def test_a_lone_person_is_told_who_else_is_needed(app):
    build.a_user(Role.ADMIN, name="Pia Pääkäyttäjä")
    finance = signed_in(app, Role.FINANCE)
    table = fee_tables.get_table(_typed_in(finance))

    alone = finance.get(f"/rates/{table.id}?lang=en").text
    build.a_user(Role.FINANCE, name="Tiina Tarkka")
    not_alone = finance.get(f"/rates/{table.id}?lang=en").text

    assert "Another person is needed" in alone
    assert "Pia Pääkäyttäjä" in alone
    assert "confirms it: Tiina Tarkka" in not_alone
    assert f"/rates/{table.id}/confirm" not in alone
    assert finance.post(f"/rates/{table.id}/confirm").status_code == 409


def test_a_travel_decision_that_waits_is_seen_where_finance_begins(app):
    finance, other = signed_in(app, Role.FINANCE), signed_in(app, Role.FINANCE)
    finance.post("/rates/travel", data={"valid_from": "1.1.2027", "decision_number": "§ 9"})
    [waiting] = travel_terms.waiting()

    for page in ("/rates/", "/statements/home"):
        assert 'href="/rates/travel"' in other.get(page).text
        assert "1.1.2027" in other.get(page).text
    assert other.post(f"/rates/travel/{waiting.id}/confirm").status_code == 303
    assert finance.post(f"/rates/travel/{waiting.id}/withdraw").status_code == 303
    assert "pyytää sen peruuttamista" in other.get("/rates/travel").text
    assert other.post(f"/rates/travel/{waiting.id}/keep").status_code == 303

    assert len(travel_terms.decided()) == 1


def test_another_person_confirms_on_the_page_of_the_table(app):
    table_id = _typed_in(signed_in(app, Role.FINANCE))
    other = signed_in(app, Role.FINANCE)
    assert f'href="/rates/{table_id}"' in other.get("/rates/").text
    assert f'href="/rates/{table_id}"' in other.get("/statements/home").text

    assert other.post(f"/rates/{table_id}/confirm").status_code == 303

    assert fee_tables.get_table(table_id).stands
    mend = other.get(f"/rates/new?mend={table_id}").text
    assert f'name="replaces_id" value="{table_id}"' in mend
    assert 'value="1.1.2027"' in mend


@pytest.mark.parametrize("number", ["9" * 23, "-1", "x", "\x00"])
def test_what_cannot_be_a_table_is_refused_where_one_is_mended(app, number):
    finance = signed_in(app, Role.FINANCE)

    assert finance.get("/rates/new", query_string={"mend": number}).status_code == 422


def test_a_refused_table_keeps_what_was_written(app):
    finance = signed_in(app, Role.FINANCE)
    _typed_in(finance)

    again = finance.post("/rates/new", data=_typed())

    assert again.status_code == 409
    assert 'value="§ 1/2026"' in again.text
    assert "Tämä on jo tallennettu." in again.text


def test_who_confirms_sees_what_changes(app):
    build.a_fee_table(
        {"code": "hour", "work": Work.ACTIVITY, "cents": 3250},
        {"code": "talk", "work": Work.ACTIVITY, "request_kind": "talk", "cents": 10_000},
        valid_from="2026-02-01",
    )
    table_id = _typed_in(signed_in(app, Role.FINANCE))

    page = " ".join(signed_in(app, Role.FINANCE).get(f"/rates/{table_id}").text.split())

    assert "<strong>Tähän asti:</strong> 32,50 € tunnilta." in page
    assert "<strong>Ei enää omaa hintaa:</strong> Toiminta, Puheenvuoro: 100,00" in page


def test_a_price_of_its_own_ends_where_it_is_said_to(app):
    finance = signed_in(app, Role.FINANCE)
    talk = {"rates-4-work": "none", "rates-4-request_kind": "talk", "rates-4-unit": "meeting"}

    answer = finance.post("/rates/new", data=_typed() | talk | {"rates-4-cents": "100,00"})

    assert answer.status_code == 303
    [table] = fee_tables.waiting()
    assert {rate.request_kind for rate in table.rates} == {None}


def _typed():
    return {"valid_from": "1.1.2027", "decision_number": "§ 1/2026"} | {
        f"rates-{number}-{name}": value
        for number, work in enumerate(("preparation", "activity", "travel", "follow_up"))
        for name, value in (("work", work), ("unit", "hour"), ("cents", "20"), ("pay_code", "3010"))
    }


def _typed_in(finance):
    answer = finance.post("/rates/new", data=_typed())
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])
