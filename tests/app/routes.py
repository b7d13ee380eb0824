"""Every rule of the URL map, and what may stand in its parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.storage.links import LinkKind
from tests.app.mirror import LINKED, Side

NOWHERE = 999_999_999  # an id that nothing has
NO_TOKEN = "z" * 26  # a token that opens nothing
SAMPLES = 5

# Parameter or field of a form -> table; the rest are guessed from their names.
TABLES = {
    "request_id": "expert_requests",
    "run_id": "statement_runs",
    "batch_id": "payment_batches",
    "centre_id": "cost_centres",
    "round_id": "offer_rounds",
    "responsible_id": "users",
    "deputy_id": "users",
    "from_id": "users",
    "to_id": "users",
    "continues_id": "expert_requests",
    "place_id": "plan_places",
    "bank_feedback_id": "bank_feedback",
    "bank_batch_id": "bank_batches",
    "answer_id": "payroll_answers",
    "register_delivery_id": "register_deliveries",
    "table_id": "fee_tables",
    "replaces_id": "fee_tables",
    "decision_id": "travel_decisions",
}
# Where the same name means different rows.
BY_ADDRESS = {
    "/hour-entries/<id:entry_id>": "hour_entries",
    "/expense-entries/<id:entry_id>": "expense_entries",
    "/receipts/<int:entry_id>": "expense_entries",
    "/audit/hours/": "hour_entries",
    "/audit/expenses/": "expense_entries",
}
PARTS = {
    "theme": "expert_themes",
    "training": "trainings",
    "agreement": "agreements",
    "consent": "consents",
    "away": "times_away",
    "boundary": "boundaries",
    "own_unit": "own_units",
    "check": "record_checks",
    "themes": "expert_themes",
    "times-away": "times_away",
    "boundaries": "boundaries",
    "own-units": "own_units",
    "record-checks": "record_checks",
}
WORDS = {"weight": ["regular"], "family": ["withholding"], "filename": ["rinnalla.css"]}
FIRST_WORD = {f"/{kind}/": kind for kind in LinkKind}


class NoProvider(AssertionError):
    """A route has a parameter, or a form a field, that nobody here knows how to fill."""


@dataclass(frozen=True)
class Call:
    """One rule with one method; `link` is the kind of link its token belongs to."""

    rule: Rule
    method: str
    link: LinkKind | None = None
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def endpoint(self) -> str:
        return self.rule.endpoint

    @property
    def ids(self) -> list[str]:
        """Parameters that name a row."""
        known = {"token", *WORDS, *dict(self.fixed)}
        return sorted(self.rule.arguments - known)

    @property
    def has_token(self) -> bool:
        return "token" in self.rule.arguments

    def table(self, name: str, side: Side) -> str:
        """Raises NoProvider."""
        if name == "part_id":
            return PARTS[dict(self.fixed).get("kind", "theme")]
        return table_of(name, side, self.rule.rule)

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"

    def address(self, **values: Any) -> str:
        words = {name: WORDS[name][0] for name in self.rule.arguments & set(WORDS)}
        built = self.rule.build({**words, **dict(self.fixed), **values}, append_unknown=False)
        assert built is not None, f"{self}: no address with {values}"
        return built[1]


def calls(app: Flask, *, library: bool = False) -> list[Call]:
    """Everything that can be called; `library` adds the sign-in library's own."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        own = not rule.endpoint.startswith("security.") and rule.endpoint != "static"
        if own or library:
            methods = sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"})
            found += [call for method in methods for call in _kinds(rule, method)]
    return found


def _kinds(rule: Rule, method: str) -> Iterator[Call]:
    """One call for each word that `<any(...):kind>` allows."""
    choice = re.search(r"<any\(([^)]*)\):(\w+)>", rule.rule)
    if choice is None:
        yield Call(rule, method, _link_of(rule.rule))
        return
    for word in choice[1].replace('"', "").replace("'", "").split(","):
        path = rule.rule.replace(choice[0], word.strip())
        yield Call(rule, method, _link_of(path), ((choice[2], word.strip()),))


def _link_of(path: str) -> LinkKind | None:
    if "<token>" not in path and ":token>" not in path:
        return None
    for start, kind in FIRST_WORD.items():
        if path.startswith(start):
            return kind
    return None


def table_of(name: str, side: Side, address: str = "") -> str:
    """Where the row lives that `name` names in an address or a form. Raises NoProvider."""
    noun = name.removesuffix("_ids").removesuffix("_id")
    by_address = [table for part, table in BY_ADDRESS.items() if part in address]
    for table in (*by_address, TABLES.get(f"{noun}_id"), f"{noun}s", f"{noun}ies"):
        if table in side.ids:
            return table
    raise NoProvider(f"no provider of ids for {name}: tell it in tests/app/routes.py")


def some(those: list[Any], most: int = SAMPLES) -> list[Any]:
    """A few of many, from the first to the last."""
    if len(those) <= most:
        return those
    if most == 1:
        return [those[len(those) // 2]]
    return [those[number * (len(those) - 1) // (most - 1)] for number in range(most)]


def values_of(call: Call, side: Side, most: int = SAMPLES) -> list[dict[str, Any]]:
    """Ids of the side for the parameters of a call; a row of its own for each."""
    if not call.ids:
        return [{}]
    columns = {name: some(side.ids[call.table(name, side)], most) for name in call.ids}
    length = max(map(len, columns.values()))
    return [
        {name: column[number % len(column)] for name, column in columns.items()}
        for number in range(length)
    ]


def nowhere(call: Call) -> dict[str, Any]:
    return dict.fromkeys(call.ids, NOWHERE)


def tokens_of(call: Call, side: Side, most: int = SAMPLES) -> list[str]:
    """Raises NoProvider."""
    if call.link is None:
        raise NoProvider(f"{call}: no provider of tokens; tell it in tests/app/routes.py")
    return some(side.live_tokens(call.link), most)


assert set(LINKED) == set(LinkKind), "every kind of link has a table"
