"""Kinds of requests and what their briefs must say."""

import pytest

from scheduling.kinds import (
    Closing,
    Level,
    RequestKind,
    TurnReason,
    closing,
    level,
    missing_from_brief,
    required_brief,
)


def test_a_talk_asks_for_little():
    assert required_brief(RequestKind.TALK) == {"title", "contact"}


def test_development_asks_what_can_change_and_who_decides():
    brief = {"title": "New ward", "contact": "Aino", "purpose": "  ", "stage": "idea"}

    missing = missing_from_brief(RequestKind.DEVELOPMENT, brief)

    assert missing == ["purpose", "what_can_change", "who_decides"]


def test_a_task_without_a_meeting_says_its_day():
    assert "due_on" in missing_from_brief(RequestKind.COMMENT_TASK, {})


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_has_a_level_and_a_way_to_close(kind):
    assert level(kind) in Level
    assert closing(kind) in Closing


def test_a_talk_closes_with_one_line_and_development_with_what_changed():
    assert closing(RequestKind.TALK) == Closing.TAKEAWAY
    assert closing(RequestKind.DEVELOPMENT) == Closing.OUTCOME


def test_there_are_six_reasons_to_ask_out_of_turn():
    assert len(TurnReason) == 6
