"""What a change of government does, whether dated, drawn or hand-made."""

from sim.model.chance import chance
from sim.model.codes import (
    AgreementForm,
    Draw,
)
from sim.model.delivery import end_agreement
from sim.model.log import LogKind, note
from sim.model.lookups import split
from sim.model.state import State
from sim.rules.agreements import redrawn_hurdle
from sim.rules.compiling import compiles


@compiles
def change_government(s: State, actor: int) -> None:
    """Redraw the hurdle, forget some of the grievances, and put informal agreements at risk."""
    rule = s.rule[0]
    row = s.actor[actor]
    before = row.hurdle
    draw = chance(s, row.entity, Draw.HURDLE)
    row.hurdle = redrawn_hurdle(before, draw, rule.exit_hurdle_spread)
    row.governments += 1
    note(s, LogKind.GOVERNMENT_CHANGE, -1, actor, -1, before, row.hurdle)
    for i in range(len(s.seat)):
        if s.seat[i].actor != actor:
            continue
        table = i // 2
        s.seat[i].grievance *= rule.exit_grievance_kept
        for f in range(s.table[table].first_issue, s.table[table].last_issue):
            lead = s.issue[f]
            if lead.in_force == 0 or lead.form != AgreementForm.INFORMAL:
                continue
            if chance(s, lead.entity, Draw.SURVIVE) < rule.exit_informal_lapse:
                note(s, LogKind.COLLAPSE, table, i, f, 0.0, lead.age)
                lead.lapses += 1
                end_agreement(s, f)
                split(s, f)
