"""How much each part of a ranking weighs: the published defaults, and what an organisation sets."""

from dataclasses import astuple, dataclass

HIGHEST = 100


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Whole numbers from 0 to 100; only how they compare with each other matters.

    Raises ValueError.
    """

    theme: int = 40  # how much of what is wanted she has lived, rare themes above common ones
    level: int = 5  # whether she named this level of taking part
    distance: int = 15  # how near she lives
    wait: int = 8  # how long ago she was last asked
    asked: int = 8  # how seldom she was asked in 12 months
    worked: int = 12  # how seldom she worked in 12 months
    learning: int = 3  # whether she wishes to learn this kind of work
    continuity: int = 6  # whether she was part of it earlier

    def __post_init__(self) -> None:
        if not all(0 <= weight <= HIGHEST for weight in astuple(self)):
            raise ValueError(f"Each weight is from 0 to {HIGHEST}.")
