"""No dependency, direct or transitive, may be under the GPL or the AGPL.

The LGPL is allowed: it binds the library's own source, not programs that import it unchanged.
A distribution that states no licence at all fails too, until someone has looked.
"""

from email.message import Message
from importlib.metadata import distribution

import pytest

from tests.packaging.licences import Kind, kind_of, required_by


def metadata(**fields: str | list[str]) -> Message:
    message = Message()
    for key, value in fields.items():
        for each in [value] if isinstance(value, str) else value:
            message[key.replace("_", "-")] = each
    return message


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"License_Expression": "MIT"}, Kind.OTHER),
        ({"License_Expression": "GPL-3.0-or-later"}, Kind.STRONG),
        ({"License_Expression": "AGPL-3.0-only"}, Kind.STRONG),
        ({"License_Expression": "LGPL-2.1-only"}, Kind.WEAK),
        ({"License_Expression": "MIT OR GPL-2.0-only"}, Kind.OTHER),
        ({"License_Expression": "MIT AND GPL-2.0-only"}, Kind.STRONG),
        ({"License_Expression": "(MIT OR GPL-2.0-only) AND LGPL-3.0-only"}, Kind.WEAK),
        ({"License_Expression": "BSD-3-Clause AND (GPL-3.0-only AND MIT)"}, Kind.STRONG),
        ({"License_Expression": "GPL-3.0-or-later WITH GCC-exception-3.1"}, Kind.OTHER),
        ({"License_Expression": "MIT", "License": "GPL"}, Kind.OTHER),
        ({"License": "GPLv3"}, Kind.STRONG),
        ({"License": "GPL"}, Kind.STRONG),
        ({"License": "GNU Affero General Public License v3"}, Kind.STRONG),
        ({"License": "GNU Lesser General Public License"}, Kind.WEAK),
        ({"License": "BSD 3-Clause\n...\nbundles a file under the GPL"}, Kind.OTHER),
        ({"License": "UNKNOWN"}, Kind.UNKNOWN),
        ({}, Kind.UNKNOWN),
        (
            {
                "Classifier": [
                    "License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
                    "License :: OSI Approved :: MIT License",
                ]
            },
            Kind.STRONG,
        ),
        (
            {
                "Classifier": "License :: OSI Approved :: "
                "GNU Lesser General Public License v3 (LGPLv3)"
            },
            Kind.WEAK,
        ),
        (
            {
                "Classifier": ["License :: OSI Approved", "Topic :: Software Development"],
                "License": "AGPL-3.0",
            },
            Kind.STRONG,
        ),
    ],
)
def test_kinds_of_licences_are_told_apart(
    fields: dict[str, str | list[str]], expected: Kind
) -> None:
    assert kind_of(metadata(**fields)) is expected


def test_no_dependency_is_under_gpl_or_agpl() -> None:
    kinds = {name: kind_of(distribution(name).metadata) for name in required_by("quidproquo")}
    # Direct, indirect and of an extra: the walk has gone everywhere.
    assert {"numpy", "llvmlite", "pytest", "iniconfig"} <= set(kinds)
    assert [name for name, kind in kinds.items() if kind is Kind.STRONG] == []
    assert [name for name, kind in kinds.items() if kind is Kind.UNKNOWN] == []
