"""The way of one assignment through the API, each step by its own role, sums to the cent."""

import io
import secrets
from datetime import UTC, datetime

import pypdf
import pytest

from app import now
from app.access import Role
from app.database import transaction
from app.storage import tables
from app.storage.units import Unit
from app.storage.users import User
from app.use_cases import set_prices
from tests import build
from tests.app.test_api_calls import code_of
from tests.sign_in import caller

API = "/api/v1"
BEFORE = datetime(2026, 11, 23, 8, tzinfo=UTC)
AFTER = datetime(2026, 11, 26, 8, tzinfo=UTC)
CUT_OFF = datetime(2026, 12, 8, 12, tzinfo=UTC)
PAY_DAY = datetime(2026, 12, 15, 8, tzinfo=UTC)


class Caller:
    """A program that acts in one role and expects every call to be done."""

    def __init__(self, client):
        self.client = client

    def get(self, address, status=200):
        answer = self.client.get(API + address)
        assert answer.status_code == status, answer.text
        return answer

    def post(self, address, body=None, status=200):
        headers = {"Idempotency-Key": secrets.token_hex(8)}
        answer = self.client.post(API + address, json=body or {}, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json

    def step(self, row, name, body=None):
        """With the version that the row has when it is looked at."""
        return self.post(f"{row}/{name}", (body or {}) | {"version": self.get(row).json["version"]})


@pytest.fixture
def house(app):
    """Everybody who takes part, and the prices and pay day of the organisation."""
    build.a_fee_table()
    build.a_pay_day("2026-12-15", "2026-12-08")
    codes = {"kilometres": "5010", "ticket": "5020", "no_receipt": "3120"}
    set_prices.set_expense_pay_codes(by=build.an_actor(Role.FINANCE), pay_codes=codes)
    expert = build.a_candidate()
    approver = build.a_user(Role.APPROVER)
    centre = build.a_cost_centre(approver)
    with transaction():
        unit = tables.add(Unit(name=f"Nuorisoasema {secrets.token_hex(4)}"))
    person = build.a_user(Role.EXPERT, person_id=expert.person_id)
    return {
        "expert": expert,
        "centre": centre,
        "unit": unit,
        "coordinator": Caller(caller(app)),
        "person": Caller(caller(app, Role.EXPERT, user=person)),
        "approver": Caller(caller(app, Role.APPROVER, user=approver)),
        "finance": Caller(caller(app, Role.FINANCE)),
    }


def a_talk(house):
    return {
        "unit_id": house["unit"].id,
        "kind": "talk",
        "title": "Puheenvuoro nuorille",
        "is_remote": False,
        "municipality_code": "564",
        "cost_centre_id": house["centre"].id,
        "contact_name": "Oona Ohjaaja",
        "contact_phone": "040 123 4567",
        "occasions": [{"day": "2026-11-25", "starts": "10", "ends": "12"}],
    }


def an_accepted_offer(house):
    coordinator, person = house["coordinator"], house["person"]
    request = coordinator.post("/requests", a_talk(house), 201)
    coordinator.step(f"/requests/{request['id']}", "review")
    found = coordinator.get(f"/requests/{request['id']}/candidates").json
    assert [each["expert_id"] for each in found["candidates"]] == [house["expert"].id]
    assert "newcomer" in {each["code"] for each in found["candidates"][0]["reasons"]}
    sending = coordinator.post(
        "/offers",
        {"request_id": request["id"], "expert_ids": [house["expert"].id], "mode": "one"},
        201,
    )
    [mine] = person.get("/offers?state=sent").json["rows"]
    assert [mine["id"]] == [offer["id"] for offer in sending["offers"]]
    assert mine["fee_cents"] == 8000
    assert mine["pay_on"] == "2026-12-15"
    assert person.post(f"/offers/{mine['id']}/accept")["state"] == "accepted"
    [assignment] = person.get("/assignments").json["rows"]
    person.post(f"/assignments/{assignment['id']}/confirm")
    return request, assignment


def told_entries(house, assignment):
    """Two hours of activity and half an hour of reading, 12,5 km and a ticket, no receipt."""
    person = house["person"]
    told = {"assignment_id": assignment["id"], "day": "2026-11-25", "report": True}
    activity = {
        "work": "activity",
        "starts_at": "2026-11-25T10:00:00+02:00",
        "ends_at": "2026-11-25T12:00:00+02:00",
    }
    drive = {"kind": "kilometres", "kilometre_tenths": 125, "purpose": "Tunti", "route": "A–B"}
    draft = person.post(
        "/hour-entries", told | {"work": "preparation", "minutes": 25, "report": False}, 201
    )
    mended = person.client.patch(
        f"{API}/hour-entries/{draft['id']}",
        json={"minutes": 30, "version": draft["version"]},
        headers={"Idempotency-Key": "mend-1"},
    )
    assert (mended.status_code, mended.json["minutes"]) == (200, 30)
    person.step(f"/hour-entries/{draft['id']}", "report")
    activity = person.post("/hour-entries", told | activity, 201)
    assert (activity["state"], activity["minutes"]) == ("reported", 120)
    drive = person.post("/expense-entries", told | drive, 201)
    ticket = person.post("/expense-entries", told | {"kind": "ticket", "claimed_cents": 1234}, 201)
    return [
        f"/hour-entries/{draft['id']}",
        f"/hour-entries/{activity['id']}",
        f"/expense-entries/{drive['id']}",
        f"/expense-entries/{ticket['id']}",
    ]


def approved_entries(house, assignment):
    entries = told_entries(house, assignment)
    for entry in entries:
        house["coordinator"].step(entry, "confirm", {"how": "phone"})
        house["coordinator"].step(entry, "check")
    prices = [house["approver"].step(entry, "approve")["price_cents"] for entry in entries]
    return entries, prices


def test_one_assignment_goes_all_the_way(house):
    with now.at(BEFORE):
        request, assignment = an_accepted_offer(house)
    with now.at(AFTER):
        _, prices = approved_entries(house, assignment)
    assert [prices[0], prices[1], prices[3]] == [1000, 8000, 1234]
    with now.at(CUT_OFF):
        run = run_once(house, sum(prices))
    statement = read_statement(house, sum(prices))
    with now.at(PAY_DAY):
        pay(house, statement, run)
        told = {"kind": "taken_along", "text": "Opiskelijat jäivät kyselemään.", "how": "phone"}
        outcome = house["coordinator"].post(f"/assignments/{assignment['id']}/outcome", told)
        closed = house["coordinator"].post(f"/requests/{request['id']}/close")
    assert (outcome["kind"], closed["state"]) == ("taken_along", "closed")


def run_once(house, cents):
    run = house["finance"].post("/statement-runs", {"month": "2026-12"}, 201)
    assert house["finance"].post("/statement-runs", {"month": "2026-12"}, 201) == run
    assert (run["persons"], run["total_cents"], run["held"]) == (1, cents, 0)
    return run


def read_statement(house, cents):
    """The expert reads her own: its sums, its lines and its PDF agree."""
    person = house["person"]
    [row] = person.get("/statements").json["rows"]
    statement = person.get(f"/statements/{row['id']}").json
    assert (statement["total_cents"], statement["fee_cents"]) == (cents, 9000 + 1234)
    assert sum(line["amount_cents"] for line in statement["lines"]) == cents
    pdf = person.get(f"/statements/{row['id']}.pdf")
    assert pdf.mimetype == "application/pdf"
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.data)).pages)
    assert statement["number"] in printed
    return statement


