"""The module itself: exact functions, what it is made of, and what it refuses."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from llvmlite import ir
from numba.core import types

from sim.browser import keeping, target
from sim.browser.layout import layout
from sim.browser.objects import NotLinked, customs, data_end, module_of, sections
from sim.browser.words import cells, fields, words
from sim.model import fingerprint
from sim.model.assembly import assemble
from sim.model.target import intrinsic
from sim.scenario import load
from sim.strategies.registry import SHIPPED
from tests.browser.conftest import Node


@intrinsic
def put(context: Any, address: Any, value: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = builder.inttoptr(arguments[0], ir.DoubleType().as_pointer())
        builder.store(arguments[1], place)
        return context.get_dummy_value()

    return types.none(address, types.float64), code


def numbers(address: int, x: float, power: int) -> None:
    if power == 0:
        fraction, exponent = math.frexp(x)
        put(address, fraction)
        put(address + 8, float(exponent))
        put(address + 16, math.sqrt(x))
    else:
        put(address, math.ldexp(x, power))


NUMBERS = """
import { readFileSync } from "node:fs";
const [file, text] = process.argv.slice(1);
const memory = new WebAssembly.Memory({ initial: 4 });
const pointer = new WebAssembly.Global({ value: "i32", mutable: true }, 65536);
const { instance } = await WebAssembly.instantiate(readFileSync(file), {
  env: { __linear_memory: memory, __stack_pointer: pointer },
});
const bits = new BigInt64Array(memory.buffer, 131072, 4);
const floats = new Float64Array(memory.buffer, 131096, 1);
const found = JSON.parse(text).map(([x, power]) => {
  new BigInt64Array(floats.buffer, 131096, 1)[0] = BigInt(x);
  instance.exports.numbers(131072, floats[0], power);
  return [...bits].slice(0, power ? 1 : 3).map(String);
});
console.log(JSON.stringify(found));
"""


def bits(x: float) -> str:
    return str(np.float64(x).view(np.int64))


def test_functions_of_the_c_library_are_exact(browser: Node) -> None:
    library = target.entry(types.void(types.int32, types.float64, types.int32), numbers)
    made = module_of(target.emit([library], ["numbers"]), ["numbers"], {})
    (browser.folder / "numbers.wasm").write_bytes(made)
    rng = np.random.default_rng(0)
    some = rng.integers(0, 2**63 - 1, 200, np.int64).view(np.float64)
    values = [*some[np.isfinite(some)], 0.0, 1.0, 0.5, 5e-324, 2.2e-308, 1.7e308, 0.1, math.inf]
    powers = [0, 1, -1, 60, -60, 1023, -1022, 1024, -1074, 1500, -1500, 2098, -2100]
    given = [(x, power) for x in map(float, values) for power in powers]
    task = [[bits(x), power] for x, power in given]
    found = browser.evaluate(NUMBERS, browser.folder / "numbers.wasm", task)
    for (x, power), theirs in zip(given, found, strict=True):
        if power == 0:
            fraction, exponent = math.frexp(x)
            assert theirs == [bits(fraction), bits(float(exponent)), bits(math.sqrt(x))], x
        else:
            try:
                ours = math.ldexp(x, power)
            except OverflowError:
                ours = math.inf
            assert theirs == [bits(ours)], (x, power)


def test_a_module_is_named_after_its_sources(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = keeping.fingerprint()
    assert key is not None
    assert [place.name for place in keeping.places()] == [f"engine-{key}.wasm"] * 2
    monkeypatch.setattr(fingerprint, "HERE", "another Python")
    assert keeping.fingerprint() == key
    source = tmp_path / "sim"
    for room in (*fingerprint.ROOMS, "browser"):
        for path in (Path(keeping.HERE).parent / room).rglob("*.py"):
            copy = source / path.relative_to(keeping.HERE.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(keeping, "HERE", source / "browser")
    monkeypatch.setattr(fingerprint, "__file__", str(source / "model" / "fingerprint.py"))
    assert keeping.fingerprint() == key
    for name in ("rules/draws.py", "model/phases/offers.py", "browser/target.py"):
        path = source / name
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert keeping.fingerprint() != key
        path.write_bytes(before)


def test_a_module_that_is_at_hand_is_not_built_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: bytes
) -> None:
    monkeypatch.setattr(keeping, "HERE", tmp_path / "package")
    monkeypatch.setattr(keeping, "fingerprint", lambda menu=SHIPPED: "0123")
    monkeypatch.setenv("QPQ_CACHE", str(tmp_path / "cache"))
    assert not keeping.is_built()
    monkeypatch.setattr("sim.browser.building.build", lambda menu, notes: module)
    assert keeping.module() == module
    assert keeping.is_built()
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "engine-old.wasm").write_bytes(b"old")
    assert keeping.ship().name == "engine-0123.wasm"
    assert [path.name for path in (tmp_path / "package").iterdir()] == ["engine-0123.wasm"]
    monkeypatch.setattr("sim.browser.building.build", None)
    (tmp_path / "cache" / "quidproquo" / "engine-0123.wasm").unlink()
    assert keeping.module() == module
    monkeypatch.setattr(keeping, "fingerprint", lambda menu=SHIPPED: "4567")
    monkeypatch.setattr("sim.browser.building.build", lambda menu, notes: module)
    monkeypatch.setattr(keeping, "DATA", -1)
    with pytest.raises(NotLinked, match="bytes where -1 have room"):
        keeping.module()


def test_a_module_and_a_layout_that_differ_are_refused(browser: Node) -> None:
    browser.case("ceuta", load("ceuta_2021"))
    browser.put(
        "layout", {**layout(SHIPPED, assemble(load("ceuta_2021")).template), "fingerprint": "x"}
    )
    with pytest.raises(AssertionError, match="do not belong together"):
        browser.run("histories", cases=["ceuta"], replications=[0], seed=0)


def test_the_module_asks_for_nothing_but_room_and_answers(module: bytes) -> None:
    assert customs(module) == {keeping.NOTE: (keeping.fingerprint() or "").encode()}
    names = [b"__linear_memory", b"__stack_pointer", b"ask"]
    (imports,) = [content for number, content in sections(module) if number == 2]
    assert imports[0] == len(names)
    assert all(name in imports for name in names)
    assert data_end(module) < 4096
    assert len(module) < 250_000


def test_what_needs_a_linker_is_refused() -> None:
    with pytest.raises(NotLinked, match="not a WebAssembly module"):
        module_of(b"ELF", [], {})

    def start(x: float) -> None:
        put(0, x)

    library = target.entry(types.void(types.float64), start)
    made = target.emit([library], ["start"])
    with pytest.raises(NotLinked, match="there is no function stop"):
        module_of(made, ["stop"], {})
    # A relocation of a table's entry, which no single object settles.
    name, content = b"reloc.CODE", bytes((3, 1, 1, 0, 0))
    section = bytes((len(name),)) + name + content
    with pytest.raises(NotLinked, match="a relocation of kind 1"):
        module_of(made + bytes((0, len(section))) + section, ["start"], {})


def test_every_word_of_the_state_has_a_place() -> None:
    assembly = assemble(load("ceuta_2021"))
    found = cells(assembly)
    assert len(found) == len(words(assembly.template))
    for word in (0, 7, len(found) // 2, len(found) - 1):
        (array, row, field, place), whole = found[word]
        value = np.asarray(getattr(assembly.template, array)[row])
        value = np.ravel(value[field] if field else value)[place]
        held = words(assembly.template)[word : word + 1]
        assert value == (held[0] if whole else held.view(np.float64)[0])


def test_the_layout_follows_the_record_types() -> None:
    template = assemble(load("ceuta_2021")).template
    records = layout(SHIPPED, template)["records"]
    for name, array in template._asdict().items():
        if array.dtype.names is None:
            continue
        assert records[name]["size"] == array.dtype.itemsize
        for field, (offset, kind, places) in records[name]["fields"].items():
            inner, at = array.dtype.fields[field][:2]
            assert (offset, kind, 8 * places) == (at, inner.base.str[1:], inner.itemsize)
    assert fields(template.seat.dtype, None)["parameters"] == ("f8", 8)
