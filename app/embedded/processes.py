"""Which living processes work in a folder, as the system itself knows it."""

import os
from pathlib import Path


def working_in(folder: Path) -> list[int]:
    """Process ids, zombies left out."""
    numbers = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return [pid for pid in numbers if works_in(folder, pid)]


def works_in(folder: Path, pid: int) -> bool:
    """A zombie has no working folder, and a reused number works elsewhere."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == folder
    except OSError:
        return False
