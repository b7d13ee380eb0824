"""HiGHS asked two ways: the linear relaxation with its prices, and whole numbers with a bound."""

from dataclasses import dataclass

import highspy
import numpy as np

from scheduling.planning.model import Model
from scheduling.planning.problem import Flags, Numbers

_MAXIMISE = int(highspy.ObjSense.kMaximize)
_BY_COLUMN = int(highspy.MatrixFormat.kColwise)
_WHOLE = int(highspy.HighsVarType.kInteger)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """Shares of pairs, and the price of each row: what one more of its limit would gain."""

    shares: Numbers
    prices: Numbers
    value: float


@dataclass(frozen=True, eq=False)
class Whole:
    """The best choice found, None when there is none; no choice of these pairs beats `bound`."""

    taken: Flags | None
    bound: float
    is_impossible: bool


def relaxed(model: Model, seconds: float) -> Relaxed | None:
    """None when not even shares of people can keep every row."""
    solver = _solver(model, seconds)
    solver.run()
    if solver.getModelStatus() in _IMPOSSIBLE:
        return None
    found = solver.getSolution()
    return Relaxed(
        _filled(found.col_value, len(model.gain))[: len(model.pairs)],
        _filled(found.row_dual, len(model.ceiling)),
        solver.getInfo().objective_function_value,
    )


def whole(model: Model, seconds: float, gaps: tuple[float, float], known: Flags | None) -> Whole:
    """Begins from the known choice; ends when the bound is near: as a share, or in gain."""
    solver = _solver(model, seconds, whole=len(model.pairs))
    solver.setOptionValue("mip_rel_gap", gaps[0])
    solver.setOptionValue("mip_abs_gap", gaps[1])
    if known is not None:
        columns = np.arange(len(model.pairs), dtype=np.int32)
        solver.setSolution(len(columns), columns, known.astype(float))
    solver.run()
    figures = solver.getInfo()
    impossible = solver.getModelStatus() in _IMPOSSIBLE
    bound = -np.inf if impossible else figures.mip_dual_bound
    if figures.primal_solution_status != _FEASIBLE:
        return Whole(None, bound, impossible)
    values = np.array(solver.getSolution().col_value)[: len(model.pairs)]
    return Whole(values > 0.5, bound, False)


def _filled(numbers: list[float], count: int) -> Numbers:
    """Zeros when time was up before there was any."""
    return np.array(numbers) if len(numbers) == count else np.zeros(count)


_FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)
_IMPOSSIBLE = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}


def _solver(model: Model, seconds: float, whole: int = 0) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", float(seconds))
    kinds = np.zeros(len(model.gain), np.int32)
    kinds[:whole] = _WHOLE
    solver.passModel(
        len(model.gain),
        len(model.ceiling),
        len(model.rows),
        _BY_COLUMN,
        _MAXIMISE,
        0.0,
        model.gain,
        model.low,
        model.high,
        model.floor,
        model.ceiling,
        model.starts.astype(np.int32),
        model.rows.astype(np.int32),
        model.numbers,
        kinds,
    )
    return solver
