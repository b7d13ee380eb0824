"""The same month given to CP-SAT as its documentation shows; run by a Python of its own.

`python cp_sat.py PROBLEM.json SECONDS` prints {value, bound, seconds}: the first moment at which
a gap of 1 % is proven, or the time limit. It cannot share a process with HiGHS.
"""

import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from time import perf_counter

from ortools.sat.python import cp_model

GOOD_ENOUGH = 0.01
WORKERS = 2


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    began = perf_counter()
    model = _model(told)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = float(sys.argv[2])
    solver.parameters.relative_gap_limit = GOOD_ENOUGH
    solver.solve(model)
    answer = {
        "value": solver.objective_value,
        "bound": solver.best_objective_bound,
        "seconds": perf_counter() - began,
    }
    sys.stdout.write(json.dumps(answer) + "\n")


def _model(told: dict) -> cp_model.CpModel:
    model = cp_model.CpModel()
    sits, of_seat, of_expert = {}, defaultdict(list), defaultdict(list)
    for pair, (seat, expert, _) in enumerate(told["pairs"]):
        sits[pair] = model.new_bool_var("")
        of_seat[seat].append(pair)
        of_expert[expert].append(pair)
    for seat, pairs in of_seat.items():
        model.add(sum(sits[pair] for pair in pairs) <= told["needs"][seat])
    steps = []
    for expert, pairs in of_expert.items():
        seats = {pair: told["pairs"][pair][0] for pair in pairs}
        for one, other in combinations(pairs, 2):
            if _meet(told["times"][seats[one]], told["times"][seats[other]]):
                model.add_at_most_one(sits[one], sits[other])
        for loads, room in zip(told["loads"], told["capacity"], strict=True):
            model.add(sum(loads[seats[pair]] * sits[pair] for pair in pairs) <= room[expert])
        climbed = [model.new_bool_var("") for _ in pairs[1:]]
        model.add(sum(sits[pair] for pair in pairs) <= 1 + sum(climbed))
        steps += [(number + 1, step) for number, step in enumerate(climbed)]
    values = sum(value * sits[pair] for pair, (_, _, value) in enumerate(told["pairs"]))
    model.maximize(values - told["fairness"] * sum(number * step for number, step in steps))
    return model


def _meet(one: list, other: list) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


if __name__ == "__main__":
    main()
