"""Identity, account and tax card of a person: sealed, shown masked, never repeated."""

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import db
from app.gateways import sealing
from app.gateways.sealing import Place, SealBroken
from app.now import now
from app.readings import sealed
from app.storage import paying_accounts, payments, payouts
from app.use_cases import enter_payout, pay_by_bank, set_paying_account
from app.use_cases.enter_payout import AskedBeforeAnother, ForeignAccount, HetuIsHere
from app.use_cases.run_statements import run_statements
from invoices.payment.file import Version
from invoices.refusals.payment import HetuCheckDiffers, IbanCheckDiffers
from invoices.tax.classification import Contract
from tests import build, build_engines, build_money
from tests.app.page_story import filled
from tests.sign_in import signed_in


@pytest.fixture
def finance(app):
    return build_engines.engines_on()


def test_what_is_stored_tells_nothing_and_opens_only_in_its_place(finance):
    one, other = finance
    expert = build_engines.payable(one, other, build.an_expert())
    entered = payouts.find_identity(expert.id)
    account = payouts.accounts_of(expert.id)[0]

    code = sealed.hetu_of(entered)
    stored = db.session.scalars(text("select hetu from payout_identities")).all()
    assert all(code.encode() not in bytes(each) for each in stored)
    assert sealed.iban_of(account).startswith("FI")
    with pytest.raises(SealBroken):
        sealing.unseal(entered.hetu, Place("payout_identities", "hetu", entered.id + 1))
    with pytest.raises(SealBroken):
        sealing.unseal(entered.hetu, Place("payout_accounts", "iban", entered.id))


def test_what_is_wrong_is_said_in_its_own_form_only(app, finance):
    expert = build.an_expert()
    browser = signed_in(app, Role.FINANCE)

    answer = browser.post(f"/payouts/{expert.id}/identity", data={"hetu": "x", "contract": "fee"})
    assert (answer.status_code, answer.text.count("error-summary")) == (422, 1)


def test_two_people_cannot_have_the_same_code(finance):
    one, _other = finance
    code = build_engines.a_hetu()
    build_engines.identity(one, build.an_expert(), hetu=code)

    with pytest.raises(HetuIsHere):
        build_engines.identity(one, build.an_expert(), hetu=code.lower())


def test_wrong_check_digits_are_refused_without_being_repeated(finance):
    one, _other = finance
    expert = build.an_expert()
    given = {"contract": Contract.FEE, "in_register": False, "non_resident": False}

    with pytest.raises(HetuCheckDiffers) as refused:
        enter_payout.enter_identity(by=one, expert_id=expert.id, hetu="131052-928X", **given)
    assert "928" not in repr(refused.value)
    with pytest.raises(IbanCheckDiffers):
        enter_payout.ask_account(by=one, expert_id=expert.id, iban="FI22 1234 5600 0007 85")
    with pytest.raises(ForeignAccount):
        enter_payout.ask_account(by=one, expert_id=expert.id, iban="DE89370400440532013000")


def test_pages_show_the_account_masked_and_the_code_never(app, finance):
    one, other = finance
    expert = build.an_expert()
    code, iban = build_engines.a_hetu(), build_engines.an_iban()
    build_engines.identity(one, expert, hetu=code)
    build_engines.account(one, other, expert, iban)
    browser = signed_in(app, Role.FINANCE)

    closed = browser.get(f"/payouts/{expert.id}").text
    page = browser.post(f"/payouts/{expert.id}/open").text

    assert iban[-4:] in page
    assert iban[-4:] not in closed
    assert iban not in page
    assert code not in page


def test_a_refused_form_does_not_give_the_code_back(app, finance):
    expert = build.an_expert()
    browser = signed_in(app, Role.FINANCE)

    answer = browser.post(
        f"/payouts/{expert.id}/identity", data={"hetu": "131052-928X", "contract": "fee"}
    )

    assert answer.status_code == 422
    assert "928X" not in answer.text


def test_a_batch_goes_from_page_to_page_and_its_file_is_the_same_each_time(app, finance):
    one, other = finance
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    _waiting(one, other)
    maker, approver = signed_in(app, Role.FINANCE), signed_in(app, Role.FINANCE)

    made = maker.post("/bank-batches/", data={})
    address = made.headers["Location"]
    assert maker.post(f"{address}/approve").status_code == 409
    assert approver.post(f"{address}/approve").status_code == 303
    assert approver.post(f"{address}/file.xml").status_code == 404
    assert maker.post(f"{address}/export").status_code == 303

    files = {approver.post(f"{address}/file.xml").data for _ in range(2)}
    assert len(files) == 1
    assert b"SALA" in files.pop()


def test_the_net_is_shown_to_finance_and_not_to_the_coordinator(app, finance):
    one, other = finance
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    _waiting(one, other)
    item = payments.of_batch(pay_by_bank.create(by=one).id)[0]
    page = f"/statements/{item.statement_id}?lang=en"

    assert "To the account" in signed_in(app, Role.FINANCE).get(page).text
    assert "To the account" not in signed_in(app, Role.COORDINATOR).get(page).text


def _waiting(one, other):
    expert = build_engines.payable(one, other, build.an_expert())
    build_money.approved_hours(expert)
    run_statements(by=one, month="2026-11")


def test_an_account_asked_for_before_another_was_confirmed_does_not_take_its_place(finance):
    one, other = finance
    expert = build.an_expert()
    first, second = [
        enter_payout.ask_account(by=one, expert_id=expert.id, iban=build_engines.an_iban())
        for _ in range(2)
    ]
    enter_payout.confirm_account(by=other, account_id=first.id)

    with pytest.raises(AskedBeforeAnother):
        enter_payout.confirm_account(by=other, account_id=second.id)

    assert payouts.find_account(expert.id, now()).id == first.id
    assert enter_payout.refuse_account(by=other, account_id=second.id).refused_at
    anew = enter_payout.ask_account(by=one, expert_id=expert.id, iban=build_engines.an_iban())
    enter_payout.confirm_account(by=other, account_id=anew.id)
    assert payouts.find_account(expert.id, now()).id == first.id


def test_the_paying_account_that_was_looked_at_is_confirmed_and_no_other(app, finance):
    one, _ = finance
    browser = signed_in(app, Role.FINANCE)
    ask_paying_account(one)
    seen = filled(browser.get("/engines/").text)["seen"]
    ask_paying_account(one)

    answer = browser.post("/engines/account/confirm", data={"seen": seen})

    assert answer.status_code == 409
    assert paying_accounts.find().iban == build_engines.PAYING.replace(" ", "")
    again = filled(browser.get("/engines/").text)["seen"]
    assert browser.post("/engines/account/confirm", data={"seen": again}).status_code == 303


def ask_paying_account(by):
    return set_paying_account.ask(
        by=by,
        name="Järvilaakson hyvinvointialue",
        iban=build_engines.an_iban(),
        bic=None,
        version=Version.OF_2019,
        transliterate=False,
        batch_booking=True,
    )
