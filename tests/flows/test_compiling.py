"""The compiled form of what reads and links: the same output, and never one of other sources."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extractors import compiled
from flows import compiling

ROOT = Path(__file__).parents[2]

# Reads every text of the golden files and links two days of invented stories; prints the form,
# what was imported, and all that was found.
READ = """
import sys, tomllib
from pathlib import Path
from benchmarks import figures as stories
from extractors import claims, compiled, figures, findings, parents, syndication, topics
from extractors.records import Article

def texts(found):
    if isinstance(found, str):
        yield found
    elif isinstance(found, (dict, list)):
        for inner in found.values() if isinstance(found, dict) else found:
            yield from texts(inner)

print(compiled.form(), Path(claims.__file__).suffix)
for golden in sorted(Path(sys.argv[1]).glob("*.toml")):
    for text in texts(tomllib.loads(golden.read_text(encoding="utf-8"))):
        article = Article(url="", text=text)
        print(claims.extract(article), topics.terms(article), syndication.sketch(article))

first, second = ([report for _, report in stories.reports(400, day)] for day in range(2))
before = figures.link(first)
home = {link.claim_id: link.figure_id for link in before.links}
known = figures.Known(before.figures, tuple((home[r.claim_id], r) for r in first))
after = figures.link(second, known)
print(before, after)
for one in before.figures:
    told = [report for report in first if home[report.claim_id] == one.figure_id]
    print(parents.choose(told, one.figure_id), findings.of(one.figure_id, told))
"""

SOURCE = '''
from __future__ import annotations
from dataclasses import dataclass, field

_MOST = 3
_NAMES: tuple[str, ...] = ("a",)


@dataclass(slots=True)
class Box:
    """A box."""

    size: int
    name: str = "box"
    inside: list[int] = field(default_factory=list)
    double: int = field(init=False)

    def __post_init__(self) -> None:
        self.double = 2 * self.size


class Plain:
    pass
'''


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two modules, with a compiled form that was made of them."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.py").write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "_SOURCES", folder)
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "compiled")
    (tmp_path / "compiled").mkdir()
    made_of = "\n".join([compiled.digest(["one", "two"]), "one", "two"])
    (tmp_path / "compiled" / compiled.MADE_OF).write_text(made_of, encoding="utf-8")
    return folder


def test_a_compiled_form_of_these_sources_is_used(sources: Path) -> None:
    assert compiled.form() == "compiled"
    assert compiled.path() == [str(compiled.FOLDER / "extractors")]


def test_one_of_other_sources_is_refused(sources: Path) -> None:
    (sources / "two.py").write_text("# two, edited\n", encoding="utf-8")
    assert compiled.form() == "stale"
    assert compiled.path() == []


def test_one_of_a_module_that_is_gone_is_refused(sources: Path) -> None:
    (sources / "one.py").unlink()
    assert compiled.form() == "stale"


def test_one_for_another_python_is_refused(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "EXTENSION_SUFFIXES", [".other.so"])
    assert compiled.form() == "stale"


def test_a_damaged_one_is_not_used(sources: Path) -> None:
    (compiled.FOLDER / compiled.MADE_OF).write_text("", encoding="utf-8")
    assert compiled.path() == []


def test_without_one_all_is_pure(sources: Path) -> None:
    shutil.rmtree(compiled.FOLDER)
    assert compiled.form() == "pure"


def test_what_reads_and_links_is_compiled_and_nothing_else() -> None:
    names = compiling.modules()
    assert {"claims", "records", "sentences", "lexicon", "topics", "figures"} <= set(names)
    assert not {"compiled", "articles", "metadata", "searches", "declared"} & set(names)


def test_what_the_compiler_is_told_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told = compiling.native(SOURCE)
    assert "_MOST: Final = 3" in told
    assert "_NAMES: Final[tuple[str, ...]] = " in told
    spaces: list[dict[str, object]] = []
    for text in (SOURCE, told):
        space: dict[str, object] = {"__name__": "boxes"}
        monkeypatch.setitem(sys.modules, "boxes", type(sys)("boxes"))
        exec(compile(text, "boxes", "exec"), space)
        sys.modules["boxes"].__dict__.update(space)
        spaces.append(space)
        box = space["Box"]
        assert isinstance(box, type)
        made = [box(1), box(2, "b", [3]), box(size=4, inside=[5])]
        assert pickle.loads(pickle.dumps(made)) == made
        space["shown"] = repr(made)
        assert box(1).inside is not box(1).inside
    assert spaces[0]["shown"] == spaces[1]["shown"]


def test_without_a_compiler_it_says_what_to_do(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (sources / "two.py").write_text("# two, edited\n", encoding="utf-8")
    monkeypatch.setattr(shutil, "which", lambda command: None)
    assert compiling.main() == 1
    told = capsys.readouterr().err
    assert "C compiler" in told
    assert "install" in told
    assert compiled.form() == "stale"  # nothing was touched


@pytest.mark.full
def test_both_forms_find_the_same_and_an_edit_is_seen(tmp_path: Path) -> None:
    missing = compiling._missing()
    if missing is not None:
        pytest.skip(f"there is no {missing}")
    for package in ("extractors", "flows", "benchmarks"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__py*"))

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout

    def read() -> tuple[list[str], str]:
        head, claims = run("-c", READ, str(ROOT / "tests" / "golden")).split("\n", 1)
        return head.split(), claims

    form, pure = read()
    assert form == ["pure", ".py"]
    run("-m", "flows.compiling")
    form, found = read()
    assert form[0] == "compiled"
    assert form[1] != ".py"
    assert found == pure
    assert pure.count("Claim(") > 200
    assert pure.count("Link(") == 800

    with (tmp_path / "extractors" / "claims.py").open("a", encoding="utf-8") as source:
        source.write("\nEDITED = True\n")
    assert read()[0] == ["stale", ".py"]
