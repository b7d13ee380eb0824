"""Two organisations that are alike, with one of everything: what one has, the other has too."""

from contextlib import suppress
from dataclasses import dataclass, field

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import Connection, Table, Text, create_engine, text
from sqlalchemy.exc import IntegrityError

from app.access import Actor, Role
from app.config import Config, for_sqlalchemy
from app.database import Base, acting_in, db, transaction
from app.gateways import public_links
from app.sign_in import hashed
from app.storage.links import Link, LinkKind
from app.storage.users import User
from app.use_cases.print_statement import print_statement
from tests import build
from tests.app.furniture import furnished
from tests.sign_in import PASSWORD, a_token

MARK = "KANARIA"
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
    ("messages", "recipient"),
    ("statement_lines", "kind"),
    ("statement_lines", "unit"),
    ("experts", "email"),
    ("experts", "municipality_code"),
    ("units", "municipality_code"),
    ("expert_requests", "language"),
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
    address = for_sqlalchemy(config.owner_database_url or "")
    seer = create_engine(address, isolation_level="AUTOCOMMIT").connect()
    first, second = (_side(app, seer, letter) for letter in "AB")
    return Mirror(app, first, second, seer)


def _side(app: Flask, seer: Connection, letter: str) -> Side:
    with app.app_context():
        side = Side(build.an_organisation().id, f"{MARK}-{letter}-", seer)
        with acting_in(side.organisation_id):
            side.actors = furnished(side.organisation_id).actors
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
        if "id" not in table.columns:
            continue
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
