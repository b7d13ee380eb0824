"""Whether the service is alive, ready and well, for those who watch over it."""

import shutil

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from app.access import Permission, needs
from app.storage import queue, readiness

pages = Blueprint("health", __name__)

LEAST_FREE = 200_000_000  # bytes


@pages.get("/healthz")
@needs(Permission.PUBLIC)
def alive():
    return jsonify(alive=True)


@pages.get("/readyz")
@needs(Permission.PUBLIC)
def ready():
    parts = readiness.of_database_queue_and_clock() | {"disk": _free_bytes() > LEAST_FREE}
    return jsonify(parts), 200 if all(parts.values()) else 503


@pages.get("/metrics")
@needs(Permission.PUBLIC)
def metrics():
    return Response(generate_latest(_measured()), content_type=CONTENT_TYPE_LATEST)


def _measured() -> CollectorRegistry:
    """Read at this moment, so every web process tells the same."""
    state = queue.state()
    values = {
        "rinnalla_jobs_waiting": ("Jobs in the queue", state.waiting),
        "rinnalla_jobs_failed": ("Jobs given up", state.failed),
        "rinnalla_jobs_oldest_seconds": ("How long the first job has waited", state.oldest_seconds),
        "rinnalla_workers": ("Workers that gave a sign of life within a minute", state.workers),
        "rinnalla_disk_free_bytes": ("Room for data", _free_bytes()),
    }
    values |= {
        f"rinnalla_ready_{part}": (f"Whether the {part} does its work", int(holds))
        for part, holds in readiness.of_database_queue_and_clock().items()
    }
    registry = CollectorRegistry()
    for name, (meaning, value) in values.items():
        Gauge(name, meaning, registry=registry).set(value)
    return registry


def _free_bytes() -> int:
    return shutil.disk_usage(current_app.config["DATA_FOLDER"]).free
