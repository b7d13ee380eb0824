"""`python -m scheduling.planning`: a bare problem in, its optimum out, or one plain sentence."""

import json
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.planning import Malformed, bare

ONE_EACH = {
    "seats": [{"id": "school", "needs": 1}, {"id": "ward", "needs": 1}],
    "experts": [{"id": 7, "capacity": 1}, {"id": 8, "capacity": 1}],
    "values": [["school", 7, 10], ["school", 8, 9], ["ward", 7, 8], ["ward", 8, 2]],
}


@pytest.fixture
def planned(tmp_path):
    def run(problem, *options):
        file = tmp_path / "problem.json"
        file.write_text(problem if isinstance(problem, str) else json.dumps(problem))
        return subprocess.run(
            [sys.executable, "-m", "scheduling.planning", str(file), *options],
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def generalised(loads, values, capacities):
    """Jobs as seats, agents as experts; loads and values are agents × jobs."""
    agents, jobs = loads.shape
    pairs = [(job, agent) for job in range(jobs) for agent in range(agents)]
    return {
        "seats": [{"id": job, "needs": 1} for job in range(jobs)],
        "experts": [{"id": a, "capacity": int(each)} for a, each in enumerate(capacities)],
        "values": [[job, agent, int(values[agent, job])] for job, agent in pairs],
        "loads": [[job, agent, int(loads[agent, job])] for job, agent in pairs],
    }


def by_dynamic_programming(loads, values, capacities):
    """The best value that gives every job to an agent; None when no plan does."""
    reached = {tuple(map(int, capacities)): 0}
    for job in range(loads.shape[1]):
        further = {}
        for room, value in reached.items():
            for agent, left in enumerate(room):
                if (after := left - int(loads[agent, job])) >= 0:
                    state = room[:agent] + (after,) + room[agent + 1 :]
                    now = value + int(values[agent, job])
                    further[state] = max(now, further.get(state, now))
        reached = further
    return max(reached.values(), default=None)


def instance(kind, seed, agents=3, jobs=12):
    """The five published kinds of generalised assignment; costs are negative values."""
    random = np.random.default_rng(seed)
    shape = (agents, jobs)
    if kind in "abc":
        loads, costs = random.integers(5, 26, shape), random.integers(10, 51, shape)
        share = 9 * jobs / agents + 0.4 * loads.max()
        room = {
            "a": np.full(agents, share),
            "b": np.full(agents, 0.7 * share),
            "c": 0.8 * loads.sum(1) / agents,
        }[kind]
    elif kind == "d":
        loads = random.integers(1, 101, shape)
        costs = 111 - loads + random.integers(-10, 11, shape)
        room = 0.8 * loads.sum(1) / agents
    else:
        loads = np.ceil(1 - 10 * np.log(random.uniform(1e-9, 1, shape)))
        costs = np.ceil(1000 / loads - 10 * random.uniform(0, 1, shape))
        room = 0.8 * loads.sum(1) / agents
    return loads.astype(int), -costs.astype(int), room.astype(int)


def test_the_answer_names_value_bound_seconds_and_who_sits_where(planned):
    answer = planned(ONE_EACH)

    told = json.loads(answer.stdout)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert told.keys() == {"value", "bound", "seconds", "assignments"}
    assert (told["value"], told["bound"]) == (17, 17)
    assert sorted(told["assignments"]) == [["school", 8], ["ward", 7]]


@pytest.mark.parametrize("kind", "abcde")
def test_generalised_assignment_is_solved_to_its_optimum(planned, kind):
    for seed in range(3):
        problem = instance(kind, seed)
        optimum = by_dynamic_programming(*problem)

        answer = planned(generalised(*problem))

        if optimum is None:
            assert answer.returncode == 1
            assert "at most" in answer.stderr
        else:
            told = json.loads(answer.stdout)
            assert (told["value"], told["bound"]) == (optimum, optimum)


def test_conflicting_seats_go_to_two_people(planned):
    roomy = {**ONE_EACH, "experts": [{"id": 7}, {"id": 8}]}

    assert json.loads(planned(roomy).stdout)["value"] == 18
    told = json.loads(planned({**roomy, "conflicts": [["school", "ward"]]}).stdout)
    assert told["value"] == 17


def test_needs_that_cannot_all_be_met_get_one_sentence(planned):
    demanding = {**ONE_EACH, "seats": [{"id": "school", "needs": 2}, {"id": "ward", "needs": 1}]}

    answer = planned(demanding)

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "Not every need can be met: at most 2 of 3 places are filled.\n"
    assert json.loads(planned(demanding, "--partial").stdout)["value"] == 19


def test_seats_that_nobody_knows_get_the_same_sentence(planned):
    answer = planned({**ONE_EACH, "values": []})

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "Not every need can be met: at most 0 of 2 places are filled.\n"


def test_a_mark_at_the_start_of_the_text_is_no_harm(planned):
    assert planned("\ufeff" + json.dumps(ONE_EACH)).returncode == 0


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        ("{", "This is not JSON"),
        ("[]", "The problem is not a JSON object."),
        ("{}", '"seats" is not a list.'),
        ({**ONE_EACH, "values": [["school", 9, 1]]}, "There is no expert 9."),
        ({**ONE_EACH, "values": [["school", 7, "much"]]}, "is not a number"),
        ({**ONE_EACH, "values": [["school", 7]]}, 'Each of "values" is [seat, expert, number]'),
        ({**ONE_EACH, "values": [["ward", 7, 1]] * 2}, 'has ["ward", 7] twice.'),
        ({**ONE_EACH, "loads": [["ward", 7, -1]]}, "is less than nothing."),
        ({**ONE_EACH, "experts": [{"id": 7, "capacity": -1}]}, "is less than nothing."),
        ({**ONE_EACH, "seats": [{"id": 1, "needs": 1.5}]}, "needs a whole number of people"),
        ({**ONE_EACH, "seats": [{"id": 1}, {"id": 1}]}, '"seats" has 1 twice.'),
        ({**ONE_EACH, "conflicts": [["ward", "moon"]]}, 'There is no seat "moon".'),
        ({**ONE_EACH, "experts": [{"id": 7}, {"id": 7}]}, '"experts" has 7 twice.'),
        (
            {**ONE_EACH, "seats": [{"id": "ward", "need": 2}]},
            '"ward" of "seats" has "need", which is none of "id", "needs".',
        ),
        (
            {**ONE_EACH, "experts": [{"id": 7, "limit": 2}]},
            '7 of "experts" has "limit", which is none of "id", "capacity".',
        ),
        ({**ONE_EACH, "conflict": []}, 'The problem has "conflict", which is none of "seats"'),
        ({**ONE_EACH, "conflicts": [["ward", "ward"]]}, 'Seat "ward" is in conflict with itself.'),
        ('{"seats": [], "experts": [], "values": NaN}', '"values" is not a list.'),
    ],
)
def test_a_malformed_problem_gets_one_sentence(planned, problem, sentence):
    answer = planned(problem)

    assert (answer.returncode, answer.stdout) == (1, "")
    assert sentence in answer.stderr
    assert answer.stderr.count("\n") == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@settings(deadline=None)
@given(
    st.sampled_from(["seats", "experts", "values", "loads", "conflicts"]),
    st.lists(ANYTHING, max_size=3) | ANYTHING,
)
def test_whatever_stands_in_a_problem_is_read_or_refused(part, found):
    with suppress(Malformed):
        bare.read(json.dumps({**ONE_EACH, part: found}), fill_all=True)


def test_a_file_that_is_not_text_or_not_there_gets_a_sentence(tmp_path):
    binary = tmp_path / "problem.json"
    binary.write_bytes(b"\xff\xfe")

    for file in (binary, tmp_path, tmp_path / "nothing.json"):
        answer = subprocess.run(
            [sys.executable, "-m", "scheduling.planning", file], capture_output=True, text=True
        )
        assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)


def test_a_number_common_to_all_values_costs_no_accuracy(planned):
    far = [[seat, expert, value + 1_000_000_000] for seat, expert, value in ONE_EACH["values"]]

    told = json.loads(planned({**ONE_EACH, "values": far}).stdout)

    assert told["value"] == told["bound"] == 2_000_000_017


def test_wrong_use_is_told_apart(planned):
    assert planned(ONE_EACH, "--nonsense").returncode == 2
    assert planned(ONE_EACH, "--seconds", "nan").returncode == 2
