"""What whoever runs a module must know: how its records are laid out, and what a case starts from.

Both are plain data for JSON, taken from the dtypes and the assembly; nothing is written down twice.
"""

import base64
import dataclasses
import itertools
from typing import Any

from sim.browser.keeping import STACK, fingerprint, module
from sim.browser.openings import OPENINGS
from sim.browser.orders import PROSPECTS, STAKES
from sim.browser.paths import where
from sim.browser.words import fields, growing, words
from sim.errors import QpqError
from sim.model.assembly import assemble
from sim.model.batch import menu_of
from sim.model.codes import ERRORS
from sim.model.handle import WORD
from sim.model.log import SHAPES, LogKind
from sim.model.month import PHASES
from sim.model.records import MONTHS_PROVISION, MONTHS_ROUTE, MONTHS_TABLE, NEVER, OUTCOME
from sim.model.state import State
from sim.scenario import Scenario
from sim.scenario.checks import LEVELS
from sim.strategies.dispatching import compilable
from sim.strategies.protocol import MOVES, View
from sim.strategies.registry import SHIPPED, Menu

SIDES = ("destination", "partner")
COLUMNS = {
    "outcome": OUTCOME,
    "months_table": MONTHS_TABLE,
    "months_provision": MONTHS_PROVISION,
    "months_route": MONTHS_ROUTE,
}


def layout(menu: Menu, template: State) -> dict[str, Any]:
    """How to run the module of a menu of strategies, and to read what it leaves behind.

    Args:
        menu: strategies by number.
        template: any state; rows do not matter.
    """
    return {
        "fingerprint": fingerprint(menu) or "",
        "stack": STACK,
        "word": WORD,
        "records": {
            name: {
                "size": array.itemsize if array.dtype.names else array[0].size * WORD,
                "fields": _fields(array),
            }
            for name, array in template._asdict().items()
        },
        "growing": growing(template),
        "phases": [phase.__name__ for phase in PHASES],
        "moves": MOVES,
        "view": View._fields,
        "strategies": [strategy.name for strategy in menu],
        "person": len(menu),
        "openings": OPENINGS,
        "stakes": STAKES,
        "prospects": PROSPECTS,
        "never": NEVER,
        "kinds": {kind.name.lower(): [int(kind), *SHAPES[kind].numbers] for kind in LogKind},
        "columns": {
            name: {column.name: [column.unit, column.meaning] for column in columns}
            for name, columns in COLUMNS.items()
        },
        "signed": [column.name for column in OUTCOME if column.signed],
        "errors": ERRORS,
    }


def _fields(array: Any) -> dict[str, list[Any]]:
    """Fields by name: offset in bytes, type and number of words."""
    kind = array.dtype
    if kind.names is None:
        return {"": [0, "f8", array[0].size]}
    found = {}
    for name, (letter, places) in fields(kind, None).items():
        found[name] = [int(kind.fields[name][1]), letter, places]
    return found


def case(scenario: Scenario, *, changes: bool = True) -> dict[str, Any]:
    """What a browser needs to play a scenario, and to change it by the paths of ``--set``.

    Args:
        scenario: the scenario as it is to be offered.
        changes: whether anything in it may be changed; to find out how takes a few seconds.
    """
    assembly = assemble(scenario)
    names, template = assembly.names, assembly.template
    grows = growing(template)
    paths = where(scenario, assembly) if changes else {}
    return {
        "name": scenario.name,
        "title": scenario.title,
        "month_zero": scenario.month_zero,
        "horizon": scenario.horizon,
        "names": {
            **dataclasses.asdict(names),
            "seats": [f"{table}.{side}" for table in names.tables for side in SIDES],
        },
        "rows": {
            name: len(array) // (scenario.horizon if name in grows else 1)
            for name, array in template._asdict().items()
        },
        "template": base64.b64encode(words(template).tobytes()).decode(),
        "paths": paths,
        "ordered": [
            [f"{path.removesuffix(LEVELS[0])}{key}" for key in pair]
            for path in paths
            if path.split(".")[-3::2] == ["provisions", LEVELS[0]]
            for pair in itertools.pairwise(LEVELS)
        ],
    }


def bundle(scenario: Scenario) -> tuple[bytes, dict[str, Any], dict[str, Any]]:
    """The module, its layout and the case of one scenario.

    Raises:
        QpqError: it plays a strategy of a user's own that cannot be compiled.
    """
    menu = menu_of(scenario)
    for strategy in menu[len(SHIPPED) :]:
        fits, reason = compilable(strategy)
        if not fits:
            raise QpqError(f"'{strategy.name}' cannot be played in a browser: {reason}")
    return module(menu), layout(menu, assemble(scenario).template), case(scenario)
