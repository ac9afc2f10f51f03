from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("matplotlib")

import sim
from sim.errors import InputError, QpqError
from sim.figures.frontiers import _cut, _equal_shares, _pieces, space_at
from sim.figures.negotiation import draw_talks, negotiation_space
from sim.figures.talks import Talks, talks_of
from sim.model.assembly import assemble
from sim.model.readable import Negotiation
from sim.rules.solutions import nash_product_log, pareto_frontier
from tests.figures.played import LONG, drawn, named, run, texts
from tests.oracle.values import is_dominated


@pytest.fixture(scope="module")
def talks() -> Talks:
    return talks_of(run())


def test_no_sampled_package_lies_beyond_the_frontier(talks: Talks) -> None:
    assert talks.space is not None
    pieces = talks.space.frontier
    line = np.concatenate(pieces)
    for one, other in talks.space.packages:
        further = line[line[:, 0] >= one - 1e-9]
        # To the right of the whole line there is nothing that could be agreed.
        assert len(further), one
        between = [
            float(np.interp(one, piece[:, 0], piece[:, 1]))
            for piece in pieces
            if piece[0, 0] <= one <= piece[-1, 0]
        ]
        # A chord of the line lies below it by next to nothing.
        assert other <= max([*between, float(further[:, 1].max())]) + 2e-4


def test_no_point_of_the_frontier_is_dominated(talks: Talks) -> None:
    assert talks.space is not None
    line = np.concatenate(talks.space.frontier)
    one, other = line[:, 0].copy(), line[:, 1].copy()
    assert not any(is_dominated(one, other, i) for i in range(0, len(line), 7))


def test_the_nash_point_is_the_agents_own_and_beats_the_frontier(talks: Talks) -> None:
    space = talks.space
    assert space is not None and space.nash is not None
    scenario = run().scenario
    model = Negotiation(assemble(scenario), seed=0)
    while model.month < space.month:
        model.step()
    while model.next_phase != "offers":
        model.step_phase()
    for name, own in zip(("spain", "morocco"), space.nash, strict=True):
        proposal = model.actor(name).offer("rabat")
        assert proposal is not None
        assert own == pytest.approx(proposal.nash, abs=1e-12)
    from sim.model.talks import power_at_table

    power = power_at_table(model.state, 0)
    best = nash_product_log(*space.nash, *space.disagreement, power)
    for point in np.concatenate(space.frontier)[::5]:
        assert nash_product_log(*point, *space.disagreement, power) <= best + 1e-9


def test_the_kalai_smorodinsky_point_shares_the_ideal_equally(talks: Talks) -> None:
    space = talks.space
    assert space is not None and space.kalai_smorodinsky is not None
    line = np.concatenate(space.frontier)
    here = np.array(space.disagreement)
    one, other = line[:, 0], line[:, 1]
    ideal = np.interp(here[1], other[::-1], one[::-1]), np.interp(here[0], one, other)
    shares = (np.array(space.kalai_smorodinsky) - here) / (np.array(ideal) - here)
    assert shares[0] == pytest.approx(shares[1], abs=0.005)


def test_offers_of_the_log_are_drawn_where_both_sides_valued_them(talks: Talks) -> None:
    ax = draw_talks(talks)
    logged = [
        (each["month"], dict(each["numbers"]))
        for each in run().events.to_pylist()
        if each["kind"] == "offer" and each["actor"] == "morocco" and each["table"] == "rabat"
    ]
    last = max(offer.turn for offer in talks.offers)
    expected = {
        (numbers["other_utility"], numbers["own_utility"])
        for month, numbers in logged
        if month in {each.month for each in talks.offers if each.side == 1 and each.turn == last}
    }
    line = named(ax)["offers of Morocco"]
    assert set(zip(*line.get_data(), strict=True)) == expected
    assert expected


def test_what_was_signed_stands_where_the_log_says() -> None:
    signed = next(e for e in run().events.to_pylist() if e["kind"] == "signature")
    numbers = dict(signed["numbers"])
    talks = talks_of(run(), signed["table"])
    assert talks.space is not None and talks.space.month == signed["month"]
    ring = named(draw_talks(talks))["signed"]
    assert (*ring.get_xdata(), *ring.get_ydata()) == (
        numbers["utility_destination"],
        numbers["utility_partner"],
    )


def test_the_way_of_the_disagreement_point_ends_at_the_month(talks: Talks) -> None:
    assert talks.space is not None
    assert len(talks.path) == talks.space.month + 1
    assert tuple(talks.path[-1]) == pytest.approx(talks.space.disagreement)
    early = talks_of(run(), month=1)
    assert early.path.tolist() == talks.path[:2].tolist()


