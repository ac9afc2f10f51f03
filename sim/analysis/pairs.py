"""Runs of two arms side by side: equal seed, replication and configuration."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.analysis.axes import POINT, refusal
from sim.analysis.material import REPLICATION, SAMPLE
from sim.analysis.summaries import without_failures


def paired_rows(
    one: pa.Table, two: pa.Table, by: Sequence[str]
) -> tuple[pa.Table, pa.Table, list[npt.NDArray[np.int64]]]:
    """Rows of both with equal seed, replication and configuration, side by side.

    Returns:
        Rows of the first, rows of the second, and of each pair configuration and replication. If
        the rows say to which point of a sample they belong (`SAMPLE`), that takes the place of
        the configuration: what differs in levers alone is no further draw.
    """
    left, right = without_failures(one), without_failures(two)
    keys = [*by, *(name for name in ("seed",) if name in left.column_names), REPLICATION]
    places, others = _places(left, keys), _places(right, keys)
    shared = [key for key in places if key in others]
    if not shared and places and others:
        what = "no two runs of the arms share seed and replication"
        raise refusal(what, None, "arms played with one seed and the same replications")
    configurations = {key[:-1]: i for i, key in enumerate(shared)}
    drawn = [configurations[key[:-1]] for key in shared]
    if SAMPLE in left.column_names:
        of_rows = left[SAMPLE].to_pylist()
        drawn = [of_rows[places[key]] for key in shared]
    draws = [
        np.array(drawn, dtype=np.int64),
        np.array([key[-1] for key in shared], dtype=np.int64),
    ]
    rows = [pa.array([p[key] for key in shared], pa.int64()) for p in (places, others)]
    return left.take(rows[0]), right.take(rows[1]), draws


def draws_of(rows: pa.Table) -> list[npt.NDArray[np.int64]]:
    """Configuration and replication of each run; configurations as in `paired_rows`."""
    known = [name for name in (SAMPLE, POINT) if name in rows.column_names]
    points = rows[known[0]].to_numpy() if known else np.zeros(len(rows))
    return [np.asarray(each, np.int64) for each in (points, rows[REPLICATION].to_numpy())]


def _places(rows: pa.Table, keys: Sequence[str]) -> dict[tuple[object, ...], int]:
    """Row of each run by its key.

    Raises:
        InputError: two runs of an arm share their key.
    """
    listed = list(zip(*(rows[key].to_pylist() for key in keys), strict=True))
    found = {key: i for i, key in enumerate(listed)}
    if len(found) < len(listed):
        what = "an arm holds a replication twice"
        raise refusal(what, POINT, "runs of one configuration, or its columns in `by`")
    return found
