"""A student's function is stopped if it does not come back, and the notebook works on."""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SECONDS = 3.0
# A function that catches everything is stopped again.
_AGAIN = 0.2


class TooLong(BaseException):
    """A function has not come back. It is no Exception, so that a student's `except Exception` does not catch it."""


@contextmanager
def limited() -> Iterator[None]:
    """Stop what runs inside after `SECONDS`."""
    with _by_signal(SECONDS) if _has_signals() else _by_trace(SECONDS):
        yield


def _has_signals() -> bool:
    """Not on Windows, not in a browser, and in the main thread alone."""
    known = hasattr(signal, "setitimer") and sys.platform != "emscripten"
    return known and threading.current_thread() is threading.main_thread()


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_trace(seconds: float) -> Iterator[None]:
    """Look at the clock at each line: slower, but it needs no signal."""
    end, before = time.monotonic() + seconds, sys.gettrace()

    def look(frame: FrameType, event: str, argument: Any) -> Any:
        if time.monotonic() > end:
            raise TooLong
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
