"""Why someone is asked and why someone is not: a code with its values, never a sentence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Against(StrEnum):
    """Each one alone is enough to leave a person out of a request."""

    STOPPED = "stopped"
    HIDDEN = "hidden"
    PAUSED = "paused"
    HOLDS_SEAT = "holds_seat"
    ALREADY_ASKED = "already_asked"
    DECLINED = "declined"
    DID_NOT_ANSWER = "did_not_answer"
    KIND_NOT_ACCEPTED = "kind_not_accepted"
    LEVEL_NOT_ACCEPTED = "level_not_accepted"
    NO_COMMON_THEME = "no_common_theme"
    LANGUAGE_NOT_SPOKEN = "language_not_spoken"
    NOT_TRAINED = "not_trained"
    NO_AGREEMENT = "no_agreement"
    AGREEMENT_NOT_VALID = "agreement_not_valid"
    AGREEMENT_OUTDATED = "agreement_outdated"  # the text has changed since it was signed
    GUARDIAN_HAS_NOT_CONSENTED = "guardian_has_not_consented"
    NOT_SUITABLE = "not_suitable"  # her boundaries or her own unit: which is never told
    NOT_REMOTELY = "not_remotely"
    TOO_FAR = "too_far"
    BUSY = "busy"
    AWAY = "away"
    NOT_AT_THAT_TIME = "not_at_that_time"
    MINORS_TIME = "minors_time"
    OWN_MONTH_FULL = "own_month_full"


# The person's own limits and what shields her are never bargained with.
NEVER_RELAXED = frozenset(
    {
        Against.STOPPED,
        Against.HIDDEN,
        Against.PAUSED,
        Against.HOLDS_SEAT,
        Against.ALREADY_ASKED,
        Against.GUARDIAN_HAS_NOT_CONSENTED,
        Against.NOT_SUITABLE,
        Against.MINORS_TIME,
        Against.OWN_MONTH_FULL,
    }
)
# What the unit or the coordinator could still change.
RELAXABLE = frozenset(Against) - NEVER_RELAXED

# Without an agreement nobody works: looking who would come without it helps nobody.
_AGREEMENT = {Against.NO_AGREEMENT, Against.AGREEMENT_NOT_VALID, Against.AGREEMENT_OUTDATED}
TRIED = RELAXABLE - _AGREEMENT

# What a coordinator may set aside for one person, saying why; nobody is booked twice on purpose.
SET_ASIDE = TRIED - {Against.BUSY}


class Because(StrEnum):
    """What speaks for a person, and what is good to know."""

    ASKED_BY_NAME = "asked_by_name"
    CONTINUES = "continues"  # held a seat earlier in the same series
    NEWCOMER = "newcomer"  # no invitation counts yet; she may have declined some
    LAST_ASKED_MONTHS_AGO = "last_asked_months_ago"
    LAST_ASKED_DAYS_AGO = "last_asked_days_ago"
    TIMES_ASKED = "times_asked"
    TIMES_WORKED = "times_worked"
    HAS_THEME = "has_theme"
    NAMED_THE_LEVEL = "named_the_level"
    WANTS_TO_LEARN = "wants_to_learn"
    GOOD_AT = "good_at"
    SPEAKS = "speaks"
    SAME_MUNICIPALITY = "same_municipality"
    LIVES_KM_AWAY = "lives_km_away"
    DISTANCE_UNKNOWN = "distance_unknown"
    TAKES_PART_REMOTELY = "takes_part_remotely"
    FREE_ON_SOME = "free_on_some"
    ASK_BEFORE_CONFIRMING = "ask_before_confirming"
    RECORD_CHECK_MISSING = "record_check_missing"
    SUPPORT_NEEDED = "support_needed"


_NOTHING: Mapping[str, object] = {}


class Reason(NamedTuple):
    """`values` fill the placeholders of the sentence that belongs to `code`."""

    code: Against | Because
    values: Mapping[str, object] = _NOTHING
