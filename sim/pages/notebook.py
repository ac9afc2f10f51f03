"""Rich pages in notebooks for objects of other rooms, by a register that IPython keeps."""

import base64
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

KNOWN = {
    ("sim.scenario.schema", "Scenario"): "scenario",
    ("sim.scenario.actors", "Actor"): "actor",
    ("sim.scenario.provisions", "Table"): "table",
    ("sim.scenario.provisions", "Issue"): "issue",
    ("sim.model.actors", "ActorAgent"): "agent",
    ("sim.model.answers", "Proposal"): "package",
    ("sim.model.answers", "Answer"): "answer",
    ("sim.results.run", "Run"): "run",
    ("sim.results.reading", "Results"): "results",
    ("sim.analysis.arms", "Arms"): "arms",
    ("sim.analysis.arms", "Threats"): "threats",
    ("sim.analysis.findings", "Findings"): "studies.findings",
    ("sim.experiments.catalogue", "Catalogue"): "studies.catalogue",
    ("sim.experiments.catalogue", "Entry"): "studies.mechanism",
    ("sim.scenario.verdicts", "Verdict"): "studies.verdict",
    ("sim.scenario.verdicts", "Verdicts"): "studies.verdicts",
}
"""Classes by module and name, and the function that shows one: of `sim.pages.things`, or of the
module of this room that stands before its name."""


def enable() -> bool:
    """Let a notebook show scenarios, actors, tables, packages, runs and results as small pages.

    Importing `sim` calls it. Outside of IPython it does nothing.

    Returns:
        Whether there is a notebook or an IPython to tell.
    """
    shell = _shell()
    if shell is None:
        return False
    page = shell.display_formatter.formatters["text/html"]
    for (module, name), function in KNOWN.items():
        page.for_type_by_name(module, name, _shown(function))
    return True


def pages_of(thing: object) -> Mapping[str, Any]:
    """What a notebook shows of a thing, by kind (MIME type); pictures as base64.

    Outside of IPython it is the plain text alone.
    """
    shell = _shell()
    if shell is None:
        return {"text/plain": repr(thing)}
    found, _ = shell.display_formatter.format(thing)
    return {
        kind: base64.b64encode(data).decode("ascii") if isinstance(data, bytes) else data
        for kind, data in found.items()
    }


def _shell() -> Any:
    """The running IPython, None where there is none."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    # Solara, which shows Mesa models, puts up a stand-in that shows nothing.
    return shell if hasattr(shell, "display_formatter") else None


def _shown(function: str) -> Any:
    """A function that shows an object; what it needs is imported when it is first called."""

    def show(thing: Any) -> str:
        return str(maker(function)(thing))

    return show


def maker(function: str) -> Any:
    """The function that `KNOWN` names."""
    module, _, name = function.rpartition(".")
    return getattr(import_module(f"sim.pages.{module or 'things'}"), name)
