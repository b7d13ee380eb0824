"""Other solvers, in a Python of their own under the data folder: the service needs none of them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from app.config import Config
from scheduling.planning import Problem

OR_TOOLS = "ortools==9.15.6755"
MOST_SECONDS_MORE = 120


class NotInstalled(Exception):
    """What to compare with cannot be had here."""


def cp_sat(problem: Problem, limit: int) -> float:
    """Seconds until it has proven 1 %; the limit when it has not. Raises NotInstalled."""
    python = _python(OR_TOOLS)
    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(_told(problem), file)
        file.flush()
        script = str(Path(__file__).with_name("cp_sat.py"))
        asked = [str(python), script, file.name, str(limit)]
        answer = subprocess.run(
            asked, capture_output=True, text=True, check=True, timeout=limit + MOST_SECONDS_MORE
        )
    return float(json.loads(answer.stdout)["seconds"])


def _python(package: str) -> Path:
    """Of a virtual environment with this package, made at the first call."""
    folder = Config.from_environment(os.environ).data / "bench" / package.partition("==")[0]
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "-q", package]
        subprocess.run(install, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise NotInstalled(f"{package} cannot be installed here") from None
    return python


def _told(problem: Problem) -> dict[str, Any]:
    """In whole numbers: halves of hours count two."""
    assert problem.seat_loads is not None
    assert problem.capacity is not None
    times: list[list[list[int]]] = [[] for _ in problem.needs]
    spans = problem.spans
    for seat, *span in zip(spans.seat, spans.start, spans.end, strict=True):
        times[seat].append([int(each) for each in span])
    pairs = np.stack([problem.seat, problem.expert, problem.value], axis=1)
    return {
        "needs": problem.needs.tolist(),
        "pairs": pairs.astype(int).tolist(),
        "times": times,
        "loads": (2 * problem.seat_loads).astype(int).tolist(),
        "capacity": np.floor(2 * problem.capacity + 1e-6).astype(int).tolist(),
        "fairness": int(problem.fairness),
    }
