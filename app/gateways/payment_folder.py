"""Puts a file for the bank where a person asked for it: there is all of it, or what was before."""

import os
from pathlib import Path

OWN = 0o600  # it names people and their accounts


def put(place: Path, file: bytes) -> None:
    """Written beside its place, and moved there once the disk has it. Raises OSError."""
    beside = place.with_name(f".{place.name}.part")
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN), "wb") as new:
        new.write(file)
        new.flush()
        os.fsync(new.fileno())
    os.replace(beside, place)
    _store_name(place.parent)


def _store_name(folder: Path) -> None:
    """The disk has the file's new name too."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
