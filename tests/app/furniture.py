"""What stands in a furnished organisation: one of everything that the service can hold."""

import hashlib
import secrets
from dataclasses import asdict
from datetime import date, timedelta
from random import Random

from app.access import Actor, Role
from app.commands.demo.history import live_through
from app.commands.demo.prices import add_prices
from app.commands.demo.register import House, add_experts
from app.commands.demo.stories import STORIES
from app.database import acting_in, db, transaction
from app.gateways.identity import stored_password
from app.now import now, today
from app.storage import entry_lists, openings, tables
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.contact_notes import ContactNote
from app.storage.corrections import Correction
from app.storage.disposals import Disposal
from app.storage.disputes import Dispute
from app.storage.expense_entries import ExpenseEntry
from app.storage.experts import Expert, Theme
from app.storage.fee_tables import Rate
from app.storage.idempotency import IdempotencyKey
from app.storage.imports import Import
from app.storage.income_ceilings import IncomeCeiling
from app.storage.openings import Opened
from app.storage.organisations import Organisation
from app.storage.receipts import Receipt
from app.storage.record_checks import RecordCheck
from app.storage.requests import ExpertRequest
from app.storage.statements import Statement
from app.storage.units import Unit
from app.use_cases import (
    approve_hours,
    call_round,
    decide_travel,
    hold_hours,
    make_plan,
    mend_payee,
    set_prices,
    set_weights,
)
from app.use_cases.entry_steps import Ref
from app.use_cases.set_prices import Price
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState, RequestState
from scheduling.matching import PUBLISHED
from scheduling.offers import CallResult
from tests import build
from tests.app import money_furniture
from tests.sign_in import PASSWORD

EXPERTS = 9


def furnished(organisation_id: int) -> House:
    """Stories of every stage, and somebody who signs in for each role."""
    house = House(db.session.get(Organisation, organisation_id))
    for role in Role:
        if role is not Role.EXPERT:
            build.a_user(role)  # somebody whose role may end
            house.actors[role] = build.an_actor(role, password=stored_password(PASSWORD))
    day, random = today(), Random(300)  # noqa: S311  nine in whom every story finds somebody
    with transaction():
        house.themes = [tables.add(Theme(name=f"Aihe {n}", is_heavy=n == 1)) for n in range(4)]
    _money(house, day)
    add_experts(house, EXPERTS, day, random)
    live_through(house, random, _stories())
    _odds_and_ends(house)
    _wish(house.actors[Role.COORDINATOR])
    _receipt()
    money_furniture.files_and_invoices(house)
    money_furniture.bank(house)
    _weights(house)
    _plan(house)
    money_furniture.taken(house.actors[Role.FINANCE])
    _nothing_destroyed(house.actors[Role.FINANCE])
    paid = db.session.query(Expert).join(Statement, Statement.expert_id == Expert.id).first()
    house.actors[Role.EXPERT] = build.an_actor(
        Role.EXPERT, password=stored_password(PASSWORD), person_id=paid.person_id
    )
    return house


def _stories():
    """One of every stage; what is told long since has been paid, too."""
    first = {story.until: story for story in reversed(STORIES)}
    return sorted(first.values(), key=lambda story: story.held)


def _money(house: House, day: date) -> None:
    approver = build.a_user(Role.APPROVER, password=stored_password(PASSWORD))
    house.actors[Role.APPROVER] = _actor(approver, house.organisation.id)
    centre = build.a_cost_centre(approver)
    house.approvers[centre.id] = house.actors[Role.APPROVER]
    with transaction():
        house.units = [
            tables.add(
                Unit(
                    name=f"Perhekeskus {number}",
                    address="Esimerkkikatu 1",
                    municipality_code="905",
                    contact_name="Oona Ohjaaja",
                    contact_phone="050 000 0000",
                    contact_email="oona@esimerkki.fi",
                    cost_centre_id=centre.id,
                )
            )
            for number in range(10)
        ]
    by, other = house.actors[Role.FINANCE], build.an_actor(Role.FINANCE)
    add_prices(day.replace(month=1, day=1), cents_an_hour=3_000, by=by, confirmed_by=other)
    next_year = {"valid_from": date(day.year + 1, 1, 1), "decision_number": "HVA/600"}
    price = Price(work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=3_500)
    set_prices.add_fee_table(by=other, rates=[price], **next_year)
    decide_travel.decide_travel(by=other, kilometre_cents=40, **next_year)


