"""What ``qpq compare`` and ``qpq pairings`` leave in a folder: records, manifest, figure."""

import contextlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim import __version__
from sim.model.fingerprint import sources_fingerprint
from sim.results.store import (
    MANIFEST,
    content_sha256,
    file_sha256,
    replacing,
    write_manifest,
    write_parquet,
)
from sim.strategies import registry
from sim.sweeps.arms import runs_table, tables_table

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.scenario import Scenario
    from sim.sweeps.arms import Played

RUNS, TABLES, FIGURE = "runs.parquet", "tables.parquet", "pairings"


@contextlib.contextmanager
def results(out: Path | None, kind: str) -> Iterator[Path | None]:
    """The folder to write into, if any: refused before the first run rather than after the last."""
    if out is None:
        yield None
        return
    with replacing(out, kind) as folder:
        yield folder


def write_records(
    folder: Path,
    kind: str,
    played: "Sequence[Played]",
    scenarios: "Sequence[Scenario]",
    replications: int,
    seed: int,
    figures: Sequence[str] = (),
) -> list[str]:
    """Write records as Parquet, and the manifest; return the names of all files it names."""
    tables = {RUNS: runs_table(played), TABLES: tables_table(played)}
    for name, table in tables.items():
        write_parquet(table, folder / name)
    write_manifest(
        folder,
        kind,
        __version__,
        {
            "code": sources_fingerprint(),
            "seed": seed,
            "replications": replications,
            "scenarios": {
                each.name: {
                    "file_sha256": file_sha256(each.provenance.path),
                    "arms": {
                        one.arm.name: {
                            "overrides": list(one.arm.scenario.provenance.overrides),
                            "set": dict(one.arm.scenario.provenance.changes),
                        }
                        for one in played
                        if one.arm.scenario.name == each.name
                    },
                }
                for each in scenarios
            },
            **({"strategies": added} if (added := _added_strategies()) else {}),
            "files": {
                name: {"rows": table.num_rows, "content_sha256": content_sha256(table)}
                for name, table in tables.items()
            },
            "figures": list(figures),
        },
    )
    return [*tables, *figures]


def _added_strategies() -> dict[str, dict[str, str | None]]:
    """Strategies of users' own that were known when the runs were played, and what they were."""
    return {
        extra.strategy.name: {
            "file": Path(extra.home).name if extra.content is not None else None,
            "sha256": sha256(extra.content).hexdigest() if extra.content is not None else None,
        }
        for extra in registry.EXTRAS
    }


def draw_pairings(
    folder: Path, rows: "pa.Table", scenarios: "Sequence[Scenario]", replications: int, seed: int
) -> list[str]:
    """The figure's files; none, and a line on stderr, without matplotlib."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        typer.echo("No figure: it needs matplotlib (pip install 'quidproquo[plots]').", err=True)
        return []
    from sim.figures.pairings import pairings as draw
    from sim.figures.saving import save

    source = (
        f"Source: {replications} runs of each pairing, seed {seed}, simulated with "
        f"Quid Pro Quo {__version__}; not a forecast."
    )
    figure = draw(rows, titles={each.name: each.title for each in scenarios}, source=source)
    return [file.name for file in save(figure, folder / FIGURE)]


def described(out: Path, files: Sequence[str]) -> list[tuple[str, str]]:
    """Where each file is, and what it holds."""
    says = {
        RUNS: "one row per run",
        TABLES: "one row per run and table",
        f"{FIGURE}.png": "the figure",
        f"{FIGURE}.svg": "the same, for print",
        MANIFEST: "how it was made",
    }
    return [((out / name).as_posix(), says[name]) for name in (*files, MANIFEST)]
