"""The pages of money: finance runs and hands over, an expert sees only her own."""

import re

import pytest

from app.access import Role
from app.database import acting_in
from app.gateways.identity import stored_password
from app.storage import run_pages, statements
from app.use_cases.run_statements import run_statements
from tests import build, build_money
from tests.sign_in import PASSWORD, sign_in, signed_in


@pytest.fixture
def priced(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return app


def test_finance_sees_the_next_run_and_runs_it(priced):
    ready, lacks = build.an_expert(), build.an_expert(finance_has_it=False)
    build_money.approved_hours(ready)
    build_money.approved_hours(lacks)
    finance = signed_in(priced, Role.FINANCE)

    before = finance.get("/statements/home?lang=en").text
    answer = finance.post("/statement-runs/", data={"month": "2026-11"})
    after = finance.get(answer.location).text

    assert "80,00" in before
    assert lacks.name in before
    assert "payroll lacks the account or the tax card" in before
    assert answer.status_code == 303
    assert "2026-000001" in after


def test_a_run_is_handed_over_downloaded_and_paid(priced):
    build_money.approved_hours(build.an_expert())
    finance = signed_in(priced, Role.FINANCE)
    run = finance.post("/statement-runs/", data={"month": "2026-11"}).location

    assert finance.post(f"{run}/lines.csv").status_code == 404
    assert finance.post(f"{run}/hand-over").status_code == 303
    lines = finance.post(f"{run}/lines.csv")
    assert lines.data.startswith(b"\xef\xbb\xbf")
    assert lines.data == finance.post(f"{run}/lines.csv").data
    assert finance.get(f"{run}/statements.zip").status_code == 405
    wrong = finance.post(f"{run}/paid", data={"paid_on": "31.4.2026"})
    assert (wrong.status_code, "31.4.2026" in wrong.text) == (422, True)
    ahead = finance.post(f"{run}/paid", data={"paid_on": "20.12.2026"})
    assert (ahead.status_code, ahead.text.count("Maksupäivä on vasta edessä.")) == (409, 2)
    assert finance.post(f"{run}/paid", data={"paid_on": "20.11.2026"}).status_code == 303
    assert "20.11.2026" in finance.get(run).text


def test_a_long_run_is_read_a_part_at_a_time_and_searched_by_name_or_number(priced, monkeypatch):
    monkeypatch.setattr(run_pages, "PAGE", 2)
    for name in ("Åberg", "Öhman", "Äijälä"):
        build_money.approved_hours(build.an_expert(last_name=name))
    finance = signed_in(priced, Role.FINANCE)
    run = finance.post("/statement-runs/", data={"month": "2026-11"}).location

    first = finance.get(run).text
    second = finance.get(
        re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    ).text

    assert [_named(page) for page in (first, second)] == [{"Åberg", "Äijälä"}, {"Öhman"}]
    assert _named(finance.get(f"{run}?person=äijälä").text) == {"Äijälä"}
    assert _named(finance.get(f"{run}?person=2026-000003").text) == {"Öhman"}
    assert _named(finance.get(f"{run}?person=%25").text) == set()
    assert _named(finance.get(f"{run}?person=2026-99999999999999999999").text) == set()
    assert _named(finance.get(f"{run}?after=nonsense").text) == {"Åberg", "Äijälä"}


def _named(page: str) -> set[str]:
    return set(re.findall(r"Åberg|Öhman|Äijälä", page))


def test_finance_sees_before_handing_over_for_whom_everything_was_stopped(priced):
    stopped, other = build.an_expert(), build.an_expert()
    for each in (stopped, other):
        build_money.approved_hours(each)
    finance = signed_in(priced, Role.FINANCE)
    run = finance.post("/statement-runs/", data={"month": "2026-11"}).location
    build.stop(stopped)

    rows = re.findall(r"<tr.*?</tr>", finance.get(f"{run}?lang=en").text, re.DOTALL)

    marked = [row for row in rows if "Everything stopped" in row]
    assert [(stopped.name in row, other.name in row) for row in marked] == [(True, False)]


def test_an_expert_sees_her_own_money_only(priced):
    mine, other = _signing_expert(), build.an_expert()
    build_money.approved_hours(mine[1])
    build_money.approved_hours(other)
    run = run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    own, others = sorted(statements.of_run(run.id), key=lambda one: one.expert_id != mine[1].id)
    client = sign_in(priced, mine[0])

    page = client.get("/statements/mine").text

    assert own.printed_number in page
    assert others.printed_number not in page
    assert client.get(f"/statements/{own.id}").status_code == 200
    assert client.get(f"/statements/{own.id}.pdf").data.startswith(b"%PDF")
    assert client.get(f"/statements/{others.id}").status_code == 404
    assert client.get(f"/statements/{others.id}.pdf").status_code == 404
    assert client.get("/statements/home").status_code == 403


def test_another_organisation_answers_as_if_nothing_were_there(priced):
    build_money.approved_hours(build.an_expert())
    run = run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    run_id, statement_id = run.id, statements.of_run(run.id)[0].id

    with acting_in(build.an_organisation().id):
        stranger = signed_in(priced, Role.FINANCE)
        pages = (
            f"/statement-runs/{run_id}",
            f"/statements/{statement_id}",
            f"/statements/{statement_id}.pdf",
        )
        assert {stranger.get(page).status_code for page in pages} == {404}
        assert stranger.post(f"/statement-runs/{run_id}/hand-over").status_code == 404
        assert stranger.post(f"/statement-runs/{run_id}/statements.zip").status_code == 404


def test_finance_mends_what_payroll_lacks(priced):
    expert = build.an_expert(finance_has_it=False, payroll_number=None)
    build_money.approved_hours(expert)
    finance = signed_in(priced, Role.FINANCE)

    said = {"payroll_number": "700123", "finance_has_it": "true"}
    answer = finance.post(f"/payees/{expert.id}", data=said)
    run = finance.post("/statement-runs/", data={"month": "2026-11"}).location

    assert answer.status_code == 303
    assert expert.name in finance.get(run).text


def test_a_reason_that_was_mended_is_not_shown_any_more(priced):
    expert = build.an_expert(payroll_number=None)
    build_money.approved_hours(expert)
    finance = signed_in(priced, Role.FINANCE)
    finance.post("/statement-runs/", data={"month": "2026-11"})
    before = finance.get(f"/payees/{expert.id}").text

    finance.post(
        f"/payees/{expert.id}", data={"payroll_number": "700124", "finance_has_it": "true"}
    )

    after = finance.get(f"/payees/{expert.id}").text
    assert "notice-warning" in before
    assert "seuraava ajo maksaa sen" in after
    assert "notice-warning" not in after


def test_an_identity_code_is_not_taken_for_a_person_number(priced):
    expert = build.an_expert()
    finance = signed_in(priced, Role.FINANCE)

    answer = finance.post(f"/payees/{expert.id}", data={"payroll_number": "010190-900R"})

    assert answer.status_code == 422


def test_an_approver_has_no_business_with_statements(priced):
    build_money.approved_hours(build.an_expert())
    run = run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    statement_id = statements.of_run(run.id)[0].id

    assert signed_in(priced, Role.APPROVER).get(f"/statements/{statement_id}").status_code == 403


def test_prices_are_typed_as_people_write_them(app):
    finance = signed_in(app, Role.FINANCE)
    typed = _typed(valid_from="1.1.2026", **{"rates-1-cents": "32,50"})

    answer = finance.post("/rates/new", data=typed)
    page = finance.get(answer.location).text

    assert answer.status_code == 303, answer.text
    assert "32,50" in page
    assert "§ 1/2026" in page


def test_a_wrong_price_keeps_what_was_typed(app):
    finance = signed_in(app, Role.FINANCE)

    answer = finance.post("/rates/new", data=_typed(**{"rates-1-cents": "paljon"}))

    assert answer.status_code == 422
    assert "paljon" in answer.text
    assert "§ 1/2026" in answer.text


def test_a_pay_day_before_its_cut_off_is_refused_at_the_field(app):
    finance = signed_in(app, Role.FINANCE)

    answer = finance.post(
        "/rates/pay-days", data={"cut_off_on": "30.12.2026", "pay_on": "1.12.2026"}
    )

    assert answer.status_code == 422
    assert "1.12.2026" in answer.text


def test_a_pay_day_moves_until_its_period_is_run(priced):
    finance = signed_in(priced, Role.FINANCE)
    moved = {"cut_off_on": "14.11.2026", "pay_on": "27.11.2026"}

    assert finance.post("/rates/pay-days", data=moved).status_code == 303
    finance.post("/statement-runs/", data={"month": "2026-11"})
    assert finance.post("/rates/pay-days", data=moved).status_code == 409


def test_the_pay_codes_of_costs_are_kept(app):
    finance = signed_in(app, Role.FINANCE)

    finance.post("/rates/expense-pay-codes", data={"kilometres": "5310", "ticket": ""})

    assert "5310" in finance.get("/rates/").text


def _signing_expert():
    user = build.a_user(Role.EXPERT, password=stored_password(PASSWORD))
    return user, build.an_expert(person_id=user.person_id)


def _typed(**changes: str) -> dict[str, str]:
    """All work priced at 20 € an hour."""
    rows = {
        f"rates-{number}-{name}": value
        for number, work in enumerate(("preparation", "activity", "travel", "follow_up"))
        for name, value in (("work", work), ("unit", "hour"), ("cents", "20"), ("pay_code", "3010"))
    }
    blank = {f"rates-4-{name}": "" for name in ("work", "request_kind", "unit", "cents")}
    usual = {"valid_from": "1.1.2027", "decision_number": "§ 1/2026"}
    return usual | rows | blank | changes
