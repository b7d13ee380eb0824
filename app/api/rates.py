"""Prices as JSON: fee tables, each valid from a day."""

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.schemas.pages import PageSchema
from app.schemas.rates import FeeTableSchema
from app.schemas.shown import rates as shown
from app.schemas.shown.offers import NothingMore
from app.storage import pages
from app.storage.fee_tables import FeeTable
from app.use_cases import confirm_prices, set_prices

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
    """Prices of one decision, from a day on, in force when another person has confirmed them."""
    return set_prices.add_fee_table(by=actor(), **values)


@api.post("/<id:table_id>/confirm")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(NothingMore)
@api.response(200, shown.FeeTableShown)
def confirm(_values, table_id):
    """By another person than who wrote it; approved work that is on no statement is priced anew."""
    return confirm_prices.confirm_table(by=actor(), table_id=table_id)


@api.post("/<id:table_id>/withdraw")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(NothingMore)
@api.response(200, shown.FeeTableShown)
def withdraw(_values, table_id):
    """One that waits at once; a confirmed one when a second person asks for the same."""
    return confirm_prices.withdraw_table(by=actor(), table_id=table_id)
