"""A sweep in shards: each is played by itself, in a job of an array, say, and all are merged.

Which part holds which runs is decided by the plan alone, so the merged sweep is that of one
undivided command, to the last byte of its values.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError, Problem
from sim.runs.disk import StoreError, one_message
from sim.runs.encoding import Encoded, Entry
from sim.runs.folder import RESUME, damages, journal, writing
from sim.runs.manifest import Manifest, Shard, read_manifest
from sim.runs.plan import Plan

OPTION = "--shard"


class _Found(NamedTuple):
    """A shard's folder as it was read."""

    folder: Path
    manifest: Manifest
    shard: Shard
    entries: tuple[Entry, ...]


def shard_of(text: str, plan: Plan) -> Shard:
    """The share of a plan that ``3/40`` asks for.

    Raises:
        InputError: it is no such share, or there are more shards than parts.
    """
    number, _, of = (part.strip() for part in text.partition("/"))
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        expected = "NUMBER/COUNT, from 1/COUNT to COUNT/COUNT, such as 3/40"
        raise InputError(Problem(f"no shard '{text}'", OPTION, None, None, expected))
    parts = len(plan.parts)
    if int(of) > parts:
        what = f"{of} shards of a sweep of {parts} parts"
        raise InputError(Problem(what, OPTION, None, None, f"at most {parts} shards"))
    return Shard(int(number), int(of), parts)


def merge(folders: Sequence[Path], out: Path) -> Manifest:
    """Join all shards of a sweep into one folder; every byte is checked before.

    Args:
        folders: the shards' folders, in any order; they are left as they are.
        out: where the whole sweep is kept; a merger that was interrupted is taken up again.

    Raises:
        StoreError: they are not all the shards of one sweep, one is not finished or damaged, or
            the folder holds something else or cannot be written.
    """
    found = [_read(folder) for folder in folders]
    _refuse_misfits(found)
    for each in found:
        _refuse_unfinished(each)
    first = found[0]
    files = {name: (first.folder / name).read_bytes() for name in first.manifest.files}
    with writing(out, first.manifest.identity, first.manifest.content, files) as store:
        if store.finished:
            return store.manifest
        for each in found:
            for entry in each.entries:
                if entry.number not in store.done:
                    with one_message(each.folder, RESUME):
                        data = {name: (each.folder / name).read_bytes() for name in entry.files}
                    store.add(Encoded(entry, data))
        return store.finish()


def _read(folder: Path) -> _Found:
    manifest = read_manifest(folder)
    if manifest.shard is None:
        raise StoreError(f"{folder}: holds a sweep that is not divided, not a shard of one")
    held = sorted(journal(folder), key=lambda entry: entry.number)
    return _Found(folder, manifest, manifest.shard, tuple(held))


def _refuse_misfits(found: Sequence[_Found]) -> None:
    """Refuse folders that are not the shards of one sweep, each of them once."""
    first = found[0]
    there: dict[int, Path] = {}
    for each in found:
        if each.manifest.identity != first.manifest.identity:
            names = [str(one.manifest.content["name"]) for one in (first, each)]
            raise StoreError(
                f"{first.folder} and {each.folder}: shards of different sweeps "
                f"({names[0]} and {names[1]})"
            )
        if each.shard.of != first.shard.of:
            raise StoreError(
                f"{first.folder} and {each.folder}: shard {first.shard} and shard {each.shard} "
                "overlap; all shards of a sweep are cut alike"
            )
        if each.shard.number in there:
            both = f"{there[each.shard.number]} and {each.folder}"
            raise StoreError(f"{both}: overlap, both hold shard {each.shard}")
        there[each.shard.number] = each.folder
    count = first.shard.of
    missing = [f"{number}/{count}" for number in range(1, count + 1) if number not in there]
    if missing:
        shown = ", ".join(missing[:10]) + (" ..." if len(missing) > 10 else "")
        what = "shard" if len(missing) == 1 else f"{len(missing)} shards"
        raise StoreError(f"{what} of {first.manifest.content['name']} missing: {shown}")


def _refuse_unfinished(found: _Found) -> None:
    """Refuse a shard in which parts are missing or not as they were written."""
    there = {entry.number for entry in found.entries}
    due = [number for number in range(found.shard.parts) if found.shard.holds(number)]
    again = "the command that began it takes it up again"
    if left := [number for number in due if number not in there]:
        done = f"{len(due) - len(left)} of {len(due)} parts"
        raise StoreError(f"{found.folder}: shard {found.shard} is not finished ({done}); {again}")
    checksums = dict(found.manifest.files)
    for entry in found.entries:
        checksums |= entry.checksums
    if wrong := damages(found.folder, checksums):
        raise StoreError(f"{found.folder}: {wrong[0]}; {again}")
