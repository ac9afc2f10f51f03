"""Evidence and distributions: what the loader keeps beside the numbers."""

import math
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.scenario import Distribution, Scenario, bibliography, codebook, load, loads
from tests.scenario.compact import BIBLIOGRAPHY, CODEBOOK, TEXT

SHARES = st.floats(1e-12, 1 - 1e-12)


def test_words_are_counted(small: Scenario) -> None:
    words = {path: found.word for path, found in small.provenance.evidence.items()}
    assert words["actors.spain.vulnerability"] == "coded"
    assert words["actors.morocco.patience"] == "source"
    assert words["actors.morocco.hosted_stock"] == "assumed"
    assert words["strategies.hard.parameters.zeal"] == "assumed"
    assert "horizon" not in words
    assert small.provenance.counts == {
        "source": 1, "coded": 1, "assumed": 13, "unmarked": 0, "set": 0,
    }  # fmt: skip


def test_unmarked_numbers_are_allowed_and_counted(folder: Path) -> None:
    bare = loads(TEXT.replace('evidence: {assumed: "made up for tests"}\n', ""))
    assert bare.provenance.counts["unmarked"] == 11
    assert "tables.rabat.partner.trust" in bare.provenance.unmarked


def test_the_nearest_block_wins(small: Scenario) -> None:
    evidence = small.provenance.evidence
    assert evidence["actors.morocco.patience"].note == "table 3"
    assert evidence["events.crisis.size"].reason == "made up for tests"


def test_what_is_cited_stands_in_the_bibliography(small: Scenario) -> None:
    assert small.provenance.bibliography == {
        "book2020": "Muñoz, A. and Baker, B. (2020). The Book. A Press.",
        "own2021": "Own, A. (2021). A report.",
    }


def test_a_run_takes_the_median(small: Scenario) -> None:
    assert small.actors["morocco"].fiscal_stress == pytest.approx(0.4)
    lag = small.issues["migration"].provisions["border_control"].lag
    assert (lag, type(lag)) == (2, int)


def test_sampling_draws_each_uncertain_number(small: Scenario) -> None:
    shares = {
        "actors.morocco.fiscal_stress": 0.25,
        "issues.migration.provisions.border_control.lag": 0.9,
    }
    drawn = small.sampled(shares.__getitem__)
    assert drawn.actors["morocco"].fiscal_stress == pytest.approx(0.3)
    assert drawn.issues["migration"].provisions["border_control"].lag == 4
    assert set(drawn.provenance.drawn) == set(shares)
    assert small.sampled(lambda _: 0.5).model_dump() == small.model_dump()
    assert drawn.with_changes().model_dump() == small.model_dump()


@pytest.mark.parametrize(
    ("distribution", "p", "value"),
    [
        (Distribution("uniform", (2.0, 4.0)), 0.25, 2.5),
        (Distribution("normal", (1.0, 2.0)), 0.975, 1 + 2 * 1.959963984540054),
        (Distribution("triangular", (0.0, 0.0, 1.0)), 0.75, 0.5),
        (Distribution("triangular", (0.0, 1.0, 1.0)), 0.25, 0.5),
        (Distribution("triangular", (0.0, 1.0, 2.0)), 0.5, 1.0),
        (Distribution("choice", (4.0, 1.0, 3.0, 2.0)), 0.5, 2.0),
        (Distribution("choice", (4.0, 1.0, 3.0, 2.0)), 0.51, 3.0),
        (Distribution("uniform", (1.0, 4.0), whole=True), 0.5, 3),
    ],
)
def test_quantiles(distribution: Distribution, p: float, value: float) -> None:
    assert distribution.quantile(p) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("p", [0.05, 0.5, 0.9])
def test_a_normal_within_bounds_is_the_truncated_one_of_scipy(p: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    mean, deviation, low, high = 0.9, 2.0, 0.0, 1.0
    known = stats.truncnorm((low - mean) / deviation, (high - mean) / deviation, mean, deviation)
    found = Distribution("normal", (mean, deviation), low, high).quantile(p)
    assert found == pytest.approx(known.ppf(p), abs=1e-9)


@pytest.mark.parametrize("p", [0.0, 1.0, -1.0, math.nan])
def test_quantiles_need_a_share(p: float) -> None:
    with pytest.raises(ValueError, match="0 < p < 1"):
        Distribution("uniform", (0.0, 1.0)).quantile(p)


@given(SHARES, SHARES, st.sampled_from(["uniform", "normal", "triangular", "choice"]))
def test_quantiles_rise_and_stay_within(p: float, q: float, family: str) -> None:
    numbers = {"uniform": (0.2, 0.7), "normal": (0.5, 0.4)}.get(family, (0.2, 0.3, 0.9))
    distribution = Distribution(family, numbers, 0.0, 1.0)  # type: ignore[arg-type]
    low, high = distribution.ends
    first, second = (distribution.quantile(share) for share in sorted((p, q)))
    assert low <= first <= second <= high


@given(SHARES)
def test_triangular_quantiles_invert_the_distribution(p: float) -> None:
    x = Distribution("triangular", (0.0, 1.0, 3.0)).quantile(p)
    below = x * x / 3 if x <= 1 else 1 - (3 - x) ** 2 / 6
    assert below == pytest.approx(p, abs=1e-9)


@given(SHARES)
def test_normal_quantiles_invert_the_distribution(p: float) -> None:
    x = Distribution("normal", (2.0, 3.0)).quantile(p)
    assert NormalDist(2, 3).cdf(x) == pytest.approx(p, abs=1e-9)


def test_a_factor_stays_between_its_excluded_ends(folder: Path) -> None:
    text = TEXT.replace("patience: 0.95", "patience: {normal: [0.95, 0.5]}")
    high = loads(text).sampled(lambda _: 1 - 1e-9).actors["morocco"].patience
    assert 0.999 < high < 1


def test_calendar(small: Scenario) -> None:
    assert [small.calendar(m) for m in (0, 7, 8, 23)] == [
        "May 2021", "December 2021", "January 2022", "April 2023",
    ]  # fmt: skip


def test_a_scenario_made_in_python_has_no_provenance(small: Scenario) -> None:
    with pytest.raises(ValueError, match="not loaded from a file"):
        print(Scenario.model_validate_json(small.model_dump_json()).name)


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda text: text + text, "repeated key"),
        (lambda text: text.replace("title =", "author ="), "repeated field"),
        (lambda text: text.replace("{The {Book}}", "{The {Book}"), "never closed"),
        (lambda text: text[:40], "never closed"),
        (lambda text: text.replace("Press},", "Press}"), "no comma"),
        (lambda text: text.replace("book2020,", ","), "malformed entry"),
        (lambda text: text.replace("year = 2020\n}", "year = 2020"), "never closed"),
        (lambda text: text.replace("book2020,", "book2020"), "no comma"),
        (lambda text: text.replace("year = 2020", "year = soon"), "undefined string 'soon'"),
        (lambda text: text.replace("year =", "year"), "expected '='"),
    ],
)
def test_bibliography_that_is_malformed(edit: Callable[[str], str], what: str) -> None:
    with pytest.raises(InputError) as caught:
        bibliography.parse(edit(BIBLIOGRAPHY), "sources.bib")
    assert str(caught.value).startswith("sources.bib:")
    assert caught.value.line is not None
    assert what in str(caught.value)


