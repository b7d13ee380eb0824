"""The printer as a process of its own: HTML comes in, PDF goes out, one by one, within limits.

A frame is eight bytes of length and that many bytes. When the input ends, so does the process.
What is too heavy ends it too: by MemoryError, CPU time (SIGXCPU) or the wall clock (SIGALRM).
"""

import gc
import json
import os
import resource
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from invoices.printing.pdf import html_to_pdf

MEMORY = 1024**3
CPU_SECONDS = 30
WALL_SECONDS = 60
TOO_HEAVY = 3
NEARLY_ALL = 0.8


def read_frame(stream: BinaryIO) -> bytes:
    """Empty when the other side is gone."""
    length = stream.read(8)
    if len(length) < 8:
        return b""
    frame = stream.read(int.from_bytes(length, "big"))
    return frame if len(frame) == int.from_bytes(length, "big") else b""


def write_frame(stream: BinaryIO, frame: bytes) -> None:
    stream.write(len(frame).to_bytes(8, "big") + frame)
    stream.flush()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # a sweep in the middle of a layout costs a tenth of the time
    printed = 0
    try:
        while task := read_frame(sys.stdin.buffer):
            write_frame(sys.stdout.buffer, _print_within_limits(json.loads(task)))
            printed += 1
            sweep(printed)
    except MemoryError:
        os._exit(TOO_HEAVY)


def sweep(printed: int) -> None:
    """What the first document leaves behind stays for good: later sweeps pass it by."""
    gc.collect()
    if printed == 1:
        gc.freeze()


def _print_within_limits(task: dict[str, str]) -> bytes:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + CPU_SECONDS, hard))
    signal.alarm(WALL_SECONDS)
    try:
        return html_to_pdf(
            task["html"],
            identifier=task["identifier"],
            moment=datetime.fromisoformat(task["moment"]),
        )
    except (MemoryError, RecursionError):
        # At once: an orderly end would want memory too.
        os._exit(TOO_HEAVY)
    except Exception:
        if _memory_is_spent():  # a library may say it in its own words
            os._exit(TOO_HEAVY)
        raise
    finally:
        signal.alarm(0)


def _memory_is_spent() -> bool:
    """By the peak: on the way here most of it may have been given back already."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except (MemoryError, OSError):
        return True
    peak = next(line for line in status.splitlines() if line.startswith("VmPeak:"))
    return int(peak.split()[1]) * 1024 > MEMORY * NEARLY_ALL


if __name__ == "__main__":
    main()
