"""What happens in layers that the shipped cases do not switch on is told in plain sentences."""

import re
from dataclasses import replace

import pytest

import sim
from sim.model.assembly import assemble
from sim.model.codes import (
    DYNAMIC,
)
from sim.model.log import SHAPES, LogKind
from sim.model.readable import Negotiation
from sim.runs.run import Run
from sim.story import outcome_sentences, story
from sim.story.cast import Cast
from sim.story.event_rows import LogRow, gathered, rows
from sim.story.sentences import sentence_of
from tests.story.layered import layered, world

SEEDS = range(4)
UNION, COAST, GUARD = 0, 2, 3
"""Seats of the union, the coast, and the guard opposite the coast."""


@pytest.fixture
def cast() -> Cast:
    """The world before its first month."""
    assembly = assemble(world())
    return Cast(assembly.scenario, assembly.names, Negotiation(assembly).state)


def log_row(kind: LogKind, seat: int = -1, thing: int = -1, table: int = 0, **n: float) -> LogRow:
    assert set(n) == set(SHAPES[kind].numbers)
    return LogRow(kind, 1, table, seat, thing, n)


def file_of(cast: Cast, name: str) -> int:
    return cast.names.issues.index(name)


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        (
            COAST,
            "Coast seeks out Guard, and leaves the common line of the Coastal Union (it stands to "
            "gain at most 0.41 a month; chance this month 0.12).",
        ),
        (
            GUARD,
            "Guard seeks out Coast, and Coast leaves the common line of the Coastal Union (Coast "
            "stands to gain at most 0.41 a month; chance this month 0.12).",
        ),
    ],
)
def test_a_table_opens(cast: Cast, seat: int, expected: str) -> None:
    row = log_row(LogKind.OPENED, seat, table=1, gain=0.41, chance=0.12, off_the_line=1.0)
    assert sentence_of(cast, row) == expected


def test_a_table_without_a_union_opens(cast: Cast) -> None:
    row = log_row(LogKind.OPENED, UNION, gain=0.41, chance=0.12, off_the_line=0.0)
    assert sentence_of(cast, row) == (
        "The Coastal Union seeks out Guard (it stands to gain at most 0.41 a month; chance this "
        "month 0.12)."
    )


def test_talks_are_left_to_the_union(cast: Cast) -> None:
    issue = file_of(cast, "coast_deal")
    row = log_row(LogKind.ROUTED, COAST, issue, table=1, gain_alone=0.05, gain_within=0.2)
    assert sentence_of(cast, row) == (
        "Coast leaves the talks with Guard on 'coast deal' to the Coastal Union: it expects to "
        "gain 0.20 a month there, 0.05 alone."
    )


@pytest.mark.parametrize(("name", "on"), [("union", "its members"), ("big", "it")])
def test_a_turn_to_exchange(cast: Cast, name: str, on: str) -> None:
    row = log_row(LogKind.TURN, cast.names.actors.index(name), felt_pressure=0.3, chance=0.08)
    text = sentence_of(cast, replace(row, table=-1))
    assert text.endswith(
        f" turns from appeals to norms to exchange: attempts to cross above their baseline weigh "
        f"0.30 on {on} (chance this month 0.08)."
    )


def test_a_text_is_known_by_its_instrument_from_draft_to_vote(cast: Cast) -> None:
    issue = file_of(cast, "union_deal")
    rows = [
        log_row(LogKind.DRAFTED, -1, issue, instrument=0.0),
        log_row(
            LogKind.SIGNATURE,
            UNION,
            issue,
            form=0.0,
            chance_informal=1.0,
            utility_destination=0.2,
            utility_partner=0.1,
        ),
        log_row(LogKind.VOTED_DOWN, UNION, issue, hurdle_share=0.3),
        log_row(LogKind.DRAFTED, -1, issue, instrument=1.0),
        log_row(LogKind.VOTED_DOWN, UNION, issue, hurdle_share=1.0),
        log_row(LogKind.IN_FORCE, -1, issue, form=1.0),
    ]
    rows[1] = replace(
        rows[1], parts=(log_row(LogKind.SIGNED_ITEM, UNION, 0, level=0.4, inherited=0.4),)
    )
    assert [sentence_of(cast, row) for row in rows] == [
        "The Coastal Union and Guard begin to draft an informal declaration ('Common Agenda') on "
        "'union deal'.",
        "The Coastal Union and Guard sign an informal declaration ('Common Agenda') on 'union "
        "deal': everything stays as it was. It is worth 0.20 to the Coastal Union and 0.10 to "
        "Guard.",
        "The Coastal Union's members vote down the informal declaration ('Common Agenda') with "
        "Guard on 'union deal': too few for a qualified majority find in it what they need to "
        "consent (30 per cent of their domestic hurdle).",
        "The Coastal Union and Guard begin to draft a formal agreement ('compact') on 'union "
        "deal'.",
        "The Coastal Union's members vote down the formal agreement ('compact') with Guard on "
        "'union deal': too few for a qualified majority find in it what they need to consent (all "
        "of their domestic hurdle).",
        "The formal agreement ('compact') between the Coastal Union and Guard on 'union deal' "
        "enters into force.",
    ]


