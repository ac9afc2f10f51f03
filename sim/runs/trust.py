"""Strategies that come with results: Python code of whoever made them.

Reading results runs none of it. It runs if it is asked for by name, or if the very same bytes have
played on this machine before, or were added in this process.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sim.arguments import names_of
from sim.errors import InputError, Problem, nearest, one_of
from sim.model.fingerprint import cache_root
from sim.runs.manifest import Manifest
from sim.scenario.reading import read
from sim.strategies import registry
from sim.strategies.registry import Added

PLAYED = "strategies-played"


def remember(additions: Iterable[Added]) -> None:
    """Note that this user has played strategies."""
    with contextlib.suppress(OSError):
        folder = cache_root() / PLAYED
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for extra in additions:
            if extra.content is not None:
                (folder / extra.sha256).touch()


def _played(sha256: str) -> bool:
    return sha256.isalnum() and (cache_root() / PLAYED / sha256).is_file()


@contextlib.contextmanager
def own_strategies(folder: Path, manifest: Manifest, trust: Iterable[str]) -> Iterator[None]:
    """While it lasts, a sweep's strategies are known, and no code from its folder runs unasked.

    Args:
        folder: where the sweep is kept.
        manifest: what it says of itself.
        trust: names of strategies whose code in the folder may run.

    Raises:
        InputError: a name is none of the sweep's strategies, or one of these is not known here and
            its code may not run.
    """
    told = manifest.content["strategies"]
    trusted = names_of(trust, "trust", "patient")
    for name in trusted:
        if name not in told:
            like = nearest(name, told)
            what = f"no strategy '{name}' in it"
            raise InputError(Problem(what, "--trust", None, None, one_of(told), like))
    known = {extra.sha256 for extra in registry.EXTRAS if extra.content is not None}
    stated = {name: each["sha256"] or "" for name, each in told.items()}
    admitted = known | {sha for name, sha in stated.items() if name in trusted or _played(sha)}
    variants = read(folder / "scenario.yaml").tree.get("strategies")
    # What the scenario itself brings along is known to that scenario alone.
    named = [
        variant.get("file")
        for variant in (variants.values() if isinstance(variants, dict) else ())
        if isinstance(variant, dict)
    ]
    with registry.only_admitted(admitted):
        for name, each in told.items():
            if each["file"] and name not in registry.strategies():
                registry.add(folder / each["file"], beside=each["file"] in named)
        yield