def pay(house, statement, run):
    """Both files of payroll sum to the statement; a second hand-over gives the same."""
    finance, address = house["finance"], f"/statements/{statement['id']}"
    assert finance.post(f"{address}/hand-over")["state"] == "handed_over"
    batch = finance.post("/payment-batches", {"run_id": run["id"]}, 201)
    assert batch["total_cents"] == statement["total_cents"]
    for kind in ("per_person", "per_line"):
        finance.post(f"/payment-batches/{batch['id']}/take", {"kind": kind})
        file = finance.get(f"/payment-batches/{batch['id']}/file?kind={kind}")
        assert cents_in(file.data) == statement["total_cents"]
    on = {"paid_on": "2026-12-15"}
    assert finance.post(f"{address}/paid", on)["state"] == "paid"
    assert finance.post(f"/payment-batches/{batch['id']}/confirm", on)["paid_at"]


def cents_in(file: bytes) -> int:
    """The sum of the file: the column of totals, or the column of lines."""
    header, *rows = (line.split(";") for line in file.decode("utf-8-sig").splitlines())
    place = header.index("Yhteensä" if "Yhteensä" in header else "Summa")
    return sum(int(row[place].replace(",", "")) for row in rows)


def test_a_step_without_the_version_that_was_looked_at_is_refused_as_a_stale_one(house):
    with now.at(BEFORE):
        request, assignment = an_accepted_offer(house)
    with now.at(AFTER):
        entry, *_ = told_entries(house, assignment)
        for row, step, body in (
            (entry, "confirm", {"how": "phone"}),
            (f"/requests/{request['id']}", "cancel", {"reason": "Siirtyi"}),
        ):
            answer = house["coordinator"].client.post(
                f"{API}{row}/{step}", json=body, headers={"Idempotency-Key": step}
            )
            assert code_of(answer) == (409, "stale"), step
    mend = house["coordinator"].client.patch(
        f"{API}/experts/{house['expert'].id}", json={"travels_km": 5}
    )
    assert code_of(mend) == (409, "stale")


@pytest.mark.parametrize(
    ("row", "change"), [(0, {"minutes": 5}), (3, {"claimed_cents": 9}), (0, {})]
)
def test_an_entry_changed_without_the_version_that_was_looked_at_stays_as_it_is(house, row, change):
    with now.at(BEFORE):
        _, assignment = an_accepted_offer(house)
    with now.at(AFTER):
        address = told_entries(house, assignment)[row]
        before = house["person"].client.get(f"{API}{address}").json

        mend = house["person"].client.patch(
            f"{API}{address}", json=change, headers={"Idempotency-Key": "mend-2"}
        )

        assert code_of(mend) == (409, "stale")
        assert house["person"].client.get(f"{API}{address}").json == before


