"""A person's own papers: her year of pay, a neutral letter about it, a certificate.

The expert takes them herself; the coordinator and finance print them when she asks.
"""

from typing import Any

from flask import Blueprint, render_template, request

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.gateways.downloads import PDF, download
from app.gateways.own_papers import CertificateWord
from app.language import LANGUAGES
from app.readings import print_own_papers, year_of_pay
from app.schemas import load_form
from app.schemas.own_papers import CertificateSchema, LetterSchema, YearSchema

pages = Blueprint("papers", __name__, url_prefix="/papers")
IGNORED = ("lang",)


@pages.get("/")
@needs(Permission.OWN_STATEMENTS)
def mine():
    return _show(_mine(), "papers.mine", "papers.my_")


@pages.get("/year.pdf")
@needs(Permission.OWN_STATEMENTS)
def my_year():
    return _year(_mine())


@pages.get("/letter.pdf")
@needs(Permission.OWN_STATEMENTS)
def my_letter():
    return _letter(_mine())


@pages.get("/certificate.pdf")
@needs(Permission.OWN_STATEMENTS)
def my_certificate():
    return _certificate(_mine())


@pages.get("/<int:expert_id>")
@needs(Permission.SEE_STATEMENTS)
def show(expert_id: int):
    return _show(expert_id, "papers.show", "papers.")


@pages.get("/<int:expert_id>/year.pdf")
@needs(Permission.SEE_STATEMENTS)
def year(expert_id: int):
    return _year(expert_id)


@pages.get("/<int:expert_id>/letter.pdf")
@needs(Permission.SEE_STATEMENTS)
def letter(expert_id: int):
    return _letter(expert_id)


@pages.get("/<int:expert_id>/certificate.pdf")
@needs(Permission.SEE_STATEMENTS)
def certificate(expert_id: int):
    return _certificate(expert_id)


def _mine() -> int:
    """Raises Missing for somebody who is no expert."""
    if (expert_id := access.actor().expert_id) is None:
        raise Missing("Expert", expert_id)
    return expert_id


def _asked(schema: Any) -> dict[str, Any]:
    return load_form(schema, request.args, ignore=IGNORED)


def _show(expert_id: int, page: str, papers: str) -> str:
    wanted = _asked(YearSchema())
    by = access.actor()
    return render_template(
        "pages/papers/show.html",
        pay=year_of_pay.year_of(expert_id, wanted["year"], by),
        page=page,
        papers=papers,
        ids={} if by.expert_id == expert_id else {"expert_id": expert_id},
        words=list(CertificateWord),
        languages=list(LANGUAGES),
    )


def _year(expert_id: int):
    pdf = print_own_papers.year_pdf(by=access.actor(), expert_id=expert_id, **_asked(YearSchema()))
    return download("palkkiovuosi.pdf", pdf, PDF)


def _letter(expert_id: int):
    wanted = _asked(LetterSchema())
    pdf = print_own_papers.benefit_letter_pdf(by=access.actor(), expert_id=expert_id, **wanted)
    return download("maksetut-palkkiot.pdf", pdf, PDF)


def _certificate(expert_id: int):
    wanted = _asked(CertificateSchema())
    pdf = print_own_papers.certificate_pdf(by=access.actor(), expert_id=expert_id, **wanted)
    return download("todistus.pdf", pdf, PDF)
