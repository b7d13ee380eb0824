"""What a command works with: the settings and a database that answers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.config import Config
from app.embedded import Server


def settings() -> Config:
    """Raises BadSetting."""
    return Config.from_environment(os.environ)


def with_addresses(config: Config) -> Config:
    """The same settings with the embedded database's addresses where none were given."""
    if config.database_url:
        return config
    server = Server(config.data)
    return replace(config, database_url=server.app_url, owner_database_url=server.owner_url)


@contextmanager
def database(config: Config) -> Iterator[Server | None]:
    """A database that answers while inside; None when it is somebody else's server."""
    if config.database_url:
        yield None
        return
    server = Server(config.data)
    try:
        server.start()
        yield server
    finally:
        server.stop()
