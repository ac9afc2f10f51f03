"""Small made-up worlds without chance, and how tests look at what happened in them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from sim.model.assembly import assemble
from sim.model.leverage import level_after_withdrawal
from sim.model.log import LogKind
from sim.model.readable import Negotiation
from sim.model.state import State
from sim.scenario import Scenario, loads

SPLIT = """\
title: A surplus to split
description: South opens its market, which is worth 0.8 to both together; North pays for it.
period: made up
month_zero: "2020-01"
horizon: 14
evidence: {assumed: "made up for tests"}
actors:
  north: {name: North, role: destination, hurdle: 0, reciprocity: 0}
  south: {name: South, role: transit, hurdle: 0, reciprocity: 0, sanction_capacity: 1}
tables:
  main:
    meet: 1
    round_months: 12
    linkage_cost: 0
    destination: {actor: north, trust: 1, adoption_cost: 0}
    partner: {actor: south, trust: 1, adoption_cost: 0}
issues:
  deal:
    table: main
    provisions:
      market: {giver: south, sector: trade, inherited: 0, benefit: 1, cost: 0, linear_cost: 0.2}
      money: {giver: north, sector: funds, inherited: 0, benefit: 1, cost: 0, linear_cost: 1}
treatments: {deadlines: public, impatience: off}
parameters:
  utility: {jitter: 0, foresight: 0}
  bargaining: {noise: 0, anchor: 1, flat_start: 0}
"""
"""A transferable surplus: the frontier is a straight line, and both
concede by one clock."""

LEVERAGE = """\
title: A market that can be closed
description: South supplies something already, and may withdraw it to get more.
period: made up
month_zero: "2020-01"
horizon: 24
evidence: {assumed: "made up for tests"}
actors:
  north: {name: North, role: destination, hurdle: 0, reciprocity: 0, sanction_capacity: 1}
  south:
    {name: South, role: transit, hurdle: 0, reciprocity: 0, sanction_capacity: 1, empowerment: 0}
tables:
  main:
    meet: 1
    round_months: 24
    linkage_cost: 0
    destination: {actor: north, trust: 1, adoption_cost: 0, strategy: stalling}
    partner: {actor: south, trust: 1, adoption_cost: 0, strategy: coercive}
issues:
  deal:
    table: main
    provisions:
      market:
        giver: south
        sector: trade
        inherited: 0.4
        benefit: 1
        cost: 0
        linear_cost: 0.2
        withdrawal_cost: 0.1
      money: {giver: north, sector: funds, inherited: 0, benefit: 1, cost: 0, linear_cost: 1}
treatments:
  {execution: always, reactance: off, trust: fixed, deadlines: public, impatience: off}
parameters:
  utility: {jitter: 0, foresight: 0}
  bargaining: {noise: 0, anchor: 1, flat_start: 0}
  threats: {rate_partner: 1, tacit_rate: 0}
"""
"""The same with a provision in force that its giver can withdraw, and a giver that will."""

TWO_TABLES = """\
title: Two tables that share nothing
description: Two pairs of states, each with a table, a route and a quarrel of its own.
period: made up
month_zero: "2020-01"
horizon: 18
evidence: {assumed: "made up for tests"}
actors:
  alba: {name: Alba, role: destination, strategy: coercive}
  baran: {name: Baran, role: transit, strategy: reverse_conditionality, empowerment: 0.6}
  celia: {name: Celia, role: destination}
  doria: {name: Doria, role: transit, strategy: tit_for_tat}
tables:
  first:
    destination: {actor: alba}
    partner: {actor: baran, grievance: 0.5}
  second:
    destination: {actor: celia}
    partner: {actor: doria, grievance: 0.3}
issues:
  border:
    table: first
    provisions:
      control:
        {giver: baran, sector: border_control, inherited: 0.6, floor: -0.2, benefit: 0.6, cost: 0.2}
      money: {giver: alba, sector: funds, inherited: 0.2, benefit: 0.6, cost: 0.2}
  status:
    table: first
    provisions:
      recognition:
        giver: alba
        sector: recognition
        inherited: 0
        divisible: false
        kind: stock
        benefit: 0.5
        cost: 0.3
  return:
    table: second
    provisions:
      readmission: {giver: doria, sector: readmission, inherited: 0.3, benefit: 0.7, cost: 0.2}
      visas: {giver: celia, sector: visa, inherited: 0.3, benefit: 0.6, cost: 0.2}
      goods: {giver: celia, sector: equipment, inherited: 0.2, benefit: 0.3, cost: 0.1}
routes:
  east: {through: baran, to: alba, pressure: 1.4}
  west: {through: doria, to: celia}
events:
  insult: {kind: grievance, date: "2020-03", actor: baran, size: 0.4}
  wave: {kind: surge, hazard: 0.1, route: east, size: 0.6, months: 3}
  vote: {kind: election, hazard: 0.1, actor: celia, size: 0.1, months: 4}
treatments:
  exit: on
  form: chosen
  ratification: on
  government_change: on
  capacity: built
"""
"""Two dyads side by side, with everything switched on."""


@cache
def _loaded(text: str) -> Scenario:
    return loads(text)


def world(text: str, changes: Mapping[str, Any] | None = None) -> Scenario:
    """A world, with values set by dotted path."""
    scenario = _loaded(text)
    return scenario.with_changes(set=dict(changes)) if changes else scenario


def model_of(scenario: Scenario, seed: int = 0, replication: int = 0) -> Negotiation:
    return Negotiation(assemble(scenario), seed=seed, replication=replication)


def played(scenario: Scenario, seed: int = 0, replication: int = 0) -> State:
    return model_of(scenario, seed, replication).play()


def log_of(state: State, *kinds: LogKind) -> np.ndarray:
    """Rows of the log, of the kinds given or all."""
    rows = state.log[: int(state.run[0]["logged"])]
    return rows[np.isin(rows["kind"], kinds)] if kinds else rows


def withdrawn(model: Negotiation) -> float:
    """Level to which its giver could bring down money at the main table."""
    p = model.record("provision", "main.money")
    return float(level_after_withdrawal(model.state, int(p.table), p))
