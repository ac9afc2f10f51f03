"""Batch queues (Slurm, PBS, LSF, ...): workers of a Dask cluster as jobs of a queue."""

import inspect
import logging
import shlex
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem, QpqError, one_of
from sim.scenario.overrides import Value
from sim.sweeps.clusters import needed
from sim.sweeps.queue_jobs import Jobs
from sim.sweeps.queue_settings import OURS, settings_of

PAGE = "127.0.0.1:0"
"""Where the pages of scheduler and workers are: nobody beyond their machine should see them."""
PRIVATE = ("--dashboard-address", PAGE)
ROLES = ("scheduler", "worker", "client")


class Queue:
    """Jobs of a batch queue, each with workers of a Dask cluster whose scheduler is here.

    A job that ends is submitted anew; when the sweep ends, however it ends, all are cancelled.
    """

    def __init__(
        self,
        where: str,
        jobs: int | None = None,
        changes: Mapping[str, Value] | None = None,
        told: Callable[[str], None] = lambda text: None,
    ) -> None:
        """Take in the settings; nothing is submitted yet.

        Args:
            where: name of a queue, or a YAML file of settings.
            jobs: how many jobs; by default what the settings say, or 2.
            changes: settings on top of the file's.
            told: called with what there is to say on the way.

        Raises:
            InputError: a setting is not valid.
            QpqError: dask-jobqueue is not installed, or does not take the settings.
        """
        self.settings = settings_of(where, changes or {})
        self.system, self.where, self.told = self.settings.system, where, told
        self.jobs = jobs or self.settings.jobs or 2
        needed("cryptography", "a batch queue needs cryptography", "queue")
        module = _jobqueue()
        names = {name.lower(): name for name in vars(module)}
        self._cluster_class: Any = getattr(module, names[f"{self.system}cluster"])
        self._options = self._for_jobqueue()
        self.cores = self.jobs * int(self._options["cores"])
        self._jobs: Jobs | None = None
        self.script()

    def _for_jobqueue(self) -> dict[str, Any]:
        """The settings as dask-jobqueue takes them."""
        import dask

        config = dask.config.get(f"jobqueue.{self.system}")
        given = {
            name: value
            for name in self.settings.model_fields_set - OURS
            if (value := getattr(self.settings, name)) is not None
        }
        self._refuse_foreign(given)
        given.setdefault("cores", config.get("cores") or 1)
        given.setdefault("processes", config.get("processes") or given["cores"])
        given.setdefault("memory", config.get("memory") or f"{2 * given['cores']} GB")
        given.setdefault("job_name", "qpq")
        given["worker_extra_args"] = [*PRIVATE, *given.get("worker_extra_args", ())]
        if self.system == "htcondor" and "job_extra_directives" in given:
            pairs = (each.partition("=") for each in given["job_extra_directives"])
            given["job_extra_directives"] = {
                name.strip(): value.strip() for name, _, value in pairs
            }
        return given

    def _refuse_foreign(self, given: Mapping[str, Any]) -> None:
        """Refuse settings that only other queues know."""
        known = {"scheduler_options", "shared_temp_directory"}
        for each in self._cluster_class.job_cls.__mro__[:-1]:
            known |= set(inspect.signature(each.__init__).parameters)
        for name in given:
            if name not in known:
                fitting = sorted(known & set(type(self.settings).model_fields))
                what = f"a setting that '{self.system}' does not know"
                raise InputError(Problem(what, self.where, None, name, one_of(fitting)))

    def script(self) -> str:
        """The script of a job as it would be submitted, the scheduler's address left open."""
        own = ("scheduler_options", "shared_temp_directory")
        options = {name: value for name, value in self._options.items() if name not in own}
        options["security"] = None
        if self.settings.tls:
            options["security"] = _security(Path("CERTIFICATE"), Path("KEY"))
            options["protocol"] = "tls://"
        with _taken(self.where):
            scheme = "tls" if self.settings.tls else "tcp"
            job = self._cluster_class.job_cls(f"{scheme}://SCHEDULER", name="NAME", **options)
            return str(job.job_script())

    def check(self) -> None:
        """See whether jobs can be submitted from here.

        Raises:
            QpqError: the queue's commands are not on this machine.
        """
        for command in (self._command("submit"), self._command("cancel")):
            if shutil.which(command) is None:
                raise QpqError(
                    f"'{command}' is not on this machine: jobs of {self.system} are submitted "
                    "where its commands are, such as a login node (--plan shows the job script)"
                )

    def _command(self, what: str) -> str:
        return shlex.split(getattr(self._cluster_class.job_cls, f"{what}_command"))[0]

    def opened(self, distributed: Any, open_ones: ExitStack) -> Any:
        """A client of a new cluster, whose jobs are being submitted.

        Raises:
            QpqError: there is no such queue here, or the scheduler cannot begin.
        """
        self.check()
        options: dict[str, Any] = {**self._options, "silence_logs": logging.CRITICAL}
        shown = {"dashboard_address": PAGE}
        options["scheduler_options"] = shown | self._options.get("scheduler_options", {})
        if self.settings.tls:
            options["security"] = self._certificate(open_ones)
        self._jobs = Jobs(self.system, self.jobs, self.told, self._logs())
        with _taken(self.where):
            recorded = self._jobs.recorded(self._cluster_class.job_cls)
            cluster = self._cluster_class(job_cls=recorded, **options)
        self._jobs.submit(open_ones.enter_context(cluster))
        return distributed.Client(cluster)

    def _logs(self) -> tuple[str, ...]:
        """Where what a job printed may stand."""
        if folder := self._options.get("log_directory"):
            return tuple(
                f"{folder}/{self._options['job_name']}-{{}}.{end}" for end in ("err", "out")
            )
        return ("slurm-{}.out",) if self.system == "slurm" else ()

    def _certificate(self, open_ones: ExitStack) -> Any:
        """A certificate for this sweep alone, where the workers and nobody else can read it."""
        security = needed("distributed.security", "a batch queue needs Dask", "queue")
        shared = Path(self.settings.shared_temp_directory or Path.home()).expanduser()
        try:
            folder = Path(tempfile.mkdtemp(prefix=".qpq-", dir=shared))
        except OSError as error:
            raise QpqError(
                f"{shared}: no place for the certificate ({error.strerror}); name a folder that "
                "all nodes see as shared_temp_directory"
            ) from None
        open_ones.callback(shutil.rmtree, folder, ignore_errors=True)
        made = security.Security.temporary()
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        certificate.write_text(made.tls_worker_cert, "ascii")
        key.touch(mode=0o600)
        key.write_text(made.tls_worker_key, "ascii")
        return _security(certificate, key)

    def watched(self, finished: int) -> None:
        """Submit anew what ended.

        Raises:
            QpqError: the queue refuses jobs, or they end again and again.
        """
        if self._jobs is not None:
            self._jobs.watched(finished)