def _actor(user, organisation_id: int) -> Actor:
    return Actor(
        role=Role.APPROVER,
        organisation_id=organisation_id,
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )


def _plan(house: House) -> None:
    last = today() + timedelta(days=90)
    make_plan.make_plan(by=house.actors[Role.COORDINATOR], first=today(), last=last)


def _weights(house: House) -> None:
    set_weights.set_weights(
        by=house.actors[Role.COORDINATOR],
        valid_from=today() + timedelta(days=30),
        decided_by="Lautakunta",
        decision="§ 7",
        **asdict(PUBLISHED),
    )


def _wish(by: Actor) -> None:
    """That a statement be put right; somebody has looked at notes of hers."""
    statement = db.session.query(Statement).order_by(Statement.id).first()
    rate = db.session.query(Rate).order_by(Rate.id).first()
    wrong = {"reason": "Tunteja puuttuu.", "asked_by": by.user_id, "asked_at": now()}
    with transaction():
        tables.add(Correction(statement_id=statement.id, **wrong))
        tables.add(Correction(rate_id=rate.id, cents=rate.cents + 100, **wrong))
        about = {"statement_id": statement.id, "expert_id": statement.expert_id}
        tables.add(Dispute(**about, position=1, said="Tunteja oli kolme.", said_at=now()))
        openings.note(Opened.NOTES, statement.expert_id, by=by)


def _receipt() -> None:
    cost = db.session.query(ExpenseEntry).order_by(ExpenseEntry.id).first()
    about = {"expense_entry_id": cost.id, "expert_id": cost.expert_id}
    file = {"media_type": "image/jpeg", "content": b"kuva", "pages": 1, "sha256": "0" * 64}
    with transaction():
        tables.add(Receipt(**about, **file, added_at=now()))


def _odds_and_ends(house: House) -> None:
    """What the stories leave out."""
    coordinator, finance = house.actors[Role.COORDINATOR], house.actors[Role.FINANCE]
    expert = house.experts[0]
    checked = entry_lists.in_state(EntryState.CHECKED)[0]
    ref = Ref(checked.entry_kind, checked.id)
    approve_hours.approve_hours(by=house.actors[Role.APPROVER], refs=[ref])
    hold_hours.hold(by=finance, ref=ref, reason=HeldReason.FINANCE_LACKS_DATA)
    waiting = db.session.query(ExpertRequest).filter_by(state=RequestState.MATCHING).first()
    call_round.record_call(
        by=coordinator,
        request_id=waiting.id,
        expert_id=expert.id,
        result=CallResult.NOT_REACHED,
    )
    mend_payee.keep_back(by=finance, expert_id=house.experts[1].id, reason="Tili selvitetään.")
    with transaction():
        user_id = coordinator.user_id or 0
        about = {"expert_id": expert.id, "user_id": user_id, "day": today(), "minutes": 15}
        tables.add(ContactNote(note="Soitto", **about))
        herself = {"expert_id": expert.id}
        tables.add(TimeAway(first_on=today(), last_on=today(), **herself))
        tables.add(Boundary(theme_id=house.themes[0].id, **herself))
        tables.add(OwnUnit(unit_id=house.units[0].id, **herself))
        seen = {"extract_on": today(), "checked_on": today(), "checked_by": user_id}
        tables.add(RecordCheck(**seen, **herself))
        for read_in_at in (None, now()):
            content = f"Etunimi;Sukunimi\nAino;Äijälä {secrets.token_hex(4)}\n".encode()
            tables.add(
                Import(
                    sha256=hashlib.sha256(content).hexdigest(),
                    file_name="kokemusasiantuntijat.csv",
                    content=None if read_in_at else content,
                    rows=1,
                    uploaded_at=now(),
                    uploaded_by=user_id,
                    read_in_at=read_in_at,
                )
            )
        tables.add(IdempotencyKey(user_id=user_id, key="avain", fingerprint="0", created_at=now()))
    with acting_in(house.organisation.id, expert.id), transaction():
        tables.add(IncomeCeiling(expert_id=expert.id, cents=50_000))


def _nothing_destroyed(by: Actor) -> None:
    """Somebody proposed it, and took it back."""
    proposed = {"to_year": 2014, "decision": "Päätös § 1/2025", "proposed_by": by.user_id}
    answered = {"proposed_at": now(), "withdrawn_at": now(), "withdrawn_by": by.user_id}
    with transaction():
        tables.add(Disposal(**proposed, **answered))
