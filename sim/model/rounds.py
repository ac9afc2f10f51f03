"""The beginning of a round of talks: the instrument or the form that it is about."""

from sim.model.chance import chance
from sim.model.codes import (
    DESTINATION,
    FORM_CHOSEN,
    ON,
    PARTNER,
    SIDES,
    AgreementForm,
    Draw,
    Status,
)
from sim.model.forms import formal_worth_to
from sim.model.frontier import best_for_other
from sim.model.instruments import at_hand
from sim.model.log import LogKind, note
from sim.model.lookups import bid_of
from sim.model.state import State
from sim.model.talks import at_nash, joint_gain, power_at_table
from sim.rules.agreements import informal_chance
from sim.rules.compiling import compiles
from sim.rules.numbers import FAR, logarithm


@compiles
def begin_round(s: State, issue: int, instrument: int = -1) -> bool:
    """Start a round of talks; the initiator makes the first offer.

    Args:
        s: the state.
        issue: issue that leads the talks.
        instrument: what the round is about; -1: the two choose.

    Returns:
        False if instruments are needed and none is at hand; nothing then begins.
    """
    lead = s.issue[issue]
    if s.rule[0].instruments == ON:
        lead.drafted = instrument if instrument >= 0 else _choose(s, issue)
        if lead.drafted < 0:
            return False
        note(s, LogKind.DRAFTED, lead.table, -1, issue, lead.drafted)
    else:
        _choose_form(s, issue)
    lead.status = Status.TALKING
    lead.clock = 0.0
    lead.final = 0
    lead.exhausted = 0.0
    lead.standing = -1
    lead.proposer = s.table[lead.table].initiator
    lead.rounds += 1
    for side in SIDES:
        bid = s.bid[bid_of(issue, side)]
        bid.offers = 0
        bid.noise = 0.0
        bid.waited = 0.0
        bid.answered = -1.0
    return True


@compiles
def _choose_form(s: State, issue: int) -> None:
    """Choose between a formal and an informal text before the content is negotiated.

    A formal one must be able to pass at home: where no package can, or a round about one has just
    failed, the lighter form is the way out [lipson1991].
    """
    lead = s.issue[issue]
    lead.sought = AgreementForm.INFORMAL
    lead.informal = 1.0
    if s.rule[0].form != FORM_CHOSEN or lead.failed != 0:
        return
    lead.sought = AgreementForm.FORMAL
    if at_nash(s, issue):
        chosen = informal_chance(
            base=s.rule[0].form_base,
            worth_0=formal_worth_to(s, issue, 0),
            worth_1=formal_worth_to(s, issue, 1),
            power=power_at_table(s, lead.table),
            scale=s.rule[0].form_scale,
        )
        if _can_pass(s, issue):
            lead.informal = chosen
    if chance(s, lead.entity, Draw.FORM) < lead.informal:
        lead.sought = AgreementForm.INFORMAL


@compiles
def _can_pass(s: State, issue: int) -> bool:
    """Whether some package clears both sides' reservation values in the form sought."""
    lead = s.issue[issue]
    other = s.bid[bid_of(issue, PARTNER)]
    if not best_for_other(s, issue, DESTINATION, s.bid[bid_of(issue, DESTINATION)].reservation):
        return False
    return bool(lead.utility_partner >= other.reservation)


@compiles
def _choose(s: State, issue: int) -> int:
    """Choose what kind of text to negotiate; -1 if none is at hand.

    A draw among those at hand, in favour of what gains both most at the Nash point, net of what
    it costs to adopt and of what binding is worth to either. A kind on which a round has failed
    is left aside until all have failed: a lighter one is the way out.
    """
    lead = s.issue[issue]
    chosen = _choose_among(s, issue, lead.failed)
    if chosen < 0 and lead.failed != 0:
        lead.failed = 0
        chosen = _choose_among(s, issue, 0)
    return chosen


@compiles
def _choose_among(s: State, issue: int, barred: int) -> int:
    """The kind of text with the highest worth and luck, of those not barred; -1 if none is."""
    scale = s.rule[0].form_scale
    best = -1
    best_score = -FAR
    for i in range(len(s.instrument)):
        if (barred >> i) & 1 == 1 or not at_hand(s, issue, i):
            continue
        # The largest of Gumbel draws around their worth chooses as a logit does [mcfadden1974].
        draw = chance(s, s.instrument[i].entity, Draw.INSTRUMENT, issue)
        luck = -logarithm(-logarithm(draw))
        score = _worth_of(s, issue, i) / scale + luck
        if score > best_score:
            best_score = score
            best = i
    return best


@compiles
def _worth_of(s: State, issue: int, instrument: int) -> float:
    """What both gain by negotiating a text of this kind: by the package, and by its form."""
    lead = s.issue[issue]
    table = lead.table
    lead.drafted = instrument
    if not at_nash(s, issue):
        return 0.0
    gain = joint_gain(s, issue)
    power = power_at_table(s, table)
    binding = s.instrument[instrument].bindingness
    formal = power * formal_worth_to(s, issue, 0) + (1.0 - power) * formal_worth_to(s, issue, 1)
    return gain + binding * formal
