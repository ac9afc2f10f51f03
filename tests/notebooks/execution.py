"""Notebooks: played from a fresh kernel, and what they show as plain, comparable text."""

import base64
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))

SECONDS_FOR_A_CELL = 900
"""The first run on a machine compiles the model."""
COLOURS = 256
"""Colours of a stored picture; more would only make the file larger."""
WIDGET = "application/vnd.jupyter.widget-view+json"
COMPARED = ("text/plain", "text/html", "text/markdown", "text/latex")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def read(path: Path) -> Any:
    """A notebook as stored."""
    import nbformat  # Slow to import: not while tests are collected.

    return nbformat.read(path, as_version=4)


def executed(path: Path, folder: Path) -> Any:
    """A notebook played from a fresh kernel, in a folder of its own, without traces of it."""
    from nbclient import NotebookClient

    notebook = read(path)
    NotebookClient(
        notebook,
        timeout=SECONDS_FOR_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return cleaned(notebook)


def cleaned(notebook: Any) -> Any:
    """The same without what is of this machine or moment: times, widgets, progress, versions."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in ("tags", "jupyter")}
        if cell.cell_type == "code":
            cell.outputs = [_still(each) for each in cell.outputs if not _told_aside(each)]
    return notebook


def _told_aside(output: Any) -> bool:
    return bool(output.output_type == "stream" and output.name == "stderr")


def _still(output: Any) -> Any:
    if "data" in output:
        # A stored slider has no kernel behind it; the pictures beside it are what one can read.
        output.data.pop(WIDGET, None)
        if "image/png" in output.data:
            output.data["image/png"] = _small(output.data["image/png"])
    return output


def _small(png: str) -> str:
    file = BytesIO()
    picture = Image.open(BytesIO(base64.b64decode(png))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode("ascii")


def shown(notebook: Any) -> list[tuple[str, list[str]]]:
    """Each code cell and what it shows, as texts that the same code always gives."""
    return [
        (cell.source, list(_joined(cell.outputs)))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _joined(outputs: Any) -> Iterator[str]:
    """Texts in order; a stream is one text, however the kernel happened to split it."""
    for is_stream, some in groupby(outputs, lambda each: each.output_type == "stream"):
        texts = [text for each in some for text in _texts(each)]
        yield from ["".join(texts)] if is_stream else texts


def _texts(output: Any) -> list[str]:
    if output.output_type == "stream":
        return [output.text]
    if output.output_type == "error":
        return [f"{output.ename}: {output.evalue}"]
    kinds = sorted(kind for kind in output.data if kind not in COMPARED)
    texts = [ADDRESS.sub("0x", output.data[kind]) for kind in COMPARED if kind in output.data]
    return [*kinds, *texts]
