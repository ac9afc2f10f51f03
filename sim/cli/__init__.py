"""The command line: thin faces over the public API, one clean message for whatever goes wrong."""

import contextlib
import io
import os
import sys
from collections.abc import Sequence

from sim.errors import QpqError

INTERRUPTED = 130
BAD_INPUT = 2
FAILED = 1


def main(argv: Sequence[str] | None = None) -> None:
    """Run `qpq` and exit: 0 done, 1 failed, 2 bad input, 3 store, 4 cluster, 130 interrupted.

    Args:
        argv: arguments after the command's name; by default those of the process.
    """
    sys.exit(_played(sys.argv[1:] if argv is None else list(argv)))


def _played(arguments: list[str]) -> int:
    from sim.cli.app import Exit, UsageError, assembled

    for stream in (sys.stdout, sys.stderr):
        # Letters that the terminal's encoding lacks are replaced, not the end of the command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        _refuse_empty(arguments)
        with assembled(arguments).make_context("qpq", arguments) as context:
            context.command.invoke(context)
        sys.stdout.flush()
    except Exit as done:
        return done.exit_code
    except UsageError as error:
        return _failed(_usage(error), BAD_INPUT)
    except QpqError as error:
        return _failed(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _failed("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # The reader has seen enough. What is still buffered must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("QPQ_DEBUG") == "1":
            raise
        what = " ".join(str(error).split())
        return _failed(
            f"this should not happen: {type(error).__name__}: {what}\n"
            "Please report it, with the command and what QPQ_DEBUG=1 adds to it.",
            FAILED,
        )
    return 0


def _refuse_empty(arguments: list[str]) -> None:
    """An empty text is never meant, and an empty path would be the current folder.

    Raises:
        UsageError: there is one.
    """
    from sim.cli.app import UsageError

    for place, text in enumerate(arguments):
        if not text.strip() or (text.startswith("--") and text.endswith("=")):
            before = text.strip().rstrip("=") or arguments[max(place - 1, 0)]
            raise UsageError(f"an argument is empty, after '{before}'")


def _usage(error: Exception) -> str:
    """What was wrong with the arguments, the nearest valid name, and where to read on."""
    text = str(getattr(error, "message", "") or "")
    described = getattr(error, "format_message", None)
    if callable(described):
        text = str(described())
    options = getattr(error, "possibilities", None)
    if options:
        text = f"{getattr(error, 'message', text)}. Did you mean '{options[0]}'?"
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "qpq")
    return f"{text}\nRead on with: {path} --help"


def _failed(message: str, code: int) -> int:
    """Print one message where people look for it, and return the exit code."""
    with contextlib.suppress(OSError):
        print(f"qpq: {message}", file=sys.stderr)
    return code
