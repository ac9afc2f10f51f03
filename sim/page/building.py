"""The page as one file: program, style, words, model and cases, with nothing to fetch."""

import base64
import hashlib
import html
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.browser.keeping import module
from sim.browser.layout import layout
from sim.errors import InputError, Problem, QpqError, nearest, one_of
from sim.model.assembly import assemble
from sim.model.batch import menu_of
from sim.page.cases import packed, packed_case
from sim.scenario import Scenario, load
from sim.scenario.reading import parse
from sim.story.catalogue import as_json
from sim.strategies.dispatching import compilable
from sim.strategies.registry import SHIPPED
from sim.version import VERSION

HERE = Path(__file__).parent
BUILT, WORDS = HERE / "built", HERE / "words"
TAUGHT = ("ceuta_2021", "eu_turkiye_2016")
"""Cases that the screens tell of; a page has them whatever else is asked for."""
POLICY = (
    "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; style-src {style}; "
    "worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'"
)
"""What the page may do: run its own program and the model, and nothing else; it asks nobody."""
DOCUMENT = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main id="app"><noscript><p class="bare">{no_script}</p></noscript></main>
{data}
<script>{script}</script>
</body>
</html>
"""


def languages() -> list[str]:
    """Languages that there is a catalogue of words for."""
    return sorted(path.stem for path in WORDS.glob("*.yaml"))


def words(language: str) -> Mapping[str, Any]:
    """The page's words in a language.

    Raises:
        InputError: there is no such catalogue.
    """
    known = languages()
    if language not in known:
        raise InputError(
            Problem(
                f"no words in '{language}'", "--language", None, None, one_of(known),
                nearest(language, known),
            )
        )  # fmt: skip
    path = WORDS / f"{language}.yaml"
    return dict(parse(path.read_text(encoding="utf-8"), path.name).tree)


def page(
    scenarios: Sequence[Scenario],
    language: str = "en",
    results: Mapping[str, Any] | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> str:
    """The whole page.

    Args:
        scenarios: cases to choose from, beside those that the screens tell of.
        language: of the words.
        results: a sweep to show, as `sim.page.sweeps` reads it; its scenario is among the cases.
        progress: called with the name of each case once it is in.

    Raises:
        QpqError: a case cannot be played in a browser.
    """
    said = words(language)
    cases = list(scenarios)
    held = {each.name for each in cases}
    cases += [load(name) for name in TAUGHT if name not in held]
    menus = {menu_of(each) for each in cases}
    menu = max(menus, key=len)
    if any(menu[: len(other)] != other for other in menus):
        raise QpqError("these cases bring strategies that cannot be in one page: make one of each")
    for strategy in menu[len(SHIPPED) :]:
        fits, reason = compilable(strategy)
        if not fits:
            raise QpqError(f"'{strategy.name}' cannot be played in a browser: {reason}")
    blocks = {
        "words": packed({**said, "story": as_json(), "version": VERSION}),
        "layout": packed(layout(menu, assemble(cases[0]).template)),
        "engine": packed(module(menu)),
        "index": packed([{"name": c.name, "title": c.title} for c in cases]),
    }
    if results is not None:
        blocks["results"] = packed(results)
    for scenario in cases:
        blocks[f"case-{scenario.name}"] = packed_case(scenario)
        progress(scenario.name)
    data = "\n".join(
        f'<script type="text/plain" id="{html.escape(name)}">{block}</script>'
        for name, block in blocks.items()
    )
    script, style = (BUILT / name for name in ("app.js", "app.css"))
    program, look = script.read_text(encoding="utf-8"), style.read_text(encoding="utf-8")
    return DOCUMENT.format(
        language=language,
        policy=POLICY.format(script=_hash(program), style=_hash(look)),
        title=html.escape(said["title"]),
        style=look,
        no_script=html.escape(said["no_script"]),
        data=data,
        script=program,
    )


def _hash(text: str) -> str:
    """How a policy names a text that may run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def sources_of_bundle() -> str:
    """Hash of what the bundle is made of; its first line holds the same."""
    app, engine = HERE / "app", HERE.parent / "browser"
    files = sorted([*(app / "src").iterdir(), app / "build.mjs", app / "package-lock.json"])
    files += [engine / name for name in ("engine.js", "game.js", "worker.js", "workers.js")]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def notices() -> str:
    """Licences of the programs of others that the bundle holds."""
    return (BUILT / "LICENSES.txt").read_text(encoding="utf-8")
