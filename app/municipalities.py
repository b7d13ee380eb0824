"""The municipalities of Finland: by code, or by any name people use of them."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("municipalities.csv")


@dataclass(frozen=True, slots=True)
class Municipality:
    """languages: the one of the majority first; latitude and longitude: None when not known."""

    code: str
    fi: str
    sv: str
    languages: tuple[str, ...]
    county: str
    county_names: dict[str, str]
    latitude: float | None
    longitude: float | None

    def name(self, language: str) -> str:
        """English has no names of its own: it uses those of the majority."""
        return self.sv if "sv" in (language, self.languages[0]) and language != "fi" else self.fi


def find_municipality(written: str) -> Municipality | None:
    """By its three-digit code or by its Finnish or Swedish name, capitals or not."""
    return _by_name().get(" ".join(written.split()).casefold())


@cache
def _read() -> tuple[Municipality, ...]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(_municipality(row) for row in rows)


def _municipality(row: dict[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        fi=row["fi"],
        sv=row["sv"],
        languages=tuple(row["language"].split("+")),
        county=row["county"],
        county_names={language: row[f"county_{language}"] for language in ("fi", "sv", "en")},
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
    )


@cache
def _by_name() -> dict[str, Municipality]:
    return {name.casefold(): each for each in _read() for name in (each.fi, each.sv, each.code)}
