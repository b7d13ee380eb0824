"""What may stand in an address."""

from werkzeug.routing import IntegerConverter


class RowId(IntegerConverter):
    """An id in an address; what cannot be one is no address at all."""

    regex = "[1-9][0-9]{0,17}"
