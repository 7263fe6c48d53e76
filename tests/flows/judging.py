"""Judges what was found in the demonstration coverage by what was planted in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb

from flows.demonstration import DAYS, coverage, truth

Key = tuple[str, str, str]  # article, dimension, code

# Each followed figure of the coverage goes back to one source, so this is true of most of them.
_TRUE_BY_CONSTRUCTION = frozenset({"SINGLE_ROOT"})


class Difference(NamedTuple):
    """One drift code of one pair, with articles by their ids in the coverage."""

    relation: str
    parent: str
    child: str
    dimension: str
    code: str
    words: str  # "3,462 → 3,500"


class Told(NamedTuple):
    """One finding, with the articles whose claims prove it."""

    code: str
    articles: frozenset[str]
    detail: str


@dataclass
class Verdict:
    """What was planted and found, planted and missed, and found though nobody planted it."""

    found: set[Key] = field(default_factory=set)
    missed: set[Key] = field(default_factory=set)
    wrong: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def precision(self) -> float:
        return len(self.found) / ((len(self.found) + len(self.wrong)) or 1)

    @property
    def recall(self) -> float:
        return len(self.found) / ((len(self.found) + len(self.missed)) or 1)

    def __str__(self) -> str:
        lines = [
            f"planted drift: precision {self.precision:.3f}, recall {self.recall:.3f}"
            f" ({len(self.found)} found, {len(self.missed)} missed, {len(self.wrong)} not planted)"
        ]
        lines += [f"  missed       {' '.join(row)}" for row in sorted(self.missed)]
        lines += [f"  not planted  {' '.join(row)}" for row in sorted(self.wrong)]
        return "\n".join(lines)


def planted(day: int = DAYS) -> set[Key]:
    """All that can be seen by the evening of `day`."""
    days = {item.id: item.day for item in coverage().items}
    keys = {
        (row["article"], dimension, code)
        for row in truth()["planted"]
        if days[row["article"]] <= day
        for dimension, code in row["codes"].items()
    }
    for row in truth()["edited"]:
        if row["day"] <= day:
            keys.add((row["article"], "revision", row["code"]))
            keys |= {(row["article"], f"revision {d}", code) for d, code in row["codes"].items()}
    for row in truth()["headlined"]:
        if days[row["article"]] <= day:
            keys |= {(row["article"], f"headline {d}", code) for d, code in row["codes"].items()}
    return keys


def judge(differences: Iterable[Difference], findings: Iterable[Told], day: int = DAYS) -> Verdict:
    """Compare every code found by `day` with the planted truth; benign series codes are free."""
    due = planted(day)
    benign = set(truth()["benign"]["codes"])
    verdict = Verdict()
    for row in differences:
        within = row.relation in ("revision", "headline")
        dimension = f"{row.relation} {row.dimension}" if within else row.dimension
        key = (row.child, dimension, row.code)
        if row.code in benign:
            continue
        if key in due and (within or _is_faithful(row)):
            verdict.found.add(key)
        else:
            verdict.wrong.add((*key, row.words, f"({row.relation} {row.parent})"))
    for told in findings:
        proved = {key for key in due if key[2] == told.code and key[0] in told.articles}
        verdict.found |= proved
        if not proved and told.code not in _TRUE_BY_CONSTRUCTION:
            verdict.wrong.add((*sorted(told.articles), told.code, told.detail))
    verdict.missed = due - verdict.found
    return verdict


def _is_faithful(row: Difference) -> bool:
    """Whether the parent reports the planted figure without that drift: any such one may be it."""
    mine = [
        p
        for p in truth()["planted"]
        if row.code in p["codes"].values() and p["article"] == row.child
    ]
    drifting = {p["article"] for p in truth()["planted"] if row.code in p["codes"].values()}
    return row.parent not in drifting and any(
        p["figure"] in truth()["reports"].get(row.parent, ()) for p in mine
    )


def differences_in(con: duckdb.DuckDBPyConnection) -> list[Difference]:
    """Every drift in a warehouse filled from the coverage."""
    articles = {item.url: item.id for item in coverage().items}
    rows = con.execute(
        """
        WITH said AS (
            SELECT DISTINCT c.claim_id, a.url, c.surface
            FROM core.claims AS c
            JOIN core.revisions AS r USING (revision_id)
            JOIN core.articles AS a USING (article_id)
        )
        SELECT DISTINCT d.relation, p.url, c.url, d.dimension, d.code, p.surface, c.surface
        FROM core.drift AS d
        JOIN said AS p ON p.claim_id = d.parent_claim_id
        JOIN said AS c ON c.claim_id = d.child_claim_id
        """
    ).fetchall()
    return [
        Difference(relation, articles[p], articles[c], dimension, code, f"{before} → {after}")
        for relation, p, c, dimension, code, before, after in rows
    ]


def findings_in(con: duckdb.DuckDBPyConnection) -> list[Told]:
    """Every finding in a warehouse filled from the coverage."""
    articles = {item.url: item.id for item in coverage().items}
    rows = con.execute(
        """
        SELECT f.code, f.detail, list(DISTINCT a.url) AS urls
        FROM (SELECT finding_id, code, detail, unnest(claims) AS claim_id FROM core.findings) AS f
        JOIN (SELECT DISTINCT claim_id, revision_id FROM core.claims) AS c USING (claim_id)
        JOIN core.revisions AS r USING (revision_id)
        JOIN core.articles AS a USING (article_id)
        GROUP BY f.finding_id, f.code, f.detail
        """
    ).fetchall()
    return [Told(code, frozenset(articles[u] for u in urls), detail) for code, detail, urls in rows]
