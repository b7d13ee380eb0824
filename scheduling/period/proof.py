"""What is kept of a plan, so that it can be checked later without the planner."""

from typing import Any

import numpy as np

from scheduling.period.pool import Pool, limits_of
from scheduling.planning import PairRule, Plan, Problem, Spans
from scheduling.planning.check import first_violation

Proof = dict[str, Any]  # as JSON keeps it


def proof_of(pool: Pool, problem: Problem, plan: Plan) -> Proof:
    """The seats, and of people and pairs only those that are in the plan."""
    people = sorted(set(problem.expert[plan.chosen].tolist()))
    limits = limits_of(problem)
    return {
        "seats": [[seat.request_id, list(seat.occasion_ids)] for seat in pool.seats],
        "needs": problem.needs.tolist(),
        "spans": np.column_stack(
            [problem.spans.seat, problem.spans.start, problem.spans.end]
        ).tolist(),
        "loads": limits.seat_loads.tolist(),
        "teams": limits.pair_rule.group.tolist(),
        "fairness": problem.fairness,
        "people": [
            {
                "id": int(pool.people.ids[each]),
                "room": limits.capacity[:, each].tolist(),
                "taken": int(limits.starts[each]),
                "new": bool(limits.pair_rule.first_timer[each]),
                "experienced": bool(limits.pair_rule.experienced[each]),
            }
            for each in people
        ],
        "pairs": [
            {
                "seat": int(pool.pairs.seat[pair]),
                "person": people.index(int(pool.pairs.person[pair])),
                "value": int(problem.value[pair]),
                "before": int(pool.pairs.before[pair]),
                "after": int(pool.pairs.after[pair]),
            }
            for pair in plan.chosen.tolist()
        ],
        "value": round(plan.value),
        "bound": int(plan.bound + 1e-6),
    }


def seated(proof: Proof) -> set[tuple[int, tuple[int, ...], int]]:
    """Request, occasions and expert of everybody in the plan."""
    found = set()
    for pair in proof["pairs"]:
        request_id, occasion_ids = proof["seats"][pair["seat"]]
        found.add((request_id, tuple(occasion_ids), proof["people"][pair["person"]]["id"]))
    return found


def broken(proof: Proof) -> str:
    """The first thing the plan does not keep, in a sentence; empty when it keeps everything."""
    everyone = range(len(proof["pairs"]))
    return first_violation(_problem(proof), everyone, proof["value"], proof["bound"])


def _problem(proof: Proof) -> Problem:
    people, pairs = proof["people"], proof["pairs"]
    months, seats = len(proof["loads"]), len(proof["needs"])
    seat, start, end = np.array(proof["spans"], np.int64).reshape(-1, 3).T
    return Problem(
        needs=np.array(proof["needs"], np.int64),
        seat=_column(pairs, "seat"),
        expert=_column(pairs, "person"),
        value=_column(pairs, "value"),
        experts=len(people),
        capacity=np.array([each["room"] for each in people], float).reshape(-1, months).T,
        seat_loads=np.array(proof["loads"], float).reshape(months, seats),
        spans=Spans(seat, start, end),
        before=_column(pairs, "before"),
        after=_column(pairs, "after"),
        fairness=proof["fairness"],
        starts=_column(people, "taken"),
        pair_rule=PairRule(
            np.array(proof["teams"], np.int64),
            _column(people, "new").astype(bool),
            _column(people, "experienced").astype(bool),
        ),
    )


def _column(rows: list[dict[str, Any]], name: str) -> np.ndarray:
    return np.array([row[name] for row in rows], np.int64)
