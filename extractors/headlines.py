"""Compares the numbers of a headline with the text below it."""

from __future__ import annotations

from collections.abc import Iterable

from extractors import drift, evidence, parents
from extractors.records import Comparison, Report


def compare(reports: Iterable[Report], figure_of: dict[str, str] | None = None) -> list[Comparison]:
    """Comparisons of each headline number with the most precise mention of it in the text.

    `reports` are those of one revision; `figure_of` maps claim_id to figure_id where known. A
    headline number is held against text numbers of its figure, else of one unit and thing; a
    headline without any gets no comparison.
    """
    said = list(reports)
    heads = [r for r in said if r.claim.zone == "headline"]
    body = [r for r in said if r.claim.zone in ("lead", "body")]
    if not heads or not body:
        return []
    known = figure_of or {}
    mentions = {m.claim_id: m for m in evidence.mentions([*heads, *body])}
    found = []
    for head in heads:
        figure = known.get(head.claim_id)
        same = [r for r in body if figure and known.get(r.claim_id) == figure]
        if not same:
            same = [r for r in body if _is_like(mentions[head.claim_id], mentions[r.claim_id])]
        if same:
            best = min(
                same, key=lambda r: (parents.stand(r, head), -parents.precision(r), r.claim.start)
            )
            found.append(
                drift.comparison(best, head, "headline", "most precise mention in the text", figure)
            )
    return found


def _is_like(head: evidence.Mention, body: evidence.Mention) -> bool:
    if head.report.claim.quantity.unit != body.report.claim.quantity.unit:
        return False
    if evidence.refusal(head, body, 1.0):
        return False
    common = head.classes & body.classes
    return bool(common) or bool(set(head.words.weights) & set(body.words.weights))
