"""Packages that only some analyses need: imported on use, missed with a clear message."""

from importlib import import_module
from typing import Any

from sim.errors import QpqError


class MissingExtra(QpqError):
    """An optional package is not installed."""


def extra(module: str, purpose: str, name: str = "analysis") -> Any:
    """Import a module of an optional package.

    Args:
        module: full name of the module.
        purpose: what needs it, as the first words of a sentence.
        name: extra of this project that brings the package.

    Raises:
        MissingExtra: the package is not installed.
    """
    package = module.split(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != package:
            raise
        what = f"{purpose} needs {package}: pip install 'quidproquo[{name}]'"
        raise MissingExtra(what) from None
