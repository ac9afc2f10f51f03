"""One short transcript per strategy, to be read.

A difference means that results have changed. If that was meant, write the transcripts anew with
``python -m pytest tests/strategies --regenerate-golden``, read them, and say so in the CHANGELOG.
"""

from pathlib import Path

import pytest

from sim.strategies.protocol import Strategy
from sim.strategies.registry import SHIPPED
from tests.model.worlds import model_of, world
from tests.strategies.transcript import ending, lines
from tests.strategies.worlds import OPPONENTS, QUARREL

FOLDER = Path(__file__).parent / "golden"
SEED = 4


def transcript(strategy: type[Strategy]) -> str:
    opponent = OPPONENTS.get(strategy.name, "cooperative")
    seats = (strategy.name, opponent)
    if "destination" not in strategy.roles:
        seats = (opponent, strategy.name)
    paths = ("actors.north.strategy", "actors.south.strategy")
    model = model_of(world(QUARREL, dict(zip(paths, seats, strict=True))), SEED)
    model.play()
    heading = f"north plays {seats[0]}, south plays {seats[1]}"
    return "\n".join([heading, "", *lines(model), "", *ending(model), ""])


@pytest.mark.parametrize("strategy", SHIPPED, ids=lambda s: s.name)
def test_golden_transcript(strategy: type[Strategy], request: pytest.FixtureRequest) -> None:
    path = FOLDER / f"{strategy.name}.txt"
    found = transcript(strategy)
    if request.config.getoption("--regenerate-golden"):
        path.write_text(found, "utf-8")
    assert path.exists(), "no transcript yet: run pytest with --regenerate-golden"
    assert found == path.read_text("utf-8")
    assert len(found.splitlines()) <= 80


def test_no_transcript_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {strategy.name for strategy in SHIPPED}
