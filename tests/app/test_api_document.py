"""The document of the API says all there is, and no call that is sent breaks the service."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import now
from app.api.document import PROBLEM
from tests.app.test_the_way_by_api import (
    AFTER,
    BEFORE,
    CUT_OFF,
    PAY_DAY,
    an_accepted_offer,
    approved_entries,
    house,
)

__all__ = ["house"]
KINDS = {"string", "integer", "number", "boolean", "array", "object", "null"}
METHODS = ("get", "post", "patch")
PLACES = {"path", "query", "header"}
ROOMS = ("coordinator", "person", "approver", "finance")


@pytest.fixture
def document(app):
    return app.test_client().get("/api/v1/openapi.json").json


def every(part: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document."""
    if isinstance(part, dict):
        yield part
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from every(inner)


def operations(document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield (
                    path,
                    method,
                    item[method]
                    | {
                        "parameters": [
                            followed(document, each)
                            for each in [
                                *item.get("parameters", []),
                                *item[method].get("parameters", []),
                            ]
                        ]
                    },
                )


def followed(document, part):
    """What a reference stands for."""
    if "$ref" not in part:
        return part
    found = document
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    assert {"title", "version"} <= document["info"].keys()
    assert document["security"]
    for part in every(document):
        if isinstance(part.get("$ref"), str):
            assert followed(document, part)
        assert "nullable" not in part  # said so in 3.0 only
        kinds = part.get("type")
        if isinstance(kinds, str) and "properties" in part:
            assert kinds == "object"


def test_every_operation_tells_what_it_takes_and_gives(document):
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), where
        assert all(each["in"] in PLACES and "schema" in each for each in operation["parameters"])
        statuses = operation["responses"].keys() - {"default"}
        assert statuses, where
        assert all(status in ("200", "201") for status in statuses), where
        error = followed(document, operation["responses"]["default"])
        assert PROBLEM in error["content"], where


def test_schemas_use_the_kinds_of_json(document):
    for schema in document["components"]["schemas"].values():
        for name, part in schema["properties"].items():
            kinds = part.get("type", [])
            assert {kinds} if isinstance(kinds, str) else set(kinds) <= KINDS, name
            if name.endswith("_cents"):
                assert "integer" in kinds


def test_the_document_lists_every_call(app, document):
    served = {
        (re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api-docs.openapi_json"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, method, _ in operations(document)} == served


def test_money_and_offers_say_that_they_need_a_key(document):
    for path, method, operation in operations(document):
        keys = [each for each in operation["parameters"] if each["name"] == "Idempotency-Key"]
        assert bool(keys) == (method != "get"), path
        if path.endswith("/open"):  # moves nothing, and its answer may not be kept
            continue
        if re.search("offers|statement|payment|rates|entries|group", path) and method != "get":
            assert keys[0]["required"], path


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 2**63, 10**30, "", " ", "x" * 6000, "\x00", "\u202e", "Ääkkönen 👍🏽"]),
    st.sampled_from(
        ["31.4.2026", "2026-02-30", "2026-03-29T03:30:00", "12,5", "1 234,50", "24:00"]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20).filter(lambda text: text.isprintable()),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5).filter(str.isprintable), st.integers(), max_size=2),
)
USUAL = {
    "day": ["2026-11-25", "2026-12-30", "25.11.2026"],
    "starts": ["10", "9.30", "03:30"],
    "ends": ["12", "24:00"],
    "month": ["2026-12", "12/2026", "2026-11"],
    "municipality_code": ["564", "091"],
    "phone": ["040 123 4567"],
    "email": ["aino@esimerkki.fi"],
    "postal_code": ["90100"],
    "language": ["fi", "sv"],
    "version": [1, 2, 3],
}
MOMENTS = ["2026-11-25T10:00:00+02:00", "2026-11-25T12:00:00Z", "2026-11-25T08:30:00Z"]
TEXTS = ["Ääkkönen", "Puheenvuoro nuorille", "x"]
DAYS = ["2026-11-25", "2026-12-15", "2027-01-01"]


