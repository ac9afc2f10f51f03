"""Rich pages in notebooks for what this package makes, by a register that IPython keeps.

One register for all, instead of methods of the classes: those of lower rooms cannot know the pages
above them, matplotlib's axes are not ours, and by name nothing is imported before it is shown.
"""

import base64
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

HTML, PNG, BUNDLE = "text/html", "image/png", "application/x-mimebundle"
"""What is shown: blocks of a document, a picture, or several kinds at once."""

PAGES: dict[tuple[str, str], tuple[str, str]] = {
    ("sim.scenario.schema", "Scenario"): (HTML, "interactive.pages_of_scenarios.portrait"),
    ("sim.scenario.actors", "Actor"): (HTML, "interactive.pages_of_scenarios.actor"),
    ("sim.scenario.provisions", "Table"): (HTML, "interactive.pages_of_scenarios.table"),
    ("sim.scenario.provisions", "Issue"): (HTML, "interactive.pages_of_scenarios.issue"),
    ("sim.scenario.case_checks", "CaseCheck"): (HTML, "interactive.pages_of_scenarios.verdict"),
    ("sim.scenario.case_checks", "CaseChecks"): (HTML, "interactive.pages_of_scenarios.verdicts"),
    ("sim.interactive.game", "Game"): (HTML, "interactive.pages_of_runs.game"),
    ("sim.interactive.changes", "Step"): (HTML, "interactive.pages_of_runs.step"),
    ("sim.model.actors", "ActorAgent"): (HTML, "interactive.pages_of_runs.agent"),
    ("sim.model.answers", "Proposal"): (HTML, "interactive.pages_of_runs.package"),
    ("sim.model.answers", "Answer"): (HTML, "interactive.pages_of_runs.answer"),
    ("sim.runs.run", "Run"): (HTML, "interactive.pages_of_runs.run"),
    ("sim.runs.sweep_results", "Results"): (HTML, "interactive.pages_of_runs.results"),
    ("sim.analysis.arms", "Arms"): (HTML, "interactive.pages_of_runs.arms"),
    ("sim.analysis.arms", "Threats"): (HTML, "interactive.pages_of_runs.threats"),
    ("sim.analysis.findings", "Findings"): (HTML, "analysis.report_brief.brief"),
    ("sim.analysis.mechanisms.catalogue", "Catalogue"): (
        HTML,
        "interactive.pages_of_mechanisms.catalogue",
    ),
    ("sim.analysis.mechanisms.catalogue", "Entry"): (
        HTML,
        "interactive.pages_of_mechanisms.mechanism",
    ),
    ("sim.interactive.sliders", "Slide"): (BUNDLE, "interactive.sliders.bundle"),
    ("sim.figures.showing", "Page"): (PNG, "figures.showing.as_png"),
    ("sim.figures.showing", "Panels"): (PNG, "figures.showing.as_png"),
    ("matplotlib.axes._axes", "Axes"): (PNG, "figures.showing.as_png"),
}
"""Classes by module and name, and the function of this package that says what is shown of one."""


def enable() -> bool:
    """Let a notebook show scenarios, games, runs, results and figures: each as a page or picture.

    Importing `sim` calls it. Outside of IPython it does nothing.

    Returns:
        Whether there is a notebook or an IPython to tell.
    """
    shell = _shell()
    if shell is None:
        return False
    display = shell.display_formatter
    for (module, name), (kind, function) in PAGES.items():
        formatter = display.mimebundle_formatter if kind == BUNDLE else display.formatters[kind]
        formatter.for_type_by_name(module, name, _later(kind, function))
    return True


def page_of(thing: object) -> str:
    """The page of a thing whose class, or one that it derives from, has one in the register.

    Raises:
        KeyError: none of them has.
    """
    for kind in type(thing).__mro__:
        if (found := PAGES.get((kind.__module__, kind.__name__))) and found[0] == HTML:
            return str(_later(*found)(thing))
    raise KeyError(type(thing).__name__)


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


def _later(kind: str, function: str) -> Any:
    """A function that shows an object; what it needs is imported when it is first called."""

    def show(thing: Any, **kinds: Any) -> Any:
        module, _, name = function.rpartition(".")
        made = getattr(import_module(f"sim.{module}"), name)(thing)
        if kind != HTML:
            return made
        from sim.documents.html import fragment

        return fragment(made)

    return show
