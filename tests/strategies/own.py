"""A strategy as a user would write it, and a mistake of each kind."""

TEXT = '''\
"""Patience: hold out early, let go late."""

from typing import Any

from sim.strategies.protocol import Parameter, Strategy, View


class Patient(Strategy):
    """Insists on a part of its best outcome."""

    name = "patient"
    uses = frozenset({"best", "time"})
    parameters = {"calm": Parameter(0.5, 0.0, 1.0, "share kept at first")}

    @staticmethod
    def concede(view: View, p: Any) -> float:
        """Utility to hold out for."""
        kept = p.calm * (1.0 - view.time)
        return view.propensity + kept * (view.best - view.propensity)
'''

MISTAKES = {
    # what is changed: (old, new, said, line, nearest valid name)
    "move": ("def concede", "def conceed", "unknown move 'conceed'", 16, "concede"),
    "property": ("uses =", "use =", "unknown property 'use'", 12, "uses"),
    "field": ("view.best", "view.bets", "unknown field of the view 'bets'", 19, "best"),
    "declared": ('"best",', '"bets",', "unknown field of the view 'bets'", 12, "best"),
    "parameter": ("p.calm", "p.clam", "unknown parameter 'clam'", 18, "calm"),
    "arguments": (", p: Any", "", "wrong arguments", 16, None),
    "self": ("    @staticmethod\n", "", "not a static function", 15, None),
    "name": ('"patient"', '"Very patient"', "not a possible name", 11, None),
    "no name": ('    name = "patient"\n', "", "has no name", 8, None),
    "taken": ('"patient"', '"stalling"', "a strategy of the package", 11, None),
    "role": (
        "uses =",
        'roles = frozenset({"transitt"})\n    uses =',
        "unknown role",
        12,
        "transit",
    ),
    "nobody": ("uses =", "roles = frozenset()\n    uses =", "nobody may play it", 12, None),
    "bounds": ("(0.5, 0.0", "(0.5, 0.7", "outside of 0.7 to 1", 13, None),
    "many": (
        '{"calm": Parameter(0.5, 0.0, 1.0, "share kept at first")}',
        '{f"calm{i}": Parameter(0.5, 0.0, 1.0, "share") for i in range(9)}',
        *("9 parameters", 13, None),
    ),
    "menu": ("uses =", "adapts = True\n    uses =", "a menu is for", 12, None),
    "division": ("(1.0 - view.time)", "1.0 / view.time", "ZeroDivisionError", 18, None),
    "nothing": ("return view", "return None and view", "answers None", 16, None),
    "infinite": ("return view", 'return float("inf") + view', "answers inf", 16, None),
    "syntax": ("def concede(", "def concede((", "not valid Python", 16, None),
    "import": ("from typing", "import no_such\nfrom typing", "imports 'no_such'", 3, None),
    "none": ("(Strategy)", "", "defines no strategy", None, None),
    "several": (
        "class Pat",
        "class Two(Strategy): ...\nclass Pat",
        "several: Two, Patient",
        9,
        None,
    ),
}
