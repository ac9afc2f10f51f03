"""The model in the hands of Mesa's users: its batches, collectors and sets of agents."""

import subprocess
import sys

import mesa
import pytest

import sim
from sim.errors import InputError


def test_mesas_batches_vary_dotted_paths() -> None:
    rows = mesa.batch_run(
        sim.NegotiationModel,
        {
            "scenario": "ceuta_2021",
            "actors.morocco.empowerment": [0.1, 0.9],
            "replication": [3],
            "horizon": 6,
        },
        data_collection_period=1,
        display_progress=False,
    )
    own = [row for row in rows if row["actor"] == "morocco"]
    assert len(rows) == 2 * 6 * 3
    assert [(row["Step"], row["month"]) for row in own] == 2 * [(k, k) for k in range(6)]
    for value in (0.1, 0.9):
        changes = {"actors.morocco.empowerment": value, "horizon": 6}
        run = sim.run("ceuta_2021", replication=3, set=changes)
        last = next(row for row in own if row["Step"] == 5 and row[next(iter(changes))] == value)
        assert last["empowerment"] == run.state.actor[run.names.actors.index("morocco")].empowerment
        assert last["arrivals"] == pytest.approx(run.state.route["arrivals"].mean())


def test_a_mesa_run_is_the_run_of_that_seed() -> None:
    model = sim.NegotiationModel("eu_tunisia_2023", seed=4, overrides="calm_sea")
    model.run_model()
    run = sim.run("eu_tunisia_2023", seed=4, overrides=["calm_sea"])
    same = [a.tobytes() == b.tobytes() for a, b in zip(model.state, run.state, strict=True)]
    assert all(same)
    assert (model.steps, model.running) == (run.scenario.horizon, False)


def test_collectors_hold_a_row_per_month_and_per_agent() -> None:
    model = sim.NegotiationModel("ceuta_2021")
    for _ in range(3):
        model.step()
    months = model.datacollector.get_model_vars_dataframe()
    agents = model.datacollector.get_agent_vars_dataframe()
    assert list(months["month"]) == [0, 1, 2]
    assert agents.index.get_level_values("Step").unique().tolist() == [0, 1, 2]
    assert len(agents) == 3 * len(model.agents)
    spain = agents.xs(2).query("actor == 'spain'")
    assert spain["hurdle"].item() == model.actor("spain").hurdle
    own = mesa.DataCollector({"trust": lambda m: float(m.actor("spain").seat("rabat").trust)})
    own.collect(model)
    assert own.model_vars["trust"] == [model.state.seat[0].trust]


def test_sets_of_agents_can_be_chosen_read_and_asked() -> None:
    model = sim.NegotiationModel("ceuta_2021")
    model.step()
    seated = model.agents.select(lambda agent: agent.tables)
    assert seated.get("name") == ["spain", "morocco", "eu"]
    assert seated.agg("empowerment", max) == model.actor("morocco").empowerment
    assert next(who.name for who in seated.sort("empowerment")) == "morocco"
    answers = seated.map("threaten")
    assert [answer.move for answer in answers] == ["threaten"] * 3
    # What agents hold follows from the rules: a set that is written to says so.
    with pytest.raises(AttributeError, match="set="):
        model.agents.set("empowerment", 0.5)


def test_wrong_parameters_are_one_sentence() -> None:
    with pytest.raises(InputError, match=r"actors\.morocco\.empowerment"):
        sim.NegotiationModel("ceuta_2021", **{"actors.morocco.empowermint": 0.5})


def test_whoever_does_not_ask_for_it_does_without_mesa_and_numba() -> None:
    heavy = ("mesa", "pandas", "matplotlib", "numba", "llvmlite", "scipy")
    code = (
        "import sim, sys\n"
        "sim.run('ceuta_2021')\n"
        "game = sim.play('ceuta_2021')\n"
        "game.step()\n"
        "game.actor('morocco').comply('rabat')\n"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
