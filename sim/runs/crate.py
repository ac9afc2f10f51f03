"""The description by which repositories recognise a folder as a research object (RO-Crate 1.1)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sim.runs.disk import MANIFEST
from sim.runs.manifest import Manifest

CRATE = "ro-crate-metadata.json"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}]
"""Terms of the metadata: those of RO-Crate 1.1, and one that schema.org took in later."""
PROFILE = "https://w3id.org/ro/crate/1.1"
PARQUET = "application/vnd.apache.parquet"

LICENCE = {
    "@id": "#licence",
    "@type": "CreativeWork",
    "name": "Not stated",
    "description": "Whoever publishes this folder names its licence here, and its author above.",
}
FILES = {
    MANIFEST: ("How it was made: versions, seeds, design, checksums", "application/json"),
    "scenario.yaml": ("The scenario as it was played", "application/yaml"),
    "design.parquet": ("The points of the design, one row each", PARQUET),
    "codebook.yaml": ("Scales by which facts became numbers", "application/yaml"),
    "sources.bib": ("Works that the scenario cites", "application/x-bibtex"),
}
FOLDERS = {
    "runs": "Outcomes, one row per run",
    "tables": "Outcomes, one row per run and table",
    "months": "Monthly records of tables",
    "provisions": "Monthly records of provisions",
    "routes": "Monthly records of routes",
    "events": "Event logs, one row per event",
}


def crate(folder: Path, manifest: Manifest) -> bytes:
    """The metadata file of a sweep's folder.

    Args:
        folder: where the sweep is kept.
        manifest: what it says of itself.
    """
    content = manifest.content
    version = content["versions"]["quidproquo"]
    parts = [_file(folder, name, manifest) for name in (MANIFEST, *manifest.files)]
    kept = sorted({name.split("/")[0] for part in manifest.parts for name in part.files})
    for name in kept:
        rows = sum(
            stated["rows"]
            for part in manifest.parts
            for file, stated in part.files.items()
            if file.startswith(f"{name}/")
        )
        parts.append(
            {
                "@id": f"{name}/",
                "@type": "Dataset",
                "name": FOLDERS.get(name, name),
                "description": f"{rows} rows in Parquet files, in the order of runs",
            }
        )
    title = content.get("title") or content["scenario"]["title"]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Sweep {content['name']}: {title}",
        "description": (
            f"{content['runs']} simulated runs of the scenario '{content['scenario']['name']}' at "
            f"{content['points']} points, seed {content['seed']}, made with Quid Pro Quo "
            f"{version}. Simulated, not observed."
        ),
        "datePublished": datetime.now(UTC).date().isoformat(),
        "license": {"@id": LICENCE["@id"]},
        "identifier": manifest.identity,
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "mentions": {"@id": "#sweep"},
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": PROFILE},
            "about": {"@id": "./"},
        },
        root,
        *parts,
        LICENCE,
        {
            "@id": "#sweep",
            "@type": "CreateAction",
            "name": "The sweep that made these results",
            "instrument": {"@id": "#quidproquo"},
            "object": [{"@id": "scenario.yaml"}, {"@id": "design.parquet"}],
            "result": {"@id": "./"},
        },
        {
            "@id": "#quidproquo",
            "@type": "SoftwareApplication",
            "name": "Quid Pro Quo",
            "softwareVersion": version,
        },
    ]
    document = {"@context": CONTEXT, "@graph": graph}
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def altered(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong with the metadata file of a complete sweep; empty if all is well.

    Whoever publishes the folder adds to it: licence, authors, words of their own. What it says of
    the files has to stay.
    """
    try:
        written = json.loads((folder / CRATE).read_bytes())
        found = {each["@id"]: each for each in written["@graph"]}
    except FileNotFoundError:
        return [f"{CRATE}: missing"]
    except (OSError, ValueError, TypeError, KeyError):
        return [f"{CRATE}: cannot be read"]
    for each in json.loads(crate(folder, manifest))["@graph"]:
        held = found.get(each["@id"], {})
        if each == LICENCE:
            continue
        own = FREE if each["@id"] == "./" else ()
        for key, stated in each.items():
            if key not in own and not _holds(held.get(key), stated):
                return [f"{CRATE}: altered (what it says of {each['@id']})"]
    return []


FREE = ("name", "description", "datePublished", "license")
"""What whoever publishes a folder may say otherwise of it."""


def _holds(held: Any, stated: Any) -> bool:
    """Whether something says what was stated; a list may say more."""
    if isinstance(stated, list):
        return isinstance(held, list) and all(each in held for each in stated)
    return bool(held == stated)


def _file(folder: Path, name: str, manifest: Manifest) -> dict[str, Any]:
    """A file as the crate names it."""
    says, media = FILES.get(name, ("A strategy that the scenario plays", "text/x-python"))
    found: dict[str, Any] = {
        "@id": quote(name),
        "@type": "File",
        "name": says,
        "encodingFormat": media,
    }
    if name in manifest.files:
        found["contentSize"] = str((folder / name).stat().st_size)
        found["sha256"] = manifest.files[name]
    return found
