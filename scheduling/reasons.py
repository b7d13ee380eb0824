"""Why someone is asked and why someone is not: a code with its values, never a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
    NO_COMMON_THEME = "no_common_theme"
    LANGUAGE_NOT_SPOKEN = "language_not_spoken"
    NO_AGREEMENT = "no_agreement"
    AGREEMENT_NOT_VALID = "agreement_not_valid"
    GUARDIAN_HAS_NOT_CONSENTED = "guardian_has_not_consented"
    NOT_REMOTELY = "not_remotely"
    TOO_FAR = "too_far"
    BUSY = "busy"


class Because(StrEnum):
    """What speaks for a person, and what is good to know."""

    ASKED_BY_NAME = "asked_by_name"
    NEWCOMER = "newcomer"  # no invitation counts yet; she may have declined some
    LAST_ASKED_MONTHS_AGO = "last_asked_months_ago"
    LAST_ASKED_DAYS_AGO = "last_asked_days_ago"
    TIMES_ASKED = "times_asked"
    HAS_THEME = "has_theme"
    SPEAKS = "speaks"
    SAME_MUNICIPALITY = "same_municipality"
    LIVES_KM_AWAY = "lives_km_away"
    DISTANCE_UNKNOWN = "distance_unknown"
    TAKES_PART_REMOTELY = "takes_part_remotely"
    FREE_ON_SOME = "free_on_some"


@dataclass(frozen=True)
class Reason:
    """`values` fill the placeholders of the sentence that belongs to `code`."""

    code: Against | Because
    values: Mapping[str, object] = field(default_factory=dict)
