"""The story of whole runs: complete, in order, and readable to the end."""

import re

import pytest

from sim.model.assembly import assemble
from sim.model.log import LogKind
from sim.model.readable import Negotiation
from sim.scenario import load
from sim.story import Month, collapsed, months, story
from sim.story.event_rows import gathered, rows
from sim.story.monthly import QUIET
from tests.story.played import played

RUNS = [
    ("ceuta_2021", 0, ""),
    ("ceuta_2021", 2, "eu_sanctions"),
    ("ceuta_2021", 1, "no_hospital"),
    ("eu_tunisia_2023", 0, ""),
    ("eu_tunisia_2023", 3, "less_for_less"),
]


@pytest.mark.parametrize(("name", "replication", "override"), RUNS)
def test_a_story_reads_to_the_end(name: str, replication: int, override: str) -> None:
    run = played(name, replication, override)
    told = story(run)
    assert [month.month for month in told] == list(range(run.scenario.horizon))
    assert [month.title for month in told] == [run.scenario.calendar(m.month) for m in told]
    for line in (line for month in told for line in month.lines):
        assert line[0].isupper() or line[0].isdigit()
        assert line.endswith(".")
        assert not re.search(r"\bnan\b|None|\binf\b|  |\.\.|_", line), line


def test_items_and_answers_stand_with_their_offers() -> None:
    run = played("eu_tunisia_2023")
    heads = gathered(rows(run.state))
    kinds = {head.kind for head in heads}
    assert not kinds & {LogKind.OFFER_ITEM, LogKind.SIGNED_ITEM}
    for place, head in enumerate(heads):
        if head.kind in (LogKind.ACCEPTANCE, LogKind.REFUSAL):
            before = heads[place - 1]
            assert before.kind is LogKind.OFFER
            assert (before.month, before.table, before.thing) == (
                head.month,
                head.table,
                head.thing,
            )
            assert before.seat == head.seat ^ 1


def test_no_row_is_lost_in_gathering() -> None:
    run = played("eu_tunisia_2023")
    heads = gathered(rows(run.state))
    assert len(heads) + sum(len(head.parts) for head in heads) == len(run.events)


def test_an_override_that_takes_an_event_away_takes_its_sentence_away() -> None:
    assert any("Spanish hospital" in line for line in story(played("ceuta_2021"))[0].lines)
    without = story(played("ceuta_2021", 1, "no_hospital"))
    assert not any("Spanish hospital" in line for month in without for line in month.lines)


def test_quiet_months_fold_together() -> None:
    def month(place: int, title: str, *lines: str) -> Month:
        return Month(place, title, lines)

    folded = collapsed(
        [
            month(0, "November 2021"),
            month(1, "December 2021"),
            month(2, "January 2022"),
            month(3, "February 2022", "Something happens."),
            month(4, "March 2022"),
            month(5, "April 2022", "Something else happens."),
            month(6, "May 2022"),
            month(7, "June 2022"),
        ]
    )
    assert [(found.month, found.title) for found in folded] == [
        (0, "November 2021 to January 2022"),
        (3, "February 2022"),
        (4, "March 2022"),
        (5, "April 2022"),
        (6, "May to June 2022"),
    ]
    assert [found.lines == (QUIET,) for found in folded] == [True, False, True, False, True]


def test_a_run_under_way_is_told_as_far_as_it_has_come() -> None:
    assembly = assemble(load("ceuta_2021"))
    model = Negotiation(assembly, seed=1)
    assert months(assembly.scenario, assembly.names, model.state) == []
    for _ in range(8):
        model.step()
    told = months(assembly.scenario, assembly.names, model.state)
    assert told == story(played("ceuta_2021"))[:8]
