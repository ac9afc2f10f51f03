"""History matching and screening, where the answer is known."""

import numpy as np
import pytest

from sim.validation.calibration import Draw, match
from sim.validation.declared import read_patterns
from sim.validation.draws import Range, ranges
from sim.validation.measuring import Measured
from sim.validation.screening import Effect, effects, trajectories
from sim.validation.sobol import chosen, indices, points

PATHS = tuple(Range(f"parameters.made.p{n}", 0.0, 1.0, 0.5, False) for n in range(4))
MIDDLE = {"executed_share": 0.5, "months": 10.0, "informal_share": 0.1}


def made(place: int, **values: float) -> Draw:
    point = {each.path: (place % 50) / 49 for each in PATHS}
    told = {name: Measured(values.get(name, middle), 0.01) for name, middle in MIDDLE.items()}
    return Draw(point, told)


def test_a_draw_far_from_one_row_is_ruled_out() -> None:
    rows = {n for n, p in read_patterns().patterns.items() if p.role == "calibration"}
    assert rows == set(MIDDLE)
    draws = [made(0), made(1, months=30.0), made(2, executed_share=0.63), made(3, months=nan)]
    found = match(draws, read_patterns(), PATHS)
    # .63 lies one error outside; a row that could not be measured rules out.
    assert found.kept == (0, 2) and found.draws == 4
    assert found.by_row["months"] == 2 and found.by_row["executed_share"] == 4
    assert found.medoid in found.kept and found.shifts == []


nan = float("nan")


def test_an_empty_set_has_no_middle() -> None:
    found = match([made(n, months=40.0) for n in range(12)], read_patterns(), PATHS)
    assert found.kept == () and found.medoid is None and found.shifts == []


def test_a_parameter_that_decides_is_found_in_the_set() -> None:
    generator = np.random.default_rng(0)
    draws = []
    for _ in range(200):
        shares = generator.random(4)
        months = 10.0 if shares[2] < 0.3 else 40.0
        point = dict(zip((each.path for each in PATHS), shares.tolist(), strict=True))
        draws.append(Draw(point, {**made(0).measured, "months": Measured(months, 0.1)}))
    found = match(draws, read_patterns(), PATHS)
    assert 30 < len(found.kept) < 90
    assert found.shifts[0].path == "parameters.made.p2" and found.shifts[0].p < 1e-6
    assert found.shifts[0].middle == pytest.approx(0.15, abs=0.06)


def test_effects_of_a_line_are_its_slopes() -> None:
    design = trajectories(PATHS, 6)
    assert design.shape == (6, 5, 4)
    values = 2.0 * design[..., 0] - 3.0 * design[..., 1] + 0.0 * design[..., 2]
    found = {each.path: each for each in effects(PATHS, design, values)}
    assert found["parameters.made.p0"].mean == pytest.approx(2.0)
    assert found["parameters.made.p1"].mean == pytest.approx(-3.0)
    assert found["parameters.made.p1"].strength == pytest.approx(3.0)
    assert found["parameters.made.p2"].strength == pytest.approx(0.0, abs=1e-9)
    assert next(iter(found)) == "parameters.made.p1"


def test_points_of_the_screening_are_values_that_the_model_takes() -> None:
    design = trajectories(ranges()[:5], 2)
    for each, share in zip(ranges()[:5], design[0, 0].tolist(), strict=True):
        assert each.low <= float(str(each.at(share))) <= each.high


def test_indices_of_a_product_tell_its_interaction() -> None:
    paths = tuple(each.path for each in ranges()[:3])
    design = points(paths, 512)
    centred = design - 0.5
    alone, together = indices(paths, centred[:, 0] + 2.0 * centred[:, 1])
    found = {each.name: each for each in alone}
    assert found[paths[1]].first == pytest.approx(0.8, abs=0.05)
    assert found[paths[0]].total == pytest.approx(0.2, abs=0.05)
    assert all(abs(each.first) < 0.05 for each in together)
    alone, together = indices(paths, centred[:, 0] * centred[:, 1])
    assert together[0].name == f"{paths[0]} x {paths[1]}"
    assert together[0].first == pytest.approx(1.0, abs=0.15)
    assert indices(paths, np.zeros(len(design))) == ([], [])
    assert chosen({"a": effects_of("x", "y", "z"), "b": effects_of("y", "w")}) == ("x", "y", "w")


def effects_of(*paths: str) -> list[Effect]:
    return [Effect(path, 1.0, 1.0, 0.0, 0.0) for path in paths]
