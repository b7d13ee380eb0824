"""How evenly people are asked, who was chosen against the order, and what lacks people."""

from datetime import UTC, date, datetime

import pytest

from app.access import Role
from app.database import transaction
from app.gateways.csv_files import BYTE_ORDER_MARK
from app.now import at, now
from app.storage import coverage, fairness, offers, tables
from app.storage.experts import ExpertTheme, Theme
from app.storage.fairness import Counted, Period
from app.storage.requests import RequestTheme
from app.use_cases.send_offers import Choice, send_offers
from app.web import report_tables
from scheduling.kinds import Channel, Perspective, TurnReason
from scheduling.lifecycle import AssignmentState, OfferState, RequestState
from scheduling.offers import Mode
from scheduling.reasons import Against
from tests import build
from tests.sign_in import signed_in

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture(autouse=True)
def november(app):
    with at(datetime(2026, 11, 2, 8, tzinfo=UTC)):
        yield


def worked(expert, *days):
    for day in days:
        starts = datetime.fromisoformat(f"{day}T09:00+00:00")
        occasion = build.an_occasion(
            build.a_brief(), starts_at=starts, ends_at=starts.replace(hour=11)
        )
        build.an_assignment(expert, occasion, state=AssignmentState.DONE)


def invited(expert, *, times=1):
    """One sending to her that asks about so many times of one request."""
    request = build.a_brief()
    for day in range(times):
        starts = datetime(2026, 12, 1 + day, 7, tzinfo=UTC)
        build.an_occasion(request, starts_at=starts, ends_at=starts.replace(hour=9))
    build.open_offers(request, expert)
    return offers.of_request(request.id)


def become(offer, **changes):
    with transaction():
        found = offers.get(offer.id, lock=True)
        for name, value in changes.items():
            setattr(found, name, value)


def a_theme(name, *experts):
    with transaction():
        theme = tables.add(Theme(name=name, name_sv=name, name_en=name))
        for each in experts:
            tables.add(
                ExpertTheme(expert_id=each.id, theme_id=theme.id, perspective=Perspective.OWN)
            )
    return theme


def of(rows):
    return {each.key: (each.people, each.wanted, each.nobody) for each in rows}


def test_work_counts_on_its_day_and_both_ends_belong_to_the_period(app):
    expert = build.an_expert()
    worked(expert, "2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01")

    assert fairness.counts(MAY) == [Counted(expert.id, asked=0, worked=2)]
    assert fairness.counts(YEAR) == [Counted(expert.id, asked=0, worked=4)]


def test_a_sending_counts_once_whatever_was_answered(app):
    expert = build.a_candidate()
    for offer in invited(expert, times=2):
        become(offer, state=OfferState.DECLINED)

    assert fairness.counts(YEAR) == [Counted(expert.id, asked=1, worked=0)]
    assert fairness.counts(MAY) == [Counted(expert.id, asked=0, worked=0)]


@pytest.mark.parametrize(
    "change", [{"state": OfferState.WITHDRAWN}, {"channel": Channel.PHONE, "answered_at": None}]
)
def test_what_was_taken_back_or_reached_nobody_does_not_count(app, change):
    expert = build.a_candidate()
    [offer] = invited(expert)
    become(offer, **change)

    assert fairness.counts(YEAR) == [Counted(expert.id, asked=0, worked=0)]
    assert [each.id for each in fairness.never_asked()] == [expert.id]


def test_who_has_left_counts_only_if_she_was_asked_or_worked_then(app):
    left, left_long_ago = build.an_expert(), build.an_expert()
    build.an_expert(joined_on="2026-06-01")
    worked(left, "2026-05-04")
    for each in (left, left_long_ago):
        build.stop(each)

    assert fairness.counts(MAY) == [Counted(left.id, asked=0, worked=1)]


def test_never_asked_are_those_neither_asked_nor_booked_the_longest_here_first(app):
    newer, older = build.an_expert(joined_on="2026-03-01"), build.an_expert()
    booked = build.an_expert()
    worked(booked, "2025-02-03")
    invited(build.a_candidate())
    build.stop(build.an_expert())

    assert [each.id for each in fairness.never_asked()] == [older.id, newer.id]


def test_a_choice_against_the_order_is_told_with_reason_note_and_who(app):
    by, [first, second] = build.an_actor(), [build.a_candidate(), build.a_candidate()]
    request = build.a_brief()
    build.an_occasion(request)
    send_offers(
        by=by,
        request_id=request.id,
        choice=Choice(
            expert_ids=[second.id],
            mode=Mode.ONE,
            turn_reason=TurnReason.SPECIAL_EXPERIENCE,
            turn_note="Tuntee osaston",
        ),
    )
    invited(first)
    seat = build.an_assignment(
        first, build.an_occasion(request, seats=2), turn_reason=TurnReason.SHORT_NOTICE
    )

    found = fairness.against_the_order(YEAR)

    assert {(each.reason, each.note, each.experts[0].id) for each in found} == {
        (TurnReason.SPECIAL_EXPERIENCE, "Tuntee osaston", second.id),
        (TurnReason.SHORT_NOTICE, None, seat.expert_id),
    }
    assert by.name in {each.by for each in found}
    assert fairness.against_the_order(MAY) == []
    assert fairness.choosing(YEAR).sendings == 2


