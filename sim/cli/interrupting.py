"""Being asked to end: Ctrl-C, a queue's or a system's SIGTERM, a terminal that goes away."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

NAMES = ("SIGTERM", "SIGHUP")
"""Signals that end a program at once unless it takes care; not all systems have all."""


@contextlib.contextmanager
def asked_to_end() -> Iterator[Callable[[], int]]:
    """While it lasts, such signals are like Ctrl-C: what was begun elsewhere is ended first.

    Yields:
        What says the number of the signal that came, or that of Ctrl-C.
    """
    came: list[int] = []

    def interrupt(number: int, frame: Any) -> None:
        came.append(number)
        raise KeyboardInterrupt

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in NAMES:
            number = getattr(signal, name, None)
            # Whoever ignores one, such as nohup, means it.
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, interrupt)
    try:
        yield lambda: came[0] if came else int(signal.SIGINT)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
