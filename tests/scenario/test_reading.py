"""Files that are no scenario at all: one message each, never a traceback."""

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.paths import MOST_BYTES
from sim.scenario import library, load
from sim.scenario.reading import parse
from sim.scenario.yaml_nodes import scalar


def refused(text: str) -> InputError:
    """Return the refusal of a text."""
    with pytest.raises(InputError) as caught:
        parse(text, "case.yaml")
    assert caught.value.exit_code == 2
    assert caught.value.file == "case.yaml"
    return caught.value


def refused_bytes(folder: Path, data: bytes) -> InputError:
    """Return the refusal of a file."""
    path = folder / "case.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(path) in str(caught.value)
    return caught.value


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "null\n"])
def test_empty_file(text: str) -> None:
    assert "empty" in str(refused(text))


def test_not_a_block() -> None:
    assert "not a block of keys" in str(refused("- a\n- b\n"))


def test_enormous_file(folder: Path) -> None:
    assert "enormous" in str(refused_bytes(folder, b"a: " + b"x" * MOST_BYTES))


def test_binary_file(folder: Path) -> None:
    assert "binary" in str(refused_bytes(folder, b"\x7fELF\x02\x01\x00\x00title: x"))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_wrong_encoding(folder: Path, encoding: str) -> None:
    error = refused_bytes(folder, "a: b\ntitle: España\n".encode(encoding))
    assert "wrong encoding" in str(error)
    assert "UTF-8" in str(error.expected)
    assert error.line == (2 if encoding == "latin-1" else 1)


def test_byte_order_mark_is_taken() -> None:
    assert parse("title: x\n", "case.yaml").tree == {"title": "x"}


def test_several_documents() -> None:
    error = refused("title: a\n---\ntitle: b\n")
    assert "several documents" in str(error)
    assert error.line == 2


def test_alias_bomb() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )
    error = refused(bomb)
    assert "too many values, aliases included" in str(error)
    assert error.line is not None


def test_alias_to_itself() -> None:
    assert "an alias inside what it stands for" in str(refused("a: &a [1, *a]\n"))


def test_alias_to_nothing() -> None:
    error = refused("a: 1\nb: *c\n")
    assert "undefined alias" in str(error)
    assert error.line == 2


def test_an_anchor_is_set_once() -> None:
    assert refused("a: &x 1\nb: &x 2\n").line == 2


def test_nested_aliases_are_not_deep() -> None:
    chain = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 200))
    assert "nested too deeply" in str(refused(chain))


def test_a_modest_alias_is_taken() -> None:
    tree = parse("a: &a {source: x}\nb: *a\n", "case.yaml").tree
    assert tree["b"] == {"source": "x"}
    assert tree["b"] is not tree["a"]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!own", "!!binary", "!!float"])
def test_object_tag(tag: str) -> None:
    error = refused(f"title: x\nactors: {tag} ['true']\n")
    assert "tag" in str(error)
    assert (error.line, error.key) == (2, "actors")


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 5_000, "- " * 2_000 + "x"])
def test_deep_nesting(text: str) -> None:
    assert "deep" in str(refused(text))


def test_repeated_key() -> None:
    error = refused("title: a\nactors:\n  spain: 1\n  spain: 2\n")
    assert (error.line, error.key) == (4, "actors.spain")
    assert "first on line 3" in str(error)


@pytest.mark.parametrize("text", ["a: [1, 2\n", "a: 'x\n", "a: b: c\n", "\tx: 1\n", "a: \x07\n"])
def test_not_yaml(text: str) -> None:
    error = refused(text)
    assert "not valid YAML" in str(error)
    assert error.line is not None


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf", "1e999"])
def test_not_finite(number: str) -> None:
    error = refused(f"title: x\nhorizon: {number}\n")
    assert (error.line, error.key) == (2, "horizon")
    assert error.expected == "a finite number"


def test_key_that_is_no_name() -> None:
    assert "not a name" in str(refused("a:\n  ? [x]\n  : 1\n"))


def test_directory(folder: Path) -> None:
    with pytest.raises(InputError, match="is a directory"):
        load(folder)


def test_missing_file(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        load("smal_case.yaml")
    assert caught.value.nearest == "small_case"
    assert "smal_case.yaml: no such scenario" in str(caught.value)


def test_unknown_library_name(folder: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'small_case'"):
        load("small_cas")


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000])
def test_impossible_path(folder: Path, name: str) -> None:
    with pytest.raises(InputError):
        load(name)


def test_no_permission(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(InputError, match="no permission"):
        load(folder / "small_case.yaml")


def test_library_lists_scenarios_only(folder: Path) -> None:
    assert library.names() == ["small_case"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("off", "off"),
        ("1e6", 1e6),
        ("012", 12),
        ("0x1F", 31),
        ("2021-05", "2021-05"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("~", None),
        ("True", True),
        ("-.5", -0.5),
        ("+3.", 3.0),
    ],
)
def test_scalars_follow_yaml_1_2(text: str, value: object) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)
