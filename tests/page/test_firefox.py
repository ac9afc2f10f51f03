"""The page in Firefox: every screen, a game to its end, and the model's very numbers.

Playwright drives a Firefox of its own making, or one newer than long-term releases are; Marionette
is built into every Firefox, and needs no driver beside it.
"""

import importlib.util
import itertools
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.page.building import words
from tests.page.conftest import BLANKS, NARROW, WIDE, module

__all__ = ["module"]

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
PATIENCE = 120
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("page"),
    # What drives it asks in old ways, and leaves sockets to be cleared away, while it waits.
    *map(
        pytest.mark.filterwarnings,
        (
            "ignore::DeprecationWarning",
            "ignore::ResourceWarning",
            "ignore::pytest.PytestUnraisableExceptionWarning",
        ),
    ),
    pytest.mark.skipif(
        FIREFOX is None or importlib.util.find_spec("marionette_driver") is None,
        reason="needs Firefox and what drives it:"
        " apt-get install firefox-esr; pip install -e '.[firefox]'",
    ),
]
LISTEN = """
window.wrong = [];
for (const kind of ["error", "unhandledrejection", "securitypolicyviolation"])
  addEventListener(kind, (event) => wrong.push(
    `${kind}: ${event.message ?? event.reason ?? event.blockedURI}`));
for (const kind of ["error", "warn"]) {
  const told = console[kind];
  console[kind] = (...said) => { wrong.push(said.join(" ")); told(...said); };
}
"""


class Fox:
    """The page in Firefox."""

    def __init__(self, file: Path) -> None:
        from marionette_driver.marionette import Marionette

        self.address = file.as_uri()
        self.driver: Any = Marionette(bin=FIREFOX, headless=True, startup_timeout=PATIENCE)
        self.driver.start_session()

    def run(self, script: str, *given: Any) -> Any:
        """What a script returns in the page itself."""
        return self.driver.execute_script(script, script_args=given, sandbox=None)

    def wait(self, script: str) -> Any:
        """What a script returns, once that is something."""
        until = time.monotonic() + PATIENCE
        while not (found := self.run(script)):
            assert time.monotonic() < until, script
            time.sleep(0.1)
        return found

    def go(self, room: str) -> None:
        self.driver.navigate("about:blank")
        self.driver.navigate(f"{self.address}#/{room}")
        self.run(LISTEN)
        self.wait("return !!document.querySelector('.screen, .sandbox')")

    def settled(self) -> None:
        for _ in range(3):
            self.wait("return !document.querySelector('.progress')")
            time.sleep(0.15)

    def click(self, selector: str, number: int = 0) -> bool:
        return bool(
            self.run(
                "const found = document.querySelectorAll(arguments[0])[arguments[1]];"
                "found?.click(); return !!found",
                selector,
                number,
            )
        )

    def size(self, size: tuple[int, int]) -> None:
        self.driver.set_window_rect(width=size[0], height=size[1])

    def checked(self) -> str:
        text: str = self.run("return document.querySelector('#app').innerText")
        assert not BLANKS.search(text), BLANKS.search(text)
        wider = self.run("return document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"the page is {wider} pixels wider than the window"
        assert self.run("return wrong") == []
        return text


@pytest.fixture(scope="module")
def fox(file: Path) -> Iterator[Fox]:
    opened = Fox(file)
    yield opened
    opened.driver.quit()
    # It removes its profile when it is thrown away; at the very end of Python it could not.
    opened.driver.cleanup()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_every_screen(fox: Fox, size: tuple[int, int]) -> None:
    fox.size(size)
    for room in (*map(str, range(11)), "play", "watch", "sheet"):
        fox.go(room)
        if fox.click(".predict .card"):
            fox.wait("return !!document.querySelector('.revealed')")
        fox.settled()
        text = fox.checked()
        if room.isdigit():
            assert words("en")["screens"][room]["title"] in text


def test_a_game_to_its_end(fox: Fox) -> None:
    fox.size(WIDE)
    fox.go("play?case=ceuta_2021")
    dice = random.Random(3)
    for turn in itertools.count():
        assert turn < 400
        if fox.run("return !!document.querySelector('.end')"):
            break
        buttons = ".moves .button:not(:disabled)"
        many = fox.run("return document.querySelectorAll(arguments[0]).length", buttons)
        chosen = fox.run("return !!document.querySelector('.moves .row .button.quiet')")
        assert fox.click(buttons, 0 if chosen else dice.randrange(many))
    assert "same luck" in fox.checked()


def test_numbers_are_those_of_any_browser(fox: Fox) -> None:
    """A run in Firefox equals the model's to the last bit."""
    import sim

    fox.go("0")
    fox.run(
        "window.found = null; qpq.many('ceuta_2021', 'welfare_partner', {}, 7, 20)"
        ".then((values) => { window.found = values; })"
    )
    theirs = fox.wait("return window.found")
    ours = [
        sim.run("ceuta_2021", seed=7, replication=number).outcome["welfare_partner"]
        for number in range(20)
    ]
    assert theirs == ours
