"""The report of a validation as files: HTML, Markdown, and the numbers behind it."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.documents.html import web_page
from sim.documents.markdown import markdown
from sim.runs.disk import write_result
from sim.runs.manifest import revision, versions
from sim.validation.findings import Findings
from sim.validation.report import report
from sim.validation.report_rows import data

KIND, PAGE, TEXT = "validation", "report.html", "report.md"
SCHEMA = 1
"""Rises when the meaning of files or columns changes."""

Draw = Callable[[Findings], Mapping[str, bytes]]
"""Draws figures: content by name of the file."""


def write(folder: Path, found: Findings, draw: Draw | None = None) -> list[str]:
    """Write the report and all that belongs to it; return the names of the files.

    Args:
        folder: where the files go, whole or not at all.
        found: what the validation found.
        draw: draws figures; None for none.

    Raises:
        StoreError: the folder holds something else, or cannot be written.
    """
    pictures = dict(draw(found)) if draw else {}
    said = report(found, [name for name in pictures if name.endswith(".png")])
    files = {
        PAGE: web_page(said, pictures).encode(),
        TEXT: markdown(said).encode(),
        **{f"{name}.csv": _csv(rows) for name, rows in data(found).items() if rows},
        **pictures,
    }
    setup = found.setup
    facts = {
        "schema_version": SCHEMA,
        "versions": versions(),
        "revision": revision(),
        "hashes": setup.hashes,
        "sizes": asdict(setup.sizes),
        "parts": list(setup.parts),
    }
    write_result(folder, KIND, files, facts)
    return list(files)


def _csv(rows: list[dict[str, Any]]) -> bytes:
    """Rows under a heading of all their names; what is missing is empty."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
