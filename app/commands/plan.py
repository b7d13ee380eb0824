"""`rinnalla plan`: a period planned from the command line; nobody is asked by it."""

import json
from datetime import date, datetime
from typing import Any

import click

from app.access import Actor, the_service
from app.commands import named
from app.commands.application import running
from app.commands.refused import Refused
from app.database import Refusal, acting_in
from app.errors import sentences
from app.language import gettext
from app.storage import plans
from app.storage.plans import Plan
from app.use_cases import make_plan
from scheduling.refusals import TimeRefusal

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--organisation", required=True, help="Its name or number.")
@click.option("--from", "first", required=True, type=DAY, help="The first day.")
@click.option("--to", "last", required=True, type=DAY, help="The last day.")
@click.option("--json", "as_json", is_flag=True, help="The plan as one JSON object.")
def plan(organisation: str, first: datetime, last: datetime, as_json: bool) -> None:
    """Propose somebody to every open place of the days; the pages show it, and send it."""
    if last < first:
        raise click.BadParameter("the last day is before the first", param_hint="--to")
    with running():
        organisation_id = named.organisation(organisation).id
        with acting_in(organisation_id):
            found = _told(_make(the_service(), first.date(), last.date()))
    click.echo(json.dumps(found) if as_json else _sentence(found))


def _make(by: Actor, first: date, last: date) -> Plan:
    try:
        return make_plan.make_plan(by=by, first=first, last=last, waits=True)
    except (Refusal, TimeRefusal) as refusal:
        raise Refused(" ".join(sentences(refusal))) from None


def _told(plan: Plan) -> dict[str, Any]:
    names = ("id", "places", "filled", "most", "waiting", "value", "bound", "seconds")
    return {name: getattr(plan, name) for name in names} | {
        "assignments": [
            {
                "request_id": each.request_id,
                "occasion_ids": each.occasion_ids,
                "expert_id": each.expert_id,
                "runner_up_id": each.runner_up_id,
            }
            for each in plans.places_of(plan.id)
        ]
    }


def _sentence(found: dict[str, Any]) -> str:
    return gettext(
        "Plan %(id)s: %(filled)s of %(places)s seats filled, at most %(most)s can be;"
        " worked out in %(seconds)s s.",
        **{name: found[name] for name in ("id", "filled", "places", "most", "seconds")},
    )
