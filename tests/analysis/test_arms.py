"""Arms of a comparison as readers of Python meet them."""

import pyarrow as pa
import pytest

from sim.analysis.arms import SHOWN, Arms
from sim.errors import InputError
from sim.interactive.notebook import page_of
from tests.analysis.made_up import runs

BASE = [0.0] * 10 + [1.0] * 10
MORE = [0.0] * 5 + [1.0] * 15


def arms(*outcomes: str) -> Arms:
    rows = pa.concat_tables(
        [
            runs(paper_agreement=BASE, people_harm=[0.5] * 20),
            runs("more", paper_agreement=MORE, people_harm=[0.25] * 20),
        ]
    )
    return Arms("A case", rows, rows, 20, 7, outcomes or ("agreement", "harm"))


def test_estimates_of_each_arm_and_differences_from_the_first() -> None:
    found = arms()
    assert found.names == ["base", "more"]
    assert found.estimate("base", "agreement").value == 0.5
    assert found.estimate("more", "harm").value == 0.25
    (apart,) = found.differences
    assert apart.differences["agreement"].value == 0.25
    assert found.failed == 0


def test_it_reads_as_text_and_as_a_page() -> None:
    text, page = repr(arms()), page_of(arms())
    for said in ("A case", "base", "more", "75 %", "+25.0 pp"):
        assert said in text
        assert said in page
    assert "+25.0" not in text.split("more")[0]


def test_other_outcomes_can_be_shown() -> None:
    assert [each.name for each in arms().only("harm").measures] == ["harm"]
    usual = Arms("A case", arms().runs, arms().tables, 20, 7)
    assert [each.name for each in usual.measures] == ["agreement", "harm"]
    assert {"agreement", "harm"} < {*SHOWN}


@pytest.mark.parametrize(
    ("ask", "near"),
    [
        (lambda: arms().only("agrement"), "agreement"),
        (lambda: arms("hram"), "harm"),
        (lambda: arms().estimate("mroe", "harm"), "more"),
        (lambda: arms().estimate("more", "hram"), "harm"),
    ],
)
def test_an_unknown_name_has_a_nearest_one(ask: object, near: str) -> None:
    with pytest.raises(InputError, match=near):
        ask()  # type: ignore[operator]


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