def fitting(document, schema, ids, name="") -> st.SearchStrategy:
    """Values that the document allows, so that the call gets as far as its use case."""
    schema = followed(document, schema)
    usual = name.removeprefix("contact_").removeprefix("guardian_")
    if usual in USUAL or "enum" in schema:
        return st.sampled_from(USUAL.get(usual) or schema["enum"])
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else next(each for each in kinds if each != "null")
    if kind == "integer":
        return numbers(schema, ids, name)
    if kind == "array":
        each = fitting(document, schema["items"], ids, name)
        return st.lists(each, min_size=1, max_size=3, unique_by=repr)
    if kind == "object":
        return bodies(document, schema, ids)
    plain = {"boolean": [True, False], "date-time": MOMENTS, "date": DAYS}
    return st.sampled_from(plain.get(kind) or plain.get(schema.get("format"), TEXTS))


def numbers(schema, ids, name) -> st.SearchStrategy:
    if name.endswith(("id", "ids")):
        return st.sampled_from(ids)
    least = schema.get("minimum", 0)
    return st.integers(least, max(least, min(schema.get("maximum", 500), 500)))


@st.composite
def bodies(draw, document, schema, ids) -> Any:
    """What fits; every third time one of its values is not what it should be, or all of it."""
    schema = followed(document, schema)
    parts = {
        name: part for name, part in schema.get("properties", {}).items() if "readOnly" not in part
    }
    wanted = {*schema.get("required", ())} | {name for name in parts if draw(st.booleans())}
    body = {name: draw(fitting(document, parts[name], ids, name)) for name in sorted(wanted)}
    if draw(st.integers(0, 2)) == 0:
        body[draw(st.sampled_from([*parts, "role"]))] = draw(JUNK)
    return draw(JUNK) if draw(st.integers(0, 20)) == 0 else body


@st.composite
def calls(draw, document, ids) -> tuple[str, str, dict[str, Any]]:
    """How, where and with what."""
    path, method, operation = draw(st.sampled_from(list(operations(document))))
    for name in re.findall(r"{\w+}", path):
        path = path.replace(name, str(draw(st.sampled_from([*ids * 3, "0", "x", 10**18]))))
    query = {
        each["name"]: draw(fitting(document, each["schema"], ids, each["name"]))
        for each in operation["parameters"]
        if each["in"] == "query" and each["name"] != "cursor" and draw(st.booleans())
    }
    if draw(st.integers(0, 3)) == 0:
        query[draw(st.sampled_from(["cursor", "limit", "state", "sort"]))] = draw(JUNK)
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = draw(bodies(document, content["schema"], ids)) if content else None
    return method, path, {"query_string": query, "json": body}


@pytest.fixture
def busy_house(house):
    """With something at every stage."""
    with now.at(BEFORE):
        _, assignment = an_accepted_offer(house)
    with now.at(AFTER):
        approved_entries(house, assignment)
    with now.at(CUT_OFF):
        house["finance"].post("/statement-runs", {"month": "2026-12"}, 201)
    return house


def test_no_call_breaks_the_service(busy_house, document):
    ids = [busy_house["unit"].id, busy_house["expert"].id, busy_house["centre"].id, 1, 2, 3]
    run = busy_house["finance"].get("/statement-runs").json["rows"][0]
    ids += [run["id"]]
    for room, noun in (("coordinator", "requests"), ("person", "assignments")):
        ids += [row["id"] for row in busy_house[room].get(f"/{noun}").json["rows"]]
    ids += [row["id"] for row in busy_house["coordinator"].get("/hour-entries").json["rows"]]

    @settings(
        max_examples=300,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(call=calls(document, sorted(set(ids))), moment=st.sampled_from([BEFORE, AFTER, PAY_DAY]))
    def try_it(call, moment):
        method, path, sent = call
        headers = {"Idempotency-Key": secrets.token_hex(8)}
        with now.at(moment):
            for room in ROOMS:
                client = busy_house[room].client
                answer = client.open(path, method=method, headers=headers, **sent)
                assert answer.status_code < 500
                assert answer.mimetype == PROBLEM or answer.status_code < 400
                if answer.status_code != 403:
                    break

    try_it()
