"""The front of `qpq`: help that costs nothing, exit codes, one message for whatever goes wrong."""

import resource
import shlex
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

import sim
import sim.api.single
import sim.cli
from sim.cli.app import COMMANDS
from sim.errors import QpqError

Qpq = Callable[..., Any]

CHILD = [sys.executable, "-m", "sim.cli"]
HEAVY = ("numpy", "numba", "mesa", "pydantic", "pyarrow", "rich", "matplotlib")


def test_help_lists_all_commands(qpq: Qpq) -> None:
    result = qpq("--help")
    assert (result.code, result.err) == (0, "")
    for name, command in COMMANDS.items():
        assert f"  {name} " in result.out
        assert command.summary in result.out
    assert qpq().out == result.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_and_has_help(qpq: Qpq, name: str) -> None:
    command = COMMANDS[name]
    assert callable(getattr(import_module(command.module), command.function))
    result = qpq(name, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"qpq {name}" in result.out


def test_version(qpq: Qpq) -> None:
    assert qpq("--version") == (0, f"qpq {sim.__version__}\n", "")


def test_help_within_half_a_second_of_cpu() -> None:
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*CHILD, "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    assert min(spent) <= 0.5


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['qpq', '--help']\n"
        "from sim.cli import main\n"
        "try: main()\n"
        f"except SystemExit: print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("arguments", [("list",), ("check", "ceuta_2021")])
def test_reading_cases_needs_neither_compiler_nor_arrays(arguments: tuple[str, ...]) -> None:
    code = (
        f"import sys; sys.argv = ['qpq', *{arguments!r}]\n"
        "from sim.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code, {'numba', 'numpy', 'mesa'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "0 set()"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rn",), "No such command 'rn'. Did you mean 'run'?"),
        (("frobnicate",), "There are: run, "),
        (("--versio",), "No such option: --versio"),
        (("list", "extra"), "extra"),
    ],
)
def test_usage_errors(qpq: Qpq, arguments: tuple[str, ...], said: str) -> None:
    result = qpq(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "--help" in result.err


class Full(QpqError):
    """Stands in for an error of the store."""

    exit_code = 3


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (QpqError("run 0 failed: a value is not a number"), 1, "qpq: run 0 failed"),
        (Full("the store is full"), 3, "qpq: the store is full"),
        (KeyboardInterrupt(), 130, "qpq: interrupted"),
        (
            ZeroDivisionError("by\nzero"),
            1,
            "qpq: this should not happen: ZeroDivisionError: by zero",
        ),
    ],
)
def test_whatever_goes_wrong_is_one_message(
    qpq: Qpq, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(sim.api.single, "load", fail)
    monkeypatch.delenv("QPQ_DEBUG", raising=False)
    result = qpq("run", "ceuta_2021")
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(said)
    assert "Traceback" not in result.err


def test_a_traceback_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(sim.api.single, "load", fail)
    monkeypatch.setenv("QPQ_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        sim.cli.main(["run", "ceuta_2021"])


def test_a_reader_that_stops_reading_is_no_failure() -> None:
    with subprocess.Popen(
        [*CHILD, "check"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        child.stdout.close()
        errors = child.stderr.read()
        assert (child.wait(), errors) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("run ''", "an argument is empty, after 'run'"),
        ("run ceuta_2021 --set ' '", "an argument is empty, after '--set'"),
        ("sweep ceuta_2021 --out ''", "an argument is empty, after '--out'"),
        ("sweep ceuta_2021 --out=", "an argument is empty, after '--out'"),
        ("run ceuta_2021 --full --json", "--json has all of it"),
        ("compare ceuta_2021 --arm base --arm no_hospital --replace", "without --out"),
        ("pairings ceuta_2021 --partner stalling,stalling", "stands there twice"),
        ("sweep ceuta_2021 --processes --cluster tcp://127.0.0.1:1", "one of the two"),
        ("sweep ceuta_2021 --jobs 100000", "at most 1,024"),
        ("sweep ceuta_2021 --points 3", "nothing is sampled"),
        ("sweep ceuta_2021 --vary horizon=6,7 --points 3", "nothing is sampled"),
        ("sweep ceuta_2021 --keep events,events", "expected it once"),
        ("results list nowhere", "no such folder"),
        ("results list /dev/null", "is a device"),
        ("analyse nowhere --less", "expected --beats beside it"),
        ("analyse nowhere --where 'harm>nan'", "expected outcome>value"),
        ("notebook 1 --list", "expected one of the two"),
        ("validate --out /dev/null", "is a device"),
        ("page /dev/null ceuta_2021", "is a device"),
        ("mechanisms --only ''", "an argument is empty"),
    ],
)
def test_what_would_be_without_effect_or_cannot_be_is_refused_at_once(
    qpq: Qpq, arguments: str, said: str
) -> None:
    done = qpq(*shlex.split(arguments))
    assert (done.code, done.out) == (2, "") and said in done.err
