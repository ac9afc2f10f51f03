"""Claims that no outcome column could show, tested on whole runs."""

import numpy as np

from sim.analysis.mechanisms.rows import worlds
from sim.model.assembly import assemble
from sim.model.readable import Negotiation
from sim.scenario import Scenario, load

RETALIATION = 3


def months_of_retaliation(scenario: Scenario, replication: int) -> int:
    model = Negotiation(assemble(scenario), replication=replication)
    stages = model.play().months_table["threat_partner"]
    return int(np.count_nonzero(stages == RETALIATION))


def test_a_close_tie_heals_sooner() -> None:
    quarrel = {
        "actors.guard.strategy": "reverse_conditionality",
        "events.affront.size": 1.0,
        # Talks could end the quarrel as well; and a tie must not change when it begins.
        "tables.talks.meet": 0,
        "parameters.reverse.retaliation_tie": 0,
        "horizon": 30,
    }
    world = load(worlds()["bilateral"]).with_changes(set=quarrel)
    distant = world.with_changes(set={"tables.talks.tie": 0.1})
    close = world.with_changes(set={"tables.talks.tie": 0.9})
    pairs = [(months_of_retaliation(distant, i), months_of_retaliation(close, i)) for i in range(6)]
    assert all(near <= far for far, near in pairs)
    assert sum(near < far for far, near in pairs) >= 3
