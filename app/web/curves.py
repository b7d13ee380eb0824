"""Spreads as curves in a picture and as rows beside it."""

from dataclasses import dataclass
from fractions import Fraction

from app.language import amount
from scheduling.spread import TENTHS, Spread

SIDE = 240  # of the square the curves are drawn in
STROKES = ("solid", "dashed")


@dataclass(frozen=True)
class Curve:
    """label: what is spread, or when.  gini: as people read it, "0,42"."""

    label: str
    spread: Spread
    stroke: str
    gini: str
    path: str


@dataclass(frozen=True)
class Picture:
    """rows: each tenth of the people, and beside it what each curve's people have, in percent."""

    curves: tuple[Curve, ...]
    rows: tuple[tuple[str, ...], ...]


def picture(*spreads: tuple[str, Spread]) -> Picture:
    """One or two spreads with their labels: asked and worked, or before and after planning."""
    curves = tuple(
        Curve(label, spread, stroke, amount(spread.gini_hundredths), _path(spread))
        for (label, spread), stroke in zip(spreads, STROKES, strict=False)
    )
    rows = tuple(
        (
            _percent(Fraction(tenth, TENTHS)),
            *(_percent(curve.spread.tenths[tenth].share) for curve in curves),
        )
        for tenth in range(1, TENTHS + 1)
    )
    return Picture(curves, rows)


def _path(spread: Spread) -> str:
    """Through the tenths, from the lower left to the upper right."""
    places = ((_at(point.people), SIDE - _at(point.share)) for point in spread.tenths)
    return "M" + " L".join(f"{x} {y}" for x, y in places)


def _at(share: Fraction) -> int:
    return _rounded(share * SIDE)


def _percent(share: Fraction) -> str:
    return f"{_rounded(share * 100)} %"


def _rounded(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
