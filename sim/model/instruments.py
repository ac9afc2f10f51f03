"""Instruments: what they carry, which are at hand, and by which procedure a side acts alone."""

from typing import Any

from sim.model.codes import (
    DESTINATION,
    INSTRUMENT_VISA_MEASURE,
    ON,
    AgreementForm,
)
from sim.model.state import State
from sim.rules.compiling import compiles


@compiles
def carries(instrument: Any, sector: int) -> bool:
    """Whether an instrument can hold a sector, or a fund buy it."""
    return bool((instrument.sectors >> sector) & 1)


@compiles
def hurdle_share(s: State, lead: Any) -> float:
    """Share of domestic hurdles that the text under negotiation calls up.

    Form is chosen before content, so a package is sought that those at home who must consent to
    this form will consent to.
    """
    if lead.drafted >= 0:
        if s.instrument[lead.drafted].formal == 1:
            return 1.0
    elif lead.sought == AgreementForm.FORMAL:
        return 1.0
    return float(s.rule[0].form_informal_hurdle)


@compiles
def at_hand(s: State, issue: int, instrument: int) -> bool:
    """Whether a text of this kind can be negotiated in these talks now.

    It must be on the table's menu, and its predecessor in force where it has one. What is in
    force can be negotiated anew.
    """
    lead = s.issue[issue]
    i = s.instrument[instrument]
    if i.signed == 0 or (s.table[lead.table].menu >> instrument) & 1 == 0:
        return False
    if lead.in_force == 1 and lead.instrument == instrument:
        return True
    return bool(i.after < 0 or _is_in_force(s, lead.table, i.after))


@compiles
def _is_in_force(s: State, table: int, instrument: int) -> bool:
    """Whether an agreement of this kind is in force at a table."""
    for f in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[f].in_force == 1 and s.issue[f].instrument == instrument:
            return True
    return False


@compiles
def successor(s: State, issue: int) -> int:
    """The first instrument that may follow the one in force, -1 if none is at hand."""
    lead = s.issue[issue]
    if lead.in_force == 0 or lead.instrument < 0:
        return -1
    for i in range(len(s.instrument)):
        if s.instrument[i].after == lead.instrument and at_hand(s, issue, i):
            return i
    return -1


@compiles
def procedure(s: State, table: int, side: int, provision: int) -> int:
    """One-sided measure by which a side withdraws a provision; -1 where none is prescribed."""
    if side != DESTINATION or s.rule[0].instruments != ON:
        return -1
    menu = s.table[table].menu
    sector = s.provision[provision].sector
    for i in range(len(s.instrument)):
        measure = s.instrument[i]
        if measure.kind != INSTRUMENT_VISA_MEASURE or (menu >> i) & 1 == 0:
            continue
        if carries(measure, sector):
            return i
    return -1


@compiles
def may_be_proposed(s: State, measure: int) -> bool:
    """Whether a one-sided measure may be proposed this month: at its assessments only."""
    if measure < 0 or s.instrument[measure].assessed <= 0.0:
        return True
    month = s.run[0].month
    return bool(month > 0 and month % int(s.instrument[measure].assessed) == 0)


@compiles
def procedure_cost(s: State, table: int, side: int, provision: int) -> float:
    """Political cost of adopting the one-sided measure that a withdrawal needs, if any."""
    measure = procedure(s, table, side, provision)
    return float(s.instrument[measure].adoption_cost) if measure >= 0 else 0.0
