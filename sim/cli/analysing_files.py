"""What ``qpq analyse`` leaves in a folder: report, tables, figures, manifest."""

import csv
import io
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sim.analysis.document import markdown, web_page
from sim.analysis.findings import Findings
from sim.analysis.report import sections
from sim.analysis.report_rows import plain_rows
from sim.runs.disk import MANIFEST
from sim.runs.manifest import versions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KIND, REPORT, PAGE = "analysis", "report.md", "report.html"
SCHEMA = 1
"""Rises when the meaning of files or columns changes."""
MOST_LINES, MOST_FIGURES = 16, 12
"""Lines in a figure of differences; figures of indices."""


def write(folder: Path, found: Findings, title: str, facts: Mapping[str, str]) -> list[str]:
    """Write the report and all that belongs to it; return the names of the files.

    Args:
        folder: where the files go, as `sim.runs.disk.replacing` gave it.
        found: what came out.
        title: of the sweep.
        facts: what was played and what made it.
    """
    files = {f"{name}.csv": _csv(rows) for name, rows in plain_rows(found).items()}
    pictures: dict[str, bytes] = {}
    figures: dict[str, str] = {}
    for shows, drawn in _drawn(found).items():
        name = "-".join("".join(c if c.isalnum() else " " for c in shows).split())
        for file, data in _saved(drawn, folder / name):
            pictures[file] = data
        figures[shows] = f"{name}.png"
    said = sections(found, facts, figures)
    heading = f"Analysis: {title}"
    files[REPORT] = markdown(heading, said).encode()
    files[PAGE] = web_page(heading, said, pictures).encode()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    hashes = {name: {"sha256": sha256(data).hexdigest()} for name, data in files.items()}
    manifest = {
        "kind": KIND,
        "schema_version": SCHEMA,
        "versions": versions(),
        "of": dict(facts),
        "files": hashes,
        "figures": sorted(pictures),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", "utf-8", newline="\n")
    return [PAGE, REPORT, *(name for name in files if name not in (PAGE, REPORT)), *pictures]


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


def _saved(drawn: "Figure", stem: Path) -> list[tuple[str, bytes]]:
    """Files of a figure: one for screens, one for print."""
    from sim.figures.saving import save

    return [(file.name, file.read_bytes()) for file in save(drawn, stem)]
