"""Links what was read: copies of one text, claims of one figure, and how reports differ."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import extractors
from extractors import evidence, figures, findings, headlines, parents, revisions, syndication
from extractors.records import Comparison, Figure, Finding, Report
from flows import figures_watchlist, rows
from flows.figures_watchlist import Declared
from flows.runs import Run
from warehouse import loading

ALIVE = timedelta(days=90)  # a figure not reported for so long is not joined any more
LATEST = 6  # reports of a known figure that stand for it in linking
MOST = 1_000_000  # all reports of a figure
KEY_TERMS = 8  # topic terms by which known figures are looked up
AT_ONCE = 5_000  # revisions linked together: a large day; more would only cost memory
LOOKED_UP_AT_ONCE = 50_000  # known figures: each look-up goes over all links and claims
COMPARED_AT_ONCE = 5_000  # figures, of which all reports are held in memory

_BETWEEN_REPORTS = ("cites", "root", "first")
_OF_FIGURES = (
    "SINGLE_ROOT", "CIRCULAR", "ZOMBIE", "CONTESTED", "CUMULATIVE_FELL", "PART_OVER_WHOLE",
    "MONTHS_DO_NOT_SUM",
)  # fmt: skip
_OF_EDITS = ("SILENT_EDIT", "NOTED_CORRECTION", "WITHDRAWN", "INSERTED")
# What is worked out from all reports of a figure, and so replaced when one joins.
SCOPE = {
    "core.comparisons": ("relation", _BETWEEN_REPORTS),
    "core.drift": ("relation", _BETWEEN_REPORTS),
    "core.findings": ("code", _OF_FIGURES),
}


def resolve(run: Run) -> None:
    """Resolve every reading not yet linked, in the order it was told.

    Counts `resolved` (revisions), `figures` (with new reports), and by how much `comparisons`,
    `drift` (not benign) and `findings` have grown. What is written of a figure always follows
    from all its reports, so a rerun, or a run that was killed half way, ends in the same rows.
    """
    con = run.warehouse.con
    version = extractors.VERSION
    declared = figures_watchlist.of(run.settings)
    waiting = rows.unresolved(con, figures.VERSION, size=AT_ONCE)
    batches = list(waiting)
    before = rows.found_so_far(con)
    with run.warehouse.more_memory(), run.show.stage("resolve", sum(map(len, batches))) as advance:
        for batch in batches:
            with _uncollected():
                _Resolving(run, version, declared).batch(batch)
            run.counts["resolved"] += len(batch)
            advance(len(batch))
    for name, number in rows.found_so_far(con).items():
        run.counts[name] += number - before[name]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for circles: reports have none, and among so many it takes a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Resolving:
    """One batch of revisions, in one transaction."""

    writing: loading.Batch

    def __init__(self, run: Run, version: str, declared: Sequence[Declared]) -> None:
        self.run = run
        self.declared = declared
        self.version = version
        self.con = run.warehouse.con
        self.now = run.now()

    def batch(self, revision_ids: Sequence[str]) -> None:
        """All of it or nothing: a batch linked twice would count its own claims as known."""
        with loading.batch(self.con) as self.writing:
            self.syndicate(revision_ids)
            new = list(rows.reports(self.con, revision_ids))
            linked, touched = self.link(new)
            self.compare(touched, linked)
            self.compare_texts(new, revision_ids)
            self.tick_off(revision_ids)

    def tick_off(self, revision_ids: Sequence[str]) -> None:
        """Note that these revisions are resolved."""
        done = rows.resolution_rows(
            revision_ids,
            version=self.version,
            resolver_version=figures.VERSION,
            run_id=self.run.run_id,
            resolved_at=self.now,
        )
        self.writing.merge("core.resolutions", done)

    def syndicate(self, revision_ids: Sequence[str]) -> None:
        """Put the articles of the batch into syndication groups."""
        new_ids = set(revision_ids)
        since = (rows.earliest(self.con, revision_ids) or self.now) - syndication.WINDOW
        known = rows.sketches(self.con, since=since)
        fresh = [sketch for sketch, _ in known if sketch.revision_id in new_ids]
        made = syndication.group(
            fresh,
            [sketch for sketch, _ in known if sketch.revision_id not in new_ids],
            {m.article_id: m.group_id for _, m in known if m is not None},
            rows.syndication_groups(self.con, since=since),
        )
        tables = rows.syndication_tables(made.groups, made.memberships, run_id=self.run.run_id)
        for table, arrow in tables.items():
            self.writing.merge(table, arrow)

    def link(self, new: Sequence[Report]) -> tuple[list[Figure], list[str]]:
        """Link the new reports; returns the figures they make or join, and all they touch."""
        if not new:
            return [], []
        moments = [report.at for report in new if report.at is not None]
        since = (min(moments) if moments else self.now) - ALIVE
        matching = {
            (key, term) for r in new for key in evidence.keys(r) for term in r.topic[:KEY_TERMS]
        }
        alive = rows.figures(self.con, since=since, matching=matching,
                             most=figures.CROWDED, rare=figures.RARE)  # fmt: skip
        latest = [
            pair
            for some in _parts([figure.figure_id for figure in alive], LOOKED_UP_AT_ONCE)
            for pair in rows.reports_of_figures(self.con, some, most=LATEST)
        ]
        linked = self.figure_of(new)
        fresh = {report.claim_id for report in new}
        linking = figures.link(
            new,
            figures.Known(
                tuple(alive), tuple(pair for pair in latest if pair[1].claim_id not in fresh)
            ),
            decisions=rows.decisions(self.con),
            declared=self.declared,
        )
        run_id, version = self.run.run_id, self.version
        writing = self.writing
        writing.merge(
            "core.links",
            rows.link_rows(linking.links, version=version, run_id=run_id, linked_at=self.now),
        )
        writing.load(
            "core.merges", rows.merge_rows(linking.merges, run_id=run_id, merged_at=self.now)
        )
        writing.follow_merges()
        touched = {link.figure_id for link in linking.links}
        touched.update(linked.values())  # a decision can take a claim out of its figure
        touched.update(merge.into_figure_id for merge in linking.merges)
        touched.update(merge.from_figure_id for merge in linking.merges)
        self.run.counts["figures"] += len({link.figure_id for link in linking.links})
        return list(linking.figures), sorted(touched)

    def figure_of(self, reports: Iterable[Report]) -> dict[str, str]:
        """The figure each of the reports is linked to, by claim."""
        return rows.figure_of(self.con, [r.claim_id for r in reports], version=self.version)

    def compare(self, figure_ids: Sequence[str], linked: Iterable[Figure]) -> None:
        """Work the comparisons, findings and counts of the touched figures out anew."""
        described = {figure.figure_id: figure for figure in linked}
        for some in _parts(figure_ids, COMPARED_AT_ONCE):
            told: dict[str, list[Report]] = defaultdict(list)
            for figure_id, report in rows.reports_of_figures(self.con, some, most=MOST):
                told[figure_id].append(report)
            pairs: list[Comparison] = []
            found: list[Finding] = []
            for figure_id, reports in told.items():
                pairs.extend(parents.choose(reports, figure_id))
                found.extend(findings.of(figure_id, reports))
            self.describe(
                [described[one] for one in some if one in described],
                {one: len(told.get(one, ())) for one in some},
            )
            self.write(pairs, found, figure_ids=some)

    def describe(self, linked: Iterable[Figure], reports: Mapping[str, int]) -> None:
        """Write the linked figures, and how many reports each touched figure has.

        They are counted, not added up: a claim is linked anew after every decision about its text.
        """
        counted = [replace(one, reports=reports[one.figure_id]) for one in linked]
        self.writing.merge("core.figures", rows.figure_rows(counted, run_id=self.run.run_id))
        others = sorted(reports.keys() - {one.figure_id for one in counted})
        known = {"figure_id": others, "reports": [reports[one] for one in others]}
        self.writing.merge("core.figures", known, adds=False)

    def compare_texts(self, new: Iterable[Report], revision_ids: Sequence[str]) -> None:
        """Compare headlines with their texts, and edited articles with the state before."""
        by_revision: dict[str, list[Report]] = defaultdict(list)
        for report in new:
            by_revision[report.revision_id].append(report)
        figure_of = self.figure_of(r for rs in by_revision.values() for r in rs)
        pairs: list[Comparison] = []
        for reports in by_revision.values():
            pairs.extend(headlines.compare(reports, figure_of))
        self.write(pairs, ())
        self.compare_edits(revision_ids)

    def compare_edits(self, revision_ids: Sequence[str]) -> None:
        """Work the edits of the touched articles out anew: a better reading may see fewer."""
        pairs: list[Comparison] = []
        found: list[Finding] = []
        articles: set[str] = set()
        for article_id, before, after in rows.edits(self.con, revision_ids):
            articles.add(article_id)
            earlier = list(rows.reports(self.con, [before.revision_id]))
            later = list(rows.reports(self.con, [after.revision_id]))
            figure_of = self.figure_of([*earlier, *later])
            edit = revisions.compare(earlier, later, before.text, after.text, figure_of)
            pairs.extend(edit.comparisons)
            found.extend(edit.findings)
        self.write(pairs, ())
        self.writing.replace(
            "core.findings",
            rows.finding_rows(found, run_id=self.run.run_id),
            over="article_id",
            among=sorted(articles),
            only=("code", _OF_EDITS),
        )

    def write(
        self,
        pairs: Sequence[Comparison],
        found: Sequence[Finding],
        *,
        figure_ids: Sequence[str] | None = None,
    ) -> None:
        """Load comparisons, their drift and findings; given figures, as all there is of them.

        What is compared within one article belongs to its texts and is never replaced.
        """
        tables = rows.comparison_tables(pairs, version=self.version, run_id=self.run.run_id)
        tables["core.findings"] = rows.finding_rows(found, run_id=self.run.run_id)
        for table, arrow in tables.items():
            if figure_ids is None:
                self.writing.load(table, arrow)
            else:
                self.writing.replace(
                    table, arrow, over="figure_id", among=figure_ids, only=SCOPE[table]
                )


def _parts(figure_ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(figure_ids), size):
        yield figure_ids[start : start + size]
