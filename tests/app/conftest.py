"""What the tests of the walls share: two furnished organisations, built once for each process."""

import pytest

from tests.app.mirror import two_organisations


@pytest.fixture(scope="session")
def mirror(service, config):
    built = two_organisations(service, config)
    yield built
    built.seer.close()
    built.seer.engine.dispose()
