import numpy as np
import pyarrow as pa
import pytest

from sim.analysis.estimands import Contrast, against_none, announced, branched, naive, threats
from sim.analysis.intervals import Estimate
from sim.analysis.measures import measure
from sim.analysis.threat_arms import Choice, arms_of, by_draw, signs
from sim.errors import InputError
from tests.analysis.made_up_sweeps import Stored, design, material, runs

HARM = measure("harm")
KINDS = ("threats", "executed", "dropped")


def table(harm: list[float], seed: int = 0, **counts: list[float]) -> pa.Table:
    """Runs of one arm; counts are of the destination's threats, `threats` and what became."""
    one = design(x=[0.0])
    columns = {
        f"coercion_{kind}_{side}": counts.get(kind, [0.0] * len(harm))
        if side == "destination"
        else [0.0] * len(harm)
        for kind in KINDS
        for side in ("destination", "partner")
    }
    return runs(one, len(harm), seed, people_harm=harm, **columns)


# Four runs. In the first two a threat falls due; in the third it is met in time; the fourth is
# without threats. Executing adds 0.5 to harm in the first and takes 0.1 from it in the second.
MADE = [1.0, 1.0, 1.0, 0.0]
ALWAYS = table([0.7, 0.2, 0.4, 0.1], threats=MADE, executed=[1, 1, 0, 0])
NEVER = table([0.2, 0.3, 0.4, 0.1], threats=MADE, dropped=[1, 1, 0, 0])
CHOSEN = table([0.7, 0.3, 0.4, 0.1], threats=MADE, executed=[1, 0, 0, 0], dropped=[0, 1, 0, 0])
NONE = table([0.1, 0.1, 0.4, 0.1])


def test_the_four_by_hand() -> None:
    arms = {"chosen": CHOSEN, "always": ALWAYS, "never": NEVER, "none": NONE}
    found = {each.name: each for each in threats(arms, "destination", HARM)}
    # Executed 0.7 against the mean of 0.3 and 0.4, over three runs with a threat.
    assert found["naive"].estimate == pytest.approx((0.35, None, None, 3))
    # (0.5 - 0.1) / 2 over the two pairs in which a threat fell due.
    assert found["branched"].estimate == pytest.approx((0.2, None, None, 2))
    assert found["branched"].of == 4
    # The same, diluted by the two pairs without such a threat.
    assert found["announced"].estimate == pytest.approx((0.1, None, None, 4))
    # 0.6 + 0.2 over four pairs.
    assert found["threat"].estimate == pytest.approx((0.2, None, None, 4))


def test_contrasts_of_a_ratio_are_differences_of_ratios() -> None:
    surplus = measure("surplus_partner")
    gains = {
        "always": {"destination": [1.0, 2.0, 0.5, 0.5], "partner": [1.0, 0.0, 0.5, 0.5]},
        "never": {"destination": [2.0, 1.0, 0.5, 0.5], "partner": [2.0, 3.0, 0.5, 0.5]},
    }
    arms = {}
    for name, rows in (("always", ALWAYS), ("never", NEVER)):
        for side, values in gains[name].items():
            rows = rows.append_column(f"distribution_gain_{side}", pa.array(values))
        arms[name] = rows
    found = branched(arms["always"], arms["never"], surplus)
    assert found.estimate == pytest.approx((1 / 4 - 5 / 8, None, None, 2))
    found = announced(arms["always"], arms["never"], surplus)
    assert found.estimate == pytest.approx((2 / 6 - 6 / 10, None, None, 4))


def test_the_branched_contrast_is_the_announced_one_per_case_that_falls_due() -> None:
    one, two = branched(ALWAYS, NEVER, HARM), announced(ALWAYS, NEVER, HARM)
    assert (one.estimate.value or 0) * one.estimate.n / one.of == pytest.approx(two.estimate.value)


