"""Words of what the acts on a request refuse."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "request_is_over": Words(
        lazy("This request no longer changes here."),
        lazy("Ring the coordinator, or send a new request."),
    ),
    "brief_incomplete": Words(
        lazy("The request lacks something this kind needs."),
        lazy("Fill it in yourself, or return it to the unit with help."),
    ),
    "no_occasion": Words(
        lazy("There is no time yet."), lazy("Add a time or a last day before the search begins.")
    ),
    "occasion_is_cancelled": Words(
        lazy("This time has been cancelled."), lazy("Add a new time instead.")
    ),
    "seats_promised": Words(
        lazy("More people have promised to come than there would be seats."),
        lazy("Cancel somebody's assignment first, or keep the seats."),
    ),
    "not_yet_held": Words(
        lazy("Some of the times are still ahead."),
        lazy("Cancel them or wait until they have been held."),
    ),
    "nobody_came": Words(lazy("Nobody had promised to come."), lazy("Cancel the request instead.")),
    "outcome_needed": Words(
        lazy("This work closes with what changed."),
        lazy("Tell what changed, or that nothing did and why."),
    ),
    "not_answered": Words(
        lazy("Nothing has been told of this work yet."),
        lazy("Ask the unit, or write it down on their behalf."),
    ),
    "not_chased_enough": Words(
        lazy("The unit has not been asked three times yet."),
        lazy("Ask once more before you close this without an answer."),
    ),
    "chased_enough": Words(
        lazy("The unit has been asked three times."),
        lazy("Ring them, or close this without an answer."),
    ),
    "nothing_to_chase": Words(
        lazy("There is nothing to ask now."), lazy("Look at where the request stands.")
    ),
}
