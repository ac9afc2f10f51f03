"""`qpq new-scenario`, from the template to a case that checks."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import library, load
from sim.scenario.codebook import read
from sim.scenario.drafting import unfilled
from sim.scenario.reference import root

Qpq = Callable[..., Any]

CODED = re.compile(r"value: FIXME, coded: (\w+), source: FIXME")


def filled(text: str) -> str:
    """The template as a contributor leaves it: the middle code everywhere, one work cited."""
    scales = read(library.folder() / library.CODEBOOK).scales
    text = CODED.sub(
        lambda found: (
            f"value: {scales[found[1]].codes[2].value}, coded: {found[1]}, source: emnoecd2024"
        ),
        text,
    )
    text = text.replace('month_zero: "FIXME"', 'month_zero: "2023-06"')
    text = text.replace('date: "FIXME"', 'date: "2024-06"')
    text = text.replace("source: [FIXME]", "source: [emnoecd2024]")
    return text.replace("FIXME", "something that a reader wants to know")


def test_it_writes_a_file_that_checks_once_it_is_filled_in(qpq: Qpq, tmp_path: Path) -> None:
    result = qpq("new-scenario", "my_case", "--out", str(tmp_path))
    path = tmp_path / "my_case.yaml"
    assert (result.code, result.err) == (0, "")
    assert f"Written: {path}" in result.out
    left = unfilled(path.read_text("utf-8"))
    assert f"{len(left)} lines" in result.out

    result = qpq("check", str(path))
    assert result.code == 2
    assert f"{path}:{left[0]}: FIXME still stands in {len(left)} lines" in result.out
    # A file still to be filled in is otherwise in order: nothing else is complained of.
    assert len(result.out.splitlines()) == 2

    path.write_text(filled(path.read_text("utf-8")), "utf-8")
    result = qpq("check", str(path))
    assert (result.code, result.err) == (0, "")
    assert "my_case.yaml: valid" in result.out
    assert "and 0 per cent unmarked" in result.out
    scenario = load(path)
    for name in scenario.overrides:
        assert scenario.with_changes(overrides=(name,)).provenance.overrides == (name,)


def test_words_left_open_fail_the_check_as_numbers_do(qpq: Qpq, tmp_path: Path) -> None:
    qpq("new-scenario", "my_case", "--out", str(tmp_path))
    path = tmp_path / "my_case.yaml"
    text = filled(path.read_text("utf-8"))
    path.write_text(text.replace('period: "something', 'period: "FIXME something'), "utf-8")
    assert load(path).period.startswith("FIXME")
    found = json.loads(qpq("check", str(path), "--json").out)
    assert not found[0]["valid"]
    assert "FIXME still stands in this line" in found[0]["problems"][0]
    path.write_text("# FIXME in a comment is nobody's business\n" + text, "utf-8")
    assert qpq("check", str(path)).code == 0


def test_nothing_is_overwritten(qpq: Qpq, tmp_path: Path) -> None:
    path = tmp_path / "my_case.yaml"
    path.write_text("precious", "utf-8")
    result = qpq("new-scenario", "my_case", "--out", str(tmp_path))
    assert (result.code, result.out) == (2, "")
    assert "it exists already" in result.err
    assert path.read_text("utf-8") == "precious"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("My Case",), "not a possible name"),
        (("../escape",), "not a possible name"),
        (("ceuta_2021",), "the library has a file of this name"),
        (("codebook",), "the library has a file of this name"),
        (("my_case", "--out", "nowhere"), "no such folder"),
    ],
)
def test_names_and_folders_that_cannot_be(
    qpq: Qpq,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = qpq("new-scenario", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not list(tmp_path.iterdir())


def test_editors_find_the_schema_only_where_it_is(qpq: Qpq, tmp_path: Path) -> None:
    qpq("new-scenario", "without", "--out", str(tmp_path))
    (tmp_path / "schema.json").write_text("{}", "utf-8")
    qpq("new-scenario", "beside", "--out", str(tmp_path))
    first = {
        name: (tmp_path / f"{name}.yaml").read_text("utf-8").splitlines()[0]
        for name in ("without", "beside")
    }
    assert "$schema" not in first["without"]
    assert "$schema=schema.json" in first["beside"]


def test_the_guide_names_what_the_template_holds() -> None:
    guide = (root() / "docs" / "adding-a-case.md").read_text("utf-8")
    for word in ("qpq new-scenario", "qpq check", "FIXME", "uncoded", "codebook.yaml"):
        assert word in guide
