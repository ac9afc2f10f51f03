"""Arms of a comparison: which outcomes they show, and what they say of threats."""

import pyarrow as pa
import pytest

from sim.analysis.arms import Arms
from sim.errors import InputError
from sim.interactive.notebook import page_of
from tests.analysis.made_up import runs

KINDS = ("threats", "executed", "dropped")


def made_up(arm: str, welfare: list[float], **counts: list[float]) -> pa.Table:
    """Four runs of an arm in which the partner alone may threaten."""
    nothing = [0.0] * len(welfare)
    columns = {
        f"coercion_{kind}_{side}": counts.get(kind, nothing) if side == "partner" else nothing
        for kind in KINDS
        for side in ("destination", "partner")
    }
    agreed = [float(value > 0.0) for value in welfare]
    rows = runs(arm, welfare_ease_partner=welfare, paper_agreement=agreed, **columns)
    field = rows.schema.field("welfare_ease_partner").with_metadata(
        {"unit": "utility a month", "meaning": "mean utility of levels in force"}
    )
    return rows.set_column(
        rows.column_names.index("welfare_ease_partner"), field, rows["welfare_ease_partner"]
    )


# In the first two runs a threat falls due; in the third it is met in time.
MADE = [1.0, 1.0, 1.0, 0.0]
ARMS = {
    "chosen": made_up(
        "chosen", [0.5, 0.3, 0.4, 0.1], threats=MADE, executed=[1, 0, 0, 0], dropped=[0, 1, 0, 0]
    ),
    "always": made_up("always", [0.5, 0.2, 0.4, 0.1], threats=MADE, executed=[1, 1, 0, 0]),
    "never": made_up("never", [-0.1, 0.3, 0.4, 0.1], threats=MADE, dropped=[1, 1, 0, 0]),
}


def arms(*outcomes: str) -> Arms:
    """The three arms as `sim.compare` would hand them back."""
    return Arms("Made up", pa.concat_tables(ARMS.values()), pa.table({}), 4, 0, outcomes)


def test_any_outcome_column_is_shown_and_says_whose_it_is() -> None:
    shown = arms("agreement", "welfare_ease_partner")
    assert [each.says for each in shown.measures] == [
        "runs with an agreement",
        "partner: mean utility of levels in force",
    ]
    assert shown.estimate("always", "welfare_ease_partner").value == pytest.approx(0.3)
    assert shown.differences[1].differences["welfare_ease_partner"].value == pytest.approx(-0.15)
    assert "0.300" in page_of(shown)


def test_an_estimate_need_not_be_shown() -> None:
    assert arms("agreement").estimate("never", "welfare_ease_partner").value == pytest.approx(0.175)


def test_an_outcome_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="welfare_ease_partner"):
        arms("welfare_ease_partnr")
    with pytest.raises(InputError, match="always"):
        arms("agreement").estimate("alway", "agreement")


def test_threats_are_read_from_arms_by_their_names() -> None:
    found = arms("welfare_ease_partner").threats("partner")
    ((_, contrasts),) = found.contrasts
    values = {each.name: each.estimate.value for each in contrasts}
    # Executed 0.5 against the mean of 0.3 and 0.4.
    assert values["naive"] == pytest.approx(0.15)
    # (0.6 - 0.1) / 2 over the two pairs in which a threat fell due.
    assert values["branched"] == pytest.approx(0.25)
    assert values["announced"] == pytest.approx(0.125)
    # There is no arm without threats, and so no row of it.
    assert values["threat"] is None
    assert [name for name, _, _ in found.rows()] == ["naive", "branched", "announced"]


def test_threats_have_a_page_and_words() -> None:
    found = arms("welfare_ease_partner").threats("partner")
    page = page_of(found)
    assert "threats by the partner side" in page
    assert page.count("<tr") == 1 + 3
    assert "+0.250" in page
    assert "branched: execute minus back down" in repr(found)
