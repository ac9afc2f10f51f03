"""A compact valid scenario, with the bibliography and the codebook that it cites."""

from collections.abc import Callable

from sim.errors import InputError

TEXT = """\
# yaml-language-server: $schema=schema.json
title: A small case
description: One side asks for control, the other for money.
period: 2021 to 2023
month_zero: 2021-05
horizon: 24
evidence: {assumed: "made up for tests"}
sources:
  own2021: "Own, A. (2021). A report."
actors:
  spain:
    name: Spain
    role: member
    vulnerability: {value: 0.5, coded: level, source: own2021}
  morocco:
    name: Morocco
    role: transit
    evidence: {source: book2020, note: "table 3"}
    strategy: hard
    patience: 0.95
    hosted_stock: {value: 0.3, assumed: "rounded"}
    fiscal_stress: {uniform: [0.2, 0.6], assumed: "a wide guess"}
tables:
  rabat:
    destination: {actor: spain}
    partner: {actor: morocco, trust: 0.5}
issues:
  migration:
    table: rabat
    provisions:
      border_control:
        giver: morocco
        sector: border_control
        inherited: 0.7
        floor: -0.2
        benefit: 0.4
        cost: 0.2
        lag: {choice: [1, 2, 3, 4]}
      funds:
        giver: spain
        receiver: morocco
        sector: funds
        inherited: 0.3
        benefit: 0.3
        cost: 0.1
routes:
  strait: {through: morocco, to: spain}
events:
  crisis:
    kind: grievance
    date: 2021-06
    actor: morocco
    table: rabat
    size: 0.4
strategies:
  hard: {play: coercive, parameters: {zeal: 0.8}}
treatments:
  learning: off
overrides:
  patient:
    description: What if Morocco could wait?
    set: {actors.morocco.patience: 0.99}
  eager:
    description: What if Morocco were pressed?
    set:
      actors.morocco.patience: 0.9
      treatments.linkage: none
record:
  rabat:
    agreement: none
    source: [book2020]
    confidence: low
"""

BIBLIOGRAPHY = """\
@book{book2020,
  author = {Mu{\\~n}oz, A. and Baker, B.},
  title = {The {Book}},
  publisher = {A Press},
  year = 2020
}
"""

CODEBOOK = """\
scales:
  level:
    title: Level
    meaning: How much
    fields: [Actor.vulnerability]
    codes:
      0: {value: 0.0, anchor: none}
      4: {value: 1.0, anchor: full}
"""

Refuse = Callable[[str, str], InputError]
"""Loads the scenario with one piece of text replaced, and returns the refusal."""


def line_of(text: str, whole: str = TEXT) -> int:
    """Line on which `text` first stands, counted from 1."""
    return whole[: whole.index(text)].count("\n") + 1
