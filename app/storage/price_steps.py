"""How a price came about, kept as JSON in the one spelling that the hash chain writes."""

from collections.abc import Callable, Iterable
from typing import Any

from psycopg.types.json import Json
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from invoices.statements.hash_chain import canonical_json


class PriceSteps(TypeDecorator[list[Any]]):
    """A list of steps. The text is kept as it is written, so that a payroll run hashes it as it
    stands; what digs into it in SQL makes it jsonb first."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # noqa: ARG002  ORM's own
        return lambda steps: None if steps is None else spelt(steps)


def spelt(steps: Iterable[Any]) -> Json:
    """As the driver is given them."""
    return Json(list(steps), dumps=canonical_json)
