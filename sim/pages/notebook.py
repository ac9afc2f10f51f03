"""Rich pages in notebooks for objects of other rooms, by a register that IPython keeps."""

import sys
from typing import Any

KNOWN = {
    ("sim.scenario.schema", "Scenario"): "scenario",
    ("sim.scenario.actors", "Actor"): "actor",
    ("sim.scenario.provisions", "Table"): "table",
    ("sim.scenario.provisions", "File"): "file",
    ("sim.model.actors", "ActorAgent"): "agent",
    ("sim.model.actors", "Proposal"): "package",
    ("sim.model.actors", "Answer"): "answer",
    ("sim.results.run", "Run"): "run",
    ("sim.results.reading", "Results"): "results",
}
"""Classes by module and name, and the function of `sim.pages.things` that shows one."""


def enable() -> bool:
    """Let a notebook show scenarios, actors, tables, packages, runs and results as small pages.

    `sim.play` calls it. Outside of IPython it does nothing.

    Returns:
        Whether there is a notebook or an IPython to tell.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return False
    page = shell.display_formatter.formatters["text/html"]
    for (module, name), function in KNOWN.items():
        page.for_type_by_name(module, name, _shown(function))
    return True


def _shown(function: str) -> Any:
    """A function that shows an object; what it needs is imported when it is first called."""

    def show(thing: Any) -> str:
        from sim.pages import things

        return str(getattr(things, function)(thing))

    return show
