"""The long run: mutated files and command lines, and kills, by the thousand in `make test-all`.

`docs/reliability.md` says what came of it.
"""

import contextlib
import io
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli import main
from sim.errors import InputError
from sim.runs.running import verified
from sim.scenario import library, load
from tests.runs.conftest import Reference
from tests.runs.conftest import reference as reference
from tests.runs.small import CHILD, ROOT, plan_of, played

SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
JUNK = (
    *(
        "null",
        "~",
        "true",
        "-1",
        "0",
        "1e309",
        ".nan",
        ".inf",
        "''",
        "[]",
        "{}",
        "[1, 2]",
        "{a: 1}",
    ),
    *("9223372036854775808", "0x10", "2021-13", "*a", "&a 1", "!!python/name:os.system", "\ttab"),
    *("no", "on", "1_000", "12:30", "'unclosed", "é\u202e", "- x", "? y", "%", "@", "`", "a: b: c"),
)
WORDS = (
    *("run", "sweep", "show", "check", "list", "results", "query", "replay", "plot", "compare"),
    *("ceuta_2021", "nope", "", ".", "/dev/zero", "/dev/null", "a" * 300, "x/../..", "\u202e", "-"),
    *("--set", "--override", "--seed", "--vary", "--plan", "--points", "-n", "--out", "--json"),
    *("--help", "--nope", "--kind", "timeline", "--run", "--design", "sobol", "lhs", "grid", "oat"),
    *(
        "-1",
        "0",
        "1",
        "2.7",
        "9223372036854775807",
        "1e999",
        "nan",
        "a=b",
        "=",
        "a=",
        "=b",
        "a=1:2",
    ),
    *("actors.morocco.patience=0.3", "actors.morocco.patience=0.3:0.5", "horizon=6", "horizon=6:9"),
    *("no_linkage", "overrides=base,no_linkage", "treatments.linkage=none", "manifest.json"),
)


def mutated(text: str, draw: random.Random) -> str:
    """A scenario with one to three lines that are not as they were."""
    lines = text.splitlines()
    for _ in range(draw.randint(1, 3)):
        place = draw.randrange(len(lines))
        key, colon, value = lines[place].partition(":")
        other = lines[draw.randrange(len(lines))]
        lines[place] = draw.choice(
            (
                "",
                other,
                f"{lines[place]}\n{lines[place]}",
                f" {lines[place]}",
                lines[place][: draw.randrange(len(lines[place]) + 1)],
                f"{key}{colon} {draw.choice(JUNK)}",
                f"{key}{colon}{other.partition(':')[2]}",
                f"{key[:-1]}{colon}{value}",
                value.replace(".", ""),
            )
        )
    return "\n".join(lines)


@pytest.mark.parametrize(
    "count", [300, pytest.param(20_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_mutated_scenarios_load_or_are_one_input_error(tmp_path: Path, count: int) -> None:
    draw = random.Random(count)
    texts = [(library.folder() / f"{name}.yaml").read_text("utf-8") for name in library.names()]
    for name in (library.SOURCES, library.CODEBOOK):
        (tmp_path / name).write_bytes((library.folder() / name).read_bytes())
    refused = 0
    for number in range(count):
        path = tmp_path / "mutated.yaml"
        path.write_text(mutated(draw.choice(texts), draw), "utf-8")
        began = time.perf_counter()
        try:
            load(path)
        except InputError as error:
            refused += 1
            assert str(error), number
        except BaseException as error:
            kept = path.read_text("utf-8")
            raise AssertionError(f"number {number}: {type(error).__name__}\n{kept}") from error
        assert time.perf_counter() - began < 30, number
    assert refused > count / 4


def lines_of_commands(count: int) -> Iterator[list[str]]:
    draw = random.Random(count)
    for _ in range(count):
        words = draw.choices(WORDS, k=draw.randint(1, 6))
        # What plays for long is not what is tried here: sweeps stop at their plan.
        long = {"sweep": "--plan", "compare": "--nope", "plot": "--nope"}
        yield [*words, *(long[word] for word in words if word in long)]


@pytest.mark.parametrize(
    "count", [100, pytest.param(20_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_mutated_command_lines_end_with_a_known_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in lines_of_commands(count):
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main(words)
        assert ended.value.code in (0, 1, 2, 3), words
        assert "should not happen" not in err.getvalue(), (words, err.getvalue())
        assert "Traceback" not in err.getvalue(), words


@pytest.mark.parametrize(
    "kills", [6, pytest.param(60, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_no_kill_at_any_moment_loses_a_run(
    reference: Reference, tmp_path: Path, kills: int
) -> None:
    draw = random.Random(kills)
    plan, done = plan_of(reference.folder), 0
    while done < kills:
        out = tmp_path / f"out{done}"
        for _ in range(3):
            program = CHILD.format(
                root=str(ROOT), pause=0.15, folder=str(reference.folder), out=out
            )
            child = subprocess.Popen(
                [sys.executable, "-c", program],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(draw.uniform(0.0, 6.0))
            child.send_signal(draw.choice(SIGNALS))
            child.wait(60)
            done += 1
        # The lock of a process that was killed is nobody's.
        assert played(plan, out).content_sha256 == reference.manifest.content_sha256
        assert verified(out).well
