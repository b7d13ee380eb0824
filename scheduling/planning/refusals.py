"""What planning refuses: a sentence for whoever gave the problem."""

from scheduling.refusals import TimeRefusal


class CannotPlan(TimeRefusal):
    """`sentence` is plain English; pages say the code's own words."""

    code = "cannot_plan"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class Malformed(CannotPlan):
    """The problem contradicts its own description."""


class Infeasible(CannotPlan):
    """No plan keeps all that is demanded."""


def too_few(most: int, wanted: int) -> Infeasible:
    return Infeasible(f"Not every need can be met: at most {most} of {wanted} places are filled.")
