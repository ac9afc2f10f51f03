"""The readable driver as a Mesa model, for all that Mesa's users do with one.

Nothing else in the package needs Mesa, which is slow to import: `sim.run`, sweeps and games do
without it.
"""

from collections.abc import Iterable
from pathlib import Path

import mesa
import numpy as np

from sim.api.single import changed
from sim.model.actors import ActorAgent
from sim.model.assembly import assemble
from sim.model.log import LogKind
from sim.model.readable import Negotiation
from sim.model.state import State
from sim.scenario import Scenario
from sim.scenario.overrides import Value


class NegotiationActor(ActorAgent, mesa.Agent):  # type: ignore[misc]
    """An actor as a Mesa agent; what it does in a month is up to the model's phases."""

    def __init__(self, model: "NegotiationModel", row: int, name: str) -> None:
        """Open a window on a row, and register with the model."""
        mesa.Agent.__init__(self, model)
        ActorAgent.__init__(self, model, row, name)


class NegotiationModel(Negotiation, mesa.Model):  # type: ignore[misc]
    """One run of a scenario as a Mesa model: a step is a month, an agent is an actor.

    It works with Mesa's `batch_run`, `DataCollector`, `AgentSet` and `SolaraViz`. Parameters are
    dotted paths of the scenario::

        mesa.batch_run(
            NegotiationModel,
            {"scenario": "ceuta_2021", "actors.morocco.empowerment": [0.2, 0.8], "seed": range(9)},
        )

    A run has the same numbers as that of `sim.run` under the same seed.

    Attributes:
        datacollector: of the model the month that was played, agreements in force, arrivals and
            how much has been threatened and carried out so far; of each agent its empowerment,
            hurdle and control capacity. Rows are numbered by month, from 0.
    """

    steps: int

    def __init__(
        self,
        scenario: Scenario | str | Path = "ceuta_2021",
        *,
        seed: int = 0,
        replication: int = 0,
        overrides: Iterable[str] = (),
        **kwargs: Value,  # Mesa's `SolaraViz` takes any parameter of a model under this name only.
    ) -> None:
        """Set the scenario up for its first month.

        Args:
            scenario: a loaded scenario, or the name or path of one.
            seed: key of all draws, in [0, 2**63).
            replication: number of the replication, in [0, 2**32).
            overrides: names of the scenario's overrides; a single name may stand alone.
            kwargs: values by dotted paths.

        Raises:
            InputError: a path, a value or an override is not valid.
        """
        chosen = (overrides,) if isinstance(overrides, str) else overrides
        Negotiation.__init__(
            self, assemble(changed(scenario, kwargs, chosen)), seed=seed, replication=replication
        )
        # Mesa's generator serves those who shuffle agents. The model's own draws are keyed.
        mesa.Model.__init__(self, rng=np.random.default_rng(seed))
        self.actors = {
            name: NegotiationActor(self, row, name)
            for row, name in enumerate(self.assembly.names.actors)
        }
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "month": lambda model: model.month - 1,
                "agreements": lambda model: int(model.state.issue["in_force"].sum()),
                "arrivals": _arrivals,
                "threats": lambda model: model.happened(LogKind.THREAT),
                "executions": lambda model: model.happened(LogKind.EXECUTION),
            },
            agent_reporters={
                "actor": "name",
                "empowerment": lambda agent: float(agent.empowerment),
                "hurdle": lambda agent: float(agent.hurdle),
                "control_capacity": lambda agent: float(agent.control_capacity),
            },
        )

    def happened(self, kind: LogKind) -> int:
        """How often something of a kind has happened so far."""
        logged = int(self.state.run[0].logged)
        return int((self.state.log["kind"][:logged] == kind).sum())

    def step_phase(self) -> str:
        """Play the next phase alone and return its name; after the last one a month is over."""
        phase = super().step_phase()
        if self._next_phase == 0:
            # Mesa's collector numbers agents' rows by calls of `step`, its `batch_run` by place.
            calls, self.steps = self.steps, self.month - 1
            self.datacollector.collect(self)
            self.steps = calls
            self.running = not self.finished
        return phase

    def play(self) -> State:
        """Play all months that are left and return the state."""
        while not self.finished:
            self.step()
        return self.state


def _arrivals(model: NegotiationModel) -> float:
    """Mean arrivals over all routes, relative to their baselines; NaN without routes."""
    arrivals = model.state.route["arrivals"]
    return float(arrivals.mean()) if len(arrivals) else float("nan")
