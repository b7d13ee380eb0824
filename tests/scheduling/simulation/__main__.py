"""Writes the figures of the simulation beside it: python -m tests.scheduling.simulation."""

from pathlib import Path

from tests.scheduling.simulation.figures import report

if __name__ == "__main__":
    Path(__file__).with_name("FIGURES.md").write_text(report(), encoding="utf-8")
