"""Who asks and who decides, and two hours that they may put right."""

import pytest

from app.access import Role
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.sign_in import signed_in


@pytest.fixture
def finance(app):
    return story.two_in_finance()


@pytest.fixture
def expert(finance):
    return build.an_expert()


@pytest.fixture
def entry(expert):
    return build_money.approved_hours(expert)


@pytest.fixture
def asks(app, finance):
    return signed_in(app, Role.FINANCE)


@pytest.fixture
def decides(app, finance):
    return signed_in(app, Role.FINANCE)
