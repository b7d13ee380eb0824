"""The name of the person or the unit that a message is for."""

from app.storage import experts, tables, users
from app.storage.messages import Message
from app.storage.units import Unit


def name_of(message: Message) -> str:
    kind, _, number = message.recipient.partition(":")
    if kind == "expert":
        return experts.get(int(number)).name
    return tables.get(Unit, int(number)).name if kind == "unit" else users.get(int(number)).name
