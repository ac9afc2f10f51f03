"""A pretended Slurm: three commands that play a job's script on this machine, as Slurm would."""

import os
import signal
from pathlib import Path

COMMANDS = {
    "sbatch": """#!/bin/sh
n=1
while ! mkdir "{place}/$n" 2>/dev/null; do n=$((n + 1)); done
cp "$1" "{place}/$n/script"
setsid /bin/sh -c '/bin/bash "$0/script"; touch "$0/ended"' "{place}/$n" \\
    >"{place}/$n/printed" 2>&1 </dev/null &
echo $! >"{place}/$n/pid"
echo "Submitted batch job $n"
""",
    "scancel": """#!/bin/sh
touch "{place}/$1/cancelled" "{place}/$1/ended"
kill -TERM -- "-$(cat "{place}/$1/pid")" 2>/dev/null
""",
    "squeue": """#!/bin/sh
for n; do :; done
if ! [ -e "{place}/$n/ended" ]; then echo "$n"; fi
""",
}
REFUSAL = """#!/bin/sh
echo 'sbatch: error: invalid partition specified: nowhere' >&2
exit 1
"""


class Pretended:
    """The commands in a folder, and what they were asked to do."""

    def __init__(self, folder: Path) -> None:
        self.place, self.commands = folder / "jobs", folder / "bin"
        self.place.mkdir()
        self.commands.mkdir()
        for name, text in COMMANDS.items():
            self.write(name, text.format(place=self.place))

    def write(self, name: str, text: str) -> None:
        path = self.commands / name
        path.write_text(text, "utf-8")
        path.chmod(0o755)

    def refuse(self) -> None:
        self.write("sbatch", REFUSAL)

    @property
    def jobs(self) -> list[str]:
        return sorted((each.name for each in self.place.iterdir()), key=int)

    def script(self, job: str) -> str:
        return (self.place / job / "script").read_text("utf-8")

    def _pid(self, job: str) -> int:
        return int((self.place / job / "pid").read_text("utf-8"))

    def kill(self, job: str) -> None:
        """As a queue does at the end of a job's time."""
        os.killpg(self._pid(job), signal.SIGKILL)
        (self.place / job / "ended").touch()

    def cancelled(self, job: str) -> bool:
        return (self.place / job / "cancelled").exists()
