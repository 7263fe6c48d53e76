"""Prints how well the extractors read, per field: `python -m tests.score`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.scoring import gold as by_gold
from tests.scoring.matching import Score

SHARED = Path(__file__).resolve().parents[2] / "shared"
PARTS = ("gold", "figures", "newsquant", "hard", "polnear")
ERROR_FIELDS = (
    "found",
    "non_claims",
    "unit",
    "bound",
    "hedge",
    *by_gold.FIELDS,
    "newsquant",
    "hard",
    "figures",
)
# What the project promises on the development gold, shown beside what is measured.
FLOORS = {
    "found": 0.93, "found+unit": 0.91, "found+bound+hedge": 0.89, "measured": 0.85, "measure": 0.80,
    "polarity": 0.93, "period": 0.75, "attributed": 0.90, "root": 0.80, "chain": 0.72,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    result: dict[str, Any] = {}
    if options.only not in (None, "gold"):
        pass
    elif options.gold.is_file() and options.articles.is_file():
        result["gold"] = _gold(options)
    else:
        print(f"no gold at {options.gold}: skipped", file=sys.stderr)
    if options.only in (None, "figures") and options.gold.is_file() and not options.claims:
        result["figures"] = _figures(options)
    for name, run in (("newsquant", _newsquant), ("hard", _hard), ("polnear", _polnear)):
        path = getattr(options, name)
        if options.claims or options.only not in (None, name):
            continue
        if path.is_file():
            result[name] = run(options)
        else:
            print(f"no {name} at {path}: skipped", file=sys.stderr)
    if options.json:
        print(json.dumps(result, indent=1))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.score", description=__doc__)
    add = parser.add_argument
    add("--gold", type=Path, default=SHARED / "gold" / "gold.jsonl", help="gold claims, JSONL")
    add("--articles", type=Path, default=SHARED / "gold" / "articles.jsonl", help="its articles")
    add("--claims", type=Path, help="score this claims file instead of running the extractor")
    add("--newsquant", type=Path, default=SHARED / "newsquant_dev" / "newsquant_dev.json")
    add("--hard", type=Path, default=SHARED / "hard_dev" / "hard_dev.json")
    polnear = SHARED / "corpora" / "attribution" / "polnear_dev.tar.gz"
    add("--polnear", type=Path, default=polnear)
    add("--errors", choices=ERROR_FIELDS, help="list the errors of one field or part")
    add("--only", choices=PARTS, help="run one part")
    add("--json", action="store_true", help="print figures as JSON and nothing else")
    return parser.parse_args(arguments)


def _gold(options: argparse.Namespace) -> dict[str, Any]:
    articles = by_line(options.articles)
    gold = {line["id"]: line["claims"] for line in by_line(options.gold)}
    texts = {line["id"]: line["text"] for line in articles}
    report = by_gold.score(predicted_claims(options, gold), gold, texts)
    if not options.json:
        print_gold(report, len(gold), sum(map(len, gold.values())))
        if options.errors in (m.field for m in report.mistakes):
            print_errors(report, options.errors)
    return gold_figures(report)


def _figures(options: argparse.Namespace) -> dict[str, Any]:
    from flows import claims_file, figures_file
    from tests.scoring import figures

    gold = by_line(options.gold)
    articles = {line["id"]: {"batch": "all", **line} for line in by_line(options.articles)}
    entries = list(claims_file.read(options.articles))
    items = figures.items_of(gold, articles)
    by_text, threshold = figures.by_text(items)
    linked = dict(figures_file.link(figures_file.said(entries, options.gold)))
    read = dict(figures_file.link(figures_file.said(entries)))
    rows = {
        "gold claims": figures.quality(figures.items_of(gold, articles, linked)),
        "end to end": figures.quality(figures.items_of(gold, articles, read)),
        "baseline: lemma and unit": figures.quality(figures.by_lemma_and_unit(items)),
        f"baseline: text at {threshold:.2f}": figures.quality(by_text),
    }
    if not options.json:
        print("figures")
        heads = ("pair P", "pair R", "pair F1", "B3 F1", "corrupt", "of shown")
        print(f"  {'':26}" + "".join(f"{head:>9}" for head in heads))
        for name, q in rows.items():
            s = q.pairwise
            shares = (s.precision, s.recall, s.f1, q.b3_f1, q.corruption)
            print(f"  {name:26}" + "".join(f"{x:9.3f}" for x in shares) + f"{q.shown:9}")
        print("  floors: pairwise 0.85 and 0.75, B3 0.85 and 0.78, corruption 0.05 and 0.10")
        if options.errors == "figures":
            for name, found in (("gold claims", linked), ("end to end", read)):
                print(f"{name}: wrong and missed links")
                print("\n".join(figures.confusions(figures.items_of(gold, articles, found))))
    return {
        name: {"pairwise": _rates(q.pairwise), "b3_f1": q.b3_f1, "corruption": q.corruption}
        for name, q in rows.items()
    }


def _newsquant(options: argparse.Namespace) -> dict[str, Any]:
    from tests.scoring import newsquant

    scores, errors = newsquant.score(options.newsquant)
    if not options.json:
        print("NewsQuant, by its own rule")
        for rule, s in scores.items():
            _print_score(rule, s, newsquant.FLOORS[rule])
        if options.errors == "newsquant":
            print("\n".join(errors))
    return {rule: _rates(s) for rule, s in scores.items()}


def _hard(options: argparse.Namespace) -> dict[str, Any]:
    from tests.scoring import hard

    result = hard.score(options.hard)
    if not options.json:
        print("hard sentences")
        _print_score("value", result.value, None)
        _print_score("value+unit+bound", result.whole, hard.FLOOR)
        print(f"  false values {result.false}; at most {hard.MOST_FALSE}")
        if options.errors == "hard":
            print("\n".join(result.errors))
    return {
        "value": _rates(result.value),
        "value+unit+bound": _rates(result.whole),
        "false_values": result.false,
    }


def _polnear(options: argparse.Namespace) -> dict[str, Any]:
    from tests import polnear

    found = [m for d in polnear.documents(options.polnear, "dev") for m in polnear.mentions(d)]
    counts = polnear.score(found)
    s = Score(counts.right, counts.predicted, counts.gold)
    if not options.json:
        print("PolNeAR, sources of numbers (errors: python -m tests.polnear)")
        _print_score("source overlap", s, 0.62)
    return {"source overlap": _rates(s)}


def _rates(s: Score) -> dict[str, float]:
    return {"precision": s.precision, "recall": s.recall, "f1": s.f1}


def _print_score(name: str, s: Score, floor: float | None) -> None:
    print(f"  {name:26}{s.precision:8.3f}{s.recall:8.3f}{s.f1:8.3f}{_against(floor, s.f1)}")


def by_line(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def predicted_claims(
    options: argparse.Namespace, wanted: Mapping[str, object]
) -> dict[str, list[dict[str, Any]]]:
    """Claims per article id, from the file given or from the extractor."""
    if options.claims:
        return {line["id"]: line["claims"] for line in by_line(options.claims)}
    from extractors.claims import extract
    from flows.claims_file import as_gold, read

    return {
        entry.id: [as_gold(claim) for claim in extract(entry.article)]
        for entry in read(options.articles)
        if entry.id in wanted
    }


def gold_figures(report: by_gold.Report) -> dict[str, Any]:
    n, share = by_gold.trusted(report.calibration)
    return {
        "f1": {name: _rates(s) for name, s in report.f1.items()},
        "accuracy": {name: report.share(name) for name in report.accuracy},
        "non_claims_per_100": report.non_claims_per_100,
        "confidence_0.9": {"claims": n, "right": share},
    }


def print_gold(report: by_gold.Report, articles: int, claims: int) -> None:
    print(f"gold: {articles} articles, {claims} claims, {report.predicted} predicted")
    print(f"  {'F1':26}{'P':>8}{'R':>8}{'F1':>8}{'floor':>8}")
    for name, s in report.f1.items():
        _print_score(name, s, FLOORS.get(name))
    print(f"  {'of found claims':26}{'right':>8}{'of':>8}{'share':>8}{'floor':>8}")
    for name, (right, of) in report.accuracy.items():
        share = report.share(name)
        print(f"  {name:26}{right:8}{of:8}{share:8.3f}{_against(FLOORS.get(name), share)}")
    rate = report.non_claims_per_100
    print(f"  non-claims per 100 claims {rate:.2f} ({report.non_claims}); at most 3")
    print(f"  {'confidence':26}{'claims':>8}{'mean':>8}{'right':>8}")
    for low, high, n, mean, share in by_gold.buckets(report.calibration):
        print(f"  {f'{low:.2f} to {high:.2f}':26}{n:8}{mean:8.3f}{share:8.3f}")
    n, share = by_gold.trusted(report.calibration)
    print(f"  confidence at least 0.9: {n} claims, {share:.3f} right in value, unit, bound (0.97)")


def _against(floor: float | None, reached: float) -> str:
    if floor is None:
        return ""
    return f"{floor:8.2f}" + ("" if reached >= floor else "  below")


def print_errors(report: by_gold.Report, field: str) -> None:
    mistakes = [m for m in report.mistakes if m.field == field]
    print(f"\n{len(mistakes)} errors of {field}")
    for m in mistakes:
        print(f"- {m.article}: {m.context}")
        print(f"    gold      {_show(m.gold, field)}")
        print(f"    predicted {_show(m.predicted, field)}")


def _show(claim: Mapping[str, Any] | None, field: str) -> str:
    if claim is None:
        return "-"
    interval = f"{claim['surface']!r} [{claim['low']}, {claim['high']}]"
    match field:
        case "found" | "non_claims":
            return f"{interval} {claim['bound']} {claim['unit']} of {claim['measured']!r}"
        case "period":
            return f"{interval} {claim['period']!r} {claim['period_start']}..{claim['period_end']}"
        case "attributed" | "root" | "chain":
            return f"{interval} {claim['source']}"
        case "measured":
            head = by_gold.head(claim["measured"])
            return f"{interval} {claim['measured']!r} (head {head})"
        case _:
            return f"{interval} {claim[field]}"


if __name__ == "__main__":
    sys.exit(main())
