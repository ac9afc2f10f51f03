"""One document, four writers: each says all of it, escaped, aligned, and in its own way."""

import pytest

from sim.documents.blocks import (
    Bar,
    Block,
    Cell,
    Code,
    Course,
    Faint,
    Folded,
    Grid,
    Heading,
    Marked,
    Picture,
    Points,
    Strong,
    title_of,
    written,
)
from sim.documents.html import HIGH, WIDE, fragment, web_page
from sim.documents.markdown import markdown
from sim.documents.terminal import show
from tests.documents.reading import read

GIVEN = "<b>&\"'|*_`[x](y)"
BLOCKS: list[Block] = [
    Heading("T", 1, "beside"),
    "A_name <b>",
    Points(["one", Marked("`two`")]),
    Grid(
        ("a|b", "c", "d"),
        [Heading("first"), ("x", 1.0, Bar(0.5, "half")), (Strong("y"), 1234, Course([0.0, 1.0]))],
    ),
    Picture("f.png", "It"),
    Folded("More", [Code("key: <value>", "yaml"), Faint("quiet")]),
]


def test_as_markdown() -> None:
    text = markdown(BLOCKS)
    assert text.startswith("# T (beside)\n\nA\\_name \\<b\\>\n\n- one\n- `two`\n\n")
    assert "| a\\|b | c | d |\n| --- | ---: | --- |\n| **first** |  |  |\n| x | 1.00 |  |" in text
    assert "| **y** | 1,234 |  |" in text
    assert "![It](f.png)\n\n*It*" in text
    assert "<summary>More</summary>\n\n```yaml\nkey: <value>\n```\n\nquiet\n\n</details>" in text


def test_as_a_page_of_its_own() -> None:
    page = web_page(BLOCKS, {"f.png": b"png"})
    assert "<title>T</title>" in page and "<h1>T" in page
    assert "A_name &lt;b&gt;" in page
    assert '<td class="number">1,234</td>' in page
    assert "<code>two</code>" in page and "<code>key: &lt;value&gt;</code>" in page
    assert '<tr><th colspan="3">first</th></tr>' in page
    assert 'src="data:image/png;base64,cG5n"' in page
    assert "http" not in page
    assert "<img" not in web_page(BLOCKS, {})


def test_as_a_piece_of_a_notebook() -> None:
    text = read(fragment(BLOCKS))
    assert text.startswith("T beside A_name <b> one two a|b c d first x 1.00 y 1,234 More")


def test_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show(BLOCKS)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[:5] == ["T", "  beside", "  A_name <b>", "  one", "  two"]
    assert any(line.split() == ["y", "1,234"] for line in lines)
    assert any(line.split() == ["x", "1.00", "█████"] for line in lines)
    assert lines[-4:] == ["", "More", "  key: <value>", "  quiet"]


def test_every_kind_of_text_is_escaped_everywhere() -> None:
    blocks = [
        *(Heading(GIVEN, 1, GIVEN), GIVEN, Points([GIVEN]), Folded(GIVEN, [Code(GIVEN)])),
        Grid((GIVEN, "x"), [(Strong(GIVEN), Bar(0.5, GIVEN)), (Faint(GIVEN), Course([0], GIVEN))]),
    ]
    said = fragment(blocks)
    assert read(said).count(GIVEN) == 9
    for each in (said, web_page(blocks, {})):
        assert '<b>&"' not in each
    (row,) = [line for line in markdown(blocks).splitlines() if line.startswith("| **")]
    assert "\\|\\*\\_\\`\\[x\\](y)" in row
    # Markdown within a text may not bring tags of its own.
    assert "<i>" not in fragment([Marked("a <i>b</i>"), Grid(("x",), [(Marked("<i>"),)])])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        *((0.456, "0.46"), (-0.001, "0.00"), (1234, "1,234"), (None, "-")),
        *(("0.456", "0.456"), (Bar(0.3), "")),
    ],
)
def test_cells_are_written_once(cell: Cell, text: str) -> None:
    assert written(cell) == text


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        ([0.5, None], True),
        (["50 % [40 %, 60 %]", "none"], False),
        (["50 % [40 %, 60 %]", "12 of 20", "none"], True),
        (["2021 to 2023", "2021-05"], False),
        ([Marked("1 `a`")], False),
        ([], False),
    ],
)
def test_columns_of_numbers_are_known(cells: list[Cell], numeric: bool) -> None:
    grid = Grid(("", "x"), [Heading("h"), *(("name", cell) for cell in cells)])
    assert grid.numeric == [False, numeric]


def test_the_title_is_the_first_heading_of_all() -> None:
    assert title_of(["text", Heading("part"), Heading("Whole", 1)]) == "Whole"
    assert title_of([]) == ""


@pytest.mark.parametrize("path", [[0.2, 0.2], [-0.3, 1.8, 0.0], [0.0] * 600])
def test_a_small_picture_stays_in_its_frame(path: list[float]) -> None:
    drawn = fragment([Grid(("", ""), [("x", Course(path))])])
    points = drawn.split('points="')[1].split('"')[0].split()
    assert len(points) == len(path)
    for point in points:
        x, y = map(float, point.split(","))
        assert 0.0 <= x <= WIDE
        assert 0.0 <= y <= HIGH
