"""Those who have signed an earlier text are told that there is a new one to be signed."""

from app.database import current_organisation, transaction
from app.gateways import mail, public_links
from app.storage import organisations, unsigned

OWN_PAGE = "/profile/agreement"


def tell_of_agreement() -> None:
    """The job: each is told once of each version, however often the settings are saved."""
    for expert in unsigned.everybody():
        with transaction():
            mine = organisations.get(current_organisation())
            mail.tell_expert(
                expert,
                "agreement_changed",
                event=f"agreement_changed:{mine.agreement_version}",
                organisation=mine.name_in(expert.language),
                can_accept=bool(mine.agreement_text),
                link=public_links.own_page(OWN_PAGE),
            )
