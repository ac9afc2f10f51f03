"""`qpq run`: the story, the outcome, and the same as one document."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import sim
from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.rules.draws import name_hash, uniform

Qpq = Callable[..., Any]


def test_a_run_is_told_on_one_screen(qpq: Qpq) -> None:
    result = qpq("run", "ceuta_2021", "--seed", "0")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Ceuta 2021: Morocco, Spain and Western Sahara\n")
    assert "Spain (cooperative) and Morocco (reverse conditionality)" in result.out
    assert "\nWhat happened\n  April 2021: " in result.out
    assert "\nHow it came out\n  Spain and Morocco: " in result.out
    assert "usual" not in result.out
    assert "\x1b" not in result.out
    lines = result.out.splitlines()
    assert len(lines) <= 48 and max(map(len, lines)) <= 100


def test_a_run_is_told_in_full(qpq: Qpq) -> None:
    result = qpq("run", "ceuta_2021", "--seed", "0", "--full")
    assert (result.code, result.err) == (0, "")
    assert "\nApril 2021\n" in result.out
    for layer in ("On paper", "In process", "For people", "Coercion", "Distribution", "Durability"):
        assert f"\n  {layer}.\n" in result.out
    assert max(map(len, result.out.splitlines())) <= 100


def test_without_a_seed_a_run_says_how_usual_it_is(qpq: Qpq) -> None:
    scenario = sim.load("ceuta_2021")
    many = play_many(assemble(scenario), range(200)).outcomes["paper_agreement"][:, 1]
    result = qpq("run", "ceuta_2021")
    told, usual = result.out.split("\nHow usual that is\n")
    here = "they do" if sim.run(scenario).tables["rabat"]["paper_agreement"] else "they do not"
    said = (
        f"Spain and Morocco come to an agreement in {round(many.sum())} of 200 runs; here {here}."
    )
    assert said in " ".join(usual.split())
    assert told == qpq("run", "ceuta_2021", "--seed", "0").out


def test_where_nothing_is_compiled_a_run_is_told_all_the_same(
    qpq: Qpq, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.model.batch.is_warm", lambda scenario: False)
    assert qpq("run", "ceuta_2021").out == qpq("run", "ceuta_2021", "--seed", "0").out


def test_json_is_one_document_and_equal_to_the_library(qpq: Qpq) -> None:
    result = qpq("run", "ceuta_2021", "--seed", "7", "--replication", "2", "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    run = sim.run("ceuta_2021", seed=7, replication=2)
    assert (found["scenario"], found["seed"], found["replication"]) == ("ceuta_2021", 7, 2)
    assert found["outcome"] == run.outcome
    assert found["tables"] == run.tables
    assert len(found["events"]) == len(run.events)
    assert found["events"][0]["date"] == "April 2021"
    assert set(found["events"][0]) == {
        "month", "date", "kind", "table", "actor", "object", "numbers", "named",
    }  # fmt: skip
    assert found["drawn"] == {}
    assert qpq("run", "ceuta_2021", "--seed", "7", "--replication", "2", "--json").out == result.out


def test_overrides_and_values_change_the_run_and_are_named(qpq: Qpq) -> None:
    options = ("--override", "eu_sanctions", "--set", "actors.morocco.patience=0.9")
    result = qpq("run", "ceuta_2021", *options)
    assert result.code == 0
    assert "Spain (coercive)" in result.out
    assert "Override 'eu_sanctions':" in result.out
    assert "Set: actors.morocco.patience = 0.9." in result.out
    found = json.loads(qpq("run", "ceuta_2021", *options, "--json").out)
    assert found["overrides"] == ["eu_sanctions"]
    assert found["set"] == {"actors.morocco.patience": 0.9}
    assert found["strategies"]["rabat"]["destination"] == "coercive"


def test_sampling_draws_each_number_by_its_own_path(qpq: Qpq) -> None:
    options = ("run", "ceuta_2021", "--json", "--sample", "--seed", "5", "--replication", "3")
    drawn = json.loads(qpq(*options).out)["drawn"]
    uncertain = sim.load("ceuta_2021").provenance.distributions
    assert set(drawn) == set(uncertain)
    for path, value in drawn.items():
        share = uniform(
            seed=5, replication=3, month=-1, entity=name_hash(f"path:{path}"), decision=0, number=0
        )
        assert value == uncertain[path].quantile(share)
    changed = json.loads(qpq(*options, "--set", "actors.morocco.patience=0.9").out)["drawn"]
    assert changed == drawn
    assert "Drawn: " in qpq("run", "ceuta_2021", "--sample").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ceuta_2020",), "did you mean 'ceuta_2021'?"),
        (("ceuta_2021", "--set", "actors.moroco.patience=0.9"), "'actors.morocco.patience'?"),
        (("ceuta_2021", "--set", "actors.morocco.patience"), "not an assignment"),
        (("ceuta_2021", "--set", "actors.morocco.patience=7"), "out of range"),
        (("ceuta_2021", "--set", "a.b=nan"), "nothing is named 'a'"),
        (("ceuta_2021", "--override", "no_hospitl"), "did you mean 'no_hospital'?"),
        (("scenarios",), "is a directory"),
        (("ceuta_2021", "--sed", "3"), "Did you mean '--seed'?"),
        (("ceuta_2021", "--seed", "-1"), "--seed"),
        (("ceuta_2021", "--replication", "many"), "--replication"),
        ((), "SCENARIO"),
    ],
)
def test_bad_input_is_one_message(qpq: Qpq, arguments: tuple[str, ...], said: str) -> None:
    result = qpq("run", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.startswith("qpq: ")
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) <= 2


def test_two_overrides_that_set_one_key(qpq: Qpq, tmp_path: Any) -> None:
    text = (sim.load("ceuta_2021").provenance.path).read_text("utf-8")
    again = """\
  no_hospital_either:
    description: The same once more.
    set:
      events.hospital.size: 0.1
"""
    path = tmp_path / "twice.yaml"
    path.write_text(text.replace("overrides:\n", "overrides:\n" + again, 1), "utf-8")
    result = qpq("run", str(path), "--override", "no_hospital", "--override", "no_hospital_either")
    assert (result.code, result.out) == (2, "")
    assert "both set events.hospital.size" in result.err
