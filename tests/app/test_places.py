"""Where somebody is told to come."""

import pytest

from app.database import transaction
from app.gateways.places import where_of
from app.language import in_language
from app.storage import requests, tables
from app.storage.units import Unit
from tests import build

VAASA, OULU = "905", "564"


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({}, "Majakka, Rantatie 1, Oulu"),
        ({"place": "Huone 2"}, "Huone 2, Rantatie 1, Oulu"),
        ({"place": "Rantatie 1, Oulu"}, "Rantatie 1, Oulu"),
        ({"place": "Ö-talo", "municipality_code": VAASA}, "Ö-talo, Vaasa"),
        ({"place": "Ö-huset, Vasa", "municipality_code": VAASA}, "Ö-huset, Vasa"),
        ({"is_remote": True}, "etänä"),
        ({"is_remote": True, "place": "Teams"}, "etänä: Teams"),
    ],
)
def test_the_place_is_told_with_its_town_and_never_with_another_address(app, told, where):
    request = build.a_brief(**{"is_remote": False} | told)
    with transaction():
        unit = tables.get(Unit, request.unit_id, lock=True)
        unit.name, unit.address, unit.municipality_code = "Majakka", "Rantatie 1", OULU
    with in_language("fi"):
        assert where_of(requests.get(request.id)) == where
