"""What a sweep says of itself, for the head of a report."""

from collections.abc import Mapping
from typing import Any


def stated(manifest: Any) -> dict[str, Any]:
    """A manifest as plain names and values, whether it is a mapping or a record with content."""
    if isinstance(manifest, Mapping):
        return dict(manifest)
    content = dict(getattr(manifest, "content", {}))
    for name in ("identity", "content_sha256", "complete"):
        if (value := getattr(manifest, name, None)) is not None:
            content.setdefault(name, value)
    return content


def title_of(manifest: Any) -> str:
    """The title under which a sweep is reported."""
    found = stated(manifest)
    scenario = found.get("scenario")
    title = found.get("title")
    if not title and isinstance(scenario, Mapping):
        title = scenario.get("title") or scenario.get("name")
    return str(title or found.get("name") or scenario or "A sweep")


def facts_of(manifest: Any) -> dict[str, str]:
    """What was played and what made it, as far as the manifest says."""
    found = stated(manifest)
    scenario, design = found.get("scenario"), found.get("design")
    versions = found.get("versions")
    facts = {
        "sweep": found.get("name"),
        "scenario": _name(scenario),
        "changed in all runs": _changes(scenario),
        "complete": "no: some runs are still missing" if found.get("complete") is False else None,
        "design": _name(design, "kind"),
        "points": found.get("points"),
        "replications at each point": found.get("replications"),
        "seed": found.get("seed"),
        "equal shocks at all points": {"True": "yes", "False": "no"}.get(str(found.get("common"))),
        "made with": _versions(versions),
        "revision of the code": found.get("revision"),
        "content sha256": found.get("content_sha256"),
    }
    return {name: _text(value) for name, value in facts.items() if value not in (None, "")}


def _name(value: Any, key: str = "name") -> Any:
    return value.get(key) or value.get("name") if isinstance(value, Mapping) else value


def _changes(scenario: Any) -> str:
    """Overrides and numbers that hold at every point."""
    if not isinstance(scenario, Mapping):
        return ""
    numbers = [f"{path}={value}" for path, value in (scenario.get("set") or {}).items()]
    return ", ".join([*map(str, scenario.get("overrides") or ()), *numbers])


def _versions(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    named = {"quidproquo": "Quid Pro Quo", "python": "Python", "numba": "Numba", "numpy": "NumPy"}
    return ", ".join(f"{says} {value[name]}" for name, says in named.items() if name in value)


def _text(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
