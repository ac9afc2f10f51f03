"""What a sheet of codes holds: its columns, what can be coded, and which numbers that makes."""

from typing import NamedTuple

COLUMNS = ("coder", "case", "kind", "name", "field", "code", "confidence", "basis")
"""Columns that every sheet has."""
FURTHER = ("source", "meaning")
"""Columns that it may have: keys of the bibliography, and help for whoever fills it in."""
KINDS = ("case", "var", "prov")
CONFIDENCE = ("H", "M", "L")
HIGHEST = 4
"""Codes run from 0 to this."""

FRAME = {
    "title": "Title of the case",
    "destination": "Name of the side that asks for cooperation; of several the first-named",
    "destination_role": "supranational (a union of states) or destination (one state)",
    "partner": "Name of the side that supplies it",
    "opens": "Month of the opening move, YYYY-MM",
    "initiator": "Who made it: destination or partner; empty: by rule",
    "corridor": "Name shared by cases that hang together (one partner, one crisis); empty: its own",
}
"""Rows of the kind ``case``: their names, and what they say."""
OPTIONAL = ("initiator", "corridor")
ROLES = ("supranational", "destination")
SIDES = ("destination", "partner")


class Variable(NamedTuple):
    """One thing that is coded of a case."""

    scale: str | None
    """Scale of the codebook; None: it has no parameter, and serves comparisons alone."""
    path: str
    """Where its number stands in the scenario."""
    meaning: str = ""
    """What it means, where no scale says it."""


VARIABLES = {
    "dep_TE": Variable(
        None,
        "",
        "What the partner would lose if the destination withdrew all that it gives, net of "
        "alternatives. 0: Belarus on Lithuania; 2: Senegal on the EU; 4: Mexico on US trade.",
    ),
    "dep_ET": Variable(
        None,
        "",
        "What the destination would lose if the partner withdrew its cooperation. 0: Ethiopia for "
        "the EU; 2: Mauritania for Spain in 2023; 4: Türkiye for the EU in 2015.",
    ),
    "vuln_E": Variable("vulnerability", "actors.destination.vulnerability"),
    "coherence_E": Variable("coherence", "actors.destination.coherence"),
    "sanction_cap_E": Variable("sanction_capacity", "actors.destination.sanction_capacity"),
    "empower_T": Variable("empowerment", "actors.partner.empowerment"),
    "geo_T": Variable("geopolitical_weight", "actors.partner.geopolitical_weight"),
    "stock_T": Variable("hosted_stock", "actors.partner.hosted_stock"),
    "stress_T": Variable("fiscal_stress", "actors.partner.fiscal_stress"),
    "hurdle_T": Variable("hurdle", "actors.partner.hurdle"),
    "hurdle_E": Variable("hurdle", "actors.destination.hurdle"),
    "capacity_T": Variable("control_capacity", "actors.partner.control_capacity"),
    "stability_T": Variable("stability", "actors.partner.government_change"),
    "trust_ET": Variable("trust", "tables.talks.destination.trust"),
    "trust_TE": Variable("trust", "tables.talks.partner.trust"),
    "grievance_T": Variable("grievance", "tables.talks.partner.grievance"),
    "outside_T": Variable("outside_option", "actors.partner.outside_option"),
    "pressure": Variable("pressure", "routes.route.pressure"),
}

GIVERS = {
    **dict.fromkeys(("border_control", "readmission", "anti_smuggling", "hosting"), "partner"),
    **dict.fromkeys(
        ("funds", "visa", "trade", "recognition", "security", "legal_migration", "equipment"),
        "destination",
    ),
}
"""Provisions, and which side gives each."""

FIELDS = {"q": "inherited_level", "b": "benefit", "c": "cost", "v": "visibility"}
"""Codes of a provision, and the scale of each."""
OPEN = "on"
"""Field that says whether a provision is on the table (1) or only in force (0)."""
