"""Through the API, another organisation's things are as if they did not exist."""

import re
import secrets

import pytest

from app import now
from app.access import Role
from app.database import acting_in
from app.storage import offers
from app.use_cases import tell_incomes_register
from tests import build, build_engines
from tests.app.test_api_document import (
    busy_house,
    document,
    followed,
    house,
    operations,
)
from tests.app.test_the_way_by_api import PAY_DAY
from tests.sign_in import caller

__all__ = ["busy_house", "document", "house"]
ROLES = (Role.COORDINATOR, Role.EXPERT, Role.APPROVER, Role.FINANCE)
NOBODYS = 10**17


def shortest(document, schema, name=""):
    """The least that is accepted, so that the call gets as far as looking for the thing."""
    schema = followed(document, schema)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind  # it or null
    if kind == "object":
        parts = schema.get("properties", {})
        told = {*schema.get("required", ()), *({"how", "unit_id"} & parts.keys())}
        return {each: shortest(document, parts[each], each) for each in told}
    if kind == "array":
        return [shortest(document, schema["items"], name)]
    day = {"date": now.today().isoformat(), "date-time": "2026-12-15T08:00:00Z"}
    return 1 if kind == "integer" else day.get(schema.get("format"), "Sanottu")


@pytest.fixture
def theirs(busy_house):
    """Ids of one organisation's things, by noun."""
    coordinator, finance = busy_house["coordinator"], busy_house["finance"]
    ids = {
        noun: coordinator.get(f"/{noun}").json["rows"][0]["id"]
        for noun in ("requests", "assignments", "hour-entries", "expense-entries", "experts")
    }
    decided = {"valid_from": "2027-06-01", "decision_number": "§ 9"}
    ids["travel-decisions"] = finance.post("/travel-decisions", decided, 201)["id"]
    table = finance.get("/rates").json["rows"][0]
    ids["rates"], dearer = table["id"], {"cents": 9900, "reason": "§ 9"}
    address = f"/price-corrections/of-price/{table['rates'][0]['id']}"
    ids["price-corrections"] = finance.post(address, dearer, 201)["id"]
    ids["offers"] = offers.of_request(ids["requests"])[0].id
    ids["group-bookings"] = coordinator.get(f"/requests/{ids['requests']}").json["occasions"][0][
        "id"
    ]
    run = finance.get("/statement-runs").json["rows"][0]["id"]
    with now.at(PAY_DAY):
        batch = finance.post("/payment-batches", {"run_id": run}, 201)["id"]
    statement = finance.get("/statements").json["rows"][0]["id"]
    build.an_occasion(build.a_brief())
    december = {"first_on": "2026-12-01", "last_on": "2026-12-31"}
    with now.at(build.TUESDAY):
        ids["plans"] = coordinator.post("/plans", december, 201)["id"]
    ids["register-deliveries"] = _delivery()
    return ids | {"statement-runs": run, "payment-batches": batch, "statements": statement}


def _delivery() -> int:
    """A file for the Incomes Register."""
    build.a_pay_day("2026-11-30", "2026-11-15")
    one, other = build_engines.engines_on()
    build_engines.register_on(one)
    build_engines.paid(one, other)
    return tell_incomes_register.make(by=one)[0].id


def test_every_call_answers_as_if_it_did_not_exist(app, theirs, document):
    with acting_in(build.an_organisation().id):
        expert = build.an_expert()
        users = {role: build.a_user(role) for role in ROLES}
        users[Role.EXPERT] = build.a_user(Role.EXPERT, person_id=expert.person_id)
        callers = {role: caller(app, role, user=user) for role, user in users.items()}
    reached = set()

    for path, method, operation in operations(document):
        if "{" not in path:
            continue
        noun = path.split("/")[3]
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        body = shortest(document, content["schema"]) if content else None
        for role, client in callers.items():
            answers = [
                client.open(
                    re.sub(r"{\w+}", str(each), path),
                    method=method,
                    json=body,
                    headers={"Idempotency-Key": secrets.token_hex(8)},
                )
                for each in (theirs[noun], NOBODYS)
            ]
            assert answers[0].status_code in (403, 404), (path, role, answers[0].text)
            assert answers[0].data == answers[1].data, (path, role)
            if answers[0].status_code == 404:
                reached.add((path, method))

    assert len(reached) == sum("{" in path for path, _, _ in operations(document))


@pytest.mark.parametrize("role", ROLES)
def test_every_list_is_empty_for_another_organisation(app, theirs, document, role):
    with acting_in(build.an_organisation().id):
        client = caller(app, role)

    for path, method, _ in operations(document):
        if method == "get" and "{" not in path:
            answer = client.get(path)
            assert answer.status_code == 403 or answer.json["rows"] == [], path
