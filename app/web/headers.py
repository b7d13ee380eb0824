"""What every answer tells the browser: load only what is ours, keep nothing that is somebody's."""

from flask import Blueprint, Response, g, request

pages = Blueprint("headers", __name__)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": forms sent over https prove by it that they come from our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@pages.after_app_request
def protect(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers[name] = value
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    if g.get("actor") is not None:
        answer.headers["Cache-Control"] = "no-store"
        answer.vary.add("Cookie")
    return answer
