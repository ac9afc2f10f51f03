"""Strict reading of YAML: one small document of maps, lists and scalars, or a clear refusal."""

from pathlib import Path

from sim.errors import InputError, Problem
from sim.paths import read_text
from sim.scenario.document import Document
from sim.scenario.yaml_nodes import compose


def read(path: Path) -> Document:
    """Read one YAML file.

    Raises:
        InputError: the file cannot be read or is not one plain YAML mapping.
    """
    return parse(read_text(path, "a YAML file"), str(path))


def parse(text: str, file: str) -> Document:
    """Return the single document in `text`; `file` is its name in messages.

    Raises:
        InputError: the text is not one plain YAML mapping.
    """
    tree, lines = compose(text, file)
    if tree is None:
        raise InputError(Problem("the file is empty", file, 1, expected="a block of keys"))
    if not isinstance(tree, dict):
        expected = "lines such as 'title: ...'"
        raise InputError(Problem("not a block of keys", file, 1, expected=expected))
    return Document(file, tree, lines)
