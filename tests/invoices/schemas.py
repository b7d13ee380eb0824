"""The published XML schemas, kept beside the repository; where they are absent, tests skip."""

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

FOLDER = Path(__file__).parents[3] / "shared" / "xsd"


@cache
def schema(name: str) -> etree.XMLSchema:
    path = FOLDER / name
    if not path.exists():
        assert os.environ.get("CI") != "true", f"the schemas must be present: {path}"
        pytest.skip(f"the schemas of {FOLDER} are absent")
    return etree.XMLSchema(etree.parse(path))


def assert_valid(file: bytes, name: str) -> None:
    schema(name).assertValid(etree.fromstring(file))
