"""A valid scenario with a union, several routes of one origin, and instruments."""

TEXT = """\
# yaml-language-server: $schema=schema.json
title: A corridor
description: A union and two of its members face two guards.
period: 2021 to 2023
month_zero: 2021-01
horizon: 36
evidence: {assumed: "made up for tests"}
actors:
  eu:
    name: The Union
    role: supranational
    voting: qualified_majority
    voice: 0.2
    pooling: 0.1
    discipline: 0.3
    attention: 2
  italy: {name: Italy, role: member, member_of: eu, population: 59, exposure: 1.5}
  malta:
    name: Malta
    role: member
    member_of: eu
    population: {uniform: [0.4, 0.6], assumed: "a guess"}
    diplomatic_capacity: 0.2
    norm_appeal: true
  tunisia: {name: Tunisia, role: transit, control_capacity: 0.5}
  libya: {name: Libya, role: transit, control_capacity: 0.4}
  niger: {name: Niger, role: transit, control_capacity: 0.25}
tables:
  brussels:
    destination: {actor: eu}
    partner: {actor: tunisia}
    instruments: [memorandum, trust_fund]
  rome:
    destination: {actor: italy, dependence: 0.7}
    partner: {actor: tunisia}
    open: false
  tripoli:
    destination: {actor: italy}
    partner: {actor: libya}
issues:
  union_border:
    table: brussels
    provisions:
      guard: &guard
        giver: tunisia
        sector: border_control
        inherited: 0.4
        benefit: 0.5
        cost: 0.2
        shared: tunisian_border
      money:
        giver: eu
        sector: funds
        inherited: 0.2
        benefit: 0.5
        cost: 0.2
        fund: trust_fund
        price: 2.0
  italian_border:
    table: rome
    provisions:
      guard: *guard
  libyan_border:
    table: tripoli
    provisions:
      guard: {giver: libya, sector: border_control, inherited: 0.5, benefit: 0.5, cost: 0.2}
routes:
  central: {origin: sahel, via: [niger], through: libya, to: italy, size: 3}
  short: {origin: sahel, through: tunisia, to: italy, size: 1}
  island: {origin: sahel, through: libya, to: malta, size: 1, saturation: 2.5}
  desert: {origin: sahel, through: niger, to: malta, open: false}
instruments:
  declaration: {kind: declaration, bindingness: 0.1}
  memorandum:
    kind: memorandum
    users: [supranational]
    carries: [border_control, funds]
    after: declaration
    bindingness: {value: 0.3, assumed: "soft law"}
    delay: 3
  treaty: {kind: treaty, form: formal, after: memorandum, exit_cost: 0.1}
  visas: {kind: visa_measure, users: [supranational], carries: [visa], assessed: 12}
  mission: {kind: envoy, meet: 0.2}
  trust_fund: {kind: fund, carries: [funds], budget: 1.5}
events:
  vote: {kind: election, date: 2022-01, every: 24, turnover: 0.5, actor: italy}
  opening: {kind: route_opens, hazard: 0.02, route: desert}
  closing: {kind: route_closes, date: 2022-06, route: short}
treatments:
  members: on
  displacement: on
  instruments: on
overrides:
  northern:
    description: What if the desert road were the only way?
    set:
      routes.central.via: []
      instruments.visas.users: [supranational, member]
      routes.island.saturation: null
"""
