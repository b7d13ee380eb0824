"""Prices as JSON: fee tables, each valid from a day."""

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.schemas.pages import PageSchema
from app.schemas.rates import FeeTableSchema
from app.schemas.shown import rates as shown
from app.storage import pages
from app.storage.fee_tables import FeeTable
from app.use_cases import set_prices

api = Resource("rates", __name__, description="What work is paid")


@api.get("")
@needs(Permission.SEE_RATES)
@api.arguments(PageSchema, location="query")
@api.response(200, shown.FeeTablePage)
def list_tables(wanted):
    return pages.page(FeeTable, **wanted)


@api.post("")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(FeeTableSchema)
@api.response(201, shown.FeeTableShown)
def add(values):
    """Prices of one decision, from a day on; those that have been in force never change."""
    return set_prices.add_fee_table(by=actor(), **values)
