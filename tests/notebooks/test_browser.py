"""A student's way: `qpq notebook` in a real browser without internet, stepped and slid."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
MINUTES = 600_000
"""Milliseconds: the first run on a machine compiles the model."""

expect.set_options(timeout=MINUTES)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="needs Chromium: apt-get install chromium"),
]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a student types it, and the address that it prints."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "sim.cli", "notebook", "1", "--no-browser"),
            *("--folder", str(tmp_path / "mine"), "--port", str(free_port())),
        ],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={
            **os.environ,
            "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        },
    )
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        if found := ADDRESS.search(line):
            break
    else:
        pytest.fail(told)
    try:
        yield process, found.group()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def page(
    lab: tuple[subprocess.Popen[str], str], playwright: Playwright
) -> Iterator[tuple[Page, list[str]]]:
    """The notebook in a browser, and all that it asks of anything but this machine."""
    foreign: list[str] = []
    browser = playwright.chromium.launch(executable_path=BROWSER, args=list(QUIET))
    opened = browser.new_page(viewport={"width": 1300, "height": 1000})
    opened.set_default_timeout(MINUTES)
    opened.on("request", lambda request: _note(request.url, foreign))
    opened.goto(lab[1])
    expect(opened.locator(".jp-Notebook h1").first).to_contain_text("A first negotiation")
    rest(opened)
    yield opened, foreign
    browser.close()


def _note(url: str, foreign: list[str]) -> None:
    if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url):
        foreign.append(url)


def rest(opened: Page) -> None:
    """Wait until the kernel has nothing left to do."""
    indicator = opened.locator(".jp-Notebook-ExecutionIndicator")
    expect(indicator).to_have_attribute("data-status", "idle")


def cell(opened: Page, source: str) -> Any:
    """The cell whose code contains some text."""
    return opened.locator(".jp-CodeCell", has_text=source).first


def test_it_is_opened_stepped_and_slid_without_internet(
    lab: tuple[subprocess.Popen[str], str], page: tuple[Page, list[str]]
) -> None:
    opened, foreign = page
    first = cell(opened, "sim.play(")
    first.locator(".jp-InputArea-editor").click()
    opened.keyboard.press("Shift+Enter")
    step = opened.locator(".jp-CodeCell").nth(1)
    for month in ("February 2024", "March 2024", "April 2024"):
        step.locator(".jp-InputArea-editor").click()
        opened.keyboard.press("Control+Enter")
        expect(step.locator(".jp-OutputArea-output")).to_contain_text(month)
    expect(step.locator("svg[role=img]").first).to_be_visible()

    opened.get_by_text("Run", exact=True).first.click()
    opened.get_by_text("Run All Cells", exact=True).click()
    # The last cell has been run anew.
    last = opened.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
    expect(last).to_have_text(re.compile(r"\[\d{2}\]:"))
    rest(opened)
    slider = cell(opened, "sim.slide(")
    slider.scroll_into_view_if_needed()
    handle = slider.locator(".noUi-handle")
    expect(handle).to_be_visible(timeout=MINUTES)
    picture = slider.locator(".jupyter-widgets img")
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    handle.focus()
    opened.keyboard.press("ArrowRight")
    expect(slider.locator(".widget-readout")).to_have_text("14")
    expect(picture).not_to_have_attribute("src", str(before))
    assert foreign == []

    process = lab[0]
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        try:
            assert process.wait(timeout=5) == 0
            break
        except subprocess.TimeoutExpired:
            continue
    assert process.returncode == 0
