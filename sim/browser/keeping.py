"""Where built modules are kept, so that none is ever older than the model.

A module is named after a hash of all sources that it is made of: an edit to a rule asks for another
name, under which nothing stands yet. Distributions ship one beside this file, which
``python -m sim.browser`` puts there. The repository ships none: it would be a binary that no
review can read, that is stale after every edit of a rule and that anybody with the checkout can
build in a minute; the first use builds it and keeps it with other compiled code.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

from sim.browser.objects import NotLinked, data_end
from sim.model.fingerprint import cache_root, sources_fingerprint
from sim.strategies import registry
from sim.strategies.protocol import Strategy
from sim.strategies.registry import SHIPPED, Menu

DATA, STACK = 1 << 16, 1 << 18
"""Room for a module's data, and the top of its stack, which grows down to them."""
HERE = Path(__file__).parent
MAKERS = ("building.py", "objects.py", "openings.py", "orders.py", "person.py", "target.py")
"""Files of this room that decide what a module is."""
NOTE = "fingerprint"
"""The custom section in which a module holds the hash of its sources."""


def fingerprint(menu: Menu = SHIPPED) -> str | None:
    """Hash of what a module is made of; None if a strategy in it has no file to hash.

    It leaves out Python and Numba, unlike that of code for this machine: a module runs anywhere,
    and whichever version built it, results are the same to the last bit.
    """
    contents = {extra.strategy: extra.content for extra in registry.EXTRAS}
    own = [
        b"" if strategy is Strategy else contents.get(strategy) for strategy in menu[len(SHIPPED) :]
    ]
    if None in own:
        return None
    files = [(HERE / name).read_bytes() for name in MAKERS]
    files += [content for content in own if content is not None]
    return sources_fingerprint(files, maker="")


def places(menu: Menu = SHIPPED) -> Iterator[Path]:
    """Where a module may stand: beside this file, then with other compiled code."""
    if key := fingerprint(menu):
        yield HERE / f"engine-{key}.wasm"
        yield cache_root() / f"engine-{key}.wasm"


def is_built(menu: Menu = SHIPPED) -> bool:
    """Whether a module is at hand; building one takes a minute or so."""
    return any(place.is_file() for place in places(menu))


def module(menu: Menu = SHIPPED) -> bytes:
    """The model for a menu of strategies as a WebAssembly module, built if it is not at hand.

    Args:
        menu: strategies by number, as of `sim.model.batch.menu_of`.

    Raises:
        NotLinked: the compiler made something that only a linker can finish.
    """
    if (found := _at_hand(menu)) is not None:
        return found
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            # Of processes that need it at one time one builds it.
            cache_root().mkdir(parents=True, exist_ok=True, mode=0o700)
            held.enter_context(FileLock(cache_root() / "engine.lock"))
        return _at_hand(menu) or _built(menu)


def _at_hand(menu: Menu) -> bytes | None:
    """The module as it was built before."""
    for place in places(menu):
        with contextlib.suppress(OSError):
            return place.read_bytes()
    return None


def _built(menu: Menu) -> bytes:
    """The module from the sources, kept where that is possible."""
    from sim.browser.building import build

    # Asked before the build: an edit that comes in between must not get an old month.
    goals, key = list(places(menu))[1:], fingerprint(menu) or ""
    made = build(menu, {NOTE: key.encode()})
    if data_end(made) > DATA:
        raise NotLinked(f"data of {data_end(made)} bytes where {DATA} have room")
    for place in goals:
        with contextlib.suppress(OSError):
            _write(place, made)
    return made


def ship() -> Path:
    """Put the module beside this file for a distribution to take along, and no other."""
    made, place = module(), next(places())
    for other in HERE.glob("engine-*.wasm"):
        other.unlink()
    _write(place, made)
    place.chmod(0o644)
    return place


def _write(place: Path, content: bytes) -> None:
    """Write a file whole or not at all: another process may be reading it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, place)
