"""Each notebook runs from a fresh kernel and shows what is stored in it.

If what they show has changed on purpose, store it anew with ``make notebooks`` and look at them.
"""

from pathlib import Path

import pytest

from tests.notebooks.execution import PATHS, executed, read, shown


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_shows_what_is_stored(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    import nbformat  # Slow to import: not while tests are collected.

    found = executed(path, tmp_path)
    nbformat.validate(found)
    if request.config.getoption("--regenerate-golden"):
        nbformat.write(found, path)
    assert shown(found) == shown(read(path))
