"""Plans of a period as JSON: made, and looked at with what proves them."""

from typing import Any

from app.access import Permission, actor, needs
from app.api.once import once
from app.api.resource import Resource
from app.schemas.plans import PeriodSchema
from app.schemas.shown import plans as shown
from app.storage import plans
from app.storage.plans import Plan
from app.use_cases import make_plan

api = Resource("plans", __name__, description="Many requests planned at once")


@api.post("")
@needs(Permission.SEND_OFFERS)
@once
@api.arguments(PeriodSchema)
@api.response(201, shown.PlanShown)
def make(values):
    """A proposal for every open place of the days; nobody is asked."""
    plan = make_plan.make_plan(by=actor(), first=values["first_on"], last=values["last_on"])
    return _whole(plan)


@api.get("/<id:plan_id>")
@needs(Permission.SEND_OFFERS)
@api.response(200, shown.PlanShown)
def show(plan_id):
    return _whole(plans.get(plan_id))


def _whole(plan: Plan) -> dict[str, Any]:
    names = (*shown.PlanShown().fields.keys() - {"assignments"},)
    return {name: getattr(plan, name) for name in names} | {"assignments": plans.places_of(plan.id)}
