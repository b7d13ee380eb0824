"""Source Sans Pro from its package, cut down to the letters of European names (17 kB a weight)."""

from functools import cache
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
from flask import Blueprint, Response, abort
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from app.access import Permission, needs

WEIGHTS = {"regular": "SourceSansPro-Regular.ttf", "semibold": "SourceSansPro-Semibold.ttf"}
LATIN = range(0x20, 0x180)
SIGNS = [*range(0x2010, 0x2027), *map(ord, "€←→−")]
YEAR_IN_SECONDS = 365 * 24 * 3600

pages = Blueprint("fonts", __name__, url_prefix="/fonts")


@pages.get("/<weight>.woff2")
@needs(Permission.PUBLIC)
def show(weight: str):
    if weight not in WEIGHTS:
        abort(404)
    answer = Response(_small(WEIGHTS[weight]), mimetype="font/woff2")
    answer.cache_control.public = True
    answer.cache_control.max_age = YEAR_IN_SECONDS
    return answer


@cache
def _small(file_name: str) -> bytes:
    whole = Path(font_source_sans_pro.font_directory, file_name).read_bytes()
    font = TTFont(BytesIO(whole))
    options = Options(flavor="woff2")
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*LATIN, *SIGNS])
    subsetter.subset(font)
    font.flavor = options.flavor
    small = BytesIO()
    font.save(small)
    return small.getvalue()
