"""Builders: each stores one thing with sensible values; name only what the test is about."""

import secrets
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from app.access import Actor, Role
from app.database import current_organisation, transaction
from app.language import sort_key
from app.now import now
from app.storage import fee_tables, occasions, tables
from app.storage.assignments import Assignment
from app.storage.experts import Agreement, Expert
from app.storage.fee_tables import FeeTable, Rate
from app.storage.occasions import Occasion
from app.storage.offers import OfferRound
from app.storage.organisations import Organisation, OrganisationKind
from app.storage.pay_days import PayDay
from app.storage.requests import ExpertRequest
from app.storage.travel_terms import TravelDecision
from app.storage.units import Approver, CostCentre, Unit
from app.storage.users import Membership, Person, User
from app.use_cases import confirm_prices, new_offer
from app.use_cases.decide_travel import decide_travel
from invoices.pricing.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind, StopReason
from scheduling.lifecycle import RequestState
from scheduling.offers import Mode

_numbers = count(1)
TUESDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)  # on it the tests of the service happen


def an_organisation(**changes: Any) -> Organisation:
    usual = {
        "name": f"Järvilaakson hyvinvointialue {secrets.token_hex(4)}",
        "kind": OrganisationKind.COUNTY,
    }
    with transaction():
        return tables.add(Organisation(**(usual | changes)))


def a_user(role: Role = Role.COORDINATOR, **changes: Any) -> User:
    """Somebody who may sign in and holds `role` in the organisation acted in."""
    number = next(_numbers)
    usual = {
        "email": f"{role}-{number}-{secrets.token_hex(4)}@esimerkki.fi",
        "name": f"Koe Käyttäjä {number}",
        "fs_uniquifier": secrets.token_hex(16),
    }
    with transaction():
        if "person_id" not in changes:
            changes["person_id"] = tables.add(Person()).id
        user = tables.add(User(**(usual | changes)))
        held = {"organisation_id": current_organisation(), "role": role}
        if role is Role.AUDITOR:
            held["last_day"] = date(2099, 12, 31)
        tables.add(Membership(user_id=user.id, **held))
        return user


def a_signer() -> User:
    """Somebody with a name and no role here."""
    number = next(_numbers)
    with transaction():
        return tables.add(
            User(
                person_id=tables.add(Person()).id,
                email=f"signer-{number}-{secrets.token_hex(4)}@esimerkki.fi",
                name=f"Pekka Päättäjä {number}",
                fs_uniquifier=secrets.token_hex(16),
            )
        )


def confirm_waiting_tables() -> None:
    """By somebody else in finance than who wrote them."""
    other = an_actor(Role.FINANCE)
    for table in fee_tables.waiting():
        confirm_prices.confirm_table(by=other, table_id=table.id)


def decided_on_travel(**decided: Any) -> TravelDecision:
    """By two: one writes, another confirms."""
    one, other = an_actor(Role.FINANCE), an_actor(Role.FINANCE)
    written = decide_travel(by=one, **decided)
    return confirm_prices.confirm_travel(by=other, decision_id=written.id)


def an_actor(role: Role = Role.COORDINATOR, **changes: Any) -> Actor:
    user = a_user(role, **changes)
    return Actor(
        role=role,
        organisation_id=current_organisation(),
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )


def an_expert(**changes: Any) -> Expert:
    number = next(_numbers)
    usual: dict[str, Any] = {
        "first_name": "Aino",
        "last_name": f"Äijälä {number}",
        "email": f"aino-{number}-{secrets.token_hex(4)}@esimerkki.fi",
        "languages": ["fi"],
        "payroll_number": f"{10000 + number}",
        "finance_has_it": True,
        "joined_on": "2026-01-01",
    }
    values = usual | changes
    values.setdefault("sort_key", sort_key(f"{values['last_name']} {values['first_name']}"))
    if "responsible_id" not in values:
        values["responsible_id"] = a_user().id
    with transaction():
        if "person_id" not in values:
            values["person_id"] = tables.add(Person()).id
        return tables.add(Expert(**values))