def test_without_instruments_a_text_is_an_agreement(cast: Cast) -> None:
    row = log_row(LogKind.VOTED_DOWN, UNION, file_of(cast, "union_deal"), hurdle_share=0.3)
    assert " members vote down the agreement with Guard on " in sentence_of(cast, row)


@pytest.mark.parametrize(
    ("quality", "expected"),
    [
        (0.8, "which can build trust up to 0.80: trust now stands with the Coastal Union at 0.61"),
        (0.3, "which builds trust up to 0.30 at most, and trust already stands with the Coastal "),
    ],
)
def test_a_dialogue_begins(cast: Cast, quality: float, expected: str) -> None:
    row = log_row(LogKind.DIALOGUE, quality=quality, trust_destination=0.61, trust_partner=0.5)
    text = sentence_of(cast, row)
    assert text.startswith(
        f"The Coastal Union and Guard begin a dialogue short of agreement, {expected}"
    )
    assert text.endswith(" and Guard at 0.50.")


def test_where_trust_is_fixed_a_dialogue_does_not_move_it(cast: Cast) -> None:
    cast.state.rule[0]["trust"] = DYNAMIC + 1
    row = log_row(LogKind.DIALOGUE, quality=0.8, trust_destination=0.6, trust_partner=0.6)
    assert sentence_of(cast, row).endswith(", of a quality of 0.80; trust does not move.")


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (0, 1, "from 'cooperative' to 'coercive'"),
        (1, 2, "from 'coercive' to 'firm'"),
    ],
)
def test_a_strategy_is_learnt_by_its_name(cast: Cast, before: int, after: int, way: str) -> None:
    row = log_row(
        LogKind.LEARNED,
        UNION,
        strategy_before=float(before),
        strategy_after=float(after),
        success=0.43,
        chance=0.35,
    )
    text = sentence_of(cast, row)
    assert text.startswith(f"The Coastal Union changes its strategy towards Guard {way}")
    assert text.endswith(
        "it rates the months since its last review 0.43 (0.50 is as good as before, 1 the best; "
        "chance of this choice 0.35)."
    )


@pytest.mark.parametrize(
    ("after", "moves"),
    [(0.6, "less with one voice: its coherence falls"), (0.95, "more with one voice: its coh")],
)
def test_a_union_gains_or_loses_coherence(cast: Cast, after: float, moves: str) -> None:
    row = log_row(
        LogKind.COHERENCE,
        cast.names.actors.index("union"),
        before=0.9,
        after=after,
        dispersion=0.42,
    )
    text = sentence_of(cast, replace(row, table=-1))
    assert text.startswith(f"The Coastal Union speaks {moves}")
    assert text.endswith(f" from 0.90 to {after:.2f}, with its members 0.42 apart (1 at most).")


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        (
            1.6,
            "More people than usual take the route through Guard to Coast: attempts stand at 1.60 "
            "times its baseline, against 1.20 if all kept to their usual ways.",
        ),
        (
            0.9,
            "Fewer people than usual take the route through Guard to Coast: attempts stand at 0.90 "
            "times its baseline, against 1.20 if all kept to their usual ways.",
        ),
        (
            1.2,
            "People are back to their usual ways on the route through Guard to Coast: attempts "
            "stand at 1.20 times its baseline.",
        ),
    ],
)
def test_people_move_between_routes(cast: Cast, attempts: float, expected: str) -> None:
    row = log_row(LogKind.DISPLACEMENT, -1, 0, attempts=attempts, attempts_as_usual=1.2)
    assert sentence_of(cast, replace(row, table=-1)) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("ships", "Ships. The route through Guard to Big opens."),
        ("wreck", "Boats are wrecked. The route through Guard to Big closes."),
        (
            "ballot",
            "Ballot. For three months Coast needs 0.05 more than usual to sign at home; the "
            "government in Coast may change (chance 0.50).",
        ),
    ],
)
def test_routes_open_and_close_and_elections_may_change_governments(
    cast: Cast, event: str, expected: str
) -> None:
    given = cast.scenario.events[event]
    seat = cast.names.actors.index(given.actor) if given.actor else -1
    row = log_row(
        LogKind.EVENT, seat, cast.names.events.index(event), size=given.size, months=given.months
    )
    assert sentence_of(cast, replace(row, table=-1)) == expected


