"""Quid Pro Quo: an open, agent-based simulator of migration diplomacy.

``sim.load`` reads a scenario, ``sim.run`` plays it, ``sim.play`` plays it step by step,
``sim.add_strategy`` adds a strategy of one's
own, ``sim.open_results`` opens what a sweep left behind and ``sim.replay`` plays a run of it again.
They are found when first asked for, so that importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import add_strategy as add_strategy
    from sim.api import load as load
    from sim.api import open_results as open_results
    from sim.api import play as play
    from sim.api import replay as replay
    from sim.api import run as run
    from sim.games import Game as Game
    from sim.results.run import Run as Run
    from sim.scenario import Scenario as Scenario

__version__ = "0.1.0"
__all__ = [
    "Game",
    "Run",
    "Scenario",
    "add_strategy",
    "load",
    "open_results",
    "play",
    "replay",
    "run",
]

_HOMES = {
    "add_strategy": "sim.api",
    "load": "sim.api",
    "open_results": "sim.api",
    "play": "sim.api",
    "replay": "sim.api",
    "run": "sim.api",
    "Game": "sim.games",
    "Run": "sim.results.run",
    "Scenario": "sim.scenario",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Public names."""
    return sorted([*globals(), *__all__])
