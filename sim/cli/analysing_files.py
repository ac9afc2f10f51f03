"""What ``qpq analyse`` leaves in a folder: report, tables, figures, manifest."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typer

from sim.analysis.findings import Findings
from sim.analysis.report import report
from sim.analysis.report_rows import plain_rows
from sim.documents.html import web_page
from sim.documents.markdown import markdown
from sim.figures.saving import marked, save
from sim.runs.disk import write_result
from sim.runs.manifest import versions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KIND, REPORT, PAGE = "analysis", "report.md", "report.html"
SCHEMA = 2
"""Rises when the meaning of files or columns changes."""
MOST_LINES, MOST_FIGURES = 16, 12
"""Lines in a figure of differences; figures of indices."""


def write(
    folder: Path, found: Findings, title: str, facts: Mapping[str, str], note: str = ""
) -> list[str]:
    """Write the report and all that belongs to it; return the names of the files.

    Args:
        folder: where the files go, whole or not at all.
        found: what came out.
        title: of the sweep.
        facts: what was played and what made it.
        note: that the sweep is not all there; on the report, the figures and in every table.

    Raises:
        StoreError: the folder holds something else, or cannot be written.
    """
    about = found.material.about
    pictures: dict[str, bytes] = {}
    figures: dict[str, str] = {}
    with TemporaryDirectory() as place:
        for shows, drawn in _drawn(found).items():
            marked(drawn, note, about)
            name = "-".join("".join(c if c.isalnum() else " " for c in shows).split())
            pictures |= {file.name: file.read_bytes() for file in save(drawn, Path(place) / name)}
            figures[shows] = f"{name}.png"
    parts = "; ".join(each for each in (note, about) if each)
    said = report(f"Analysis: {title}{f' ({parts})' if parts else ''}", found, facts, figures)
    tables = plain_rows(found)
    beside = {"table": found.material.table or "all"} if about else {}
    beside |= {"partial": note} if note else {}
    tables = {n: [{**row, **beside} for row in rows] for n, rows in tables.items()}
    files = {
        PAGE: web_page(said, pictures).encode(),
        REPORT: markdown(said).encode(),
        **{f"{name}.csv": _csv(rows) for name, rows in tables.items()},
        **pictures,
    }
    of = {"schema_version": SCHEMA, "versions": versions(), "of": dict(facts), "partial": note}
    write_result(folder, KIND, files, of)
    return list(files)


def _csv(rows: list[dict[str, Any]]) -> bytes:
    """Rows with a heading; what is missing is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _drawn(found: Findings) -> "dict[str, Figure]":
    """Figures by what they show; none, and a line on stderr, without matplotlib."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        typer.echo("No figures: they need matplotlib (pip install 'quidproquo[plots]').", err=True)
        return {}
    from sim.figures.differences import difference_panels
    from sim.figures.sensitivity import sensitivity_bars
    from sim.figures.survival import survival_curves

    drawn: dict[str, Any] = {}
    if found.levels:
        lines = [
            (each.axis, f"{each.first} -> {each.level}", each.differences)
            for each in found.levels[:MOST_LINES]
        ]
        drawn["differences"] = difference_panels(lines, found.measures).figure
    for (name, part), each in list(found.sensitivity.items())[:MOST_FIGURES]:
        says = found.material.outcome(name).says
        ax = sensitivity_bars(each, f"{says}{f' ({part})' if part else ''}")
        drawn[f"sensitivity {name} {part}".strip()] = ax.figure
    if found.survival:
        drawn["survival"] = survival_curves(found.survival).figure
    return drawn
