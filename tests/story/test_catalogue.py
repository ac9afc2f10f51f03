"""The catalogue of plain stories: it has a sentence for everything, and every slot is filled."""

import json
import re
from enum import Enum

import pytest

import sim
from sim.model.log import SHAPES, About, By, LiftReason, LogKind
from sim.scenario.events import EFFECTS, EventKind
from sim.story import landmarks, story
from sim.story.cast import PRESSES, Cast
from sim.story.catalogue import as_json, catalogue, filled, said, template, together
from sim.story.event_rows import LogRow
from sim.story.plain_rows import CASES, landmark
from sim.story.sentences import sentence_of
from tests.model.corridors import corridor, swap
from tests.story.layered import layered


def test_it_has_a_sentence_for_every_kind_and_reason() -> None:
    def names(kind: type[Enum]) -> set[str]:
        return {member.name.lower() for member in kind}

    assert set(catalogue()["kinds"]) == names(LogKind)
    assert set(catalogue()["reasons"]) == names(LiftReason)
    assert set(EFFECTS) == set(EventKind)


def test_kinds_with_several_sentences_are_those_that_choose_between_them() -> None:
    several = {n for n, kind in catalogue()["kinds"].items() if isinstance(kind["says"], dict)}
    fills_only = {"routed", "drafted", "learned"}
    assert {kind.name.lower() for kind in CASES} == several | fills_only


def row_of(cast: Cast, kind: LogKind) -> LogRow:
    """A row of a kind, filled by what its shape says."""
    shape, names = SHAPES[kind], cast.names
    thing = -1 if shape.about is About.NOTHING else 0
    seat = {By.SEAT: 2, By.ACTOR: names.actors.index("coast"), By.NOBODY: -1}[shape.by]
    if kind is LogKind.EVENT:
        thing = names.events.index("ballot")
    # The table of the coast, which may leave its talks to the union.
    table = 1 if kind is not LogKind.LEARNED else 0
    numbers = {name: 0.0 if name in shape.places else 0.5 for name in shape.numbers}
    for whole in {"form", "reason", "months", "age"} & set(numbers):
        numbers[whole] = 1.0
    if kind is LogKind.MANDATE:
        numbers["from_month"] = 3.5
    row = LogRow(kind, 1, table, 0 if kind is LogKind.LEARNED else seat, thing, numbers)
    if kind in (LogKind.OFFER_ITEM, LogKind.SIGNED_ITEM):
        numbers.update({shape.numbers[0]: 0.9, shape.numbers[1]: 0.2})
    return row


@pytest.mark.parametrize("kind", LogKind)
def test_every_kind_of_row_is_told_in_both_registers(kind: LogKind) -> None:
    run = layered()
    cast = Cast(run.scenario, run.names, run.state)
    for seat in (2, 3):
        cast.remember(LogRow(LogKind.THREAT, 1, 1, seat, 2, {"asked_provision": -1.0}))
    row = row_of(cast, kind)
    texts = [sentence_of(cast, row)]
    for press in PRESSES if kind not in PRESSES else ():
        cast.remember(LogRow(press, 1, 1, 3, 2, {}))
        found = landmark(cast, row)
        assert found is not None
        texts.append(found.text)
    for text in texts:
        assert text[0].isupper() and text.endswith(".")
        assert not {"{", "}", "_", "["} & set(text), text


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("size", [0.25, -0.25])
def test_every_kind_of_event_is_told_with_what_it_does(kind: EventKind, size: float) -> None:
    effect = EFFECTS[kind]
    if size < 0 and not effect.lowered:
        return
    says = effect.says if size > 0 else effect.lowered
    befallen = {"route": "way", "actor": "north", "table": "main"}
    event = {
        "kind": kind.value,
        "description": "It happens.",
        "date": "2020-02",
        "months": 3,
        "size": size,
        effect.befalls: befallen[effect.befalls],
    }
    routes = {"way": {"through": "guard", "to": "north"}}
    scenario = corridor(
        {"north": {"role": "destination"}, "guard": {"role": "transit"}},
        {"main": ("north", "guard")},
        {"main": swap()},
        events={"it": event},
        routes=routes,
    )
    run = sim.run(scenario)
    plain = next(mark for mark in landmarks(run) if mark.path.startswith("kinds.event"))
    full = next(line for line in story(run)[1].lines if line.startswith("It happens."))
    bare = re.sub(r"\[[^]]*\]", "", says)
    does = set(re.sub(r"\{[^}]*\}", " ", bare).split())
    for text in (plain.text, full):
        assert text.startswith("It happens")
        assert does <= set(re.split(r"[\s.,]+", text.lower()))
        assert (text.rstrip(".") == "It happens") == (not says)


def test_a_slot_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("{who} waits", {})


def test_slots_are_filled_as_their_template_says() -> None:
    slots = {"n": 3.0, "share": 0.256, "level": -0.001, "who": "Spain"}
    assert (
        filled("{who}: {n}, {n:month}, {n:times}", slots)
        == "Spain: three, three months, three times"
    )
    assert filled("{share:share}, {share:number}", slots) == "26 per cent, 0.26"
    assert filled("{level:number}[, {n}]", slots) == "0.00"
    assert filled("{level:number}[, {n}]", slots, full=True) == "0.00, three"
    assert filled("{n:threat}", {"n": 1.0}) == "one threat"
    assert filled("{n:threat}", {"n": 40.0}) == "40 threats"
    assert together(["a", "b", "c"]) == "a, b and c"
    assert said("texts.more", {"what": "funds"}) == "more funds"


def test_a_web_page_can_have_it_as_json() -> None:
    found = json.loads(json.dumps(as_json()))
    assert found["kinds"]["threat"]["says"]["price"] == template("kinds.threat.says.price")
    for sentences in ("effects", "lowered"):
        assert set(found["events"][sentences]) == {kind.value for kind in EventKind}
