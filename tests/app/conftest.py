"""What the tests of the service share: their day, and two furnished organisations."""

import pytest

from app import create_app
from app.database import db
from app.now import at
from tests.app.mirror import two_organisations
from tests.build import TUESDAY


@pytest.fixture(autouse=True)
def on_a_tuesday():
    """So that a test says the same every day it is run."""
    with at(TUESDAY):
        yield


@pytest.fixture(scope="module")
def owner(config):
    """The service as the owner of the tables, whom no guard stops who puts it to sleep."""
    owner = create_app(config, as_owner=True)
    yield owner
    with owner.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def mirror(service, config):
    """For the tests of the walls; built once for each process."""
    with at(TUESDAY):
        built = two_organisations(service, config)
    yield built
    built.seer.close()
    built.seer.engine.dispose()
