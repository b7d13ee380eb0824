"""When something was said for another to write down."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.refusals import AnswerBeforeAsked, AnswerInFuture
from scheduling.said import check_said_at

NOW = datetime(2026, 5, 8, 9, tzinfo=UTC)
SINCE = datetime(2026, 5, 6, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize("said_at", [None, NOW, SINCE, SINCE - DAY])
def test_what_was_said_since_then_or_the_day_before_counts(said_at):
    check_said_at(NOW, said_at, since=SINCE)


def test_nothing_was_said_in_the_future_or_long_before():
    with pytest.raises(AnswerInFuture):
        check_said_at(NOW, NOW + timedelta(minutes=1), since=SINCE)
    with pytest.raises(AnswerBeforeAsked):
        check_said_at(NOW, SINCE - DAY - timedelta(minutes=1), since=SINCE)
