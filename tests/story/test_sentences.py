"""Every kind of event is told, in a sentence that a reader can follow."""

from dataclasses import replace

import pytest

from sim.model.log import SHAPES, LogKind
from sim.story.cast import Cast
from sim.story.event_rows import LogRow
from sim.story.sentences import sentence_of
from sim.story.words import counted, likelihood, listed, number, owned, sentence, with_article
from tests.story.played import played

BORDER, FUNDS, RECOGNITION = "migration.border_control", "migration.funds", "sahara.recognition"


@pytest.fixture
def cast() -> Cast:
    run = played("ceuta_2021")
    return Cast(run.scenario, run.names, run.state)


def log_row(
    cast: Cast, kind: LogKind, thing: str = "", seat: int = 1, month: int = 1, **numbers: float
) -> LogRow:
    """A row of the first table, Spain on seat 0 and Morocco on seat 1."""
    names = cast.names
    rows = names.provisions if "." in thing else (*names.issues, *names.events)
    place = -1
    if thing in names.events:
        place = names.events.index(thing)
    elif thing:
        place = rows.index(thing)
    filled = {name: numbers.pop(name, 0.5) for name in SHAPES[kind].numbers}
    assert not numbers, f"{kind.name} has no {list(numbers)}"
    return LogRow(kind, month, 0, seat, place, filled)


def test_no_chance_is_told_of_what_a_person_does() -> None:
    run = played("ceuta_2021")
    cast = Cast(run.scenario, run.names, run.state, persons=[1])
    rows = [
        log_row(cast, LogKind.DEMAND, FUNDS),
        log_row(cast, LogKind.THREAT, BORDER, asked_provision=-1.0),
        log_row(cast, LogKind.EXECUTION, BORDER),
        log_row(cast, LogKind.BACK_DOWN, BORDER),
        log_row(cast, LogKind.RETALIATION, BORDER),
    ]
    for row in rows:
        assert "chance" not in sentence_of(cast, row)
        assert "chance" in sentence_of(cast, replace(row, seat=0))


def test_a_demand_names_price_file_and_chance(cast: Cast) -> None:
    row = log_row(
        cast, LogKind.DEMAND, FUNDS, asked_level=0.72, level_before=0.35, chance=0.234, ambition=0.6
    )
    assert sentence_of(cast, row) == (
        "Morocco demands that Spain raise funds from 0.35 to 0.72, in 'Guarding the border, taking "
        "people back, and the money for it' (chance this month 0.23)."
    )


def test_a_threat_says_what_from_when_and_for_what(cast: Cast) -> None:
    asked = cast.names.provisions.index(RECOGNITION)
    row = log_row(
        cast,
        LogKind.THREAT,
        BORDER,
        withdrawn_to=-0.2,
        due_month=2.4,
        chance=0.4,
        asked_provision=float(asked),
    )
    assert sentence_of(cast, row) == (
        "Morocco threatens to cut border control to -0.20, where it works against Spain, from July "
        "2021 unless Spain agrees to give recognition (chance this month 0.40)."
    )


def test_an_execution_moves_the_disagreement_point(cast: Cast) -> None:
    row = log_row(
        cast,
        LogKind.EXECUTION,
        BORDER,
        level_before=0.75,
        level_after=0.1,
        chance=0.61,
        other_disagreement=-0.31,
    )
    assert sentence_of(cast, row) == (
        "Morocco carries out its threat and cuts border control from 0.75 to 0.10 (chance this "
        "month 0.61). Without an agreement Spain is now left with -0.31."
    )


def test_an_offer_is_one_sentence_of_what_changes(cast: Cast) -> None:
    head = log_row(
        cast,
        LogKind.OFFER,
        "migration",
        seat=0,
        own_utility=0.12,
        other_utility=0.08,
        target=0.11,
        disagreement=-0.2,
    )
    items = (
        log_row(cast, LogKind.OFFER_ITEM, BORDER, seat=0, level=0.9, level_now=0.75),
        log_row(cast, LogKind.OFFER_ITEM, FUNDS, seat=0, level=0.45, level_now=0.2),
        log_row(
            cast, LogKind.OFFER_ITEM, "migration.readmission", seat=0, level=0.35, level_now=0.35
        ),
        log_row(cast, LogKind.OFFER_ITEM, RECOGNITION, seat=0, level=1.0, level_now=0.0),
    )
    whole = LogRow(head.kind, 1, 0, 0, head.thing, head.numbers, items)
    assert sentence_of(cast, whole) == (
        "Spain offers Morocco funds 0.20 -> 0.45 and recognition, in return for border control "
        "0.75 -> 0.90 (worth 0.12 to Spain, which holds out for 0.11, and 0.08 to Morocco; "
        "without agreement Spain is left with -0.20)."
    )


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (
            {"perceived_utility": 0.05, "least_accepted": 0.09, "reservation": 0.02, "noise": 0.0},
            "Morocco refuses: the offer is worth 0.05 to it and falls short of the 0.09 that it "
            "holds out for.",
        ),
        (
            {
                "perceived_utility": 0.01,
                "least_accepted": 0.04,
                "reservation": 0.04,
                "noise": -0.02,
            },
            "Morocco refuses: the offer looks worth 0.01 to it (underrated by 0.02) and falls "
            "short of the 0.04 that it needs to sign at home.",
        ),
        (
            {"perceived_utility": 0.08, "least_accepted": 0.04, "reservation": 0.03, "noise": 0.07},
            "Morocco refuses: the offer looks worth 0.08 to it (overrated by 0.07), but it cannot "
            "be signed at home for less than 0.03.",
        ),
    ],
)
def test_a_refusal_tells_why(cast: Cast, numbers: dict[str, float], expected: str) -> None:
    assert sentence_of(cast, log_row(cast, LogKind.REFUSAL, "migration", **numbers)) == expected


def test_an_event_without_size_is_not_told(cast: Cast) -> None:
    assert sentence_of(cast, log_row(cast, LogKind.EVENT, "hospital", seat=1, size=0.0)) == ""


def test_words() -> None:
    assert [number(x) for x in (-0.001, 0.125, float("nan"))] == ["0.00", "0.12", "unknown"]
    assert [likelihood(x) for x in (0.0, 0.001, 0.999, 1.0)] == [
        "0.00",
        "below 0.01",
        "above 0.99",
        "1.00",
    ]
    assert [counted(n, "threat") for n in (0, 1, 2)] == ["no threats", "1 threat", "2 threats"]
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == ""
    assert sentence(" the end ") == "The end."
    assert sentence("") == ""
    assert [with_article(n) for n in ("European Union", "Spain")] == ["the European Union", "Spain"]
    assert [owned(n) for n in ("Spain", "the Netherlands")] == ["Spain's", "the Netherlands'"]


def test_what_counts_as_met_is_the_runs_own_parameter(cast: Cast) -> None:
    settled = log_row(cast, LogKind.DEMAND_SETTLED, BORDER, share_met=0.8)
    assert "almost in full (80 per cent)" in sentence_of(cast, settled)
    strict = cast.scenario.with_changes(set={"parameters.threats.fully_met": 0.9})
    assert "in part (80 per cent)" in sentence_of(Cast(strict, cast.names, cast.state), settled)
