"""Where compiled code is kept: a folder of its own for every state of the sources.

Numba's cache looks at one file alone; after an edit to a rule it would go on running the old
one. Here the folder's name is a hash of all sources that the month is made of.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
from numba.core import config as numba_config

# Numba makes its settings at run time, where no type checker sees them.
config: Any = numba_config

ROOMS = ("rules", "strategies", "model", "scenario")


def sources_fingerprint() -> str:
    """Hash of the rules, strategies, phases and schema, of Python and of Numba."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(f"{sys.version}|{numba.__version__}".encode())
    for room in ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            digest.update(str(path.relative_to(package)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder for compiled code: below ``QPQ_CACHE`` or the user's cache folder."""
    base = os.environ.get("QPQ_CACHE") or os.environ.get("XDG_CACHE_HOME")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "quidproquo" / f"compiled-{sources_fingerprint()}"


@contextlib.contextmanager
def compiled_code_kept() -> Iterator[Path | None]:
    """While it lasts, functions marked for caching are kept in the folder of these sources.

    Yields:
        The folder, or None if it cannot be written; then code is compiled in every process.
    """
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        usable = os.access(folder, os.W_OK)
    except OSError:
        usable = False
    if not usable:
        yield None
        return
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        yield folder
    finally:
        config.CACHE_DIR = before
