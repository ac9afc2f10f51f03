"""`qpq new-scenario`: a commented file to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from sim.documents.terminal import say


def new_scenario(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name of the case, as ceuta_2021: its file's too.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder to write it to; by default here.")
    ] = Path(),
    practice: Annotated[
        bool, typer.Option("--practice", help="Fill in the middle of every scale: a made-up case.")
    ] = False,
) -> None:
    """Write the commented template of a case, to be filled in; nothing is overwritten."""
    from sim.scenario.drafting import new_scenario, unfilled

    path = new_scenario(name, out, practice=practice)
    if practice:
        say(f"Written: {path}, a made-up case to try things out on.")
        return
    left = len(unfilled(path.read_text("utf-8")))
    say(f"Written: {path}, with {left} lines to fill in, each marked FIXME.")
    say(f"Next: edit it, then `qpq check {path}`. How: docs/adding-a-case.md.")
