"""Who pays and who is paid in the demonstration's stories; of a few, payroll does not know yet."""

from app.access import Role
from app.commands.demo.register import House
from app.commands.demo.stories import Story
from app.database import transaction
from app.storage import assignments, experts
from app.use_cases import set_payee


def settle(house: House, story: Story, request_id: int) -> None:
    for assignment in assignments.of_request(request_id):
        set_payee.set_payee(
            by=house.actors[Role.FINANCE],
            assignment_id=assignment.id,
            payer=story.payer,
            payee=story.payee,
        )
    if story.payroll_lacks:
        _forget_payroll_data(request_id)


def _forget_payroll_data(request_id: int) -> None:
    with transaction():
        for assignment in assignments.of_request(request_id):
            expert = experts.get(assignment.expert_id, lock=True)
            expert.payroll_number, expert.finance_has_it = None, False
