"""The rule: how the codes of a case become a scenario. The same for every case, without exception.

Written down in words, with where each part comes from, in ``docs/encoding.md``.
"""

from collections.abc import Sequence
from typing import Any

from sim.coding.columns import FIELDS, GIVERS, OPEN, VARIABLES
from sim.coding.sheet import Case, Code, mean
from sim.scenario.codebook import Codebook

HORIZON = 36
PATIENCE = {"destination": 0.985, "partner": 0.975}
TIE = 0.35
GROUPS = {
    "control": ("border_control", "anti_smuggling", "equipment"),
    "return": ("readmission", "visa"),
    "hosting": ("hosting",),
    "mobility": ("legal_migration",),
    "trade": ("trade",),
    "recognition": ("recognition",),
    "security": ("security",),
}
"""Issues, and the provisions that are negotiated together in each."""
MONEY_GOES_WITH = ("border_control", "readmission", "hosting", "anti_smuggling")
"""Money is negotiated with the first of these that is open."""
TREATMENTS = {
    "linkage": "tactical",
    "cross_issue_threats": "allowed",
    "form": "chosen",
    "ratification": "on",
    "exit": "on",
    "capacity": "built",
}
Tree = dict[str, Any]


def scenario_of(case: Case, codebook: Codebook) -> Tree:
    """A case as the tree of a scenario file."""
    rule = _Rule(case, codebook)
    frame = case.frame
    destination, partner = rule.strategies()
    tree: Tree = {
        "title": frame["title"],
        "description": (
            f"{frame['destination']} and {frame['partner']} from {frame['opens']}, as coded by "
            f"{' and '.join(case.coders)} and written by the rule of docs/encoding.md. No number "
            "was set by hand."
        ),
        "period": f"from {frame['opens']}",
        "month_zero": frame["opens"],
        "horizon": HORIZON,
        "sources": {
            key_of(coder): f"Codes of coder {coder}, sheet {case.file.rsplit('/', 1)[-1]}."
            for coder in case.coders
        },
        "actors": {
            "destination": {
                "name": frame["destination"],
                "role": frame["destination_role"],
                "strategy": destination,
                "patience": assumed(PATIENCE["destination"], "All cases: 21 of 21 of the library."),
            },
            "partner": {
                "name": frame["partner"],
                "role": "transit" if rule.guards else "origin",
                "strategy": partner,
                "patience": assumed(PATIENCE["partner"], "All cases: 14 of 21 of the library."),
            },
        },
        "tables": {"talks": rule.table(destination, partner)},
        "issues": rule.issues(),
        "routes": {"route": {"through": "partner", "to": "destination"}},
        "treatments": dict(TREATMENTS),
    }
    for name, variable in VARIABLES.items():
        if variable.scale:
            put(tree, variable.path, rule.coded(case.variables[name], variable.scale))
    return tree


def key_of(coder: str) -> str:
    """Key under which a coder's codes are cited."""
    plain = "".join(c if c.isalnum() and c.isascii() else "_" for c in coder.lower())
    return f"coder_{plain}"


def assumed(value: float, reason: str) -> Tree:
    """A number that the rule sets."""
    return {"value": value, "assumed": f"By rule. {reason}"}


def put(tree: Tree, path: str, value: object) -> None:
    """Put a value at a dotted path."""
    *above, last = path.split(".")
    for key in above:
        tree = tree[key]
    tree[last] = value


