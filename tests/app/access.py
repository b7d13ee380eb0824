"""Who may call what, as access.toml says."""

import tomllib
from pathlib import Path

from app.access import Role

TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
NOBODY = "nobody"


def may(endpoint: str) -> set[str]:
    """The roles, and perhaps nobody at all, that are let in. Raises KeyError without a row."""
    row = TABLE[endpoint]
    everyone = {str(role) for role in Role}
    if row == "everybody":
        return {*everyone, NOBODY}
    return everyone if row == "signed-in" else set(row.split())
