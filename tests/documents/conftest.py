"""Printing as the service prints: its templates, its words, its child process."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from app import language
from app.gateways import documents

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def papers():
    app = Flask("papers", template_folder=str(ROOT / "templates"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.init_app(app)
    return app


@pytest.fixture(scope="session")
def printed(papers):
    """printed("sheet", "fi", sheet=a_sheet()) gives the bytes."""

    def print_one(template: str, code: str = "fi", **values) -> bytes:
        with papers.app_context():
            return documents.render(template, code, values, "example-1", MOMENT)

    return print_one


@pytest.fixture(scope="session")
def words_on():
    """All the text of a PDF, on one line."""

    def read(pdf: bytes) -> str:
        pages = PdfReader(BytesIO(pdf)).pages
        text = " ".join(page.extract_text() for page in pages)
        return " ".join(text.replace("\u00a0", " ").split())

    return read


@pytest.fixture(scope="session")
def page_count():
    return lambda pdf: len(PdfReader(BytesIO(pdf)).pages)
