"""Two organisations that are alike, with one of everything: what one has, the other has too."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from random import Random

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import Connection, Table, Text, create_engine, text
from sqlalchemy.exc import IntegrityError

from app.access import Actor, Role
from app.commands.demo.history import live_through
from app.commands.demo.register import House, add_experts, add_prices
from app.commands.demo.stories import STORIES, Until
from app.config import Config, for_sqlalchemy
from app.database import Base, acting_in, db, transaction
from app.gateways import public_links
from app.gateways.identity import stored_password
from app.now import now, today
from app.sign_in import hashed
from app.storage import entry_lists, tables
from app.storage.contact_notes import ContactNote
from app.storage.experts import Expert, Theme
from app.storage.idempotency import IdempotencyKey
from app.storage.imports import Import
from app.storage.links import Link, LinkKind
from app.storage.organisations import Organisation
from app.storage.requests import ExpertRequest
from app.storage.statements import Statement
from app.storage.units import Unit
from app.storage.users import User
from app.use_cases import call_round, hold_hours, mend_payee
from app.use_cases.entry_steps import Ref
from app.use_cases.print_statement import print_statement
from invoices.held import HeldReason
from scheduling.lifecycle import EntryState, RequestState
from scheduling.offers import CallResult
from tests import build
from tests.sign_in import PASSWORD, a_token

MARK = "KANARIA"
EXPERTS = 9
LINKED = {
    LinkKind.UNIT: "units",
    LinkKind.REQUEST: "expert_requests",
    LinkKind.OFFER: "offers",
    LinkKind.ASSIGNMENT: "assignments",
}
# Columns whose words mean something to the service, so that no mark fits in them.
MEANINGFUL = {
    ("changes", "became"),
    ("expense_pay_codes", "kind"),
    ("links", "token_hash"),
    ("statement_lines", "kind"),
    ("statement_lines", "unit"),
    ("experts", "email"),
    ("experts", "municipality_code"),
    ("units", "municipality_code"),
    ("expert_requests", "municipality_code"),
    ("pay_days", "month"),
    ("statement_runs", "month"),
    ("statements", "month"),
}


@dataclass
class Side:
    """One of the two: who acts in it, and what a stranger would have to guess."""

    organisation_id: int
    mark: str
    seer: Connection
    actors: dict[Role, Actor] = field(default_factory=dict)
    browsers: dict[Role, FlaskClient] = field(default_factory=dict)
    programs: dict[Role, FlaskClient] = field(default_factory=dict)
    tokens: dict[LinkKind, list[str]] = field(default_factory=dict)
    ids: dict[str, list[int]] = field(default_factory=dict)  # by table
    of_expert: dict[str, list[int]] = field(default_factory=dict)  # hers who signs in, by table

    def live_tokens(self, kind: LinkKind) -> list[str]:
        """Those of links that have not been revoked since."""
        mine = f"organisation_id = {self.organisation_id} and revoked_at is null"
        live = set(self.seer.scalars(text(f"select token_hash from links where {mine}")))
        return [token for token in self.tokens[kind] if hashed(token) in live]


@dataclass
class Mirror:
    app: Flask
    first: Side
    second: Side
    seer: Connection  # sees every row of every organisation


def two_organisations(app: Flask, config: Config) -> Mirror:
    owner = create_engine(
        for_sqlalchemy(config.owner_database_url or ""), isolation_level="AUTOCOMMIT"
    )
    seer = owner.connect()
    first, second = (_side(app, seer, letter) for letter in "AB")
    return Mirror(app, first, second, seer)


def _side(app: Flask, seer: Connection, letter: str) -> Side:
    with app.app_context():
        side = Side(build.an_organisation().id, f"{MARK}-{letter}-", seer)
        with acting_in(side.organisation_id):
            _furnish(side)
            _link(side)
        db.session.remove()
    _mark(seer, side)
    _count(seer, side)
    with app.app_context(), acting_in(side.organisation_id):
        print_statement(side.ids["statements"][0])
        users = _users(side)
        tokens = {role: a_token(role, user=user) for role, user in users.items()}
        for user in users.values():
            db.session.refresh(user)
            db.session.expunge(user)
        db.session.remove()
    _count(seer, side)
    for role, user in users.items():
        side.browsers[role] = _signed_in(app, user.email)
        side.programs[role] = app.test_client()
        side.programs[role].environ_base["HTTP_AUTHORIZATION"] = f"Bearer {tokens[role]}"
    return side


def _signed_in(app: Flask, email: str) -> FlaskClient:
    """Outside of an application context, so that every request has one of its own."""
    browser = app.test_client()
    answer = browser.post("/login", data={"identity": email, "passcode": PASSWORD})
    assert answer.status_code == 302, answer.text
    return browser


def _users(side: Side) -> dict[Role, User]:
    return {role: db.session.get(User, actor.user_id) for role, actor in side.actors.items()}


def _furnish(side: Side) -> None:
    house = House(db.session.get(Organisation, side.organisation_id))
    for role in Role:
        if role is not Role.EXPERT:
            build.a_user(role)  # somebody whose role may end
            house.actors[role] = build.an_actor(role, password=stored_password(PASSWORD))
    day, random = today(), Random(side.mark)  # noqa: S311
    with transaction():
        house.themes = [tables.add(Theme(name=f"Aihe {n}", is_heavy=n == 1)) for n in range(4)]
    _money(house, day)
    add_experts(house, EXPERTS, day, random)
    live_through(house, random, _stories())
    _odds_and_ends(house)
    paid = (
        db.session.query(Expert)
        .filter(Expert.id == db.session.query(Statement.expert_id).limit(1).scalar_subquery())
        .one()
    )
    house.actors[Role.EXPERT] = build.an_actor(
        Role.EXPERT, password=stored_password(PASSWORD), person_id=paid.person_id
    )
    side.actors = house.actors


def _stories():
    """Two of every stage; the first is chosen so that money has been paid for it."""
    chosen, told = [], dict.fromkeys(Until, 0)
    for story in STORIES:
        if told[story.until] < 2:
            told[story.until] += 1
            chosen.append(story)
    return chosen


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
    add_prices(house, day.replace(month=1, day=1), cents_an_hour=3_000)


def _actor(user, organisation_id: int) -> Actor:
    return Actor(
        role=Role.APPROVER,
        organisation_id=organisation_id,
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )


def _odds_and_ends(house: House) -> None:
    """What the stories leave out."""
    coordinator, finance = house.actors[Role.COORDINATOR], house.actors[Role.FINANCE]
    expert = house.experts[0]
    approved = entry_lists.in_state(EntryState.APPROVED)[0]
    reason = HeldReason.FINANCE_LACKS_DATA
    hold_hours.hold(by=finance, ref=Ref(approved.entry_kind, approved.id), reason=reason)
    (waiting, *_) = tables_of_state(RequestState.MATCHING)
    call_round.record_call(
        by=coordinator,
        request_id=waiting.id,
        expert_id=expert.id,
        result=CallResult.NOT_REACHED,
    )
    mend_payee.keep_back(by=finance, expert_id=house.experts[1].id, reason="Tili selvitetään.")
    with transaction():
        user_id = coordinator.user_id or 0
        tables.add(
            ContactNote(
                expert_id=expert.id, user_id=user_id, day=today(), minutes=15, note="Soitto"
            )
        )
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


def tables_of_state(state: RequestState) -> list[ExpertRequest]:
    return db.session.query(ExpertRequest).filter_by(state=state).all()


def _link(side: Side) -> None:
    """A link of each kind to some of what it can open."""
    with transaction():
        for kind, table in LINKED.items():
            model = next(each for each in _models() if each.__tablename__ == table)
            for row in db.session.query(model).order_by(model.id):
                public_links.url_to(kind, row.id)
    for kind in LINKED:
        links_of_kind = db.session.query(Link).filter_by(
            kind=kind, organisation_id=side.organisation_id
        )
        secret = current_app.config["SETTINGS"].secret_key
        side.tokens[kind] = [link.token(secret) for link in links_of_kind.order_by(Link.id)]


def _models():
    return [mapper.class_ for mapper in Base.registry.mappers]


def own_tables() -> list[Table]:
    """Tables whose rows belong to one organisation, and the organisations themselves."""
    return [
        table
        for table in Base.metadata.sorted_tables
        if "organisation_id" in table.columns or table.name == "organisations"
    ]


def rows_of(side: Side, table: Table) -> str:
    column = "id" if table.name == "organisations" else "organisation_id"
    return f'"{table.name}" where {column} = {side.organisation_id}'  # noqa: S608


def _mark(seer: Connection, side: Side) -> None:
    """Put the mark into every text of the organisation where it fits."""
    seer.execute(text("set session_replication_role = replica"))  # no trigger stands in the way
    for table in own_tables():
        source = rows_of(side, table)
        where = source.partition(" where ")[2]
        for column in table.columns:
            if not isinstance(column.type, Text) or (table.name, column.name) in MEANINGFUL:
                continue
            new = f"'{side.mark}{table.name}-{column.name}-' || id"
            with suppress(IntegrityError):
                seer.execute(
                    text(
                        f'update "{table.name}" set "{column.name}" = {new}'
                        f' where {where} and "{column.name}" is not null'
                    )
                )
    seer.execute(text("set session_replication_role = origin"))


def _count(seer: Connection, side: Side) -> None:
    expert_id = _ids(seer, f"experts where person_id = {side.actors[Role.EXPERT].person_id}")[0]
    for table in own_tables():
        source = rows_of(side, table)
        side.ids[table.name] = _ids(seer, source)
        if "expert_id" in table.columns:
            side.of_expert[table.name] = _ids(seer, f"{source} and expert_id = {expert_id}")
    side.of_expert["experts"] = [expert_id]
    _spare_those_who_act(seer, side, expert_id)


def _spare_those_who_act(seer: Connection, side: Side, expert_id: int) -> None:
    """Nobody ends the role, or stops the person, by whom the walls are tried."""
    acting = ", ".join(str(actor.user_id) for actor in side.actors.values())
    source = f"memberships where organisation_id = {side.organisation_id}"
    others = f"{source} and user_id not in ({acting}) order by id"
    side.ids["memberships"] = list(seer.scalars(text(f"select id from {others}")))
    side.ids["users"] = list(seer.scalars(text(f"select user_id from {others}")))
    side.ids["experts"].remove(expert_id)


def _ids(seer: Connection, source: str) -> list[int]:
    return list(seer.scalars(text(f"select id from {source} order by id")))
