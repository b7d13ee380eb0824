"""Builders of an organisation that pays by itself, with made-up people."""

import hashlib
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count

from app.access import Actor, Role
from app.now import at, now
from app.storage.engines import Engine
from app.storage.experts import Expert
from app.storage.payouts import PayoutAccount
from app.use_cases import enter_payout, switch_engines
from invoices.check_digits import CHECK_CHARACTERS
from invoices.payment.file import Version
from invoices.tax.classification import Contract
from tests import build

_numbers = count(1)
PAYING = "FI21 1234 5600 0007 85"


def engines_on(*engines: Engine) -> tuple[Actor, Actor]:
    """Two people of finance, with these engines on (all, unless named) and an account."""
    one, other = build.an_actor(Role.FINANCE), build.an_actor(Role.FINANCE)
    for engine in engines or Engine:
        switch_engines.turn(by=one, engine=engine, on=True)
    switch_engines.ask_paying_account(
        by=one,
        name="Järvilaakson hyvinvointialue",
        iban=PAYING,
        bic="NDEAFIHH",
        version=Version.OF_2019,
        transliterate=False,
        batch_booking=True,
    )
    switch_engines.confirm_paying_account(by=other)
    return one, other


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
