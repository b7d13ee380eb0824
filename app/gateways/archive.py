"""Several files as one ZIP; the same files give the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

READABLE_BY_ALL = 0o644 << 16


def zipped(files: Iterable[tuple[str, bytes]], moment: datetime) -> bytes:
    """`files` as names and contents, in their order; `moment` is the date of each inside."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE_BY_ALL
            archive.writestr(entry, content)
    return packed.getvalue()
