"""What all tests share: how golden transcripts are renewed, and how Hypothesis searches."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The same examples every time: a test that fails, fails for everybody.
settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("steady")

# What a shell starts in the background ignores interruption, and so would all that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden transcripts anew instead of comparing with them",
    )


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """Playwright, started once: it does not bear a second one beside it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        yield play


@pytest.fixture
def ipython() -> Iterator[Any]:
    """A running IPython, as in a notebook, without what the next test should not see."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.display_formatter.formatters["image/png"].enabled = True
    try:
        yield shell
    finally:
        InteractiveShell.clear_instance()
