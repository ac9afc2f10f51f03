"""Cases as a page holds them, kept: to find out what may be changed in one takes seconds."""

import base64
import contextlib
import gzip
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from sim.browser import keeping
from sim.browser.layout import case
from sim.model.batch import menu_of
from sim.model.fingerprint import cache_root
from sim.page.casting import words_of
from sim.scenario import Scenario

ROOM = Path(__file__).parents[1]
MAKERS = ("browser/paths.py", "browser/layout.py", "browser/words.py", "page/casting.py")
"""Files, beside the model's, that decide what a case looks like."""


def packed_case(scenario: Scenario) -> str:
    """A case for a page: JSON, compressed, in letters."""
    place = _place(scenario)
    if place is not None:
        with contextlib.suppress(OSError):
            return place.read_text("ascii")
    made = packed({**case(scenario), "words": words_of(scenario)})
    if place is not None:
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False) as file:
                file.write(made)
            os.replace(file.name, place)
    return made


def is_at_hand(scenario: Scenario) -> bool:
    """Whether a case has been prepared before."""
    place = _place(scenario)
    return place is not None and place.is_file()


def packed(content: Any) -> str:
    """JSON, or bytes as they are, compressed and in letters; the same content gives the same."""
    if not isinstance(content, bytes):
        content = json.dumps(content, separators=(",", ":"), allow_nan=False).encode()
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def _place(scenario: Scenario) -> Path | None:
    """Where a case is kept: named after all that it is made of; None if that cannot be told."""
    key = keeping.fingerprint(menu_of(scenario))
    if key is None:
        return None
    digest = hashlib.sha256(key.encode())
    for name in MAKERS:
        digest.update((ROOM / name).read_bytes())
    for path in sorted((ROOM / "story").iterdir()):
        if path.is_file():
            digest.update(path.read_bytes())
    content = scenario.model_dump(mode="json")
    provenance = scenario.provenance
    told = [
        str(provenance.path),
        content,
        provenance.changes,
        provenance.overrides,
        provenance.counts,
    ]
    digest.update(json.dumps(told, sort_keys=True, default=str).encode())
    digest.update(repr(sorted(provenance.distributions.items())).encode())
    digest.update(repr(sorted(provenance.evidence.items())).encode())
    return cache_root() / f"case-{digest.hexdigest()[:24]}.txt"
