"""How a scenario stands before its first month: the model's own appraisal, without any chance."""

from sim.model.assembly import assemble
from sim.model.leverage import dependence
from sim.model.phases.flows import flows
from sim.model.state import State
from sim.scenario import Scenario


def appraised(scenario: Scenario) -> State:
    """The assembled state once people have set out as usual and provisions have their worth.

    Nothing is drawn: benefits and costs are those of the file, flows do not fluctuate, no event
    has happened.
    """
    state = assemble(scenario).template.copy()
    state.run[0].month = 0
    state.route["volatility"] = 0.0
    flows(state, None)
    return state


def dependences(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """What the destination side, then the partner, of each table would lose without the other.

    Monthly worth of all flows that the other gives at this table, from their inherited levels down
    to their floors, at most 1 [keohane1977]; or what the scenario itself states.
    """
    if not scenario.tables:
        return {}
    state = appraised(scenario)
    return {
        name: (float(dependence(state, row, 0)), float(dependence(state, row, 1)))
        for row, name in enumerate(scenario.tables)
    }
