"""The month compiled, with a loop over replications around it, for one menu of strategies."""

from typing import Any

from numba.core import types
from numba.core.errors import NumbaError

from sim.model import handle, target
from sim.model.month import begin, month_of
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.rules.compiling import compiles, let_compile
from sim.strategies.dispatching import dispatch
from sim.strategies.registry import SHIPPED, Menu

ENTRY = "play"
"""Name of the function that a built month exports, see `_entry`."""

# Numba writes none of these in types.
state_at: Any = handle.state_at
words_at: Any = handle.words_at
outcomes_at: Any = handle.outcomes_at
let_compile()

ARRAYS = len(State._fields)
WORDS = tuple(handle.ROW_TYPES[name].itemsize // handle.WORD for name in State._fields)
"""Of a row of each array."""


@compiles
def set_back(address: int, template: int) -> None:
    """Overwrite a state with another one of the same shape."""
    theirs, ours = words_at(template, 2 * ARRAYS), words_at(address, 2 * ARRAYS)
    for i in range(ARRAYS):
        count = theirs[2 * i + 1] * WORDS[i]
        source, goal = words_at(theirs[2 * i], count), words_at(ours[2 * i], count)
        for k in range(count):
            goal[k] = source[k]


def _entry(menu: Menu) -> Any:
    """The function that a built month exports."""
    month = month_of(dispatch(menu))

    def play(
        template: int, s: int, seed: int, count: int, numbers: int, outcomes: int, errors: int
    ) -> None:
        """Play replications one after the other on one state.

        All but seed and count are addresses: of the tables of the scenario's start and of a state
        of the same shape, which is overwritten; of the replications' numbers; of outcomes, which
        are filled, rows for the run and each table; of errors, which are filled.
        """
        state = state_at(s)
        replications, codes = words_at(numbers, count), words_at(errors, count)
        rows = len(state.outcome)
        records = outcomes_at(outcomes, count * rows)
        for i in range(count):
            set_back(s, template)
            begin(state, seed, replications[i])
            for _ in range(state.run[0].horizon):
                month(state)
            conclude(state)
            for k in range(rows):
                records[i * rows + k] = state.outcome[k]
            codes[i] = state.run[0].error

    return play


def build(menu: Menu) -> bytes:
    """LLVM's bitcode of the month, optimised, for any processor: half a minute."""
    try:
        return _built(menu, target.PLAIN)
    except NumbaError:
        if len(menu) == len(SHIPPED):
            raise
        return _built(menu, target.ALLOCATING)


def _built(menu: Menu, name: str) -> bytes:
    word = types.int64
    library = target.entry(types.void(*[word] * 7), _entry(menu), name)
    return bytes(target.whole([library], [ENTRY]).as_bitcode())
