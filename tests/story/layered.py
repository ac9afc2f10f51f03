"""A made-up world in which all layers are on, and its runs, played once."""

from functools import cache

import sim
from sim.runs.run import Run
from sim.scenario import Scenario, loads

WORLD = """\
title: All layers at once
description: A union and a member of it seek a guard and a source on two routes to its coast.
period: made up
month_zero: "2020-01"
horizon: 36
evidence: {assumed: "made up for tests"}
actors:
  union: {name: Coastal Union, role: supranational, coherence: 0.9, voice: 0.3, norm_appeal: true}
  big: {name: Big, role: member, member_of: union, population: 30, vulnerability: 0.3}
  coast: {name: Coast, role: member, member_of: union, population: 20, vulnerability: 0.9}
  guard: {name: Guard, role: transit, strategy: divide_and_rule, empowerment: 0.4}
  source: {name: Source, role: origin}
strategies:
  pupil: {play: adaptive, menu: [cooperative, coercive, firm]}
  firm: {play: coercive, parameters: {readiness: 0.5}}
instruments:
  joint_agenda: {kind: declaration, bindingness: 0.1, title: Common Agenda}
  compact: {kind: agreement, form: formal, bindingness: 0.6, delay: 2, after: joint_agenda}
tables:
  union_guard:
    destination: {actor: union, strategy: pupil}
    partner: {actor: guard}
    dialogue: 0.8
  coast_guard: {destination: {actor: coast}, partner: {actor: guard}, open: false}
issues:
  union_deal:
    table: union_guard
    provisions:
      control: {giver: guard, sector: border_control, inherited: 0.4, benefit: 0.8, cost: 0.3,
                shared: gate}
      visas: {giver: union, sector: visa, inherited: 0.3, benefit: 0.5, cost: 0.4}
  coast_deal:
    table: coast_guard
    provisions:
      control: {giver: guard, sector: border_control, inherited: 0.4, benefit: 0.8, cost: 0.3,
                shared: gate}
      aid: {giver: coast, sector: funds, inherited: 0.1, benefit: 0.5, cost: 0.25}
routes:
  high_sea: {origin: source, through: guard, to: coast, pressure: 1.5}
  side_lane: {origin: source, through: guard, to: big, open: false}
events:
  ships: {kind: route_opens, date: "2021-03", route: side_lane}
  wreck: {kind: route_closes, date: "2022-03", route: side_lane, description: Boats are wrecked.}
  ballot: {kind: election, date: "2020-06", months: 3, size: 0.05, turnover: 0.5, actor: coast}
treatments: {members: "on", venues: "on", displacement: "on", instruments: "on", dialogue: "on",
             learning: ewa, exit: "on", ratification: "on", form: chosen}
"""


def world() -> Scenario:
    """The world as it is written."""
    return loads(WORLD)


@cache
def layered(seed: int = 1) -> Run:
    """A run of it."""
    return sim.run(world(), seed=seed)
