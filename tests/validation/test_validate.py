"""The whole machine on a few cases: kept unit by unit, told in one report."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.coding.encoding import shared_cases
from sim.documents.markdown import markdown
from sim.errors import InputError
from sim.paths import read_bytes
from sim.validation import units
from sim.validation.findings import findings
from sim.validation.question import PARTNERS, put
from sim.validation.report import report
from sim.validation.setup import Setup, frozen
from sim.validation.units import done
from sim.validation.verification import read_checks, root, run_check
from sim.validation.writing import write
from tests.validation.small import FEW, setup, sheets


def test_what_is_kept_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = setup(tmp_path, "cases")
    kept = tmp_path / "work"
    first = done(asked, kept, jobs=1)
    assert len(first) == 12
    files = sorted(kept.rglob("*.json"))
    assert len(files) == 12
    # As after an interruption: some are missing, and only these are done again.
    for file in files[:2]:
        file.unlink()
    told: list[str] = []
    own = units.work
    monkeypatch.setattr(units, "work", lambda unit, s: told.append(unit.name) or own(unit, s))
    assert done(asked, kept, jobs=1) == first
    assert len(told) == 2


def test_the_report_says_first_where_the_model_does_not_beat_its_rivals(tmp_path: Path) -> None:
    asked = setup(tmp_path, "cases", "patterns", "alternatives", "calibration")
    found = findings(asked, done(asked, jobs=1))
    assert found.scores and found.patterns and found.matched
    text = markdown(report(found))
    first = text.split("\n\n")[1]
    for rival in ("base rates", "power only", "strategy only", "ordered logit"):
        assert f"Beside {rival} it is" in first
    for title in ("Cases", "Patterns", "Alternatives", "Calibration", "What was held fixed"):
        assert f"## {title}" in text
    files = write(tmp_path / "report", found)
    assert {"report.html", "report.md", "scores.csv", "patterns.csv", "draws.csv"} <= set(files)
    manifest = json.loads((tmp_path / "report" / "manifest.json").read_text("utf-8"))
    assert manifest["hashes"] == asked.hashes


def test_other_cases_can_be_scored(tmp_path: Path) -> None:
    codes, observed = sheets(tmp_path)
    out = tmp_path / "out"
    settings = {"parts": ["cases"], "fast": True, "jobs": 1}
    found = sim.validate(out, codes=[codes], observed=observed, **settings)
    assert (out / "report.md").is_file() and "3 cases" in repr(found)
    assert "numbers say nothing" in repr(found)
    with pytest.raises(InputError, match="codes without what was observed"):
        sim.validate(out, codes=[codes], **settings)
    with pytest.raises(InputError, match="did you mean 'cases'"):
        sim.validate(out, parts=["case"])
    text = observed.read_text("utf-8").replace("C16", "C61")
    observed.write_text(text, "utf-8")
    with pytest.raises(InputError, match="'C61' is observed, but not among the codes"):
        sim.validate(tmp_path / "other", codes=[codes], observed=observed, **settings)


def test_identity_follows_codes_and_sizes(tmp_path: Path) -> None:
    one = setup(tmp_path, "cases")
    assert one.identity != Setup(sizes=one.sizes, parts=one.parts).identity
    assert one.identity != Setup(one.codes, one.observed).identity
    assert one.identity == setup(tmp_path, "cases", "patterns").identity


def test_every_check_names_tests_that_exist() -> None:
    for name, check in read_checks().checks.items():
        for test in check.tests:
            file, _, function = test.partition("::")
            text = (root() / file).read_text("utf-8")
            assert not function or f"def {function}(" in text, name


def test_a_check_is_run_and_its_failure_seen(tmp_path: Path) -> None:
    check = read_checks().checks["swap_symmetry"]
    assert run_check(check) == (True, "1 passed")
    missing = check.model_copy(update={"tests": ["tests/validation/test_nothing.py"]})
    assert run_check(missing).passed is None
    failing = tmp_path / "test_fails.py"
    failing.write_text("def test_it():\n    assert False\n", "utf-8")
    failed = check.model_copy(update={"tests": [str(failing)]})
    assert run_check(failed) == (False, "1 failed")


def test_what_decides_is_screened_and_then_decomposed(tmp_path: Path) -> None:
    asked = setup(tmp_path, "screening")
    results = done(asked, jobs=1)
    found = findings(asked, results).screened
    assert found is not None and 2 <= len(found.paths) <= 10
    top = found.effects["agreement"]
    assert top[0].path in found.paths and top[0].strength >= top[-1].strength
    assert all(len(point["agreement"]) == 3 for point in results["sobol", "000"])
    text = markdown(report(findings(asked, results)))
    assert "## What decides" in text and "### Alone and together" in text


def test_what_was_frozen_is_all_that_is_held_fixed() -> None:
    """The hashes of the day of freezing stand beside those of today, one for each."""
    today = Setup().hashes
    assert set(frozen()) == set(today)
    assert all(len(value) == 16 for value in frozen().values())
    codes = read_bytes(shared_cases() / "codes.csv", "a sheet")
    assert today["codes"] == hashlib.sha256(codes).hexdigest()


def test_the_question_is_asked_of_every_case_under_conditions_that_do_not_repeat(
    tmp_path: Path,
) -> None:
    asked = setup(tmp_path, "question")
    results = done(asked, jobs=1)
    assert set(results["question", "0000"]) == set(asked.cases)
    given = [results["question", f"000{n}"][case]["conditions"] for n in (0, 1) for case in FEW]
    assert len({each["empowerment"] for each in given}) == len(given)
    found = findings(asked, results).question
    assert found is not None and found.draws == 2 and not found.calibrated
    row = found.answers[0].rows[0]
    # The mean over draws of the mean over cases, whoever the partner is.
    by_hand = []
    for n in range(2):
        values = [results["question", f"000{n}"][case]["values"] for case in FEW]
        by_hand.append(
            np.mean(
                [
                    v[f"coercive|{partner}"][row.outcome] - v[f"cooperative|{partner}"][row.outcome]
                    for v in values
                    for partner in PARTNERS
                ]
            )
        )
    assert row.gap.value == pytest.approx(np.mean(by_hand))
    assert "Where does coercion beat cooperation" in markdown(report(findings(asked, results)))


def test_conditions_are_put_where_the_model_reads_them() -> None:
    scenario = sim.load("ceuta_2021")
    given = {"linkage": "none", "dependence": 0.5, "coherence": 0.3, "empowerment": 0.9}
    other = put(scenario, given)
    assert other.treatments.linkage == "none"
    assert other.actors["spain"].coherence == 0.3 and other.actors["morocco"].empowerment == 0.9
    for issue, block in scenario.issues.items():
        for name, provision in block.provisions.items():
            factor = 0.5 if provision.giver in ("spain", "eu") else 1.0
            worth = other.issues[issue].provisions[name].benefit
            assert worth == pytest.approx(factor * provision.benefit)
