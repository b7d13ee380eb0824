"""The PostgreSQL that Rinnalla brings along: made, started, taken over and stopped here."""

from app.embedded.place import CannotStart
from app.embedded.server import Server

__all__ = ["CannotStart", "Server"]