def test_each_step_is_its_own_roles(house):
    with now.at(BEFORE):
        _, assignment = an_accepted_offer(house)
    with now.at(AFTER):
        entry, *_ = told_entries(house, assignment)
        wrong = {
            "confirm": ("person", "approver", "finance"),
            "check": ("person", "approver", "finance"),
            "approve": ("person", "coordinator", "finance"),
            "return": ("person", "finance"),
            "hold": ("person", "coordinator", "approver"),
        }
        for step, roles in wrong.items():
            for role in roles:
                answer = house[role].client.post(
                    f"{API}{entry}/{step}", json={}, headers={"Idempotency-Key": "x"}
                )
                assert code_of(answer) == (403, "not_allowed"), (step, role)


def test_an_expert_sees_and_touches_only_her_own(house, app):
    with now.at(BEFORE):
        _, assignment = an_accepted_offer(house)
    with now.at(AFTER):
        entry, *_ = told_entries(house, assignment)
    other = build.an_expert()
    user = build.a_user(Role.EXPERT, person_id=other.person_id)
    stranger = Caller(caller(app, Role.EXPERT, user=user))

    for address in ("/offers", "/assignments", "/hour-entries", "/statements"):
        assert stranger.get(address).json["rows"] == []
    stranger.get(entry, 404)
    stranger.get(f"/assignments/{assignment['id']}", 404)
    stranger.post(f"/assignments/{assignment['id']}/cancel", {}, 404)
    stranger.post(f"{entry}/report", {}, 404)


def test_an_approver_sees_only_the_own_cost_centres(house, app):
    with now.at(BEFORE):
        _, assignment = an_accepted_offer(house)
    with now.at(AFTER):
        entry, *_ = told_entries(house, assignment)
        other: User = build.a_user(Role.APPROVER)
        build.a_cost_centre(other)
        stranger = Caller(caller(app, Role.APPROVER, user=other))

        assert len(house["approver"].get("/hour-entries").json["rows"]) == 2
        assert stranger.get("/hour-entries").json["rows"] == []
        stranger.get(entry, 404)


def test_an_answer_is_taken_down_on_behalf(house):
    coordinator = house["coordinator"]
    with now.at(BEFORE):
        request = coordinator.post("/requests", a_talk(house), 201)
        coordinator.step(f"/requests/{request['id']}", "review")
        body = {"request_id": request["id"], "expert_ids": [house["expert"].id], "mode": "one"}
        [offer] = coordinator.post("/offers", body, 201)["offers"]
        said = {"answer": "yes", "how": "phone", "said_at": "2026-11-23T09:30:00+02:00"}
        recorded = coordinator.post(f"/offers/{offer['id']}/record", said)

    assert (recorded["state"], recorded["answered_how"]) == ("accepted", "phone")
    assert recorded["answered_at"] == "2026-11-23T07:30:00Z"


def test_money_and_offers_need_a_key(house):
    finance, coordinator = house["finance"].client, house["coordinator"].client

    for client, address in (
        (finance, "/statement-runs"),
        (finance, "/payment-batches"),
        (finance, "/statements/1/paid"),
        (finance, "/rates"),
        (coordinator, "/offers"),
        (coordinator, "/offers/1/withdraw"),
        (coordinator, "/group-bookings"),
        (coordinator, "/hour-entries/1/check"),
    ):
        answer = client.post(API + address, json={})
        assert code_of(answer) == (422, "invalid"), address
        assert answer.json["errors"][0]["field"] == "Idempotency-Key"


def test_a_group_is_booked_and_its_attendance_becomes_entries(house):
    coordinator = house["coordinator"]
    with now.at(BEFORE):
        request = coordinator.post("/requests", a_talk(house), 201)
        coordinator.step(f"/requests/{request['id']}", "review")
        occasion = request["occasions"][0]["id"]
        body = {"occasion_id": occasion, "expert_ids": [house["expert"].id], "how": "phone"}
        group = coordinator.post("/group-bookings", body, 201)
    with now.at(AFTER):
        marks = [
            {"assignment_id": each["id"], "attendance": "present"} for each in group["assignments"]
        ]
        coordinator.post(f"/group-bookings/{occasion}/attendance", {"marks": marks})

    [entry] = coordinator.get("/hour-entries").json["rows"]
    assert (entry["work"], entry["minutes"]) == ("activity", 120)


def test_prices_are_decided_by_finance(house):
    body = {
        "valid_from": "2027-01-01",
        "decision_number": "§ 3/2027",
        "rates": [{"work": "activity", "unit": "hour", "cents": 4200, "pay_code": "3010"}],
    }

    table = house["finance"].post("/rates", body, 201)

    assert table["rates"][0]["cents"] == 4200
    assert [row["valid_from"] for row in house["coordinator"].get("/rates").json["rows"]] == [
        "2026-01-01",
        "2027-01-01",
    ]
