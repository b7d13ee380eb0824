"""Bytes that are a file, with its name."""

from flask import Response


def download(name: str, content: bytes, kind: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
