"""A year's figures: proposed by one, confirmed by another, and only then paid by."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import acting_in, db, transaction
from app.now import at
from app.readings.entry_prices import read_prices
from app.storage import changes, figures, payments
from app.storage.changes import Subject
from app.storage.figures import INCOME_TYPES, FigureIsUsed
from app.storage.tables import FourEyes
from app.use_cases import enter_figures, pay_by_bank
from app.use_cases.enter_figures import FigureAnswered
from app.use_cases.run_statements import run_statements
from invoices.refusals.figures import UnconfirmedFigure
from tests import build, build_engines, build_money
from tests.sign_in import signed_in

NEXT_YEAR = {"first_day": date(2027, 1, 1), "source": "Tax Administration, decision of 2026"}
IN_FEBRUARY = datetime(2027, 2, 2, 8, tzinfo=UTC)


@pytest.fixture
def two(app):
    return build.an_actor(Role.ADMIN), build.an_actor(Role.FINANCE)


def entered(two, family, **values):
    one, other = two
    proposed = enter_figures.propose(by=one, family=family, values=values, **NEXT_YEAR)
    return enter_figures.confirm(by=other, figure_ids=[each.id for each in proposed])


def a_drive_of_january():
    return build_money.approved_kilometres(
        build.an_expert(), day="2027-01-12", approved_at="2027-01-13 12:00+00"
    )


def test_a_drive_of_next_year_is_priced_once_its_figure_is_confirmed(two):
    one, other = two
    drive = a_drive_of_january()
    proposed = enter_figures.propose(
        by=one, family="kilometres", values={"kilometre_rate": 58}, **NEXT_YEAR
    )
    with pytest.raises(UnconfirmedFigure):
        read_prices().of(drive)

    enter_figures.confirm(by=other, figure_ids=[proposed[0].id])

    assert read_prices().of(drive).price.cents == 1647  # 28,4 km at 0,58 €
    with pytest.raises(UnconfirmedFigure):
        read_prices().of(build_money.approved_kilometres(build.an_expert(), day="2028-01-12"))


def test_each_organisation_enters_its_own(two):
    entered(two, "kilometres", kilometre_rate=58)

    with acting_in(build.an_organisation().id):
        assert figures.in_force() == ()


def test_who_proposes_does_not_confirm(two):
    one, _other = two
    [proposed] = enter_figures.propose(
        by=one, family="kilometres", values={"kilometre_rate": 58}, **NEXT_YEAR
    )

    with pytest.raises(FourEyes):
        enter_figures.confirm(by=one, figure_ids=[proposed.id])
    with pytest.raises(FourEyes), transaction():
        db.session.execute(
            text(
                "update figures set confirmed_at = now(), confirmed_by = proposed_by where id = :id"
            ),
            {"id": proposed.id},
        )
    assert figures.in_force() == ()


def test_nobody_writes_a_confirmed_figure_or_another_proposer(two):
    [confirmed] = entered(two, "kilometres", kilometre_rate=58)
    for statement in (
        "update figures set value = 60 where id = :id",
        "update figures set proposed_by = confirmed_by where id = :id",
        "update figures set confirmed_by = null, confirmed_at = null where id = :id",
        "delete from figures where id = :id",
        "insert into figures (organisation_id, family, name, first_day, value, source,"
        " proposed_at, proposed_by, proposer_name, confirmed_at, confirmed_by)"
        " select organisation_id, family, name, first_day, 60, source, now(), proposed_by, '',"
        " now(), confirmed_by from figures where id = :id",
    ):
        with pytest.raises(Exception, match=r"kept|proposed|four_eyes"), transaction():
            db.session.execute(text(statement), {"id": confirmed.id})

    assert [each.value for each in figures.in_force()] == [58]


def test_a_figure_that_was_paid_by_is_only_superseded_from_a_later_day(two):
    entered(two, "kilometres", kilometre_rate=58)
    a_drive_of_january()

    with pytest.raises(FigureIsUsed):
        entered(two, "kilometres", kilometre_rate=60)
    one, other = two
    [later] = enter_figures.propose(
        by=one,
        family="kilometres",
        first_day=date(2027, 7, 1),
        source="Mended decision",
        values={"kilometre_rate": 60},
    )
    enter_figures.confirm(by=other, figure_ids=[later.id])
    assert [each.value for each in figures.in_force()] == [58, 60]


def test_the_database_too_keeps_a_figure_that_was_paid_by(two):
    one, other = two
    proposed = enter_figures.propose(
        by=one, family="kilometres", values={"kilometre_rate": 57}, **NEXT_YEAR
    )
    enter_figures.confirm(by=other, figure_ids=[proposed[0].id])
    [again] = enter_figures.propose(
        by=one, family="kilometres", values={"kilometre_rate": 60}, **NEXT_YEAR
    )
    a_drive_of_january()

    with pytest.raises(FigureIsUsed), transaction():
        db.session.execute(
            text("update figures set confirmed_at = now(), confirmed_by = :by where id = :id"),
            {"id": again.id, "by": other.user_id},
        )


def test_a_mistake_that_nothing_was_paid_by_is_mended_on_its_day(two):
    entered(two, "kilometres", kilometre_rate=85)
    entered(two, "kilometres", kilometre_rate=58)

    assert read_prices().of(a_drive_of_january()).price.cents == 1647


def test_our_own_sure_figure_is_not_changed_backwards(two):
    build_money.approved_kilometres(build.an_expert())
    one, _other = two

    with pytest.raises(FigureIsUsed):
        enter_figures.propose(
            by=one,
            family="kilometres",
            first_day=date(2026, 7, 1),
            source="Hearsay",
            values={"kilometre_rate": 60},
        )


def test_an_answer_is_given_once_and_every_step_is_in_the_history(two):
    [confirmed] = entered(two, "kilometres", kilometre_rate=58)

    with pytest.raises(FigureAnswered):
        enter_figures.refuse(by=two[1], figure_ids=[confirmed.id])
    steps = changes.of(Subject.FIGURE, confirmed.id)
    assert [(step.became, step.role) for step in steps] == [
        ("proposed", Role.ADMIN),
        ("confirmed", Role.FINANCE),
    ]
    assert steps[0].reason == "kilometre_rate 2027-01-01: 58"


def test_a_payment_of_next_year_waits_for_its_figures(two):
    one, other = build_engines.engines_on()
    build.a_fee_table()
    build.a_pay_day("2027-02-26", "2027-01-31")
    expert = build_engines.payable(one, other, build.an_expert())
    build_engines.tax_card(one, expert, first_day="2027-01-01")
    build_money.approved_hours(expert, day="2027-01-12", approved_at="2027-01-13 12:00+00")
    with at(IN_FEBRUARY):
        run_statements(by=one, month="2027-02")
        with pytest.raises(pay_by_bank.NoPayments):
            pay_by_bank.create(by=one)

        entered(two, "withholding", no_tax_card_rate=6000)
        entered(two, INCOME_TYPES, income_type_210=210, income_type_214=214)
        batch = pay_by_bank.create(by=one)

    [paid] = payments.of_batch(batch.id)
    assert paid.cents == 6400  # 80 € less 20 %


def test_pages_let_one_propose_and_another_confirm(app):
    admin, finance = signed_in(app, Role.ADMIN), signed_in(app, Role.FINANCE)
    form = {"first_day": "1.1.2027", "source": "VH/1/2026", "kilometre_rate": "0,58"}

    assert ">4<" in finance.get("/figures/?year=2027").text  # figures of kilometres, all missing
    assert finance.get("/figures/kilometres?year=2027").text.count("Puuttuu") == 4
    assert "210 Mötesarvode" in finance.get("/figures/income_types?lang=sv").text
    assert finance.get("/figures/something").status_code == 404
    assert admin.get("/figures/new?family=kilometres&year=2027").status_code == 200
    assert admin.get("/figures/new?family=income_types").status_code == 200
    assert admin.post("/figures/new?family=kilometres", data={"source": ""}).status_code == 422
    assert admin.post("/figures/new?family=kilometres", data=form).status_code == 303
    [waits] = figures.waiting()
    assert admin.post("/figures/confirm", data={"figures": waits.id}).status_code == 409
    assert finance.post("/figures/confirm", data={}).status_code == 422
    assert finance.post("/figures/confirm", data={"figures": waits.id}).status_code == 303
    assert "VH/1/2026" in admin.get("/figures/kilometres?year=2027").text
    assert [each.value for each in figures.in_force()] == [58]
