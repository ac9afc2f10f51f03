"""A game kept in a file: its answers, which lead back to where it was left."""

import hashlib
import io
import json
import os
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem, QpqError
from sim.interactive.answers import ALIASES, ANYTIME, asked
from sim.interactive.seat_view import Seat
from sim.model.fingerprint import sources_fingerprint
from sim.scenario import Scenario

ASIDE = frozenset({*ANYTIME, *ALIASES}) - {"undo", "finish", "y", "yes", "n", "no"}
"""Words that change nothing in a game; they are not kept."""


class Kept:
    """Answers of a game in a file, given again without a word before new ones are asked for."""

    def __init__(self, path: Path, game: dict[str, Any]) -> None:
        """Take a file, which may not exist yet, and what game it must be of.

        Raises:
            InputError: the file is of another game, or none of a game.
            QpqError: it was played with another model, in which the answers would lead elsewhere.
        """
        self.path, self.game = path, game
        self.answers: list[str] = []
        self._aloud: Any = None
        self._unheard = io.StringIO()
        self._title: Callable[[], str] = str
        if path.exists():
            self.answers = self._answers_of(path)
        self._given = deque(self.answers)

    def begin(self, title: Callable[[], str]) -> None:
        """Fall silent until the kept answers are given; `title` says in which month it is then."""
        self._title = title
        if self._given:
            self._aloud, sys.stdout = sys.stdout, self._unheard

    def read(self, prompt: str) -> str:
        """The next answer: one that was kept, or a new one, which is kept.

        Raises:
            StoreError: it cannot be written.
        """
        if self._given:
            print(f"{prompt}{self._given[0]}")
            return self._given.popleft()
        self.speak()
        line = asked(prompt)
        if line.strip().lower() not in ASIDE:
            self.answers.append(line.strip())
            self._write()
        return line

    def speak(self) -> None:
        """Be heard again, from the beginning of the month that is under way."""
        if self._aloud is None:
            return
        sys.stdout, self._aloud = self._aloud, None
        unheard = self._unheard.getvalue()
        month = max(unheard.rfind(f"\n{self._title()}\n"), 0)
        print(f"Back at the table.\n{unheard[month:]}", end="")

    def _answers_of(self, path: Path) -> list[str]:
        try:
            found = json.loads(path.read_text("utf-8"))
            game, model, answers = found["game"], found["model"], found["answers"]
            answers = [str(answer) for answer in answers]
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(
                Problem("no game is kept there", str(path), None, None, "a file of --keep")
            ) from None
        for name, value in self.game.items():
            if game.get(name) != value:
                what = f"another game is kept there: {name} differs"
                raise InputError(Problem(what, str(path), None, None, "another file"))
        if model != sources_fingerprint(maker=""):
            what = "the game was played with another version of the model, and would go otherwise"
            raise QpqError(f"{path}: {what}; begin anew in another file")
        return answers

    def _write(self) -> None:
        from sim.runs.disk import StoreError

        content = {
            "game": self.game,
            "model": sources_fingerprint(maker=""),
            "answers": self.answers,
        }
        half = self.path.with_name(f"{self.path.name}.half")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            half.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
            os.replace(half, self.path)
        except OSError as error:
            self.speak()
            raise StoreError(f"{self.path}: cannot be written ({error.strerror})") from None


def game_of(scenario: Scenario, place: Seat, seed: int, replication: int) -> dict[str, Any]:
    """What makes a game the same: who sits where in what, and under which luck."""
    content = hashlib.sha256(scenario.model_dump_json().encode()).hexdigest()
    return {
        "scenario": scenario.name,
        "content": content,
        "seat": place.actor,
        "table": place.table,
        "seed": seed,
        "replication": replication,
    }
