"""`qpq` in this process: its exit code and what it printed."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from sim.cli import main


class Result(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Qpq = Callable[..., Result]


@pytest.fixture
def qpq(capsys: pytest.CaptureFixture[str]) -> Qpq:
    """Run `qpq` with some arguments."""

    def command(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Result(ended.value.code, printed.out, printed.err)

    return command
