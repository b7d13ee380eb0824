"""Builders of an organisation that pays by itself, with made-up people."""

import hashlib
from contextlib import AbstractContextManager
from datetime import date, timedelta
from itertools import count

from app.access import Actor, Role
from app.now import at, now, today
from app.storage import statements
from app.storage.bank_batches import BankBatch
from app.storage.engines import Engine
from app.storage.experts import Expert
from app.storage.payouts import PayoutAccount
from app.storage.pension_arrangements import PensionArrangement
from app.storage.statements import Statement, StatementRun
from app.use_cases import (
    enter_bank_answer,
    enter_payout,
    enter_pension,
    enter_register_payer,
    pay_by_bank,
    set_paying_account,
    switch_engines,
)
from app.use_cases.run_statements import run_statements
from invoices.check_digits import CHECK_CHARACTERS
from invoices.payment.file import Version
from invoices.tax.classification import Contract
from tests import build, build_money

_numbers = count(1)
PAYING = "FI21 1234 5600 0007 85"
PAYING_ENGINES = (Engine.WITHHOLDING, Engine.PAYMENT_FILE)


def engines_on(*engines: Engine) -> tuple[Actor, Actor]:
    """Two people of finance, with these engines on (to pay, unless named) and an account."""
    one, other = build.an_actor(Role.FINANCE), build.an_actor(Role.FINANCE)
    for engine in engines or PAYING_ENGINES:
        switch_engines.turn(by=one, engine=engine, on=True)
    set_paying_account.ask(
        by=one,
        name="Järvilaakson hyvinvointialue",
        iban=PAYING,
        bic="NDEAFIHH",
        version=Version.OF_2019,
        transliterate=False,
        batch_booking=True,
    )
    set_paying_account.confirm(by=other)
    return one, other


def where_the_bank_pays() -> tuple[Actor, Actor]:
    """The two, with prices and a payroll period that can be run."""
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return engines_on()


def a_run_of_two(one: Actor, other: Actor) -> StatementRun:
    """Of two whom the bank can pay: 60 and 95 minutes at 40 € an hour, ten kilometres each."""
    for minutes in (60, 95):
        expert = payable(one, other, build.an_expert())
        build_money.approved_hours(expert, minutes=minutes, cents_an_hour=4000)
        build_money.approved_kilometres(expert, tenths=100)
    return run_statements(by=one, month="2026-11")


def enter_payer(by: Actor, **changes) -> None:
    """Who the organisation is to the Incomes Register."""
    usual = {
        "business_id": "1234567-1",
        "contact_name": "Pirkko Palkanlaskija",
        "contact_phone": "040 123 4567",
        "contact_email": None,
        "sub_org": None,
        "is_public": True,
        "in_production": False,
        "first_day": date(2026, 1, 1),
    }
    enter_register_payer.enter_register_payer(by=by, **(usual | changes))


def register_on(by: Actor) -> None:
    """The Incomes Register is told of what is paid from now on."""
    enter_payer(by)
    switch_engines.turn(by=by, engine=Engine.INCOMES_REGISTER, on=True)


def pension(by: Actor, expert_id: int, **changes) -> PensionArrangement:
    """With Keva, in codes that stand for themselves."""
    usual = {
        "first_day": date(2026, 1, 1),
        "provider": 20,
        "policy": "20-00000000",
        "profession": "34121",
        "title": "99999",
        "ground": "99",
        "starts_on": date(2026, 9, 1),
        "ends_on": None,
        "ending": None,
    }
    return enter_pension.enter_pension(by=by, expert_id=expert_id, **(usual | changes))


def a_hetu(birthday: str = "131052", sign: str = "-") -> str:
    """Of nobody: the numbers 900–999 are never given to a real person."""
    number = f"{900 + next(_numbers) % 100}"
    return f"{birthday}{sign}{number}{CHECK_CHARACTERS[int(birthday + number) % 31]}"


def an_iban() -> str:
    """Of nobody, with right check digits."""
    body = f"{int(hashlib.sha256(str(next(_numbers)).encode()).hexdigest(), 16) % 10**14:014d}"
    return f"FI{98 - int(body + '151800') % 97:02d}{body}"


def identity(by: Actor, expert: Expert, **changes) -> None:
    usual = {"contract": Contract.FEE, "in_register": False, "non_resident": False}
    hetu = changes.pop("hetu", None) or a_hetu()
    enter_payout.enter_identity(by=by, expert_id=expert.id, hetu=hetu, **(usual | changes))


def account(one: Actor, other: Actor, expert: Expert, iban: str | None = None) -> PayoutAccount:
    asked = enter_payout.ask_account(by=one, expert_id=expert.id, iban=iban or an_iban())
    return enter_payout.confirm_account(by=other, account_id=asked.id)


def tax_card(by: Actor, expert: Expert, **changes) -> None:
    usual = {"first_day": "2026-01-01", "base": 2000, "additional": 4000, "limit_cents": 10_000_00}
    enter_payout.enter_tax_card(by=by, expert_id=expert.id, **(usual | changes))


def payable(one: Actor, other: Actor, expert: Expert) -> Expert:
    """With everything that paying her takes."""
    identity(one, expert)
    account(one, other, expert)
    tax_card(one, expert)
    return expert


def owed(one: Actor, other: Actor, *minutes: int) -> list[Statement]:
    """Statements of November that wait to be paid, one for each time of work."""
    for each in minutes or (60, 95):
        expert = payable(one, other, build.an_expert())
        build_money.approved_hours(expert, minutes=each, cents_an_hour=4000)
        build_money.approved_kilometres(expert, tenths=104)
    return statements.of_run(run_statements(by=one, month="2026-11").id)


def taken_to_bank(one: Actor, other: Actor) -> BankBatch:
    """Everything that waits."""
    batch = pay_by_bank.create(by=one)
    pay_by_bank.approve(by=other, batch_id=batch.id)
    return pay_by_bank.export(by=one, batch_id=batch.id)


def paid(one: Actor, other: Actor, *minutes: int) -> list[Statement]:
    """The same, paid by the bank today."""
    found = owed(one, other, *minutes)
    batch = taken_to_bank(one, other)
    enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=today())
    return found


def later(**ahead: int) -> AbstractContextManager[None]:
    """Act as if so much time had gone by."""
    return at(now() + timedelta(**ahead))


def a_status_report(message: str, words: dict[str, str]) -> bytes:
    """What a bank tells of each payment of one file (pain.002)."""
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{number}</OrgnlEndToEndId><TxSts>{word}</TxSts>"
        + ("<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>" if word == "RJCT" else "")
        + "</TxInfAndSts>"
        for number, word in words.items()
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId></OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}-1</OrgnlPmtInfId>{rows}"
        "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()
