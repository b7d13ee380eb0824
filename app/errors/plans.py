"""Words of what planning a period refuses."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "nothing_to_plan": Words(
        lazy("There is no open seat to plan in that time."),
        lazy("Choose other days. What begins in less than three days is rung about."),
    ),
    "period_too_long": Words(lazy("That is more than a year at once."), lazy("Choose fewer days.")),
    "plan_being_made": Words(
        lazy("The plan is being made."),
        lazy("It is a large one. Look again in a moment; then it can be changed and sent."),
    ),
    "plan_reason_needed": Words(
        lazy("Choosing against the plan needs a reason."), lazy("Choose one of the six.")
    ),
}
