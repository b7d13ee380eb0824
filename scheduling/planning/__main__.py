"""`python -m scheduling.planning FILE.json` solves a bare assignment problem to its optimum."""

import argparse
import sys
from pathlib import Path

from scheduling.planning import bare
from scheduling.planning.refusals import CannotPlan
from scheduling.planning.search import solve

SECONDS = 60.0
MOST_SECONDS = 1e6


def main() -> int:
    asked = _arguments()
    try:
        told = bare.read(asked.file.read_text("utf-8-sig"), fill_all=not asked.partial)
        plan = solve(told.problem, gap=0, seconds=asked.seconds)
    except CannotPlan as refusal:
        return _refused(str(refusal))
    except UnicodeDecodeError:
        return _refused("The file is not text in UTF-8.")
    except OSError as problem:
        return _refused(f"The file cannot be read: {problem.strerror}.")
    sys.stdout.write(bare.written(told, plan) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scheduling.planning",
        description="Meets every need at the highest value, within capacities and conflicts.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.json")
    parser.add_argument(
        "--partial", action="store_true", help="leave places empty where that is worth more"
    )
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=SECONDS,
        help="for the best found by then",
    )
    return parser.parse_args()


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= MOST_SECONDS:
        raise ValueError(text)
    return seconds


def _refused(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
