"""A small quarrel in which every strategy has something to do."""

QUARREL = """\
title: A quarrel over a border
description: South guards a border that North wants guarded, and wants more than money for it.
period: made up
month_zero: "2020-01"
horizon: 10
evidence: {assumed: "made up for tests"}
actors:
  north: {name: North, role: destination, hurdle: 0.05}
  south:
    name: South
    role: transit
    hurdle: 0.05
    empowerment: 0.6
    hosted_stock: 0.8
    geopolitical_weight: 0.7
    sanction_capacity: 1
tables:
  main:
    meet: 0.8
    round_months: 9
    destination: {actor: north, trust: 0.7, credibility: 0.6}
    partner: {actor: south, trust: 0.7, credibility: 0.6, grievance: 0.4}
issues:
  border:
    table: main
    provisions:
      control:
        {giver: south, sector: border_control, inherited: 0.5, floor: -0.2, benefit: 0.8, cost: 0.3}
      money: {giver: north, sector: funds, inherited: 0.4, benefit: 0.6, cost: 0.3}
  visas:
    table: main
    open: false
    provisions:
      visas: {giver: north, sector: visa, inherited: 0.4, benefit: 0.6, cost: 0.5}
routes:
  south_north: {through: south, to: north, pressure: 1.3}
strategies:
  learner: {play: adaptive, menu: [coercive, cooperative]}
treatments: {exit: on, form: chosen, ratification: on}
parameters:
  threats: {rate_destination: 0.5, rate_partner: 0.5, lag_min: 1, lag_max: 2}
"""

UNION = """\
title: A union and its member
description: South guards a border for a union and, if they come to talk, for its member North.
period: made up
month_zero: "2020-01"
horizon: 9
evidence: {assumed: "made up for tests"}
actors:
  league: {name: The League, role: supranational, voting: unanimity, hurdle: 0.05}
  north: {name: North, role: member, member_of: league, hurdle: 0.05}
  south: {name: South, role: transit, hurdle: 0.05, empowerment: 0.6}
tables:
  league_south:
    meet: 0.8
    round_months: 8
    destination: {actor: league, trust: 0.7}
    partner: {actor: south, trust: 0.7}
  north_south:
    meet: 0.8
    round_months: 8
    open: false
    destination: {actor: north, trust: 0.7}
    partner: {actor: south, trust: 0.7}
issues:
  border:
    table: league_south
    provisions:
      control: {giver: south, sector: border_control, inherited: 0.4, benefit: 0.8, cost: 0.3}
      money: {giver: league, sector: funds, inherited: 0.4, benefit: 0.6, cost: 0.3}
  return:
    table: north_south
    provisions:
      readmission: {giver: south, sector: readmission, inherited: 0.2, benefit: 0.6, cost: 0.2}
      visas: {giver: north, sector: visa, inherited: 0.3, benefit: 0.6, cost: 0.2}
routes:
  south_north: {through: south, to: north}
treatments: {venues: on}
"""
"""A union's table and a member's dormant one, for the strategy that sets them apart."""

LEARNER = "learner"
"""The quarrel's adaptive strategy, with its menu."""

OPPONENTS = {
    "cooperative": "cooperative",
    "coercive": "cooperative",
    "reverse_conditionality": "cooperative",
    "tit_for_tat": "coercive",
    "stalling": "cooperative",
    "accommodating": "reverse_conditionality",
    "flexible_incentives": "stalling",
    "staged_more_for_more": "cooperative",
    "stick_after_carrot": "stalling",
    "backscratching": "cooperative",
    "blackmail": "cooperative",
    "adaptive": "cooperative",
}
"""Whom a strategy meets in its transcript; others meet a cooperative side."""
