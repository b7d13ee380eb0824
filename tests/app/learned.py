"""What each view reads: learnt by watching which schema it asks, then filled in sensibly."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import marshmallow

from app import schemas
from app.now import today
from app.schemas import types
from tests.app.mirror import Side
from tests.app.routes import NOWHERE, some, table_of


@contextmanager
def watched() -> Iterator[list[marshmallow.Schema]]:
    """The schemas that are asked to read something, outermost first."""
    asked: list[marshmallow.Schema] = []

    def load(schema, *args, **kwargs):
        asked.append(schema)
        return marshmallow.Schema.load(schema, *args, **kwargs)

    schemas.Schema.load = load
    try:
        yield asked
    finally:
        del schemas.Schema.load


class Filler:
    """Fills the fields of a schema in as one of `side` would.

    of  whose ids go into fields that name rows; None: ids of nothing
    """

    def __init__(self, side: Side, *, json: bool, of: Side | None):
        self.side, self.json, self.of = side, json, of

    def fill(self, schema: marshmallow.Schema) -> dict[str, Any]:
        """JSON as an object; a form as names and texts."""
        filled: dict[str, Any] = {}
        for name, field in schema.load_fields.items():
            key = field.data_key or name
            if self.json:
                filled[key] = self.value(key, field)
            else:
                filled |= self._inputs(key, field)
        return filled

    def _inputs(self, key: str, field: Any) -> dict[str, Any]:
        inner = getattr(field, "inner", field)
        if isinstance(inner, types.Part):
            return {f"{key}-0-{name}": value for name, value in self.fill(inner.schema).items()}
        return {key: self.value(key, field)}

    def value(self, key: str, field: Any) -> Any:
        if key == "chosen":
            return f"hours-{self.row('hour_entries')}-1"
        inner = getattr(field, "inner", None)
        if inner is not None:
            found = self.value(key, inner)
            return [found] if self.json else found
        if isinstance(field, types.Part):
            return self.fill(field.schema)
        if isinstance(field, types.Id) and key.endswith(("_id", "_ids")):
            row = self.row(table_of(key, self.side))
            return row if self.json else str(row)
        return self._plain(key, field)

    def row(self, table: str) -> int:
        return (
            NOWHERE
            if self.of is None
            else some(self.of.ids[table])[len(some(self.of.ids[table])) // 2]
        )

    def _plain(self, key: str, field: Any) -> Any:
        for kind, typed, spoken in PLAIN:
            if isinstance(field, kind):
                value = spoken if self.json else typed
                break
        else:
            if isinstance(field, types.Choice):
                return next(iter(field.choices)).value
            value = "teksti" * 3 if not isinstance(field, marshmallow.fields.Integer) else 1
        if isinstance(field, types.ClockTime) and "end" in key:
            return "12:00"
        return value


SOON = (today() + timedelta(days=40)).isoformat()
# Field -> as typed by hand, as JSON; more special kinds first.
PLAIN: list[tuple[Any, Any, Any]] = [
    (types.Email, "joku@esimerkki.fi", "joku@esimerkki.fi"),
    (types.Phone, "040 123 4567", "+358401234567"),
    (types.Language, "fi", "fi"),
    (types.MunicipalityCode, "Vaasa", "905"),
    (types.Token, "A" * 22, "A" * 22),
    (types.ClockTime, "10:00", "10:00"),
    (types.Day, SOON, SOON),
    (types.Month, SOON[:7], SOON[:7]),
    (types.Moment, f"{SOON}T09:00:00Z", f"{SOON}T09:00:00Z"),
    (types.Flag, "on", True),
    (types.Minutes, "1:00", 60),
    (types.KilometreTenths, "12,5", 125),
    (types.Kilometres, "12", 12),
    (types.Cents, "12,50", 1250),
    (types.Whole, "1", 1),
]
