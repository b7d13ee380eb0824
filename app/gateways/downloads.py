"""Files a reader takes away: named, never shown as a page."""

from flask import Response

PDF, ZIP, CSV, JSON = "application/pdf", "application/zip", "text/csv", "application/json"
XML = "application/xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES = {"csv": CSV, "xlsx": XLSX}


def download(name: str, content: bytes | str, kind: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
