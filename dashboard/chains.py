"""Draws who cites whom for one figure: roots at the left, outlets at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.svg import clean, drawing, element, number, text, words


@dataclass(frozen=True, slots=True)
class Citing:
    """Somebody repeats somebody: `count` statements went from `root` over `path` to the outlet."""

    path: tuple[str, ...]  # root first, outlet last
    count: int


def chain_graph(
    citings: Sequence[Citing],
    colours: Mapping[str, str] | None = None,
    *,
    key: str,
    title: str,
    most: int = 24,
) -> str:
    """Who cites whom: roots at the left, outlets at the right, lines as thick as they are used.

    The `most` used paths are drawn; loops are cut where they close. `colours` gives the names that
    have a colour in the chart above their class.
    """
    kept = sorted(citings, key=lambda c: (-c.count, c.path))[:most]
    if not kept:
        return ""
    depth: dict[str, int] = {}
    weight: dict[str, int] = {}
    edges: dict[tuple[str, str], int] = {}
    for citing in kept:
        path = list(dict.fromkeys(citing.path))
        for n, name in enumerate(path):
            weight[name] = weight.get(name, 0) + citing.count
            depth[name] = max(depth.get(name, 0), n)
        for a, b in pairwise(path):
            edges[a, b] = edges.get((a, b), 0) + citing.count
    outlets = {c.path[-1] for c in kept}
    columns = max(2, max(depth.values()) + 1)
    for name in outlets - {a for a, _ in edges}:
        depth[name] = columns - 1  # outlets nobody cites stand in the last column
    rows: dict[int, list[str]] = {}
    for name in sorted(depth, key=lambda name: (-weight[name], name)):
        rows.setdefault(depth[name], []).append(name)
    width = 300.0 * columns
    height = 34.0 * max(map(len, rows.values())) + 12
    place = {
        name: (300.0 * column + 14, (row + 0.5) * (height / len(names)))
        for column, names in rows.items()
        for row, name in enumerate(names)
    }
    parts = []
    most_used = max(edges.values(), default=1)
    for (a, b), count in sorted(edges.items(), key=lambda edge: edge[1]):
        (x0, y0), (x1, y1) = place[a], place[b]
        x0 += 200
        bend = (x0 + x1) / 2 if x1 > x0 else x0 + 60
        d = (
            f"M{number(x0)} {number(y0)}C{number(bend)} {number(y0)} "
            f"{number(bend if x1 > x0 else x1 - 60)} {number(y1)} {number(x1 - 4)} {number(y1)}"
        )
        told = element("title", words(f"{b} cites {a}: {count} times"))
        thick = 1 + 5 * count / most_used
        parts.append(element("path", told, class_="cites", d=d, stroke_width=thick))
    for name, (x, y) in place.items():
        class_ = "node outlet" if name in outlets else "node"
        box = element("rect", class_=class_, x=x - 6, y=y - 13, width=208, height=26, rx=4)
        told = element("title", words(name))
        dab, room = "", 2
        if name in (colours or {}):
            dab, room = element("circle", class_="dab", cx=x + 6, cy=y, r=4.5), 16
        label = text(f"{clean(name, 23)} · {weight[name]}", class_="node-name", x=x + room, y=y + 4)
        parts.append(element("g", told, box, dab, label, class_=(colours or {}).get(name)))
    described = "; ".join(f"{b} cites {a} {n} times" for (a, b), n in edges.items())
    return drawing(key, width, height, title, clean(described), *parts, class_="graph")
