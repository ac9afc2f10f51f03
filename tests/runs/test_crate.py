"""The results' folder as a research object: what RO-Crate 1.1 demands of one."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from sim.runs.crate import CRATE, crate
from sim.runs.disk import file_sha256
from sim.version import VERSION
from tests.runs.conftest import Reference

TERMS = {
    *("about", "conformsTo", "contentSize", "datePublished", "description", "encodingFormat"),
    *("hasPart", "identifier", "instrument", "license", "mentions", "name", "object", "result"),
    *("softwareVersion", "CreateAction", "CreativeWork", "Dataset", "File", "SoftwareApplication"),
}
"""Those of the context of RO-Crate 1.1 (version 1.1.3) that may stand in ours; a term that the
context does not define is not allowed."""


@pytest.fixture
def folder(reference: Reference, tmp_path: Path) -> Path:
    """A sweep's folder, with a strategy whose name is no address until it is written as one."""
    out = tmp_path / "out"
    shutil.copytree(reference.out, out)
    (out / "my own.py").write_text("# A strategy.\n", "utf-8")
    files = {**reference.manifest.files, "my own.py": file_sha256(out / "my own.py")}
    (out / CRATE).write_bytes(crate(out, replace(reference.manifest, files=files)))
    return out


@pytest.fixture
def document(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / CRATE).read_text("utf-8"))
    return found


@pytest.fixture
def entities(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = {each["@id"]: each for each in document["@graph"]}
    assert len(found) == len(document["@graph"])
    return found


def test_the_document_is_flat_and_compacted(document: dict[str, Any]) -> None:
    context, own = document["@context"]
    assert context == "https://w3id.org/ro/crate/1.1/context"
    assert set(document) == {"@context", "@graph"}
    known = TERMS | set(own) | {"@id", "@type"}
    for entity in document["@graph"]:
        assert {*entity, entity["@type"]} <= known
        for value in entity.values():
            for each in value if isinstance(value, list) else [value]:
                # Nothing nested: other entities are referred to.
                assert isinstance(each, str) or set(each) == {"@id"}


def test_the_descriptor_points_to_the_root(entities: dict[str, dict[str, Any]]) -> None:
    descriptor = entities["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork" and descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = entities["./"]
    assert root["@type"] == "Dataset" and root["name"] and root["description"]
    assert len(root["datePublished"]) == len("2024-02-29")
    licence = entities[root["license"]["@id"]]
    assert licence["@type"] == "CreativeWork" and licence["name"] and licence["description"]


def test_all_that_is_referred_to_is_there(entities: dict[str, dict[str, Any]]) -> None:
    outside = {"https://w3id.org/ro/crate/1.1"}
    for entity in entities.values():
        for value in entity.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):
                    assert each["@id"] in entities.keys() | outside


def test_parts_are_the_files_and_folders_that_are_there(
    folder: Path, entities: dict[str, dict[str, Any]]
) -> None:
    parts = [part["@id"] for part in entities["./"]["hasPart"]]
    data = [i for i, e in entities.items() if e["@type"] in ("File", "Dataset") and i != "./"]
    assert sorted(parts) == sorted(data)
    assert "my%20own.py" in parts
    names = {unquote(part) for part in parts}
    assert names == {p.name + "/" * p.is_dir() for p in folder.iterdir() if p.name != CRATE}
    for part in parts:
        # Names are addresses, seen from the folder.
        assert " " not in part and "\\" not in part and not part.startswith("/")
        assert entities[part]["@type"] == ("Dataset" if part.endswith("/") else "File")
        size = entities[part].get("contentSize")
        assert size is None or int(size) == (folder / unquote(part)).stat().st_size


def test_an_action_says_what_made_it(entities: dict[str, dict[str, Any]]) -> None:
    action = entities[entities["./"]["mentions"]["@id"]]
    assert action["@type"] == "CreateAction" and action["result"] == {"@id": "./"}
    assert entities[action["instrument"]["@id"]]["softwareVersion"] == VERSION


def test_every_sweep_has_one(reference: Reference) -> None:
    written, made = (
        json.loads(text)["@graph"]
        for text in ((reference.out / CRATE).read_bytes(), crate(reference.out, reference.manifest))
    )
    # Only the day of publication may have changed meanwhile.
    assert [e for e in written if e["@id"] != "./"] == [e for e in made if e["@id"] != "./"]
