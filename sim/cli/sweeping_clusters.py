"""``qpq sweep --cluster``: from what the command line says to a cluster that plays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sim.sweeps.clusters import Place


def cluster_of(
    where: str, jobs: int | None, settings: Sequence[str] | None, plan_only: bool
) -> "Place | None":
    """The cluster that the options name, or None where they name none.

    Args:
        where: ``--cluster``.
        jobs: ``--jobs``.
        settings: each ``--cluster-set``.
        plan_only: whether nothing will be played; then a queue's commands need not be here.

    Raises:
        InputError: there is no such cluster, or a setting is not valid.
        QpqError: what it needs is not on this machine.
    """
    if not (where or settings):
        return None
    from sim.errors import InputError, Problem
    from sim.scenario.overrides import parse_assignments
    from sim.sweeps.queue_settings import CHANGE
    from sim.sweeps.queues import Queue
    from sim.sweeps.running import place_of

    try:
        changes = parse_assignments(settings or ())
    except InputError as error:
        first = error.problems[0]
        expected = "NAME=VALUE, such as walltime=01:00:00"
        raise InputError(Problem(first.what, CHANGE, None, first.key, expected)) from None
    place = place_of(where, jobs, changes, lambda text: typer.echo(text, err=True))
    if isinstance(place, Queue) and not plan_only:
        place.check()
    return place


def script_of(place: "Place | None") -> str | None:
    """The job script of a batch queue; None for other clusters.

    Raises:
        QpqError: the settings are not valid.
    """
    from sim.sweeps.queues import Queue

    return place.script() if isinstance(place, Queue) else None
