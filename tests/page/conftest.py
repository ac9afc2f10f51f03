"""The page as people open it: one file, in a real browser, with nothing to ask."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from sim.page.building import TAUGHT, page
from sim.scenario import load
from tests.browser.conftest import module

__all__ = ["module"]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
NEEDS_BROWSER = pytest.mark.skipif(
    CHROMIUM is None, reason="needs Chromium: apt-get install chromium"
)
WIDE, NARROW = (1280, 900), (390, 844)
PATIENCE = 120_000
"""Milliseconds: machines are shared."""
BLANKS = re.compile(r"\[[a-z_]+(\.\w+)+\]|\{\w+(:\w+)?\}|\bNaN\b|\bundefined\b|\bInfinity\b")
"""What would show that words or numbers are missing."""


@pytest.fixture(scope="session")
def file(module: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with the cases that its screens tell of."""
    path = tmp_path_factory.mktemp("page") / "a page.html"
    path.write_text(page([load(name) for name in TAUGHT]), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
    yield browser
    browser.close()


class Opened:
    """The page in a window, and all that went wrong in it."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], **more: Any) -> None:
        self.address = address
        self.wrong: list[str] = []
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        self.page = self.tab()

    def tab(self) -> Page:
        made = self.context.new_page()
        made.set_default_timeout(PATIENCE)
        made.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        made.on("console", self._heard)
        made.on("request", self._asked)
        return made

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.wrong.append(f"request: {request.url}")

    def go(self, room: str, page: Page | None = None) -> Page:
        """Open a screen, and wait until it is there."""
        page = page or self.page
        page.goto(f"{self.address}#/{room}")
        page.locator(".screen, .sandbox").first.wait_for()
        return page

    def settled(self) -> None:
        """Wait until nothing is being played."""
        for _ in range(3):
            self.page.locator(".progress").first.wait_for(state="detached")
            self.page.wait_for_timeout(150)

    def checked(self) -> str:
        """The text, once it is seen to be whole and nothing to have gone wrong."""
        text = self.page.locator("#app").inner_text()
        assert not BLANKS.search(text), BLANKS.search(text)
        wider = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"the page is {wider} pixels wider than the window"
        assert self.wrong == []
        return text


@pytest.fixture
def opened(file: Path, chromium: Browser) -> Iterator[Opened]:
    window = Opened(chromium, file.as_uri(), WIDE)
    yield window
    window.context.close()
