"""Form is chosen before content: what a formal text is for, and what it takes to get one."""

from collections.abc import Mapping
from typing import Any

import pytest

from sim.model.codes import AgreementForm
from sim.model.log import LogKind
from sim.model.state import State
from tests.model.worlds import SPLIT, log_of, played, world

CHOSEN: Mapping[str, Any] = {
    "treatments.form": "chosen",
    "parameters.bargaining.anchor": 0.8,
    # Enough that whatever speaks for a form decides.
    "parameters.form.base": 0.0,
    "parameters.form.scale": 0.001,
    "tables.main.destination.trust": 0.5,
    "tables.main.partner.trust": 0.5,
    "horizon": 60,
}


def chosen(changes: Mapping[str, Any]) -> State:
    return played(world(SPLIT, {**CHOSEN, **changes}))


def forms(s: State) -> list[AgreementForm]:
    return [AgreementForm(int(a)) for a in log_of(s, LogKind.SIGNATURE)["a"]]


def test_sides_that_doubt_each_other_bind_themselves() -> None:
    assert forms(chosen({})) == [AgreementForm.FORMAL]
    trusting = {"tables.main.destination.trust": 1.0, "tables.main.partner.trust": 1.0}
    exposed = {"actors.north.hurdle": 0.05, "issues.deal.provisions.money.visibility": 1.0}
    assert forms(chosen({**trusting, **exposed})) == [AgreementForm.INFORMAL]


@pytest.mark.parametrize("hurdle", [0.1, 0.2])
def test_a_formal_text_is_one_that_ratifiers_on_both_sides_consent_to(hurdle: float) -> None:
    hurdles = {"actors.north.hurdle": hurdle, "actors.south.hurdle": hurdle}
    s = chosen({**hurdles, "parameters.form.exposure": 0.0})
    assert forms(s) == [AgreementForm.FORMAL]
    signed = log_of(s, LogKind.SIGNATURE)
    # The whole hurdle, not the share of it that an informal text calls up.
    assert min(signed["c"][0], signed["d"][0]) >= hurdle - 1e-9


def test_where_no_package_can_pass_at_home_the_lighter_form_is_the_way_out() -> None:
    hurdles = {"actors.north.hurdle": 0.5, "actors.south.hurdle": 0.5}
    s = chosen({**hurdles, "parameters.form.exposure": 0.0})
    assert forms(s) == [AgreementForm.INFORMAL]


def test_a_text_that_fails_at_home_comes_back_lighter() -> None:
    surprise = {"treatments.ratification": "on", "parameters.form.ratification_noise": 3.0}
    seen = []
    for replication in range(12):
        s = played(world(SPLIT, {**CHOSEN, **surprise}), replication=replication)
        found = forms(s)
        if len(log_of(s, LogKind.UNRATIFIED)) and len(found) > 1:
            seen.append(found[:2])
    assert [AgreementForm.FORMAL, AgreementForm.INFORMAL] in seen
    assert [AgreementForm.FORMAL, AgreementForm.FORMAL] not in seen
