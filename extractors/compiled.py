"""Finds the compiled form of the modules that read and link, if it is of the sources there are.

`make fast` makes it, apart from the sources. It is imported only while these and the Python are
what it was made of: an edited source is always read as it stands. Pure Python is the default.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Literal

Form = Literal["pure", "compiled", "stale"]

FOLDER = Path(__file__).resolve().parents[1] / "build" / "compiled"
MADE_OF = "made_of"  # holds the digest of the sources, then their modules' names
_SOURCES = Path(__file__).parent


def form() -> Form:
    """Which form of these modules a new process imports; "stale" means pure, after edits."""
    made_of, names = _made_of()
    if made_of is None:
        return "pure"
    try:
        return "compiled" if digest(names) == made_of else "stale"
    except OSError:
        return "stale"  # a module is gone


def modules() -> list[str]:
    """The names of the modules that there is a compiled form of."""
    return _made_of()[1]


def path() -> list[str]:
    """The folders to look for modules in before the sources."""
    return [str(FOLDER / "extractors")] if form() == "compiled" else []


def _made_of() -> tuple[str | None, list[str]]:
    try:
        made_of, *names = (FOLDER / MADE_OF).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return None, []
    return made_of, names


def digest(names: Iterable[str]) -> str:
    """Of the sources of the modules `names` and of what Python loads; raises OSError."""
    found = hashlib.blake2b(EXTENSION_SUFFIXES[0].encode(), digest_size=16)
    for name in names:
        source = (_SOURCES / f"{name}.py").read_bytes()
        found.update(b"%s %d\n" % (name.encode(), len(source)))
        found.update(source)
    return found.hexdigest()
