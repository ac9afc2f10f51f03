"""What is written to a folder or a file, and that the bundle equals its sources."""

import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.page.building import BUILT, HERE, TAUGHT, sources_of_bundle, words
from tests.browser.conftest import module, node

__all__ = ["module"]

APP = HERE / "app"
MOST_WORDS = 60
TOLD_ELSEWHERE = {"title", "no_script"}
"""Texts that the document itself has, before its program runs."""
ADDED = {"version"}
"""Places that the page adds to the catalogue."""
JARGON = re.compile(r"Nash|disagreement point|reservation|utility", re.IGNORECASE)


def qpq(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sim.cli", *map(str, arguments)],
        capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip


def block(text: str, name: str) -> Any:
    """One of the blocks of data in a page."""
    found = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', text)
    assert found, name
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


def test_the_bundle_names_the_sources_that_it_is_made_of() -> None:
    first = (BUILT / "app.js").read_text(encoding="utf-8").splitlines()[0]
    assert f"built from {sources_of_bundle()};" in first, "run: npm ci && npm run build in the app"


def test_the_bundle_equals_its_sources(tmp_path: Path) -> None:
    if not (APP / "node_modules" / "esbuild").is_dir():
        pytest.skip("needs what bundles it: npm ci in sim/page/app")
    done = subprocess.run(
        [node(), str(APP / "build.mjs"), str(tmp_path)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for path in BUILT.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_types_of_the_app() -> None:
    if shutil.which("node") is None or not (APP / "node_modules" / "typescript").is_dir():
        pytest.skip("needs what checks it: npm ci in sim/page/app")
    done = subprocess.run(
        [node(), str(APP / "node_modules/typescript/bin/tsc"), "--noEmit"],
        cwd=APP, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_words_of_screens_are_few_and_plain() -> None:
    said = words("en")
    for number, screen in said["screens"].items():
        count = len(f"{screen['title']} {screen['text']} {screen.get('question', '')}".split())
        assert count <= MOST_WORDS, number
    assert not JARGON.search(json.dumps(said))


def leaves(tree: Any, path: str = "") -> Iterator[str]:
    """Places of all texts in a catalogue."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from leaves(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path


def test_every_text_that_is_asked_for_exists_and_every_one_is_asked_for() -> None:
    """What the program's strings name, and what may stand for `${a choice}` in them."""
    said = words("en")
    sources = "".join(path.read_text(encoding="utf-8") for path in (APP / "src").glob("*.ts*"))
    strings = [*re.findall(r'"([^"\n]*)"', sources), *re.findall(r"`([^`\n]+)`", sources)]
    asked = {each for each in strings if each.split(".")[0] in said and re.match(r"\w+\.\S", each)}
    asked |= set(re.findall(r'\b(?:say|at)\("(\w+)"', sources))
    asked -= ADDED
    texts = list(leaves(said))
    unasked = set(texts) - TOLD_ELSEWHERE
    for place in asked:
        parts = re.split(r"\$\{(?:[^{}]|\{[^}]*\})*\}", place)
        fits = re.compile(r"[\w.]+".join(map(re.escape, parts)) + r"(\.|$)")
        found = {each for each in texts if fits.match(each)}
        assert found, place
        unasked -= found
    assert unasked == set()


def test_a_folder_and_a_file(module: bytes, tmp_path: Path) -> None:
    done = qpq("page", tmp_path / "out", "ceuta_2021", "--set", "actors.morocco.empowerment=0.3")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"index.html", "LICENSES.txt"}
    text = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert {case["name"] for case in block(text, "index")} == set(TAUGHT)
    case = block(text, "case-ceuta_2021")
    assert case["paths"]["actors.morocco.empowerment"]["value"] == 0.3
    assert case["words"]["command"] == {
        "scenario": "ceuta_2021",
        "set": {"actors.morocco.empowerment": 0.3},
        "overrides": [],
    }
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    program = text.rpartition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert f"'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1]
    assert "'unsafe-eval'" not in policy[1]
    single = tmp_path / "class.html"
    done = qpq("page", "--single", single, "ceuta_2021")
    assert done.returncode == 0, done.stderr
    assert block(single.read_text(encoding="utf-8"), "index") == block(text, "index")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name a folder"),
        (("out", "ceuta"), "did you mean 'ceuta_2021'"),
        (("--single", "x.html", "--set", "horizon=3"), "name one"),
        (("out", "ceuta_2021", "--language", "english"), "expected en"),
        (("out", "ceuta_2021", "ceuta_2021"), "the same name"),
    ],
)
def test_mistakes_are_told_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    done = qpq("page", *arguments)
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_serve(module: bytes) -> None:
    command = [sys.executable, "-m", "sim.cli", "serve", "ceuta_2021", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--no-browser"], stdout=subprocess.PIPE, text=True, env=None
    )
    try:
        assert process.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        with urllib.request.urlopen(found[0]) as answer:
            assert "<title>Quid Pro Quo</title>" in answer.read().decode()
    finally:
        process.terminate()
        process.communicate()
