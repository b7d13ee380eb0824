"""The figures of the simulation as the text that is kept beside it."""

from collections.abc import Iterable
from fractions import Fraction

from scheduling.weights import Weights
from tests.scheduling.simulation.findings import Findings, findings, gini_ratio, lost_fit
from tests.scheduling.simulation.two_years import FIT_FIRST, PUBLISHED, live_through
from tests.scheduling.simulation.world import World, world

PEOPLE, REQUESTS, SEEDS = 300, 1500, (1, 2, 3, 4, 5)
# Tried on the first world while the published weights were sought.
TRIED = {
    "published": PUBLISHED,
    "turn heavier: wait 16, asked 16, worked 24": Weights(wait=16, asked=16, worked=24),
    "turn lighter: wait 4, asked 4, worked 6": Weights(wait=4, asked=4, worked=6),
    "wait before counts: wait 16, asked 4, worked 8": Weights(wait=16, asked=4, worked=8),
    "the first draft: theme 30, level 5, distance 10, wait 25, asked 15, worked 15": Weights(
        theme=30, distance=10, wait=25, asked=15, worked=15, learning=5, continuity=10
    ),
    "turn only": Weights(theme=0, level=0, distance=0, learning=0, continuity=0),
}

HEAD = """\
# Two years of asking, simulated

{people} experts of whom every fifth joins during the two years, {requests} requests, the skew of
today: few themes are wanted of many people and wanted all the time, most work is talks and
trainings, one request in ten asks for one of ten names that everybody knows, a few were asked all
the time in the year before. People say no or nothing, each with her own habit. The same people
and the same requests are lived through twice, by the rules of `scheduling/`: once with the
published weights, once best fit first (theme, level and distance only). Who is asked for by name
is asked first both times. People of these worlds take most of what is asked of them: in a first,
narrower one so few could take each request that even turn alone left 52 % of best fit's Gini.

- *Gini* of gigs a person: 0 is all alike, near 1 is all to one.
- *Fit* of a gig: theme, level and distance by the published weights, 0 to 1,000.
- *Newcomer*: the most invitations that one of the 60 got in her first three months, and how many
  of them got more than nine of ten of the others do in their busiest three months. Flooded is who
  gets more than two a month, that is more than 6.

Written by `python -m tests.scheduling.simulation`; `tests/faults/test_two_years.py` writes it
again and compares, `test_two_years.py` here asserts the same of a smaller world.
"""

BODY = """
## Published weights and best fit first, five worlds

| world | Gini, best fit first | Gini, published | of it | fit, best fit first | fit, published \
| less | half done by | without a gig | empty seats | newcomer |
|---|---|---|---|---|---|---|---|---|---|---|
{worlds}

## Weights that were tried, world 1

| weights | Gini | of best fit first | fit | less | without a gig | newcomer |
|---|---|---|---|---|---|---|
{tried}

## What was learned on the way

With the first draft of the rules whoever had never been asked stayed in the middle for ever,
behind everybody whose turn had come round again. The lines "never asked, always in the middle"
are lived through without the day of joining, as those rules did:

| weights | Gini | of best fit first | fit | less | without a gig | newcomer |
|---|---|---|---|---|---|---|
{learned}

So waiting now counts from the day of joining, and for the part of a year before it as much as is
usual is counted. After that the draft weights spread the work well but cost too much of the fit;
the published ones keep most of the evenness at less than half of that price.
"""


def report() -> str:
    worlds = {seed: world(seed, people=PEOPLE, requests=REQUESTS) for seed in SEEDS}
    best = {seed: lived(each, FIT_FIRST) for seed, each in worlds.items()}
    fair = {seed: lived(each, PUBLISHED) for seed, each in worlds.items()}
    first = worlds[SEEDS[0]]
    tried = {name: lived(first, weights) for name, weights in TRIED.items()}
    names = list(TRIED)
    learned = {
        f"{name.partition(':')[0]}; never asked, always in the middle": lived(
            first, TRIED[name], joining_counts=False
        )
        for name in (names[4], names[0])
    }
    return HEAD.format(people=PEOPLE, requests=REQUESTS) + BODY.format(
        worlds="\n".join(_row(_world(seed, fair[seed], best[seed])) for seed in SEEDS),
        tried=_lines(tried, best[SEEDS[0]]),
        learned=_lines(learned, best[SEEDS[0]]),
    )


def lived(world: World, weights: Weights, *, joining_counts: bool = True) -> Findings:
    return findings(world, live_through(world, weights, joining_counts=joining_counts))


def _world(seed: int, fair: Findings, best: Findings) -> Iterable[str]:
    return (
        str(seed),
        _figure(best.gigs.gini),
        _figure(fair.gigs.gini),
        _percent(gini_ratio(fair, best)),
        _figure(best.fit / 1000),
        _figure(fair.fit / 1000),
        _percent(lost_fit(fair, best)),
        f"{best.gigs.half_by} → {fair.gigs.half_by}",
        f"{best.gigs.without} → {fair.gigs.without}",
        f"{best.empty_seats} → {fair.empty_seats}",
        _newcomer(fair),
    )


def _lines(tried: dict[str, Findings], best: Findings) -> str:
    return "\n".join(
        _row(
            (
                name,
                _figure(found.gigs.gini),
                _percent(gini_ratio(found, best)),
                _figure(found.fit / 1000),
                _percent(lost_fit(found, best)),
                str(found.gigs.without),
                _newcomer(found),
            )
        )
        for name, found in tried.items()
    )


def _newcomer(found: Findings) -> str:
    return f"{found.first[0]}; {found.above} above {found.usual_peak}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(exact: Fraction) -> str:
    return f"{float(exact):.3f}"


def _percent(exact: Fraction) -> str:
    return f"{float(100 * exact):.1f} %"