def test_looking_changes_nothing() -> None:
    played = run()
    model = Negotiation(assemble(played.scenario), seed=0)
    model.step()
    before = model.state.issue.tobytes(), model.state.bid.tobytes(), model.state.provision.tobytes()
    space_at(model.state, played.names, "migration")
    assert before == (
        model.state.issue.tobytes(),
        model.state.bid.tobytes(),
        model.state.provision.tobytes(),
    )


def test_all_or_nothing_breaks_the_frontier_into_pieces_that_do_not_cross() -> None:
    talks = talks_of(run("georgia_visa_labour", 1))
    assert talks.space is not None
    drawn(draw_talks(talks))
    ends = [(piece[0], piece[-1]) for piece in talks.space.frontier]
    assert all(first[0] <= last[0] for first, last in ends)


def test_names_that_do_not_exist_are_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'rabat'"):
        negotiation_space(run(), "rabbat")
    with pytest.raises(InputError, match=r"no issue 'sahra'.*did you mean 'sahara'"):
        negotiation_space(run(), "rabat", issue="sahra")
    with pytest.raises(InputError, match="month 36 was not played; expected 0 to 35"):
        negotiation_space(run(), month=36)


def test_a_run_that_was_played_otherwise_is_refused() -> None:
    with pytest.raises(QpqError, match="played again"):
        talks_of(replace(run(), seed=5), month=30)


def test_where_nothing_is_better_for_both_the_figure_says_so(talks: Talks) -> None:
    assert talks.space is not None
    none = replace(
        talks, space=replace(talks.space, nash=None, kalai_smorodinsky=None), signed=None
    )
    ax = draw_talks(none)
    assert "no package is better for both" in texts(ax)
    assert not {"Nash point", "Kalai-Smorodinsky point"} & set(named(ax))


def test_no_issues_no_offers_and_long_names_draw(talks: Talks) -> None:
    assert "Nothing is negotiated" in texts(draw_talks(replace(talks, space=None)))[0]
    quiet = draw_talks(replace(talks, offers=(), signed=None, sides=(LONG, LONG)))
    renderer = drawn(quiet)
    legend = quiet.get_legend()
    assert legend is not None
    for text in (quiet.xaxis.label, quiet.yaxis.label, quiet.title, *legend.get_texts()):
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0 and box.x1 <= quiet.figure.bbox.x1, text.get_text()
    assert not any(label.startswith("offers of") for label in named(quiet))
    assert all(len(line) <= 52 for line in quiet.get_xlabel().split("\n"))


def test_what_members_bar_is_drawn_apart(talks: Talks) -> None:
    assert talks.space is not None
    piece = talks.space.frontier[0]
    split = replace(talks.space, frontier=(piece[5:],), barred=(piece[:6],))
    line = named(draw_talks(replace(talks, space=split)))["beyond the members' mandate"]
    assert line.get_linestyle() == ":"
    assert line.get_xdata().tolist() == piece[:6, 0].tolist()


def test_a_table_without_talks_shows_what_could_be_talked_about() -> None:
    played = sim.run("ceuta_2021", set={"horizon": 1})
    ax = negotiation_space(played, "brussels")
    assert "Pareto frontier" in named(ax)


def test_equal_shares_are_exact_where_a_straight_stretch_is_dominated_in_part() -> None:
    # Trade is linear and worth 1.22 to one side for 1.23 of the other; recognition is all or
    # nothing and brings .85 for .24.
    trade = np.array([[0.0, 0.0], [1.22, -1.23]])
    lines = [trade, trade + np.array([-0.24, 0.85])]
    cut, allowed = _cut(lines, [np.ones(2, dtype=bool)] * 2)
    whole = np.concatenate(cut)
    best = np.zeros(len(whole), dtype=bool)
    best[pareto_frontier(whole[:, 0].copy(), whole[:, 1].copy())] = True
    pieces = _pieces(cut[0], best[: len(cut[0])]) + _pieces(cut[1], best[len(cut[0]) :])
    found = _equal_shares(pieces, (0.0, 0.0))
    # The line through (-.24, .85) meets the axes at the ideal point; shares are equal half way.
    height = 0.85 - 0.24 * 1.23 / 1.22
    assert found == pytest.approx((height / 2 * 1.22 / 1.23, height / 2), abs=1e-9)
    assert all(each.all() for each in allowed)
