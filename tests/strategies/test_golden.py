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
from tests.strategies.worlds import LEARNER, OPPONENTS, QUARREL, UNION

FOLDER = Path(__file__).parent / "golden"
SEED = 4


def transcript(strategy: type[Strategy]) -> str:
    if strategy.name == "divide_and_rule":
        changes = {"actors.south.strategy": strategy.name}
        return text(UNION, changes, "south plays divide_and_rule, all others cooperate")
    opponent = OPPONENTS.get(strategy.name, "cooperative")
    name = LEARNER if strategy.adapts else strategy.name
    seats = (name, opponent) if "destination" in strategy.roles else (opponent, name)
    paths = ("actors.north.strategy", "actors.south.strategy")
    heading = f"north plays {seats[0]}, south plays {seats[1]}"
    return text(QUARREL, dict(zip(paths, seats, strict=True)), heading)


def text(scenario: str, changes: dict[str, str], heading: str) -> str:
    model = model_of(world(scenario, changes), SEED)
    model.play()
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
