"""Compiles the modules that read and link with mypyc, as an option: `python -m flows.compiling`.

What is compiled is a copy of the sources with two things said that the compiler asks for and
pure Python need not: that a constant stays as it is, and how a record is filled, which a
dataclass works out too late for it. Nothing is downloaded.
"""

from __future__ import annotations

import ast
import io
import re
import shlex
import shutil
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from extractors import compiled

SOURCES = Path(compiled.__file__).parent
# What reading and linking do with every text; they and what they import of extractors is compiled.
ENTRIES = ("claims", "topics", "syndication", "figures", "findings", "parents")
LEFT = frozenset({"declared"})  # its types are asked for as they were written

_CONSTANT = re.compile(r"^(_?[A-Z][A-Z0-9_]*)(?:: (?!Final)(.+?))? = ", re.MULTILINE)
_HEAD = "from __future__ import annotations\n"
_TOLD = "\nfrom typing import Final\nfrom mypy_extensions import mypyc_attr\n"


def main() -> int:
    """Make the compiled form where there is none of these sources; 1 says why it cannot be."""
    names = modules()
    if compiled.form() == "compiled" and compiled.modules() == names:
        sys.stdout.write(f"compiled form: up to date ({len(names)} modules)\n")
        return 0
    missing = _missing()
    if missing is not None:
        sys.stderr.write(
            f"compiled form: not made, there is no {missing}."
            " All goes on in pure Python, with the same output.\n"
        )
        return 1
    sys.stdout.write(f"compiling {len(names)} modules: about three minutes ...\n")
    sys.stdout.flush()
    start = time.monotonic()
    make(names)
    sys.stdout.write(
        f"compiled form: made in {time.monotonic() - start:.0f} s; `make pure` removes it\n"
    )
    return 0


def modules() -> list[str]:
    """The names of the modules that reading and linking import, in order."""
    found, open_ = set(ENTRIES), list(ENTRIES)
    while open_:
        tree = ast.parse((SOURCES / f"{open_.pop()}.py").read_text(encoding="utf-8"))
        new = set(_imported(tree)) - found - LEFT
        found |= new
        open_ += new
    return sorted(found)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == SOURCES.name:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("extractors."):
            yield (node.module or "").removeprefix("extractors.")


def _missing() -> str | None:
    """What compiling needs and is not there, with its remedy."""
    try:
        import mypyc.build  # noqa: F401
        import setuptools  # noqa: F401
    except ImportError:
        return "mypy or setuptools (pip install --require-hashes -r requirements.lock)"
    command = shlex.split(sysconfig.get_config_var("CC") or "cc")[0]
    if shutil.which(command) is None:
        return f"C compiler {command!r} (install one, such as gcc)"
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        return "Python.h (install the headers of this Python, such as python3-dev)"
    return None


def make(names: list[str]) -> None:
    """Compile the modules `names` and put them in place at once; raises SystemExit on errors."""
    from mypyc.build import mypycify
    from setuptools import setup

    made_of = compiled.digest(names)
    compiled.FOLDER.parent.mkdir(parents=True, exist_ok=True)
    told = io.StringIO()  # hundreds of remarks of the compiler
    with tempfile.TemporaryDirectory(dir=compiled.FOLDER.parent, prefix="compiling-") as folder:
        work = Path(folder)
        package = work / SOURCES.name
        package.mkdir()
        (package / "__init__.py").touch()
        files = [f"{SOURCES.name}/{name}.py" for name in names]
        for name in names:
            source = (SOURCES / f"{name}.py").read_text(encoding="utf-8")
            (package / f"{name}.py").write_text(native(source), encoding="utf-8")
        try:
            with chdir(work), redirect_stdout(told), redirect_stderr(told):
                extensions = mypycify(
                    ["--config-file=", "--ignore-missing-imports", *files],
                    opt_level="1",  # "3" takes longer and reads no faster
                    debug_level="0",
                    group_name=f"{SOURCES.name}.reading",
                    target_dir="c",
                )
                setup(
                    name="figuredrift-reading",
                    packages=[],
                    ext_modules=extensions,
                    script_args=["-q", "build_ext", "--build-lib=made", "--build-temp=objects"],
                )
        except SystemExit:
            sys.stderr.write(told.getvalue())
            raise
        made = work / "made"
        (made / compiled.MADE_OF).write_text("\n".join([made_of, *names]), encoding="utf-8")
        shutil.rmtree(compiled.FOLDER, ignore_errors=True)
        made.rename(compiled.FOLDER)


def native(source: str) -> str:
    """`source` as it is compiled: constants are final, dataclasses fill and pickle themselves."""
    lines = source.split("\n")
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    for node in reversed(classes):
        if _is_record(node):
            lines[node.end_lineno : node.end_lineno] = _filling(node)
            if "frozen=True" in ast.unparse(node.decorator_list[0]):
                # what never changes holds no circle: nothing for the garbage collector
                lines.insert(node.lineno - 1, "@mypyc_attr(acyclic=True)")
    named = _CONSTANT.sub(_final, "\n".join(lines))
    return named.replace(_HEAD, _HEAD + _TOLD, 1)


def _final(constant: re.Match[str]) -> str:
    name, kind = constant.groups()
    return f"{name}: Final = " if kind is None else f"{name}: Final[{kind}] = "


def _is_record(node: ast.ClassDef) -> bool:
    names = [ast.unparse(decorator).split("(")[0] for decorator in node.decorator_list]
    has_own = any(isinstance(s, ast.FunctionDef) and s.name == "__init__" for s in node.body)
    return "dataclass" in names and not has_own


def _filling(node: ast.ClassDef) -> list[str]:
    """The lines of `__init__` and `__reduce__` of the dataclass `node`."""
    taken, filled, given = ["self"], [], []
    for field in node.body:
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        name, kind, default = field.target.id, ast.unparse(field.annotation), field.value
        value = name
        if isinstance(default, ast.Call) and ast.unparse(default.func) == "field":
            options = {option.arg: ast.unparse(option.value) for option in default.keywords}
            if options.get("init") == "False":
                continue
            default = None
            if "default_factory" in options:
                kind, default = f"{kind} | None", ast.Constant(None)
                value = f"{options['default_factory']}() if {name} is None else {name}"
        taken.append(f"{name}: {kind}" + (f" = {ast.unparse(default)}" if default else ""))
        filled.append(f"        self.{name} = {value}  # type: ignore[misc]")
        given.append(f"self.{name},")
    if any(isinstance(s, ast.FunctionDef) and s.name == "__post_init__" for s in node.body):
        filled.append("        self.__post_init__()")
    return [
        f"    def __init__({', '.join(taken)}) -> None:",
        *filled,
        "    def __reduce__(self) -> tuple[object, ...]:",
        f"        return {node.name}, ({' '.join(given)})",
    ]


if __name__ == "__main__":
    sys.exit(main())
