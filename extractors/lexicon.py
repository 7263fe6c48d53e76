"""Loads a language's words (lexicons/<language>.toml) once; words are data, never Python."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The cue words of one language, by section; see docs/reading_figures.md for each section.

    Compared and hashed by identity, so that readers may cache what they compile from it.
    """

    language: str
    sections: Mapping[str, Any]

    def __getitem__(self, section: str) -> Any:
        return self.sections[section]


@cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of `language` (ISO 639-1). Raises LookupError naming the ones there are."""
    folder = files("extractors") / "lexicons"
    path = folder / f"{language}.toml"
    if not path.is_file():
        known = sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml"))
        known = [name for name in known if name not in {"units", "drift"}]
        raise LookupError(f"no lexicon for language {language!r}; there are: {', '.join(known)}")
    return Lexicon(language, tomllib.loads(path.read_text(encoding="utf-8")))
