"""Arms of a comparison as readers of Python meet them."""

import pyarrow as pa
import pytest

from sim.analysis.arms import SHOWN, Arms
from sim.errors import InputError
from sim.pages import things
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
    text, page = repr(arms()), things.arms(arms())
    for said in ("A case", "base", "more", "75 %", "+25.0 pp"):
        assert said in text
        assert said in page
    assert "+25.0" not in text.split("more")[0]


def test_other_outcomes_can_be_shown() -> None:
    assert [each.name for each in arms().only("harm").measures] == ["harm"]
    usual = Arms("A case", arms().runs, arms().tables, 20, 7)
    assert tuple(each.name for each in usual.measures) == SHOWN


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
