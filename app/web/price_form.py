"""The form of a new fee table: its rows, what stands in them, and what some work would come to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.language import amount
from app.schemas.shown.price_terms import as_said, example_as_said, origin_as_said
from app.storage import fee_tables
from app.use_cases.set_prices import Price
from invoices.pricing import fee_table
from invoices.pricing.fee_table import Work
from invoices.pricing.price import Price as Fee
from invoices.pricing.worked_examples import SomeWork, try_out
from invoices.refusals import MoneyRefusal

OWN_PRICES = 4  # rows at least for kinds of requests with prices of their own
ROW = re.compile(r"rates-([0-9]{1,2})-work")
SUM = re.compile(r"[0-9\s]{1,9}(?:,[0-9]{2})?")
MOST_ROWS = 60
MORE = ("terms", "origin", "given", "examples")


@dataclass(frozen=True)
class Tried:
    """A price, and what the work comes to by it, or why that cannot be said."""

    rate: fee_table.Rate
    work: SomeWork
    fee: Fee | None = None
    refusal: MoneyRefusal | None = None


def tried(prices: list[Price], work: SomeWork) -> list[Tried]:
    return [_try(price.rate(), work) for price in prices]


def worked(rates: list[fee_tables.Rate]) -> list[Tried]:
    """The examples of a decision, as its prices make them now."""
    return [_try(rate.values(), example) for rate in rates for example in rate.worked]


def _try(rate: fee_table.Rate, work: SomeWork) -> Tried:
    try:
        return Tried(rate, work, fee=try_out(rate, work.hours))
    except MoneyRefusal as refusal:
        return Tried(rate, work, refusal=refusal)


def how_many_prices(values: Any) -> int:
    """Rows of prices: the common ones, those that say something, and a blank one."""
    numbers = [int(found[1]) for name in values if (found := ROW.fullmatch(name))]
    return min(MOST_ROWS, max(len(Work) + OWN_PRICES, max(numbers, default=0) + 2))


def how_many(values: Any, name: str) -> int:
    """Rows of a list inside a price: those that say something, and a blank one."""
    row = re.compile(rf"{re.escape(name)}-([0-9]{{1,2}})-.*")
    numbers = (int(found[1]) for each in values if (found := row.match(each)) and values.get(each))
    return max(numbers, default=-1) + 2


def as_last_time() -> dict[str, Any]:
    """The newest prices, to be changed where they change."""
    newest = fee_tables.all_tables()[-1:]
    return _rows(newest[0].rates if newest else [])


def as_written(table_id: int) -> dict[str, Any]:
    """A whole table, to be put right. Raises Missing."""
    table = fee_tables.get_table(table_id)
    heading = {name: getattr(table, name) for name in ("valid_from", "decision_number")}
    return {"replaces_id": table.id} | heading | _rows(table.rates)


def _rows(rates: list[fee_tables.Rate]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    common = {rate.work: rate for rate in rates if rate.request_kind is None}
    own = [rate for rate in rates if rate.request_kind is not None]
    for number, rate in enumerate([*map(common.get, Work), *own]):
        if rate is not None:
            values |= as_inputs(f"rates-{number}", _said(rate))
    return values


def _said(rate: fee_tables.Rate) -> dict[str, Any]:
    """As the form takes it: what is worked out is left out."""
    values = rate.values()
    plain = ("work", "request_kind", "unit", "pay_code", "given")
    said = {name: getattr(rate, name) for name in plain} | {"terms": as_said(values.terms)}
    said["examples"] = [example_as_said(each) for each in rate.worked]
    if values.origin is not None:
        return said | {"origin": _origin(values.origin)}
    return said if values.terms.agreed else said | {"cents": rate.cents}


def _origin(origin: fee_table.Origin) -> dict[str, Any]:
    said = origin_as_said(origin)
    if origin.basis == fee_table.Basis.WORK:
        said.pop("figure_cents")  # the share follows the other price
    return said


def says_more(values: Any, row: str) -> bool:
    """Whether a price says anything beyond its sum, unit and pay code."""
    inputs = tuple(f"{row}-{part}" for part in MORE)
    return any(name.startswith(inputs) and values.get(name) for name in values)


def price_of(values: Any, row: str) -> str:
    """As it is written in a sentence; empty when what was typed is no sum."""
    said = values.get(f"{row}-cents")
    typed = amount(said) if isinstance(said, int) else (said or "").strip()
    return typed if SUM.fullmatch(typed) else ""


def says_a_price(values: Any, row: str) -> bool:
    return any(values.get(f"{row}-{part}") not in (None, "") for part in ("unit", "cents"))


def stands_open(values: Any, errors: Any, row: str, is_common: bool) -> bool:
    """What has to be mended, or has to be written and is not yet."""
    wrong = any(name.startswith(f"{row}-") for name in errors)
    return wrong or (is_common and not says_a_price(values, row))


def is_tried(values: Any, errors: Any) -> bool:
    """Whether somebody is trying what some work would come to."""
    said = [name for name in values if values.get(name)]
    return any(name.startswith("tried-") for name in (*said, *errors))


def is_wrong(errors: Any, row: str) -> bool:
    inputs = tuple(f"{row}-{part}" for part in MORE)
    return any(name.startswith(inputs) for name in errors)


def as_inputs(name: str, said: Any) -> dict[str, Any]:
    """Every value under the name of its input."""
    if isinstance(said, Mapping):
        found: dict[str, Any] = {}
        for key, value in said.items():
            found |= as_inputs(f"{name}-{key}", value)
        return found
    if isinstance(said, list) and said and isinstance(said[0], Mapping):
        return as_inputs(name, dict(enumerate(said)))
    if name.endswith("minutes") and isinstance(said, int):
        return {name: f"{said // 60}:{said % 60:02}"}
    return {name: str(said).replace(".", ",") if isinstance(said, Decimal) else said}
