"""Strategies of users' own, carried to whoever plays a part."""

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError, QpqError
from sim.model.fingerprint import sources_fingerprint
from sim.strategies import registry
from sim.strategies.registry import Added


class Carried(NamedTuple):
    """A strategy's file as it was read."""

    name: str
    """Name of the file."""
    content: bytes
    beside: bool
    """Whether it came with the scenario."""


def carried(additions: Sequence[Added]) -> tuple[Carried, ...]:
    """Strategies, ready to be sent to another process.

    Raises:
        QpqError: one has no file.
    """
    for extra in additions:
        if extra.content is None:
            raise QpqError(
                f"the strategy '{extra.strategy.name}' was added from Python and has no file: "
                "other processes cannot know it; play the sweep in this process, or put it "
                "into a file"
            )
    return tuple(
        Carried(Path(extra.home).name, extra.content or b"", extra.strategy.beside)
        for extra in additions
    )


def arrived(strategies: Sequence[Carried], code: str) -> None:
    """Have this process know strategies; nothing is done for those that it knows.

    Args:
        strategies: what was carried.
        code: fingerprint of the sources with which the sweep was planned.

    Raises:
        QpqError: this process runs other sources, or cannot take a strategy in.
    """
    if code != _code():
        raise QpqError(
            f"a worker runs other code ({_code()}) than the sweep ({code}): install "
            "the same version, under the same Python and Numba, on all machines"
        )
    for each in strategies:
        if any(extra.content == each.content for extra in registry.EXTRAS):
            continue
        file = _folder() / each.name
        file.write_bytes(each.content)
        try:
            registry.add(file, beside=each.beside)
        except InputError as refused:
            raise QpqError(f"a worker cannot take in {each.name}: {refused}") from None


@cache
def _code() -> str:
    """Fingerprint of what this process runs; its sources were read when it began."""
    return sources_fingerprint()


@cache
def _folder() -> Path:
    """Where this process keeps what was carried to it."""
    folder = Path(tempfile.mkdtemp(prefix="qpq-strategies-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