def test_what_follows_an_agreement_is_told_before_it_is_drafted(cast: Cast) -> None:
    issue = file_of(cast, "coast_deal")
    draft = log_row(LogKind.DRAFTED, -1, issue, table=1, instrument=1.0)
    reopened = log_row(LogKind.RENEGOTIATION, -1, issue, table=1, pressure_change=0.0, age=8.0)
    assert [sentence_of(cast, row) for row in gathered(iter([draft, reopened]))] == [
        "After 8 months of agreement on 'coast deal' Coast and Guard trust each other enough to "
        "negotiate what may follow it.",
        "Coast and Guard begin to draft a formal agreement ('compact') on 'coast deal'.",
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_story_with_all_layers_reads_to_the_end(seed: int) -> None:
    run = layered(seed)
    lines = [line for month in story(run) for line in month.lines]
    lines += [line for section in outcome_sentences(run, full=True) for line in section.lines]
    for line in lines:
        assert line[0].isupper() and line.endswith(".")
        assert not re.search(r"\bnan\b|None|\binf\b|  |\.\.|_", line), line


def test_every_layer_comes_up_in_some_story() -> None:
    found = {row.kind for seed in SEEDS for row in rows(layered(seed).state)}
    always = {
        LogKind.OPENED,
        LogKind.DRAFTED,
        LogKind.DIALOGUE,
        LogKind.COHERENCE,
        LogKind.DISPLACEMENT,
    }
    assert always <= found


def summary(run: Run, title: str) -> tuple[str, ...]:
    return next(
        section.lines for section in outcome_sentences(run, full=True) if section.title == title
    )


def test_the_summary_names_the_instrument_first_signed() -> None:
    run = layered()
    blank = replace(run, state=run.state.copy())
    for row in blank.state.outcome:
        row["paper_agreement"], row["paper_months"] = 1.0, 3.0
        row["paper_instrument"] = 1.0
    assert summary(blank, "On paper")[0].startswith(
        "The Coastal Union and Guard sign a formal agreement ('compact') after 3 months, in April"
    )


def test_the_summary_counts_dialogue_routed_rounds_and_moved_people() -> None:
    run = layered()
    edited = replace(run, state=run.state.copy())
    edited.state.outcome[2]["process_dialogue_months"] = 5.0
    edited.state.outcome[2]["process_routed"] = 1.0
    edited.state.outcome[0]["people_moved"] = 0.25
    assert summary(edited, "In process")[1].endswith(
        " The two meet in 5 months without an agreement in force; Coast leaves 1 round of talks "
        "to the Coastal Union."
    )
    assert summary(edited, "For people")[0].endswith(
        " Attempts at 0.25 times the baseline are made on other routes than usual."
    )
    for row in edited.state.outcome:
        for column in ("process_dialogue_months", "process_routed", "people_moved"):
            row[column] = 0.0
    without = replace(edited)
    assert "The two meet" not in " ".join(summary(without, "In process"))
    assert "rounds" not in " ".join(summary(without, "In process"))
    assert "other routes" not in summary(without, "For people")[0]


def test_layers_that_are_off_leave_the_summary_as_it_was() -> None:
    run = sim.run("ceuta_2021", seed=1)
    assert run.outcome["process_dialogue_months"]
    assert "without an agreement in force" not in " ".join(summary(run, "In process"))
    assert "other routes" not in summary(run, "For people")[0]
