"""What people choose from: kinds of requests, levels, stages, perspectives, channels, reasons."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class RequestKind(StrEnum):
    TALK = "talk"
    TRAINING = "training"
    GROUP = "group"
    CO_WORK = "co_work"
    DEVELOPMENT = "development"
    ASSESS = "assess"
    PANEL_MEETING = "panel_meeting"
    COMMENT_TASK = "comment_task"


class Level(StrEnum):
    """How near to decisions people take part."""

    TRAINING = "training"
    CLIENT_WORK = "client_work"
    OPERATING_MODEL = "operating_model"
    EVALUATION = "evaluation"
    OFFICIAL_GROUP = "official_group"


class Stage(StrEnum):
    """How far the matter had come when people were asked."""

    IDEA = "idea"
    PLAN = "plan"
    DRAFT = "draft"
    DECIDED = "decided"


class Perspective(StrEnum):
    OWN = "own"
    PARENT = "parent"
    CLOSE_ONE = "close_one"
    CARER = "carer"


class Fluency(IntEnum):
    """How well a language is spoken; higher is better."""

    BASIC = 1
    GOOD = 2
    NATIVE = 3


class DayPart(StrEnum):
    """By the clocks in Finland: until 12, from 12 to 17, and from 17 on."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class AgeBand(StrEnum):
    """Only for who wants to tell."""

    UNDER_18 = "under_18"
    FROM_18 = "18_29"
    FROM_30 = "30_44"
    FROM_45 = "45_64"
    FROM_65 = "65_or_more"


class SupportNeed(StrEnum):
    """What helps a person in the work; said in everyday words, never why."""

    NO_STAIRS = "no_stairs"
    BREAKS = "breaks"
    PAIR = "pair"
    WRITTEN_BEFORE = "written_before"
    QUIET_PLACE = "quiet_place"
    INTERPRETER = "interpreter"
    HEARING = "hearing"
    SIGHT = "sight"
    LIFT_THERE = "lift_there"
    CALL_AFTER = "call_after"


class Channel(StrEnum):
    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"


class OnBehalf(StrEnum):
    """How the person said what someone else wrote down."""

    PHONE = "phone"
    LETTER = "letter"
    MET = "met"


class Attendance(StrEnum):
    PRESENT = "present"
    REMOTE = "remote"
    ABSENT = "absent"


class StopReason(StrEnum):
    """Why everything about a person stops: no message goes out any more."""

    ILLNESS = "illness"
    DEATH = "death"
    WITHDRAWAL = "withdrawal"


class TurnReason(StrEnum):
    """Why someone is asked out of turn; each use shows in the fairness report."""

    ASKED_BY_NAME = "asked_by_name"
    CONTINUES_EARLIER_WORK = "continues_earlier_work"
    SPECIAL_EXPERIENCE = "special_experience"
    BALANCE_OF_GROUP = "balance_of_group"
    FIRST_ASSIGNMENT = "first_assignment"
    SHORT_NOTICE = "short_notice"


class CancelReason(StrEnum):
    """Never why a person cannot come: that is nobody's business."""

    CANNOT_COME = "cannot_come"
    UNIT_CANCELLED = "unit_cancelled"
    MOVED = "moved"
    NOBODY_FOUND = "nobody_found"
    STOPPED = "stopped"
    OTHER = "other"


class Closing(StrEnum):
    """What the unit tells before its request is closed."""

    OUTCOME = "outcome"
    TAKEAWAY = "takeaway"


_TALK = frozenset({"title", "contact"})
_AIM = _TALK | {"purpose"}
_CHANGE = _AIM | {"what_can_change", "who_decides", "stage"}

_REQUIRED = {
    RequestKind.TALK: _TALK,
    RequestKind.TRAINING: _AIM,
    RequestKind.GROUP: _AIM,
    RequestKind.CO_WORK: _AIM,
    RequestKind.DEVELOPMENT: _CHANGE,
    RequestKind.ASSESS: _CHANGE,
    RequestKind.PANEL_MEETING: _AIM,
    RequestKind.COMMENT_TASK: _CHANGE | {"due_on"},
}

_LEVELS = {
    RequestKind.TALK: Level.TRAINING,
    RequestKind.TRAINING: Level.TRAINING,
    RequestKind.GROUP: Level.CLIENT_WORK,
    RequestKind.CO_WORK: Level.CLIENT_WORK,
    RequestKind.DEVELOPMENT: Level.OPERATING_MODEL,
    RequestKind.ASSESS: Level.EVALUATION,
    RequestKind.PANEL_MEETING: Level.OFFICIAL_GROUP,
    RequestKind.COMMENT_TASK: Level.OPERATING_MODEL,
}

_TELLS_A_TAKEAWAY = {
    RequestKind.TALK,
    RequestKind.TRAINING,
    RequestKind.GROUP,
    RequestKind.CO_WORK,
}


def level(kind: RequestKind) -> Level:
    return _LEVELS[kind]


def required_brief(kind: RequestKind) -> frozenset[str]:
    """Names of the fields a brief of this kind cannot do without."""
    return _REQUIRED[kind]


def missing_from_brief(kind: RequestKind, values: Mapping[str, object]) -> list[str]:
    """Required fields that are absent, empty or only spaces, by name."""
    return sorted(name for name in required_brief(kind) if _is_empty(values.get(name)))


def closing(kind: RequestKind) -> Closing:
    """One line on what listeners took with them, or what changed because of the work."""
    return Closing.TAKEAWAY if kind in _TELLS_A_TAKEAWAY else Closing.OUTCOME


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