def _jobqueue() -> Any:
    """The module dask_jobqueue, whose import would have Ctrl-C end the process without a word."""
    before = signal.getsignal(signal.SIGINT)
    try:
        return needed("dask_jobqueue", "a batch queue needs dask-jobqueue", "queue")
    finally:
        if before is not None and signal.getsignal(signal.SIGINT) is not before:
            signal.signal(signal.SIGINT, before)


def _security(certificate: Path, key: Path) -> Any:
    """Dask's security with one certificate for all who take part."""
    security = needed("distributed.security", "a batch queue needs Dask", "queue")
    files = {f"tls_{role}_cert": str(certificate) for role in ROLES}
    files |= {f"tls_{role}_key": str(key) for role in ROLES}
    return security.Security(require_encryption=True, tls_ca_file=str(certificate), **files)


@contextmanager
def _taken(where: str) -> Iterator[None]:
    """Turn what dask-jobqueue objects to into one message."""
    try:
        with warnings.catch_warnings():
            # Names of old that Dask's own settings may still hold.
            warnings.simplefilter("error", FutureWarning)
            warnings.simplefilter("ignore", UserWarning)
            yield
    except (ValueError, TypeError, KeyError, RuntimeError, OSError, FutureWarning) as error:
        reason = " ".join(str(error).split())
        raise QpqError(f"{where}: the queue does not take these settings: {reason}") from None
