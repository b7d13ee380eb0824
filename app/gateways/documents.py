"""Documents on paper: a template and its values, in the reader's language, as a tagged PDF."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app

from app.gateways.printer import printer
from app.language import in_language
from invoices.printing.letters import printable


def render(
    template: str, language: str, values: Mapping[str, object], identifier: str, moment: datetime
) -> bytes:
    """Print `templates/documents/<template>.html`; its head says which values it is given.

    identifier  names these bytes for ever, such as a statement's number
    moment      the date of the document; the same arguments give the same bytes
    Raises DocumentTooHeavy.
    """
    with in_language(language):
        page = current_app.jinja_env.get_template(f"documents/{template}.html")
        html = page.render(values, printable=printable)
    return printer.print(html, identifier, moment)