def test_selection_can_turn_the_naive_sign_while_the_branched_one_is_right() -> None:
    # Executing lowers harm by 0.1 in every case; but only hard cases are executed.
    generator = np.random.default_rng(0)
    hard = generator.random(400) < 0.5
    base = 0.3 + 0.4 * hard
    ones = [1.0] * 400
    always = table(list(base - 0.1), threats=ones, executed=ones)
    never = table(list(base), threats=ones, dropped=ones)
    chosen = table(
        list(base - 0.1 * hard), threats=ones, executed=list(1.0 * hard), dropped=list(1.0 * ~hard)
    )
    arms = {"chosen": chosen, "always": always, "never": never}
    found = {each.name: each for each in threats(arms, "destination", HARM)}
    assert found["naive"].estimate.value == pytest.approx(0.3)
    assert found["branched"].estimate.value == pytest.approx(-0.1)
    assert (found["naive"].sign, found["branched"].sign) == (1, -1)
    assert found["threat"].missing == "needs runs of the arm 'none'"
    assert signs([list(found.values())]).disagree == 1


def test_runs_that_differ_in_more_than_execution_are_refused() -> None:
    other = table([0.2, 0.3, 0.9, 0.1], threats=MADE, dropped=[1, 1, 0, 0])
    with pytest.raises(InputError, match="runs differ although no threat fell due"):
        branched(ALWAYS, other, HARM)
    other = table([0.2, 0.3, 0.4, 0.1], threats=MADE, dropped=[1, 0, 0, 0])
    with pytest.raises(InputError, match="fall due in one run of a pair and not in the other"):
        branched(ALWAYS, other, HARM)
    with pytest.raises(InputError, match="fall due in one run"):
        branched(CHOSEN, NEVER, HARM)


def test_arms_of_different_seeds_are_refused() -> None:
    other = table([0.2, 0.3, 0.4, 0.1], seed=1, threats=MADE, dropped=[1, 1, 0, 0])
    with pytest.raises(InputError, match="no two runs of the arms share seed and replication"):
        branched(ALWAYS, other, HARM)


def test_threats_in_the_arm_without_threats_are_refused() -> None:
    with pytest.raises(InputError, match="threats in the arm without threats"):
        against_none(CHOSEN, CHOSEN, HARM)


def test_pairs_are_matched_by_replication_and_failures_lose_the_pair() -> None:
    turned = NEVER.take(pa.array([3, 2, 1, 0]))
    assert branched(ALWAYS, turned, HARM) == branched(ALWAYS, NEVER, HARM)
    place = ALWAYS.column_names.index("error")
    broken = ALWAYS.set_column(place, "error", pa.array(["broke", None, None, None]))
    found = branched(broken, NEVER, HARM)
    assert (found.estimate.value, found.of) == (pytest.approx(-0.1), 3)


def test_nobody_threatened() -> None:
    assert naive(NONE, "partner", HARM) == Contrast("naive", Estimate(None, None, None, 0))


def sweep() -> Stored:
    """Two draws of x under three policies, and an override without threats."""
    points = design(
        overrides=["base", "base", "base", "quiet"] * 2,
        treatments__execution=["chosen", "always", "never", "chosen"] * 2,
        x=[0.1] * 4 + [0.9] * 4,
    )
    parts = [CHOSEN, ALWAYS, NEVER, NONE] * 2
    columns = {
        name: np.concatenate([part[name].to_numpy() for part in parts])
        for name in CHOSEN.column_names
        if name.startswith(("coercion", "people"))
    }
    return Stored(runs(points, 4, **columns), points)


def test_arms_are_found_in_a_sweep() -> None:
    stored = material(sweep())
    none = {"none": Choice("overrides", "quiet")}
    arms = arms_of(stored, none)
    assert arms == arms_of(stored, {**none, "chosen": Choice("overrides", "base")})
    assert arms.by == ("x",)
    assert {name: rows.num_rows for name, rows in arms.runs.items()} == {
        **{"chosen": 8, "none": 8, "always": 8, "never": 8}
    }
    found = {each.name: each for each in threats(arms.runs, "destination", HARM, arms.by)}
    assert found["threat"].estimate == pytest.approx((0.2, None, None, 8))
    assert found["branched"].estimate == pytest.approx((0.2, None, None, 4))
    assert by_draw(arms, "destination", HARM) == []


def test_unknown_arms_and_values_are_refused() -> None:
    stored = material(sweep())
    with pytest.raises(InputError, match="no arm 'sometimes'"):
        arms_of(stored, {"sometimes": Choice("x", "0.1")})
    with pytest.raises(InputError, match="'loud' is no value of this axis"):
        arms_of(stored, {"none": Choice("overrides", "loud")})
