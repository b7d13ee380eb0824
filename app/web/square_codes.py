"""A square code that a telephone's camera reads as an address."""

from io import BytesIO

import qrcode
from flask import Response
from qrcode.image.svg import SvgPathImage


def square_code(address: str) -> Response:
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=12).save(drawn)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")
