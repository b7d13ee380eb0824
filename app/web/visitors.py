"""Who comes by a link, without an account: a unit, the sender of a request, or an expert."""

from dataclasses import replace

from flask import g

from app.access import Actor, Role, act_as, actor
from app.gateways import public_links
from app.storage import assignments, offers, requests, tables
from app.storage.links import Link, LinkKind
from app.storage.units import Unit


def arrive(kind: LinkKind, token: str) -> tuple[Link, Actor]:
    """Act as the one the link was given to, in their language. Raises Missing."""
    link = public_links.open_link(kind, token)
    g.signed_in = g.get("actor")
    visitor = Actor(role=Role.REQUESTER, organisation_id=link.organisation_id)
    act_as(visitor)  # enough to read who it is
    if kind is LinkKind.UNIT:
        unit = tables.get(Unit, link.subject_id)
        g.reader_language = unit.language
        named = replace(visitor, unit_id=unit.id, name=unit.contact_name or unit.name)
    elif kind is LinkKind.REQUEST:
        request = requests.get(link.subject_id)
        g.reader_language = request.unit.language
        named = replace(visitor, unit_id=request.unit_id, name=request.contact_name)
    else:
        noun = offers if kind is LinkKind.OFFER else assignments
        expert = noun.get(link.subject_id).expert
        g.reader_language = expert.language
        named = replace(visitor, role=Role.EXPERT, expert_id=expert.id, name=expert.name)
    return link, act_as(named)


def somebody_else_looks_on() -> bool:
    """A link was opened where another than the one it was given to is signed in."""
    who = g.get("signed_in")
    return who is not None and who.expert_id != actor().expert_id
