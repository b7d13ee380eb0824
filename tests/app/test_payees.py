"""Finance finds everybody who is paid, by name or number, and sees what is still missing."""

import pytest

from app.access import Role
from app.now import today
from app.storage import engines, payees
from app.storage.payees import Lack
from app.use_cases import enter_payout
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money
from tests.sign_in import signed_in


def _page(**asked):
    return payees.page(on=engines.switched_on(), day=today(), **asked)


def _lacks(**asked):
    return {each.expert_id: each.lacks for each in _page(**asked).payees}


def test_a_person_is_found_before_any_hours_by_name_or_by_number(app):
    aino = build.an_expert(first_name="Aino", last_name="Åberg", payroll_number="70707")
    build.an_expert(first_name="Ossi", last_name="Mäki")

    assert set(_lacks(person="åberg aino")) == set(_lacks(person=" 70707 ")) == {aino.id}
    assert _lacks(person="7070") == {}


def test_payroll_lacks_the_number_or_what_it_keeps_itself(app):
    ready = build.an_expert()
    numberless = build.an_expert(payroll_number=None)
    unknown = build.an_expert(finance_has_it=False)

    assert _lacks() == {
        ready.id: (),
        numberless.id: (Lack.PAYROLL_NUMBER,),
        unknown.id: (Lack.PAYROLLS_OWN,),
    }
    assert set(_lacks(only_lacking=True)) == {numberless.id, unknown.id}


@pytest.fixture
def paying(app):
    return build_engines.engines_on()


def test_who_pays_by_itself_asks_for_identity_card_and_account(paying):
    one, other = paying
    nothing = build.an_expert(payroll_number=None)
    waits = build.an_expert()
    build_engines.identity(one, waits)
    build_engines.tax_card(one, waits)
    enter_payout.ask_account(by=one, expert_id=waits.id, iban=build_engines.an_iban())
    ready = build_engines.payable(one, other, build.an_expert())
    abroad = build.an_expert()
    build_engines.identity(one, abroad, non_resident=True)
    build_engines.account(one, other, abroad)

    assert _lacks() == {
        nothing.id: (Lack.IDENTITY, Lack.TAX_CARD, Lack.ACCOUNT),
        waits.id: (Lack.ACCOUNT_WAITS,),
        ready.id: (),
        abroad.id: (),
    }


def test_who_has_stopped_is_listed_but_is_not_chased(app):
    gone = build.an_expert(payroll_number=None)
    build.stop(gone)

    assert [each.is_stopped for each in _page().payees] == [True]
    assert _page(only_lacking=True).payees == []


def test_a_long_list_goes_on_where_it_ended(app):
    people = [build.an_expert(last_name=name).id for name in ("Aalto", "Berg", "Öster")]

    first = _page(limit=2)
    second = _page(limit=2, after=first.next_after)
    assert [each.expert_id for each in first.payees + second.payees] == people
    assert (first.total, second.next_after) == (3, None)


def test_the_list_opens_each_person_and_tells_nothing_lived(app):
    expert = build.an_expert(good_at_words="mielenterveys", payroll_number=None)
    browser = signed_in(app, Role.FINANCE)

    page = browser.get("/payees/?only_lacking=true").text

    assert f'href="/payees/{expert.id}"' in page
    assert "mielenterveys" not in page
    assert browser.get("/payees/?after=x").status_code == 422


def test_the_menu_has_what_has_been_switched_on(app):
    before = signed_in(app, Role.FINANCE).get("/statements/home").text
    one, _other = build_engines.engines_on()
    build_engines.register_on(one)
    after = signed_in(app, Role.FINANCE).get("/statements/home").text

    def menu(page):
        return page.split("<nav")[1].split("</nav>")[0]

    assert "/payees/" in menu(before)
    assert "/bank-batches/" not in menu(before)
    assert "/bank-batches/" in menu(after)
    assert "/incomes-register/" in menu(after)


def test_what_keeps_a_payment_waiting_leads_to_where_it_is_put_right(app, paying):
    one, other = paying
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    undecided = build_engines.payable(one, other, build.an_expert())
    brief = build.a_brief(kind="group", cost_centre_id=build.a_cost_centre().id, state="done")
    work = build.an_assignment(undecided, build.an_occasion(brief))
    build_money.approved_hours(undecided, assignment=work)
    run_statements(by=one, month="2026-11")
    waits = build.an_expert(last_name="Odottaja")
    enter_payout.ask_account(by=one, expert_id=waits.id, iban=build_engines.an_iban())

    page = signed_in(app, Role.FINANCE).get("/bank-batches/").text

    assert f'href="/assignments/{work.id}/income-type"' in page
    assert f'href="/payouts/{waits.id}">Aino Odottaja</a>' in page