def test_wishes_by_name_are_counted(app):
    build.a_brief(asked_by_name="Aino Äijälä")
    build.a_brief()

    assert fairness.choosing(YEAR) == fairness.Choosing(sendings=0, requests=2, named=1)


def test_coverage_tells_who_there_is_what_was_wanted_and_what_found_nobody(app):
    people = [build.an_expert(languages=["fi", "sv"] if n < 2 else ["fi"]) for n in range(6)]
    grief, housing = a_theme("Suru", *people), a_theme("Asuminen", *people[:4])
    for theme in (grief, housing, housing):
        request = build.a_brief(language="sv")
        with transaction():
            tables.add(RequestTheme(request_id=request.id, theme_id=theme.id))
    build.an_assignment(people[0], build.an_occasion(request))

    assert of(coverage.by_theme(YEAR)) == {grief.id: (6, 1, 1), housing.id: (None, 2, 1)}
    assert of(coverage.by_language(YEAR)) == {"fi": (6, 0, 0), "sv": (None, 3, 2)}
    assert of(coverage.by_theme(MAY))[grief.id] == (6, 0, 0)


def test_where_people_live_does_not_give_one_small_place_away(app):
    for code, count in (("905", 9), ("743", 6), ("005", 1)):
        for _ in range(count):
            build.an_expert(municipality_code=code)
    build.a_brief(municipality_code="010")

    assert of(coverage.by_municipality(YEAR)) == {
        "010": (0, 1, 1),
        "905": (9, 0, 0),
        "743": (None, 0, 0),
        "005": (None, 0, 0),
    }


def test_a_request_nobody_comes_to_tells_what_stands_in_the_way(app):
    build.a_candidate(languages=["fi"])
    build.a_candidate(languages=["fi", "sv"])
    lacking = build.a_brief(language="sv")
    build.an_occasion(lacking)
    build.a_brief(language="sv", state=RequestState.CANCELLED)

    [unmet] = coverage.without_anybody(YEAR, now().date())

    assert (unmet.request.id, unmet.could_be_asked) == (lacking.id, 1)
    assert unmet.reasons == ((Against.LANGUAGE_NOT_SPOKEN, 1),)


def test_the_page_says_in_words_who_did_half_of_the_work(app):
    busy, others = build.an_expert(), [build.an_expert() for _ in range(3)]
    worked(busy, "2026-05-01", "2026-05-04", "2026-05-05")
    worked(others[0], "2026-05-06")

    page = signed_in(app).get("/reports/fairness?lang=en")

    assert page.status_code == 200
    assert "Half of the work was done by 1 person of 4." in page.text
    assert "4 persons have never been asked." not in page.text
    assert "2 persons have never been asked." in page.text
    assert "Worked: Gini figure 0,63." in page.text


def test_the_page_of_a_period_shows_only_it_and_a_wrong_one_is_mended(app):
    worked(build.an_expert(), "2026-05-04")
    client = signed_in(app)

    june = client.get("/reports/fairness?first=1.6.2026&last=30.6.2026&lang=en")
    wrong = client.get("/reports/fairness?first=1.6.2026&last=1.5.2026&lang=en")

    assert "No work was done in this time." in june.text
    assert (wrong.status_code, "This is before the first day." in wrong.text) == (422, True)


@pytest.mark.parametrize("table", sorted(report_tables.TABLES))
def test_each_table_is_taken_away_as_a_file(app, table):
    expert = build.a_candidate(municipality_code="905")
    invited(expert)
    worked(expert, "2026-05-04")
    a_theme("Suru", expert)

    file = signed_in(app).get(f"/reports/fairness/{table}.csv?lang=en")

    assert (file.status_code, file.mimetype) == (200, "text/csv")
    header, *_ = file.text.lstrip(BYTE_ORDER_MARK).splitlines()
    assert header.count(";") >= 1


@pytest.mark.parametrize("role", [Role.EXPERT, Role.FINANCE, Role.ADMIN])
def test_only_coordinators_see_who_is_asked_and_who_is_not(app, role):
    assert signed_in(app, role).get("/reports/fairness").status_code == 403


def test_before_and_with_a_plan_the_same_people_are_compared(app):
    one, other = build.an_expert(), build.an_expert()
    worked(one, "2026-05-04", "2026-05-05")

    shown = report_tables.before_and_after(now().date(), {other.id: 2})

    assert [curve.gini for curve in shown.curves] == ["0,50", "0,00"]
    assert shown.rows[4] == ("50 %", "0 %", "50 %")
