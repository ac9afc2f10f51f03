"""Alternating offers, put together here from the rules that the talks call.

The package holds no second simulator: the protocol below is the one of the reference values, and
only the concession curve and the target are the project's own.
"""

import numpy as np
import pytest

from sim.rules.bargaining import conceded_share, target
from sim.rules.numbers import clip
from tests.oracle.values import domains, sessions, utilities

STEPS = 60
# Each seed has a domain without reservation utilities and one with; negotiations use the former.
BY_SEED = {domain["seed"]: domain for domain in domains(2) if not any(domain["reservation"])}


def negotiate(u: np.ndarray, exponents: list[float], reservation: list[float]) -> tuple:
    """Step and utilities of the agreement, or the last step and None."""
    low = np.maximum(u.min(axis=1), reservation)
    high = u.max(axis=1)
    standing: int | None = None
    for step in range(STEPS):
        time = (step + 1) / (STEPS + 1)
        for side in range(2):
            # Exponent e concedes t^e: in the project's terms a polynomial curve of shape 1/e.
            conceded = conceded_share(
                time=time, shape=1.0 / exponents[side], start=0.0, exponential_rule=False
            )
            wanted = target(high[side], low[side], conceded) - 1e-4
            least = clip(wanted, low[side], high[side])
            if standing is not None and u[side, standing] >= least:
                return step + 1, u[:, standing]
            able = np.flatnonzero(u[side] >= least - 1e-6)
            standing = int(able[np.argmin(u[side, able])])
    return STEPS, None


@pytest.mark.parametrize("part", range(4))
def test_sessions_end_as_in_the_reference(part: int) -> None:
    agreed = 0
    for session in sessions()[part::4]:
        u = utilities(BY_SEED[session["seed"]])
        steps, found = negotiate(u, session["exponents"], session["reservation"])
        assert steps == session["steps"], session
        if session["agreement"] is None:
            assert found is None, session
        else:
            agreed += 1
            np.testing.assert_allclose(found, session["utilities"], rtol=0, atol=1e-12)
    assert agreed > 25
