"""What a batch queue has to know of a job, from a file, the command line or Dask's own settings."""

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from sim.errors import InputError
from sim.scenario.base import StrictBlock
from sim.scenario.document import Document, Location, Path
from sim.scenario.overrides import Value
from sim.scenario.reading import read
from sim.scenario.validation import validate

System = Literal["slurm", "pbs", "lsf", "sge", "oar", "moab", "htcondor"]
SYSTEMS: tuple[str, ...] = get_args(System)
CHANGE = "--cluster-set"
"""How messages name what the command line says."""
OURS = {"system", "jobs", "tls"}
"""Fields that are not dask-jobqueue's."""

Count = Annotated[int, Field(ge=1)]


class Settings(StrictBlock):
    """The jobs of a batch queue.

    All but `system`, `jobs` and `tls` are options of dask-jobqueue under its own names; where one
    is missing, what Dask's settings (``~/.config/dask/jobqueue.yaml``) say holds.
    """

    system: System
    """Which queue: slurm, pbs, lsf, sge, oar, moab or htcondor."""
    jobs: Count | None = None
    """Jobs that are submitted."""
    tls: bool = True
    """Whether workers and scheduler know each other by a certificate made for the sweep."""
    cores: Count | None = None
    """Cores of a job; 1 if nothing says otherwise."""
    processes: Count | None = None
    """Worker processes of a job; by default one for each core."""
    memory: str | None = None
    """Memory of a job; by default 2 GB for each core."""
    queue: str | None = None
    """Queue or partition."""
    account: str | None = None
    """Account that is charged (Slurm, PBS, Moab)."""
    project: str | None = None
    """Project that is charged (LSF, SGE, OAR)."""
    walltime: str | None = None
    """Longest duration of a job, as the queue writes it."""
    resource_spec: str | None = None
    """Resources in the queue's own words (PBS, Moab, SGE, OAR)."""
    job_cpu: Count | None = None
    """Cores that Slurm is asked for, if not `cores`."""
    job_mem: str | None = None
    """Memory that Slurm is asked for, if not `memory`."""
    ncpus: Count | None = None
    """Cores that LSF is asked for, if not `cores`."""
    mem: Count | None = None
    """Bytes that LSF is asked for, if not `memory`."""
    disk: str | None = None
    """Disk of a job (HTCondor)."""
    interface: str | None = None
    """Network interface over which scheduler and workers talk, such as ib0."""
    scheduler_options: dict[str, str | int | bool] = Field(default_factory=dict)
    """Options of Dask's scheduler, such as host."""
    python: str | None = None
    """Python of the workers; by default the one that asks."""
    job_name: str | None = None
    """Name of the jobs."""
    shebang: str | None = None
    """First line of the job script."""
    job_script_prologue: list[str] = Field(default_factory=list)
    """Lines of the job script before the worker begins."""
    job_extra_directives: list[str] = Field(default_factory=list)
    """Further directives for the queue."""
    job_directives_skip: list[str] = Field(default_factory=list)
    """Directives that hold one of these words are left out."""
    worker_extra_args: list[str] = Field(default_factory=list)
    """Further arguments of the Dask worker."""
    local_directory: str | None = None
    """Where workers keep what does not fit into memory."""
    log_directory: str | None = None
    """Where the queue puts what jobs print."""
    shared_temp_directory: str | None = None
    """A folder that all nodes see, for the certificate; by default the home."""
    death_timeout: Annotated[float, Field(gt=0)] | None = None
    """Seconds that a worker looks for its scheduler before it ends."""


def settings_of(where: str, changes: Mapping[str, Value]) -> Settings:
    """The settings that a queue's name or a file gives, with changes on top.

    Args:
        where: one of `SYSTEMS`, or the path of a YAML file.
        changes: values by the name of their field.

    Raises:
        InputError: the file cannot be read, or a setting is not valid.
    """
    if where in SYSTEMS:
        document = Document("--cluster", {"system": where}, {})
    else:
        document = read(FilePath(where))
    tree: dict[str, Any] = {**document.tree, **changes}
    for name, value in changes.items():
        if isinstance(value, str) and isinstance(_empty(name), list):
            tree[name] = [value]
    moved: dict[Path, Location] = {(name,): Location(CHANGE, None, name, "set") for name in changes}
    found, problems = validate(Settings, tree, Document(document.file, tree, document.lines, moved))
    if found is None or problems:
        raise InputError(*problems)
    return found


def _empty(name: str) -> Any:
    field = Settings.model_fields.get(name)
    return field.get_default(call_default_factory=True) if field is not None else None
