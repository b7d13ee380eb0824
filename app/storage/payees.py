"""The people who are paid, as a list: found by name or person number, with what paying each lacks.

It asks only for names, numbers and what is missing: nothing of what a person has lived.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, tuple_

from app.database import current_organisation, db
from app.language import sort_key
from app.storage.engines import Engine
from app.storage.experts import Expert
from app.storage.payouts import PayoutAccount, PayoutIdentity
from app.storage.pension_arrangements import PensionArrangement
from app.storage.tax_cards import TaxCardEntry
from invoices.tax.classification import Contract

PAGE = 20


class Lack(StrEnum):
    PAYROLL_NUMBER = "payroll_number"
    PAYROLLS_OWN = "payrolls_own"  # account and tax card, which payroll keeps
    IDENTITY = "identity"
    TAX_CARD = "tax_card"
    ACCOUNT = "account"
    ACCOUNT_WAITS = "account_waits"  # for another person
    PENSION = "pension"


@dataclass(frozen=True)
class Payee:
    expert_id: int
    name: str
    payroll_number: str | None
    is_stopped: bool
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class Page:
    """next_after: the id to go on from; None on the last page."""

    payees: list[Payee]
    total: int
    next_after: int | None


def page(
    *,
    on: frozenset[Engine],
    day: date,
    person: str = "",
    only_lacking: bool = False,
    after: int | None = None,
    limit: int = PAGE,
) -> Page:
    """In the order of names.

    on            engines that are switched on: they decide what paying takes
    day           tax cards of its year are asked for
    person        every word of it is in the name, or all of it is the person number
    only_lacking  leaves out people who lack nothing, and those for whom everything stopped
    """
    asked = _asked(on, day)
    mine = [Expert.organisation_id == current_organisation(), *_named(person)]
    if only_lacking:
        mine += [or_(*asked.values()), Expert.stopped_at.is_(None)]
    total = db.session.scalar(select(func.count()).select_from(Expert).where(*mine)) or 0
    if after is not None:
        mine.append(_later_than(after))
    columns = (Expert.id, Expert.first_name, Expert.last_name, Expert.payroll_number)
    stopped = Expert.stopped_at.is_not(None).label("is_stopped")
    lacks = [lacking.label(str(lack)) for lack, lacking in asked.items()]
    question = select(*columns, stopped, *lacks).where(*mine)
    rows = db.session.execute(question.order_by(Expert.sort_key, Expert.id).limit(limit + 1)).all()
    found = [_payee(row, asked) for row in rows]
    return Page(found[:limit], total, found[limit - 1].expert_id if len(found) > limit else None)


def _payee(row: Any, asked: Mapping[Lack, Any]) -> Payee:
    return Payee(
        expert_id=row[0],
        name=f"{row[2]} {row[1]}",
        payroll_number=row[3],
        is_stopped=row[4],
        lacks=tuple(lack for lack, lacking in zip(asked, row[5:], strict=True) if lacking),
    )


def _asked(on: frozenset[Engine], day: date) -> dict[Lack, ColumnElement[bool]]:
    """What paying takes, and the condition that a person lacks it."""
    asked: dict[Lack, ColumnElement[bool]] = {}
    if Engine.PAYMENT_FILE not in on:
        asked[Lack.PAYROLL_NUMBER] = Expert.payroll_number.is_(None)
        asked[Lack.PAYROLLS_OWN] = not_(Expert.finance_has_it)
    if Engine.WITHHOLDING in on:
        untaxed = or_(PayoutIdentity.in_register, PayoutIdentity.non_resident)
        this_year = TaxCardEntry.first_day >= date(day.year, 1, 1)
        asked[Lack.IDENTITY] = not_(_has(PayoutIdentity))
        asked[Lack.TAX_CARD] = not_(
            or_(_has(TaxCardEntry, this_year), _has(PayoutIdentity, untaxed))
        )
    if Engine.PAYMENT_FILE in on:
        waits = and_(PayoutAccount.confirmed_at.is_(None), PayoutAccount.refused_at.is_(None))
        asked[Lack.ACCOUNT] = not_(_has(PayoutAccount, PayoutAccount.refused_at.is_(None)))
        asked[Lack.ACCOUNT_WAITS] = _has(PayoutAccount, waits)
    if Engine.INCOMES_REGISTER in on:
        employed = _has(PayoutIdentity, PayoutIdentity.contract == Contract.EMPLOYMENT)
        asked[Lack.PENSION] = and_(employed, not_(_has(PensionArrangement)))
    return asked


def _has(kind: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = select(kind.id).where(
        kind.organisation_id == current_organisation(), kind.expert_id == Expert.id, *conditions
    )
    return theirs.correlate(Expert).exists()


def _named(person: str) -> list[ColumnElement[bool]]:
    words = sort_key(person).split()
    if not words:
        return []
    in_name = and_(*(Expert.sort_key.contains(word, autoescape=True) for word in words))
    return [or_(in_name, Expert.payroll_number == person.strip())]


def _later_than(expert_id: int) -> ColumnElement[bool]:
    last = select(Expert.sort_key).where(
        Expert.organisation_id == current_organisation(), Expert.id == expert_id
    )
    return tuple_(Expert.sort_key, Expert.id) > tuple_(last.scalar_subquery(), expert_id)
