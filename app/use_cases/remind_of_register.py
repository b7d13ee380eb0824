"""Once a working day: tells finance what has to be in the Incomes Register soon, or should be."""

from datetime import date

from app.access import Role
from app.database import current_organisation, transaction
from app.gateways import mail, public_links
from app.readings.register_deadlines import open_deadlines
from app.storage import users
from scheduling.working_days import is_working_day


def remind_of_register(day: date) -> None:
    """The daily job; told once a day however often it runs."""
    if not is_working_day(day):
        return
    with transaction():
        near = [each for each in open_deadlines() if each.is_near(day)]
        if not near:
            return
        for user in users.with_role(current_organisation(), Role.FINANCE):
            mail.tell_user(
                user,
                "register_due",
                event=f"register_due:{day.isoformat()}",
                count=sum(each.reports for each in near),
                due_on=near[0].due_on,
                has_passed=near[0].has_passed(day),
                link=public_links.own_page("/incomes-register/"),
            )
