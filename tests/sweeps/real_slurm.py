"""A Slurm of one node on this machine's loopback, for as long as a test lasts."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
DAEMONS = ("munged", "slurmctld", "slurmd")
COMMANDS = ("sbatch", "scancel", "squeue", "sinfo")
CONFIGURATION = """ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket={place}/munge.socket
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={place}/state
SlurmdSpoolDir={place}/spool
SlurmctldPidFile={place}/slurmctld.pid
SlurmdPidFile={place}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=1
NodeName={host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=8000
PartitionName=main Nodes=ALL Default=YES MaxTime=60 State=UP
"""
"""Everything is bound to the address of its host, which is the loopback; the node says that it has
more than it may have, since nothing is measured here."""


def missing() -> list[str]:
    """Programs of Slurm that are not on this machine."""
    return [name for name in (*DAEMONS, *COMMANDS) if shutil.which(name, path=PLACES) is None]


@contextmanager
def slurm() -> Iterator[dict[str, str]]:
    """Begin it, and end it afterwards.

    Yields:
        What the environment of its users has to hold.

    Raises:
        RuntimeError: it does not begin; what its programs printed is in the message.
    """
    with ExitStack() as open_ones:
        # Names of sockets are short, and folders of tests are not.
        place = Path(open_ones.enter_context(tempfile.TemporaryDirectory(prefix="qpq-slurm-")))
        host = socket.gethostname().partition(".")[0]
        text = CONFIGURATION.format(
            host=host, place=place, ports=_free_ports(2), user=getpass.getuser()
        )
        (place / "slurm.conf").write_text(text, "utf-8")
        for name in ("state", "spool"):
            (place / name).mkdir()
        key = place / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        environment = {"SLURM_CONF": str(place / "slurm.conf"), "PATH": PLACES}
        munge = {"key-file": "munge.key", "socket": "munge.socket", "pid-file": "munged.pid"}
        munge |= {"log-file": "munged.log", "seed-file": "munged.seed"}
        options = [f"--{option}={place / file}" for option, file in munge.items()]
        for command in (
            ["munged", "--foreground", "--force", *options],
            ["slurmctld", "-D", "-c"],
            ["slurmd", "-D", "-N", host],
        ):
            open_ones.enter_context(_running(command, place, environment))
            if command[0] == "munged":
                _await(lambda: (place / "munge.socket").exists(), place)
        _await(lambda: "idle" in _said(["sinfo", "--noheader", "--format=%T"], environment), place)
        yield environment


@contextmanager
def _running(command: Sequence[str], place: Path, environment: dict[str, str]) -> Iterator[None]:
    program = shutil.which(command[0], path=PLACES)
    assert program is not None
    with (place / f"{command[0]}.printed").open("wb") as printed:
        process = subprocess.Popen(
            [program, *command[1:]],
            env={**os.environ, **environment},
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(happened: "object", place: Path, seconds: float = 60) -> None:
    assert callable(happened)
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            printed = [path.read_text("utf-8", "replace") for path in place.glob("*.printed")]
            raise RuntimeError("Slurm does not begin:\n" + "\n".join(printed))
        time.sleep(0.1)


def _said(command: Sequence[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout


def queued(environment: dict[str, str]) -> list[str]:
    """Numbers of the jobs that Slurm knows and that have not ended."""
    return _said(["squeue", "--noheader", "--format=%A"], environment).split()


def _free_ports(count: int) -> list[int]:
    with ExitStack() as open_ones:
        sockets = [open_ones.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
