"""No number is hidden in the code of the model, and no two arguments of a rule swap in silence."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim.rules
from sim.scenario.parameters import Parameters
from sim.strategies.dispatching import Moves
from sim.strategies.protocol import View

ROOM = Path(sim.rules.__file__).parents[1]
FREE = (0.0, 1.0, 2.0)

COEFFICIENTS = {
    "rules/numbers.py": "published coefficients of elementary functions",
    "rules/draws.py": "the constants of Philox, and of turning its words into a share",
}

# By module, and there by constant or function: the numbers that stand in it, and why they may.
ALLOWED: dict[str, dict[str, tuple[tuple[float, ...], str]]] = {
    "rules/bargaining.py": {
        "LEAST_START": ((0.001,), "the exponential curve has no start at 0"),
        "FAST": ((100.0,), "a rate that is as good as certain within a month"),
        "NEVER_EXHAUSTED": ((1e6,), "longer than any horizon may be"),
    },
    "rules/agreements.py": {"LOGISTIC_SCALE": ((0.5513288954217921,), "sqrt(3) / pi")},
    "rules/flows.py": {"CLOSED": ((1e-6,), "tolerance: the logit has no weight 0")},
    "model/codes.py": {"NOTHING_OUTSIDE": ((1e6,), "below every utility: nobody would take it")},
    "model/assembly/world.py": {
        "MORE_THAN_HALF": ((0.5, 1e-6), "a simple majority, and a tolerance beyond the half"),
    },
    "model/forms.py": {"_renegotiation_gain": ((0.5,), "the mean of two ambitions")},
    "model/frontier.py": {
        "RATIOS_MET": ((1e-13,), "tolerance of a search"),
        "CLOSE": ((1e-13,), "tolerance of a search"),
        "BESIDE": ((1e-12,), "tolerance of a search"),
        "TOO_LITTLE": ((1e-9,), "tolerance of a search"),
        "NOT_THERE": ((1e300,), "below every utility"),
    },
    "model/log.py": {
        "LOGGED_STEP": ((0.05,), "what is worth telling; no rule reads it"),
        "LOGGED_SHIFT": ((0.25,), "what is worth telling; no rule reads it"),
    },
    "model/mandate.py": {
        "NOWHERE": ((1e301,), "beyond every weight ratio"),
        "BESIDE": ((1e-12,), "tolerance of a search"),
    },
    "model/outcomes.py": {
        "(ONE_YEAR, TWO_YEARS)": ((12.0, 24.0), "months that two columns have in their names"),
    },
    "model/phases/implementation.py": {"MONTHS_A_YEAR": ((12.0,), "a unit")},
    "model/phases/offers.py": {"_meet": ((0.5,), "a fair coin")},
    "model/phases/recording.py": {"MOST_ARRIVALS": ((1e6,), "bounds what is no result")},
    "model/phases/responses.py": {"TOLERANCE": ((1e-12,), "tolerance of a comparison")},
    "model/reasons.py": {"EVEN": ((0.5,), "an even chance; no rule reads it")},
    "model/settlement.py": {"HALF_WAY": ((0.5,), "the middle of what is possible")},
    "model/segments.py": {
        "_sum_up": ((0.5, 4.0), "the middle of a piece; m^2 / 4c, the closed form"),
        "gains_along": ((0.5, 0.5), "r^2 / 2 and 1 / 2r^2, the closed form"),
    },
    "model/terms.py": {
        "(MARGIN, MARGIN_IF_RELATED)": ((100.0,), "bounds of a search"),
        "NEAREST": ((1e-6,), "bound of a search"),
    },
    "model/views.py": {"NO_DRAW": ((0.5,), "stands for a draw where nothing is drawn")},
    "model/zeuthen.py": {"zeuthen_target": ((0.5,), "the middle of an interval")},
}


def modules(*rooms: str) -> list[str]:
    paths = (path for room in rooms for path in (ROOM / room).rglob("*.py"))
    return sorted(str(path.relative_to(ROOM)) for path in paths)


def literals(tree: ast.Module) -> Iterator[tuple[str, float]]:
    """Float literals of a module that are not free, by the constant or function they stand in."""
    for part in tree.body:
        place = getattr(part, "name", "")
        if isinstance(part, ast.Assign):
            place = ast.unparse(part.targets[0])
        for node in ast.walk(part):
            number = node.value if isinstance(node, ast.Constant) else None
            if isinstance(number, float) and number not in FREE:
                yield place, number


@pytest.mark.parametrize("module", modules("rules", "model"))
def test_no_number_is_hidden(module: str) -> None:
    """What decides something is a parameter; what does not has a name, or a reason, above."""
    if module in COEFFICIENTS:
        return
    found: dict[str, list[float]] = {}
    for place, number in literals(ast.parse((ROOM / module).read_text("utf-8"))):
        found.setdefault(place, []).append(number)
    allowed = {place: sorted(given) for place, (given, _) in ALLOWED.get(module, {}).items()}
    assert {place: sorted(numbers) for place, numbers in found.items()} == allowed


def test_every_excuse_names_a_module() -> None:
    assert {*ALLOWED, *COEFFICIENTS} <= set(modules("rules", "model"))


def named_arguments() -> dict[str, int]:
    """Rules with four or more arguments, views and moves: how many arguments each takes."""
    found = {"View": len(View._fields), "Moves": len(Moves._fields)}
    for part in pkgutil.iter_modules(sim.rules.__path__):
        home = importlib.import_module(f"sim.rules.{part.name}")
        for name, rule in vars(home).items():
            own = inspect.isfunction(rule) and rule.__module__ == home.__name__
            if own and not name.startswith("_"):
                count = len(inspect.signature(rule).parameters)
                if count >= 4:
                    found[name] = count
    return found


@pytest.mark.parametrize("module", modules("model"))
def test_many_arguments_are_named(module: str) -> None:
    many = named_arguments()
    assert len(many) > 30
    for node in ast.walk(ast.parse((ROOM / module).read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in many:
            assert not node.args, f"line {node.lineno}: name the arguments of {node.func.id}"
            assert len(node.keywords) == many[node.func.id]


PARAMETERS = [(group, name) for group, part in Parameters() for name in type(part).model_fields]


@pytest.mark.parametrize(("group", "name"), PARAMETERS)
def test_every_parameter_is_read(group: str, name: str) -> None:
    read = re.compile(rf"\b{group}[._]{name}\b")
    assert any(read.search((ROOM / module).read_text("utf-8")) for module in modules("model"))
