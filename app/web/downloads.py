"""Files a reader takes away: named, never kept by a browser on the way, never shown as a page."""

from flask import Response

PDF, ZIP, CSV = "application/pdf", "application/zip", "text/csv; charset=utf-8"


def download(name: str, content: bytes, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
