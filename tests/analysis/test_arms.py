import pyarrow as pa
import pytest

from sim.analysis.arms import Arms
from sim.errors import InputError
from tests.analysis.made_up import runs


def made_up() -> Arms:
    """Two arms of two runs, at two tables of which one alone agrees."""
    agreed = {"base": [1.0, 0.0], "other": [1.0, 1.0]}
    whole = pa.concat_tables([runs(arm, paper_agreement=v) for arm, v in agreed.items()])
    none = [0.0] * whole.num_rows
    column = whole.schema.get_field_index("paper_agreement")
    tables = {"here": whole, "there": whole.set_column(column, "paper_agreement", pa.array(none))}
    rows = [t.append_column("table", pa.array([n] * t.num_rows)) for n, t in tables.items()]
    return Arms("Made up", whole, pa.concat_tables(rows), 2, 0, ("agreement",))


def test_arms_can_be_read_at_one_table() -> None:
    arms = made_up()
    assert arms.at("here").estimate("other", "agreement").value == 1.0
    there = arms.at("there")
    assert there.estimate("other", "agreement").value == 0.0
    assert there.measures == arms.measures
    assert "there" in there.title
    (apart,) = arms.at("there").at("here").differences
    assert apart.differences["agreement"].value == 0.5


def test_an_unknown_table_is_named_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no table 'her'.*'here'"):
        made_up().at("her")