def stop(expert: Expert) -> None:
    """Everything about the person stops, as after a death."""
    with transaction():
        found = tables.get(Expert, expert.id, lock=True)
        found.stopped_at, found.stop_reason = now(), StopReason.DEATH


def a_unit(**changes: Any) -> Unit:
    usual = {"name": f"Perhekeskus {next(_numbers)}"}
    with transaction():
        return tables.add(Unit(**(usual | changes)))


def a_cost_centre(approver: User | None = None, **changes: Any) -> CostCentre:
    usual = {"code": f"{4000 + next(_numbers)}", "name": "Perhepalvelut"}
    with transaction():
        centre = tables.add(CostCentre(**(usual | changes)))
        if approver is not None:
            tables.add(
                Approver(cost_centre_id=centre.id, user_id=approver.id, valid_from="2026-01-01")
            )
        return centre


def a_fee_table(*rates: dict[str, Any], **changes: Any) -> FeeTable:
    """Activity 40 € an hour and preparation 20 € an hour unless other prices are given.

    Confirmed by somebody else than who wrote it.
    """
    usual = {"valid_from": "2026-01-01", "decision_number": "§ 12/2025", "proposed_at": now()}
    one, other = a_signer(), a_signer()
    with transaction():
        table = tables.add(
            FeeTable(**(usual | changes), proposed_by=one.id, proposer_name=one.name)
        )
        for rate in rates or (
            {"code": "hour", "work": Work.ACTIVITY, "cents": 4000},
            {"code": "reading", "work": Work.PREPARATION, "cents": 2000},
        ):
            usual_rate = {"unit": PriceUnit.HOUR, "pay_code": "3010", "fee_table_id": table.id}
            tables.add(Rate(**(usual_rate | rate)))
        table.confirmed_at, table.confirmed_by = now(), other.id
        return table


def a_pay_day(pay_on: str, cut_off_on: str) -> PayDay:
    with transaction():
        return tables.add(PayDay(month=pay_on[:7], pay_on=pay_on, cut_off_on=cut_off_on))


def a_brief(**changes: Any) -> ExpertRequest:
    """A remote talk of two hours on 15.12.2026 unless a place is named; see `an_occasion`."""
    with transaction():
        if "unit_id" not in changes:
            changes["unit_id"] = tables.add(Unit(name=f"Perhekeskus {next(_numbers)}")).id
        usual = {
            "kind": RequestKind.TALK,
            "state": RequestState.MATCHING,
            "title": "Puheenvuoro opiskelijoille",
            "is_remote": "municipality_code" not in changes,
            "contact_name": "Oona Ohjaaja",
            "created_at": now(),
        }
        return tables.add(ExpertRequest(**(usual | changes)))


def an_occasion(request: ExpertRequest, **changes: Any) -> Occasion:
    usual = {
        "request_id": request.id,
        "starts_at": datetime(2026, 12, 15, 7, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 15, 9, tzinfo=UTC),
    }
    with transaction():
        return tables.add(Occasion(**(usual | changes)))


def an_assignment(expert: Expert, occasion: Occasion, **changes: Any) -> Assignment:
    usual = {
        "request_id": occasion.request_id,
        "occasion_id": occasion.id,
        "expert_id": expert.id,
        "fee_chosen_at": now(),
        "accepted_at": now(),
    }
    with transaction():
        return tables.add(Assignment(**(usual | changes)))


def a_candidate(**changes: Any) -> Expert:
    """An expert with an agreement in force: may be invited and booked."""
    expert = an_expert(**changes)
    with transaction():
        tables.add(
            Agreement(
                expert_id=expert.id,
                text_version="1",
                signed_on="2026-01-01",
                valid_until="2099-12-31",
            )
        )
    return expert


def open_offers(request: ExpertRequest, *experts: Expert) -> OfferRound:
    """All asked at once and nothing shared later: the first yes gets the seat."""
    by, ids = an_actor(), [each.id for each in experts]
    with transaction():
        sending = new_offer.start_round(request, Mode.ONE, by=by)
        times = occasions.of_request(request.id)
        new_offer.invite(request, sending, times, ids, turns=ids, by=by)
    return sending