class _Rule:
    def __init__(self, case: Case, codebook: Codebook) -> None:
        self.case, self.codebook = case, codebook
        self.kept = case.kept
        self.open = [name for name, codes in self.kept.items() if mean(codes[OPEN]) >= 0.5]
        self.guards = "border_control" in self.kept or "hosting" in self.kept

    def coded(self, codes: Sequence[Code], scale: str) -> Tree:
        """A number as coded: the value of the code, or uniform between those that differ."""
        steps = self.codebook.scales[scale].codes
        values = sorted({steps[each.code].value for each in codes})
        keys = dict.fromkeys(key for each in codes for key in (key_of(each.coder), *each.sources))
        number: Tree = (
            {"value": values[0]} if len(values) == 1 else {"uniform": [values[0], values[-1]]}
        )
        note = "; ".join(f"{c.coder} {c.code} ({c.confidence}): {c.basis}" for c in codes)
        return {**number, "coded": scale, "source": list(keys), "note": note}

    def strategies(self) -> tuple[str, str]:
        """Strategies of destination and partner, from inputs alone."""
        case = self.case
        taken_away = any(
            GIVERS[name] == "destination" and mean(self.kept[name]["q"]) >= 2.0
            for name in self.open
        )
        coercive = case.mean("sanction_cap_E") >= 2.5 and taken_away
        names_prices = case.mean("empower_T") >= 2.0
        return (
            "coercive" if coercive else "cooperative",
            "reverse_conditionality" if names_prices else "cooperative",
        )

    def table(self, destination: str, partner: str) -> Tree:
        """The table, and what its seats have beside codes."""
        case = self.case
        first = case.frame.get("initiator")
        if first is None:
            prices = partner == "reverse_conditionality" and destination != "coercive"
            first = "partner" if prices else "destination"
        sanctions, hurdle = case.mean("sanction_cap_E"), case.mean("hurdle_T")
        belief = 0.3 if sanctions == 0.0 else 0.6 if sanctions >= 2.5 else 0.4
        own_belief = 0.5 if case.mean("empower_T") >= 3.0 else 0.4
        adoption = 0.06 if hurdle <= 1.0 else 0.14 if hurdle >= 3.0 else 0.10
        return {
            "initiator": first,
            "tie": assumed(TIE, "Median of the library."),
            "destination": {
                "actor": "destination",
                "credibility": assumed(belief, "From its capacity to sanction: none, some, much."),
            },
            "partner": {
                "actor": "partner",
                "credibility": assumed(own_belief, "Higher where empowerment is coded 3 or more."),
                "adoption_cost": assumed(
                    adoption, "From its hurdle; medians of the library by hurdle."
                ),
            },
        }

    def issues(self) -> Tree:
        """Issues: what is open, then what is only in force."""
        money = next((name for name in MONEY_GOES_WITH if name in self.open), None)
        found: Tree = {}
        for is_open in (True, False):
            for issue, members in GROUPS.items():
                names = [n for n in members if n in self.kept and (n in self.open) == is_open]
                if is_open and "funds" in self.open and money in members:
                    names.append("funds")
                self._issue(found, issue, names, is_open)
            alone = "funds" in self.kept and not (is_open and money)
            if alone and ("funds" in self.open) == is_open:
                self._issue(found, "funds", ["funds"], is_open)
        return found

    def _issue(self, found: Tree, issue: str, names: list[str], is_open: bool) -> None:
        if not names:
            return
        block: Tree = {"table": "talks"}
        if not is_open:
            block["open"] = False
        block["provisions"] = {name: self.provision(name) for name in names}
        found[issue if is_open else f"{issue}_in_force"] = block

    def provision(self, name: str) -> Tree:
        """A provision."""
        codes = self.kept[name]
        fields = ("inherited", "benefit", "cost", "visibility")
        block: Tree = {"giver": GIVERS[name], "sector": name}
        for place, (field, scale) in zip(fields, FIELDS.items(), strict=True):
            block[place] = self.coded(codes[field], scale)
        q, c, v = (mean(codes[field]) for field in ("q", "c", "v"))
        if name == "border_control" and self.case.mean("empower_T") >= 2.0:
            block["floor"] = assumed(-0.2, "A partner coded 2 or more could work against control.")
            block["withdrawal_cost"] = assumed(0.10, "Between the default and its upper end.")
        if name == "equipment":
            union = self.case.frame["destination_role"] == "supranational"
            block["lag"] = assumed(6, "Median of the library.")
            block["fit"] = assumed(
                0.5 if union else 1.0, "A union's funds buy no vessels; a state's do."
            )
        visa_free = name == "visa" and min(c, v) >= 3.5
        if (name == "recognition" or visa_free) and q <= 1.0:
            block |= {
                "divisible": False,
                "inherited": assumed(0.0, "All or nothing, and coded 1 or less: not given yet."),
            }
            if name == "recognition":
                block["kind"] = "stock"
        return block