def test_bibliography_in_quotes_and_with_dates() -> None:
    text = '@article{a1, title = "A {"}b", journal={J.}, volume=3, number={2}, pages={1--9},'
    work = bibliography.parse(text + "author={A, B and C, D and E, F and G, H}, year={2001}}", "x")
    assert work["a1"].citation == 'A, B and others (2001). A "b. J. 3(2), 1-9.'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\\'{E}t\\'e, {\\c c}a", "Été, ça"),
        ('{\\"u}ber \\& 50% of US\\$4 in M\\~ao', "über & 50% of US$4 in Mão"),
        ('{The {EU}} and\n  T{\\"u}rkiye', "The EU and Türkiye"),
        ("a trailing \\\\ or \\", "a trailing"),
    ],
)
def test_what_tex_writes_is_read_as_text(written: str, read: str) -> None:
    (work,) = bibliography.parse(f"@misc{{a1, title = {{{written}}}}}", "x").values()
    assert work.citation.startswith(f"(n.d.). {read}")


def test_strings_and_months_of_a_bibliography() -> None:
    text = '@string{press = "A Press"}\n@Book{a1, title = "A" # {B}, publisher = press, note = may}'
    work = bibliography.parse(text, "x")["a1"]
    assert (work.kind, work.line) == ("book", 2)
    assert work.citation == "(n.d.). AB. A Press."
    assert work.fields["note"] == "May"


def test_codebook(folder: Path) -> None:
    scale = codebook.read(folder / "codebook.yaml").scales["level"]
    assert [code.value for code in scale.codes.values()] == [0.0, 1.0]


@pytest.mark.parametrize("number", ["value: 0.0", "value: 1.0", "value: 0.5", "uniform: [0, 1]"])
def test_what_two_coders_can_come_to(folder: Path, number: str) -> None:
    text = TEXT.replace("value: 0.5, coded", f"{number}, coded")
    assert loads(text).provenance.evidence["actors.spain.vulnerability"].scale == "level"


def test_a_scale_is_told_from_another(tmp_path: Path) -> None:
    text = Path(load("ceuta_2021").provenance.path).read_text("utf-8")
    line = next(line for line in text.splitlines() if "coded: empowerment" in line)
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(line, line.replace("empowerment,", "hosted_stock,")), "utf-8")
    with pytest.raises(InputError, match=r"not code Actor\.empower.*coded: empow") as caught:
        load(path)
    assert caught.value.line == text.splitlines().index(line) + 1


def test_codebook_of_fields_that_do_not_exist(folder: Path) -> None:
    path = folder / "codebook.yaml"
    path.write_text(CODEBOOK.replace("Actor.vulner", "Actor.vulnre"), "utf-8")
    with pytest.raises(
        InputError, match=r"fields\.0: unknown field.*'Actor\.vulnerability'"
    ) as caught:
        codebook.read(path)
    assert caught.value.line == 5


def test_codebook_with_an_unknown_key(folder: Path) -> None:
    path = folder / "codebook.yaml"
    path.write_text("scales: {level: {title: x, codes: {0: {valeu: 1}}}}", "utf-8")
    with pytest.raises(InputError, match=r"scales\.level\.codes\.0\.valeu.*'value'") as caught:
        codebook.read(path)
    assert caught.value.line == 1


def test_a_normal_distribution_is_truncated_not_clamped() -> None:
    drawn = Distribution("normal", (0.95, 0.5), 0.0, 1.0)
    values = [drawn.quantile((i + 0.5) / 1000) for i in range(1000)]
    assert len(set(values)) == 1000
    assert min(values) > 0.0 and max(values) < 1.0


def test_whole_numbers_of_a_uniform_distribution_are_equally_likely() -> None:
    drawn = Distribution("uniform", (2.0, 5.0), whole=True)
    values = [drawn.quantile((i + 0.5) / 400) for i in range(400)]
    assert [values.count(each) for each in (2, 3, 4, 5)] == [100] * 4
