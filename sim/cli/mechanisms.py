"""``qpq mechanisms``: play the catalogue of mechanisms and say what came of each."""

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.comparing import AsJson, Jobs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.mechanisms.playing import Result
    from sim.analysis.mechanisms.rows import Mechanism

PAIRS, DRAWS = 400, 200


def mechanisms(
    only: Annotated[
        str | None, typer.Option(metavar="M07,M08", help="Play these alone; by default all.")
    ] = None,
    replications: Annotated[
        int, typer.Option("-n", "--replications", min=8, help="Pairs of runs of each experiment.")
    ] = PAIRS,
    draws: Annotated[
        int, typer.Option(min=1, help="Draws of unanchored parameters, where the label says so.")
    ] = DRAWS,
    jobs: Jobs = 2,
    write: Annotated[
        bool, typer.Option("--write", help="Write docs/mechanisms.json and .md of a checkout.")
    ] = False,
    json_output: AsJson = False,
) -> None:
    """Play the experiments behind the catalogue of mechanisms and print what came of them."""
    from sim.analysis.mechanisms import page
    from sim.analysis.mechanisms.rows import chosen, load_mechanisms
    from sim.cli.output import emit_json
    from sim.documents.terminal import say
    from sim.errors import InputError, Problem

    known = load_mechanisms()
    names = [name.strip() for name in only.split(",")] if only else []
    wanted = chosen(known, names)
    folder = (page.root() / page.RESULTS).parent
    if write and not folder.is_dir():
        what = "there is no checkout to write to"
        raise InputError(Problem(what, "--write", None, str(folder), "a checkout with docs/"))
    found = _played(wanted, replications, draws, jobs)
    if write:
        # What is no longer played leaves no result behind.
        played = {name for name, each in known.items() if each.row.experiment}
        kept = {name: each for name, each in page.read_results().items() if name in played}
        results = {**kept, **found}
        (page.root() / page.RESULTS).write_text(page.results_text(results), "utf-8")
        (page.root() / page.PAGE).write_text(page.page(known, results), "utf-8")
    if json_output:
        emit_json({"command": "mechanisms", "results": {n: r.as_json() for n, r in found.items()}})
        return
    _print(wanted, found)
    if write:
        say(f"Written: {page.RESULTS} and {page.PAGE}.")


def _played(
    wanted: "Mapping[str, Mechanism]", pairs: int, draws: int, jobs: int
) -> "dict[str, Result]":
    """Play what has an experiment; what goes on is told on stderr."""
    from rich.console import Console
    from rich.progress import Progress

    from sim.analysis.mechanisms.playing import play_all
    from sim.analysis.mechanisms.rows import world_of
    from sim.model.batch import first_run

    console = Console(stderr=True, markup=False, highlight=False)
    playable = {name: each for name, each in wanted.items() if each.row.experiment}
    for text in {first_run(world_of(each)) for each in list(playable.values())[:1]} - {""}:
        console.print(text)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Playing", total=len(playable))
        return play_all(playable, pairs, draws, jobs, lambda *_: progress.advance(task))


def _print(wanted: "Mapping[str, Mechanism]", found: "Mapping[str, Result]") -> None:
    """One line for each mechanism."""
    from sim.analysis.mechanisms.page import effect_in_words, verdict
    from sim.documents.blocks import Grid
    from sim.documents.terminal import show

    rows = []
    for name, each in wanted.items():
        result = found.get(name)
        effect = effect_in_words(result.plain, result.pairs) if result else ""
        if result and result.without:
            effect += f"; at 0 {effect_in_words(result.without, result.pairs)}"
        if result and result.drawn:
            effect += f"; right sign in {result.drawn.right:.0%} of {result.drawn.draws} draws"
        claim = each.row.claim
        short = claim if len(claim) <= 60 else f"{claim[:57]}..."
        rows.append([name, short, each.row.label.value, effect, verdict(each, found)])
    show([Grid(("id", "claim", "label", "effect [95 % interval]", "verdict"), rows)])
