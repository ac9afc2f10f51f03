"""`qpq encode`: sheets of codes become scenarios by one rule."""

from pathlib import Path
from typing import Annotated

import typer

from sim.documents.terminal import say


def encode(
    sheets: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="CODES.csv", help="Sheets of codes, one or one a coder; default: shared cases."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the scenarios.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="Write an empty sheet to fill in instead."),
    ] = None,
    cases: Annotated[int, typer.Option(min=1, max=500, help="Cases in that sheet.")] = 1,
    coder: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Coders in that sheet; default: A.")
    ] = None,
) -> None:
    """Turn sheets of codes into scenarios by one rule, or write an empty sheet (--template)."""
    from sim.coding.encoding import encode as encoded
    from sim.coding.template import write_template
    from sim.errors import InputError, Problem

    if template is not None:
        if sheets or out:
            what = "a template takes neither sheets nor --out"
            raise InputError(Problem(what, "--template", expected="one of the two at a time"))
        write_template(template, cases, tuple(coder or ("A",)))
        say(f"Written: {template}. Fill in the column code; how: docs/encoding.md.")
        return
    if cases != 1 or coder:
        option = "--coder" if coder else "--cases"
        raise InputError(Problem("has no effect here", option, expected="it beside --template"))
    found = encoded(*(sheets or ()), out=out)
    for each in found.values():
        provenance = each.scenario.provenance
        count = provenance.counts
        say(
            f"{each.name}: {each.case.frame['title']}; {count['coded']} numbers coded, "
            f"{count['assumed']} assumed, {len(provenance.distributions)} where coders differ."
        )
    if out is None:
        say(f"All {len(found)} can be encoded. Nothing was written: name a folder with --out.")
    else:
        say(f"Written: {len(found)} scenarios to {out}. Next: `qpq check {out}`.")
