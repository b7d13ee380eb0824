"""The hour form of one assignment on paper, in the expert's language. Only reads."""

from app.gateways.papers import HourForm
from app.storage import organisations, users
from app.storage.assignments import Assignment
from invoices.statements.document import Contact


def hour_form(assignment: Assignment) -> tuple[HourForm, str]:
    """The values of the form, and the language it is printed in."""
    organisation = organisations.get(assignment.organisation_id)
    request, occasion, expert = assignment.request, assignment.occasion, assignment.expert
    coordinator = users.get(request.responsible_id or expert.responsible_id)
    name = organisation.name_in(expert.language)
    return (
        HourForm(
            number=f"T-{assignment.id}",
            organisation=name,
            return_address=tuple(filter(None, (name, organisation.email))),
            expert_name=expert.name,
            title=request.title,
            unit=request.unit.name,
            starts_at=occasion.starts_at,
            ends_at=occasion.ends_at,
            place=request.place or "",
            coordinator=Contact(
                name=coordinator.name, phone=coordinator.phone or "", email=coordinator.email
            ),
        ),
        expert.language,
    )
