"""The commands of `qpq`, each found in its own module and imported only when it is used."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer

import sim
from sim.errors import nearest

Exit = typer.Exit
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Any mistake in the arguments; its home differs between versions of Typer."""


class Command(NamedTuple):
    """Where a command is found, and what the list of commands says of it."""

    module: str
    function: str
    summary: str


COMMANDS = {
    "run": Command("sim.cli.playing", "run", "Play one run and tell it month by month."),
    "play": Command("sim.cli.seat", "play", "Take a seat and negotiate against the others."),
    "compare": Command(
        "sim.cli.comparing", "compare", "Compare counterfactuals over many runs, with intervals."
    ),
    "pairings": Command(
        "sim.cli.comparing", "pairings", "Play each pairing of strategies of the two sides."
    ),
    "sweep": Command(
        "sim.cli.sweeping", "sweep", "Play a scenario at many points, resumable, one folder."
    ),
    "results": Command(
        "sim.cli.results", "results", "List, show, query, export and verify results of sweeps."
    ),
    "replay": Command(
        "sim.cli.replaying", "replay", "Play any run of a sweep again and tell its story."
    ),
    "analyse": Command(
        "sim.cli.analysing", "analyse", "Analyse a sweep: tables, figures and a short report."
    ),
    "plot": Command(
        "sim.cli.plotting", "plot", "Draw one figure of a scenario, a run or a result."
    ),
    "notebook": Command(
        "sim.cli.notebooks", "notebook", "Open the notebooks in JupyterLab, in a folder of yours."
    ),
    "mechanisms": Command(
        "sim.cli.mechanisms", "mechanisms", "Play the catalogue of mechanisms, with its evidence."
    ),
    "page": Command("sim.cli.page", "page", "Write the model as a web page that needs no network."),
    "serve": Command("sim.cli.page", "serve", "Open that page on this machine."),
    "teach": Command(
        "sim.cli.teaching", "teach", "Prepare a room: check the machine, write page and handouts."
    ),
    "list": Command("sim.cli.library", "list_scenarios", "List the scenarios of the library."),
    "show": Command("sim.cli.library", "show", "Show what a scenario holds, and its sources."),
    "check": Command("sim.cli.library", "check", "Check scenario files, or the whole library."),
    "encode": Command(
        "sim.cli.encoding", "encode", "Turn sheets of codes into scenarios by one rule."
    ),
    "validate": Command(
        "sim.cli.validating", "validate", "Hold the model against claims, patterns and cases."
    ),
    "new-scenario": Command(
        "sim.cli.new_scenario", "new_scenario", "Write the commented template of a case."
    ),
}

PROLOGUE = """Quid Pro Quo: migration diplomacy as bargaining between states.

SCENARIO is a name that `qpq list` shows, or the path of a file.
"""


def assembled(arguments: Sequence[str]) -> Any:
    """The command line as a command of Typer's.

    Only the command that the arguments name is imported; for the others their summaries stand in,
    so that `qpq --help` costs next to nothing.

    Raises:
        UsageError: there is no such command.
    """
    chosen = next((word for word in arguments if not word.startswith("-")), None)
    if chosen is not None and chosen not in COMMANDS:
        like = nearest(chosen, COMMANDS)
        hint = f" Did you mean '{like}'?" if like else f" There are: {', '.join(COMMANDS)}."
        raise UsageError(f"No such command '{chosen}'.{hint}")
    app = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True, help=PROLOGUE)(_front)
    for name, command in COMMANDS.items():
        function = _stand_in
        if name == chosen:
            function = getattr(import_module(command.module), command.function)
            if isinstance(function, typer.Typer):
                app.add_typer(function, name=name)
            else:
                app.command(name)(function)
        else:
            app.command(name, help=command.summary)(function)
    return typer.main.get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qpq {sim.__version__}")
        raise typer.Exit


def _front(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Without a command, say what there is."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _stand_in() -> None:
    """Takes the place of a command that this call does not use."""
