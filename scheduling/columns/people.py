"""What every person has one of, as columns of small numbers."""

import numpy as np

from scheduling.columns.codes import NOWHERE, Homes
from scheduling.columns.reading import Part, Records
from scheduling.columns.record import NONE, Flag
from scheduling.reasons import Against

NOT_GIVEN = 65535

# What is always so of a person is in the two bytes of reasons that hold such codes.
BITS = {code: 1 << n % 8 for n, code in enumerate(Against)}
PLANES = {code: n // 8 for n, code in enumerate(Against)}

# Those a person has whatever is asked of her.
ALWAYS = [
    *(Against.STOPPED, Against.HIDDEN, Against.PAUSED),
    *(Against.NO_AGREEMENT, Against.AGREEMENT_OUTDATED, Against.GUARDIAN_HAS_NOT_CONSENTED),
]

TYPES = {
    "id": np.int64,
    "home": np.intp,
    "kinds": np.uint8,
    "levels": np.uint8,
    "learns": np.uint8,
    "good_at": np.uint8,
    "flags": np.uint16,
    "never": np.uint32,  # the parts of the week she is not available in
    "reaches": np.uint16,  # one more than the kilometres she travels
    "rest_minutes": np.int32,
    "since": np.uint16,
    "paused_until": np.int32,
    "agreed_from": np.uint16,
    "agreed_until": np.uint16,
    "trained_from": np.uint16,  # of who has one training only
    "trained_until": np.uint16,
    "out": np.uint8,  # stopped or hidden
    "unready": np.uint8,  # agreement or guardian
}


_EVERY = np.arange(2 * max(Flag), dtype=np.uint16)  # all that flags can be


def people(found: Records, homes: Homes) -> dict[str, np.ndarray]:
    """One column for each of TYPES."""
    headers = found.headers
    flags, levels, week = headers["flags"], headers["levels"], headers["available"]
    days = ("travels_km", "since", "agreement_from", "agreement_until")
    travels, since, agreed_from, agreed_until = _short(np.stack([headers[each] for each in days]))
    trained_from, trained_until = _trained(found.parts["trainings"])
    agreed = _has(flags, Flag.HAS_AGREEMENT)
    return {
        "id": headers["id"],
        "home": homes.of(_places(headers)),
        "kinds": headers["kinds"],
        "levels": np.where(levels, levels, 255),
        "learns": headers["learns"],
        "good_at": headers["good_at"],
        "flags": flags,
        "never": np.where(week, ~week, 0),
        "reaches": np.minimum(travels, NOT_GIVEN - 1) + 1,
        "rest_minutes": headers["rest_minutes"],
        "since": since,
        "paused_until": np.where(headers["paused_until"] == NONE, 0, headers["paused_until"]),
        "agreed_from": np.where(agreed, agreed_from, 0),
        "agreed_until": np.where(agreed, agreed_until, NOT_GIVEN),
        "trained_from": trained_from,
        "trained_until": trained_until,
        "out": _OUT[flags],
        "unready": _UNREADY[flags],
    }


def _places(headers: np.ndarray) -> np.ndarray:
    home = np.empty(len(headers), np.complex128)
    home.real, home.imag = headers["latitude"], headers["longitude"]
    home[~_has(headers["flags"], Flag.HAS_HOME)] = NOWHERE
    return home


def _trained(part: Part) -> tuple[np.ndarray, np.ndarray]:
    """First and last day; none for who has no training or more of them."""
    single = part.counts == 1
    first, last = np.full(len(single), NOT_GIVEN), np.zeros(len(single), np.int64)
    first[single], last[single] = _short(part.numbers[:, single[part.owner]])
    return first, last


def _has(flags: np.ndarray, flag: Flag) -> np.ndarray:
    return (flags & np.uint16(flag)) != 0


def _short(numbers: np.ndarray) -> np.ndarray:
    """In two bytes: kilometres, and days until 2149; what is more counts as the most."""
    return np.where(numbers == NONE, NOT_GIVEN, np.minimum(numbers, NOT_GIVEN - 1))


def _either(codes: dict[Against, np.ndarray]) -> np.ndarray:
    return np.sum([np.where(holds, BITS[code], 0) for code, holds in codes.items()], axis=0)


_OUT = _either(
    {
        Against.STOPPED: _has(_EVERY, Flag.STOPPED),
        Against.HIDDEN: _has(_EVERY, Flag.HIDDEN),
    }
)
_UNREADY = _either(
    {
        Against.NO_AGREEMENT: ~_has(_EVERY, Flag.HAS_AGREEMENT),
        Against.AGREEMENT_OUTDATED: _has(_EVERY, Flag.HAS_AGREEMENT)
        & ~_has(_EVERY, Flag.AGREEMENT_IS_CURRENT),
        Against.GUARDIAN_HAS_NOT_CONSENTED: _has(_EVERY, Flag.IS_MINOR)
        & ~_has(_EVERY, Flag.GUARDIAN_CONSENTS),
    }
)
