"""Quid Pro Quo: an open, agent-based simulator of migration diplomacy.

``sim.load`` reads a scenario, ``sim.run`` plays it, ``sim.play`` plays it step by step,
``sim.compare`` plays variants of it many times, ``sim.sweep`` plays it at many points,
``sim.open_results`` opens what a sweep left behind, ``sim.analyse`` says what it shows and
``sim.replay`` plays a run of it again, ``sim.plot`` draws all of these, ``sim.slide`` puts a hand
on a parameter in a notebook, ``sim.add_strategy`` adds a strategy of one's own, a class that
derives from ``sim.Strategy``,
``sim.new_scenario`` begins a case and ``sim.check`` checks it, ``sim.encode`` turns sheets of codes
into cases, ``sim.validate`` holds the model against the record, ``sim.mechanisms`` is the catalogue
of what the model shows and fails to, ``sim.NegotiationModel`` is the model for users of Mesa. They
are found when first asked for, so that importing the package costs next to nothing.
"""

import sys
from typing import TYPE_CHECKING, Any

from sim.version import VERSION

if TYPE_CHECKING:
    from sim import plot as plot
    from sim.api.cases import encode as encode
    from sim.api.cases import validate as validate
    from sim.api.many import analyse as analyse
    from sim.api.many import compare as compare
    from sim.api.many import mechanisms as mechanisms
    from sim.api.many import open_results as open_results
    from sim.api.many import replay as replay
    from sim.api.many import sweep as sweep
    from sim.api.mesa_model import NegotiationModel as NegotiationModel
    from sim.api.single import add_strategy as add_strategy
    from sim.api.single import check as check
    from sim.api.single import load as load
    from sim.api.single import new_scenario as new_scenario
    from sim.api.single import play as play
    from sim.api.single import run as run
    from sim.interactive.game import Game as Game
    from sim.interactive.sliders import slide as slide
    from sim.runs.run import Run as Run
    from sim.scenario import Scenario as Scenario
    from sim.strategies.protocol import Parameter as Parameter
    from sim.strategies.protocol import Strategy as Strategy
    from sim.strategies.protocol import View as View

__version__ = VERSION

_HOMES = {
    "add_strategy": "sim.api.single",
    "analyse": "sim.api.many",
    "check": "sim.api.single",
    "compare": "sim.api.many",
    "encode": "sim.api.cases",
    "load": "sim.api.single",
    "mechanisms": "sim.api.many",
    "new_scenario": "sim.api.single",
    "open_results": "sim.api.many",
    "play": "sim.api.single",
    "replay": "sim.api.many",
    "run": "sim.api.single",
    "slide": "sim.interactive.sliders",
    "validate": "sim.api.cases",
    "sweep": "sim.api.many",
    "Game": "sim.interactive.game",
    "NegotiationModel": "sim.api.mesa_model",
    "Parameter": "sim.strategies.protocol",
    "Run": "sim.runs.run",
    "Scenario": "sim.scenario",
    "Strategy": "sim.strategies.protocol",
    "View": "sim.strategies.protocol",
}
__all__ = [
    *("Game", "NegotiationModel", "Parameter", "Run", "Scenario", "Strategy", "View"),
    *(
        "add_strategy",
        "analyse",
        "check",
        "compare",
        "encode",
        "load",
        "mechanisms",
        "new_scenario",
    ),
    *("open_results", "play", "plot", "replay", "run", "slide", "sweep", "validate"),
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    from importlib import import_module

    if name == "plot":
        return import_module("sim.plot")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


if "IPython" in sys.modules:
    # A notebook: let it show what this package makes as small pages.
    from sim.interactive.notebook import enable

    enable()


def __dir__() -> list[str]:
    """Public names."""
    return sorted([*globals(), *__all__])
