"""What `qpq show` says of unions, instruments and routes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.scenario.corridor import TEXT

Qpq = Callable[..., Any]


def test_show_names_members_instruments_and_ways(qpq: Qpq, tmp_path: Path) -> None:
    file = tmp_path / "corridor.yaml"
    file.write_text(TEXT, "utf-8")
    result = qpq("show", str(file))
    assert (result.code, result.err) == (0, "")
    assert "The Union: Italy and Malta; decides by qualified majority." in result.out
    assert "central: from sahel through Niger and Libya to Italy." in result.out
    assert "Closed until an event opens it." in result.out
    assert "At brussels: memorandum and trust_fund." in result.out
    row = next(line for line in result.out.splitlines() if line.startswith("memorandum"))
    assert "supranational" in row and "border control and funds" in row
    found = json.loads(qpq("show", str(file), "--json").out)
    assert found["routes"]["central"]["via"] == ["niger"]
    assert found["instruments"]["treaty"]["after"] == "memorandum"
    assert found["actors"]["italy"]["member_of"] == "eu"


def test_check_counts_routes_and_instruments(qpq: Qpq, tmp_path: Path) -> None:
    file = tmp_path / "corridor.yaml"
    file.write_text(TEXT, "utf-8")
    (report,) = json.loads(qpq("check", "--json", str(file)).out)
    assert (report["valid"], report["routes"], report["instruments"]) == (True, 4, 6)
