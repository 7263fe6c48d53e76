"""Draws a figure's reports over time as SVG: what each outlet said, and until when it stood."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dashboard import wording
from dashboard.bands import band, median, spans
from dashboard.marks import shape
from dashboard.scales import TimeScale, ValueScale, time_scale, value_scale
from dashboard.standing import STANDS, Moment, Statement, moments, standing_now
from dashboard.svg import clean, drawing, element, number, text, words
from dashboard.wording import Habit

MOST_MARKS = 600  # more are thinned, and the page says so
COLOURS = 8  # outlets with a colour of their own; the smaller ones share grey
REST = "rest"
FINEST = 700  # moments that are told apart between the first and the last statement
_LABEL_ROOM = 30.0
_LABEL_LETTERS = 37  # that fit on one line of a label


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes of a chart in its own units; `labels` stand at the line ends where there is room."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    has_labels: bool
    time_ticks: int
    class_: str
    most_marks: int


WIDE = Layout(1200, 540, 76, 262, 52, 96, True, 10, "wide", MOST_MARKS)
SMALL = Layout(258, 132, 54, 6, 10, 22, False, 3, "small", 80)
NARROW = Layout(360, 330, 54, 10, 26, 76, False, 4, "narrow", 240)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a chart shows: statements in order of time, and how to name and colour them."""

    statements: Sequence[Statement]
    names: Mapping[str, str]  # outlet -> its name
    colours: Mapping[str, str]  # outlet, or source where they are coloured by source -> class
    unit: str = "count"
    measured: str = ""  # the words at the value axis
    title: str = ""
    by_source: bool = False
    is_log: bool = False
    habit: Habit = field(default_factory=Habit)
    notes: Sequence[tuple[datetime, str, str]] = ()  # when, title, detail
    held: Sequence[Moment] = ()  # what stands when, as `standings` gives it

    def colour(self, s: Statement) -> str:
        return self.colours.get((s.source or "") if self.by_source else s.outlet, REST)

    def name(self, outlet: str) -> str:
        return clean(self.names.get(outlet, outlet), 60)


def colours(keys: Sequence[str]) -> dict[str, str]:
    """Colour classes for `keys`, most important first; those beyond COLOURS share grey."""
    return {key: f"k{n + 1}" for n, key in enumerate(keys[:COLOURS])}


def thin(statements: Sequence[Statement], most: int = MOST_MARKS) -> list[Statement]:
    """At most about `most` of them, by rank of what a reader must not miss.

    Kept before others: the first of all, revisions, the lowest and highest, each outlet's last;
    the rest is taken at even distances.
    """
    if len(statements) <= most:
        return list(statements)
    by_point = sorted(statements, key=lambda s: s.point)
    last = {s.outlet: s for s in statements}
    must = {s.claim_id: s for s in (statements[0], by_point[0], by_point[-1], *last.values())}
    for s in statements:
        if s.before is not None and len(must) < most // 2:
            must[s.claim_id] = s
    rest = [s for s in statements if s.claim_id not in must]
    step = len(rest) / max(1, most - len(must))
    taken = {rest[int(n * step)].claim_id for n in range(int(len(rest) / step))} | set(must)
    return [s for s in statements if s.claim_id in taken]


def standings(statements: Sequence[Statement]) -> list[Moment]:
    """What stands when, as finely as any chart shows it."""
    if not statements:
        return []
    span = max(s.at for s in statements) - statements[0].at
    return moments(statements, STANDS, span / FINEST)


def figure_chart(picture: Picture, layout: Layout = WIDE, *, key: str = "chart") -> str:
    """The chart of one figure: marks, standing lines, band, median, gap strip, labels."""
    statements = picture.statements
    if not statements:
        return ""
    times, values = scales(statements, layout, is_log=picture.is_log)
    held = picture.held or standings(statements)
    shown = thin(statements, layout.most_marks)
    described = (
        f"{len(statements)} statements by {len({s.outlet for s in statements})} outlets, "
        f"{picture.habit.moment(statements[0].at, year=True)} to "
        f"{picture.habit.moment(statements[-1].at, year=True)} UTC. "
        "The table below the chart holds all of it."
    )
    return drawing(
        key, layout.width, layout.height, picture.title, described,
        _axes(picture, layout, times, values),
        band(held, times, values),
        *_lines(picture, times, values),
        median(held, times, values),
        _revisions(shown, times, values),
        *(_mark(picture, s, times, values) for s in shown),
        _first(statements[0], times, values),
        *_notes(picture, layout, times),
        *(_labels(picture, layout, times, values) if layout.has_labels else ()),
        _gap_strip(held, layout, times, picture.habit),
        class_=f"chart {layout.class_}",
    )  # fmt: skip


def scales(
    statements: Sequence[Statement], layout: Layout, *, is_log: bool = False
) -> tuple[TimeScale, ValueScale]:
    """The scales that hold all `statements` inside `layout`."""
    ends = [v for s in statements for v in (s.low, s.high) if v is not None] or [0.0]
    positive = [v for v in ends if v > 0]
    log = is_log and len(positive) == len(ends)
    times = time_scale(
        statements[0].at, max(s.at for s in statements), layout.left, layout.width - layout.right
    )
    values = value_scale(
        min(ends), max(ends), layout.height - layout.bottom, layout.top, is_log=log
    )
    return times, values


def _axes(picture: Picture, layout: Layout, times: TimeScale, values: ValueScale) -> str:
    ground, right = layout.height - layout.bottom, layout.width - layout.right
    parts = []
    for value in values.ticks():
        y = values(value)
        parts.append(
            element("path", class_="grid", d=f"M{number(layout.left)} {number(y)}H{number(right)}")
        )
        label = picture.habit.amount(value, picture.unit, short=True)
        parts.append(text(label, class_="tick", x=layout.left - 8, y=y + 4, text_anchor="end"))
    last = -math.inf
    for at, label in times.ticks(layout.time_ticks, picture.habit.short_day):
        x = times(at)
        parts.append(element("path", class_="axis", d=f"M{number(x)} {number(ground)}v5"))
        if x - last > 40:
            anchor = "end" if x > right - 12 and not layout.has_labels else "middle"
            parts.append(text(label, class_="tick", x=x, y=ground + 19, text_anchor=anchor))
            last = x
    axis = f"M{number(layout.left)} {number(ground)}H{number(right)}"
    parts.append(element("path", class_="axis", d=axis))
    parts.append(text(clean(picture.measured, 60), class_="axis-name", x=4, y=16))
    return element("g", *parts, class_="axes")


def _lines(picture: Picture, times: TimeScale, values: ValueScale) -> list[str]:
    """One path per colour: level from each statement until the outlet's next, or its lapse."""
    paths: dict[str, list[str]] = {}
    by_outlet: dict[str, list[Statement]] = {}
    for s in picture.statements:
        by_outlet.setdefault(s.outlet, []).append(s)
    for said in by_outlet.values():
        said = _one_a_pixel(said, times)
        for s, after in zip(said, [*said[1:], None], strict=True):
            lapses = min(s.at + STANDS, times.end)
            until = lapses if after is None else min(after.at, lapses)
            d = f"M{number(times(s.at))} {number(values(s.point))}H{number(times(until))}"
            if after is not None and after.at <= lapses:
                d += f"V{number(values(after.point))}"
            paths.setdefault(picture.colour(s), []).append(d)
    return [
        element("path", class_=f"line {colour}", d="".join(d))
        for colour, d in sorted(paths.items())
    ]


def _one_a_pixel(said: Sequence[Statement], times: TimeScale) -> list[Statement]:
    return list({round(times(s.at)): s for s in said}.values())


def _mark(picture: Picture, s: Statement, times: TimeScale, values: ValueScale) -> str:
    x, y = times(s.at), values(s.point)
    spoken = picture.habit.spoken(s.low, s.high, s.bound, s.hedge, picture.unit)
    told = f"{picture.name(s.outlet)}, {picture.habit.moment(s.at)}: {spoken}"
    told += f" ({clean(s.source, 80)})" if s.source else ""
    return element(
        "g",
        element("title", words(told)),
        shape(s, x, y, values),
        class_=f"mark {picture.colour(s)}",
        data_c=s.claim_id,
    )


def _revisions(shown: Sequence[Statement], times: TimeScale, values: ValueScale) -> str:
    parts = []
    for s in shown:
        if s.before is None:
            continue
        x, y = times(s.at), values(s.point)
        x0 = times(max(s.before_at or s.at, times.start))
        y0 = values(s.before)
        if math.hypot(x - x0, y - y0) > 12:
            parts.append(_arrow(x0, y0, x, y))
        diamond = f"M{number(x)} {number(y - 8)}l8 8l-8 8l-8 -8Z"
        parts.append(element("path", class_="diamond", d=diamond))
    return element("g", *parts, class_="revisions") if parts else ""


def _arrow(x0: float, y0: float, x: float, y: float) -> str:
    """A dashed line from one place towards another, with a head short of it."""
    angle = math.atan2(y - y0, x - x0)
    tip_x, tip_y = x - 9 * math.cos(angle), y - 9 * math.sin(angle)
    sides = [
        f"M{number(tip_x - 6 * math.cos(side))} {number(tip_y - 6 * math.sin(side))}"
        f"L{number(tip_x)} {number(tip_y)}"
        for side in (angle + 0.5, angle - 0.5)
    ]
    line = f"M{number(x0)} {number(y0)}L{number(tip_x)} {number(tip_y)}"
    return element("path", class_="dashed", d=line) + element(
        "path", class_="head", d="".join(sides)
    )


def _first(s: Statement, times: TimeScale, values: ValueScale) -> str:
    return element("circle", class_="first", cx=times(s.at), cy=values(s.point), r=8)


def _notes(picture: Picture, layout: Layout, times: TimeScale) -> list[str]:
    """Words over the chart at what changed most; those that would touch another are left out."""
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    room = 280.0
    for at, title, detail in picture.notes:
        x = times(at)
        at_end = x + room > layout.width - layout.right
        box = (x - room, x) if at_end else (x, x + room)
        if any(box[0] < b and a < box[1] for a, b in taken) or not layout.has_labels:
            continue
        taken.append(box)
        anchor, dx = ("end", -5.0) if at_end else ("start", 5.0)
        ground = layout.height - layout.bottom
        line = f"M{number(x)} {number(layout.top - 22)}V{number(ground)}"
        parts.append(element("path", class_="note-line", d=line))
        for words_, class_, y in ((title, "note", -12), (detail, "note-detail", 3)):
            told = clean(words_, 42)
            parts.append(text(told, class_=class_, x=x + dx, y=layout.top + y, text_anchor=anchor))
    return parts


def _labels(picture: Picture, layout: Layout, times: TimeScale, values: ValueScale) -> list[str]:
    """At the line ends: the value each outlet stands by, the outlet, its source and its age."""
    end = max(s.at for s in picture.statements)
    held = standing_now(picture.statements, end)
    named = sorted(
        (s for s in held.values() if s.outlet in picture.colours or picture.by_source),
        key=lambda s: (-s.point, s.outlet),
    )[:COLOURS]
    rest = [s for s in held.values() if s not in named]
    x = layout.width - layout.right
    places = spread(
        [values(s.point) for s in named],
        _LABEL_ROOM,
        layout.top,
        layout.height - layout.bottom + 8,
    )
    parts = []
    for s, y in zip(named, places, strict=True):
        colour = picture.colour(s)
        line = f"M{number(x + 2)} {number(values(s.point))}L{number(x + 14)} {number(y)}h5"
        parts.append(element("path", class_=f"leader {colour}", d=line))
        value = picture.habit.statement(s.low, s.high, s.bound, s.hedge, picture.unit, short=True)
        label = element("tspan", words(value), class_=f"value {colour}")
        name = words(clean(picture.name(s.outlet), max(8, _LABEL_LETTERS - 3 - len(value))))
        parts.append(element("text", label, " ", name, class_="label", x=x + 23, y=y + 1))
        age = wording.age(end - s.at)
        source = clean(s.source, _LABEL_LETTERS - len(age)) + " · " if s.source else ""
        parts.append(text(source + age, class_="label-detail", x=x + 23, y=y + 14))
    if rest:
        low, high = min(s.point for s in rest), max(s.point for s in rest)
        span = picture.habit.statement(low, high, "between", "none", picture.unit, short=True)
        note = f"and {len(rest)} more, in grey: {span}"
        parts.append(text(note, class_="label-detail", x=x + 23, y=layout.height - 4))
    return parts


def spread(wanted: Sequence[float], room: float, top: float, bottom: float) -> list[float]:
    """Places in the order of `wanted` (ascending), at least `room` apart, as near as may be.

    Blocks of touching labels are centred on what they want and kept between `top` and `bottom`.
    """
    blocks: list[tuple[float, int]] = []  # centre wanted, labels in it
    for y in wanted:
        centre, count = y, 1
        while blocks:
            above, n = blocks[-1]
            if centre - room * (count - 1) / 2 - (above + room * (n - 1) / 2) >= room:
                break
            blocks.pop()
            centre = (above * n + centre * count) / (n + count)
            count += n
            half = room * (count - 1) / 2
            centre = max(min(centre, bottom - half), top + half)
        half = room * (count - 1) / 2
        blocks.append((max(min(centre, bottom - half), top + half), count))
    return [centre + room * (k - (count - 1) / 2) for centre, count in blocks for k in range(count)]


def _gap_strip(held: Sequence[Moment], layout: Layout, times: TimeScale, habit: Habit) -> str:
    """Below the chart: highest over lowest at each moment, on a scale of its own."""
    gaps = [m.gap for m in held if m.outlets and m.gap is not None]
    if not gaps or max(gaps) < 1.005:
        return ""
    widest = max(gaps)
    ground, room = layout.height - 14, layout.bottom - 52
    d = []
    for run in spans(held, times.end):
        steps = [f"M{number(times(run[0][0].at))} {number(ground)}"]
        for moment, until in run:
            height = room * math.log(max(moment.gap or 1.0, 1.0)) / math.log(widest)
            steps.append(f"V{number(ground - max(height, 0.6))}H{number(times(until))}")
        d.append("".join(steps) + f"V{number(ground)}Z")
    now = next((m.gap for m in reversed(held) if m.outlets), None)
    right = layout.width - layout.right
    parts = [element("path", class_="gap", d="".join(d))]
    if layout.has_labels:
        parts.append(
            text("Gap", class_="axis-name", x=layout.left - 8, y=ground - 14, text_anchor="end")
        )
        parts.append(
            text("high÷low", class_="tick", x=layout.left - 8, y=ground - 1, text_anchor="end")
        )
        parts.append(text(f"{habit.gap(now)} now", class_="axis-name", x=right + 23, y=ground - 30))
        parts.append(
            text(f"widest {habit.gap(widest)}", class_="tick", x=right + 23, y=ground - 17)
        )
    else:
        told = f"Gap {habit.gap(now)} now, widest {habit.gap(widest)}"
        parts.append(text(told, class_="tick", x=layout.left, y=layout.height - 2))
    return element("g", *parts, class_="gap-strip")


def small_multiples(picture: Picture, outlets: Sequence[str], *, key: str) -> list[str]:
    """Each outlet alone, on the scales of all, over the band and median of all."""
    layout = SMALL
    times, values = scales(picture.statements, layout, is_log=picture.is_log)
    held = picture.held or standings(picture.statements)
    said: dict[str, list[Statement]] = {}
    for s in picture.statements:
        said.setdefault(s.outlet, []).append(s)
    ground = []
    left, right = layout.left, layout.width - layout.right
    for value in values.ticks(3):
        y = values(value)
        label = picture.habit.amount(value, picture.unit, short=True)
        ground.append(element("path", class_="grid", d=f"M{number(left)} {number(y)}H{right}"))
        ground.append(text(label, class_="tick", x=left - 4, y=y + 4, text_anchor="end"))
    for at, label in times.ticks(layout.time_ticks, picture.habit.short_day):
        if left + 12 < times(at) < right - 16:
            x, y = times(at), layout.height - 4
            ground.append(text(label, class_="tick", x=x, y=y, text_anchor="middle"))
    ground += [band(held, times, values), median(held, times, values)]
    found = []
    for n, outlet in enumerate(outlets):
        own = said.get(outlet, [])
        alone, shown = replace(picture, statements=own), thin(own, layout.most_marks)
        found.append(
            drawing(
                f"{key}{n}", layout.width, layout.height,
                f"{picture.name(outlet)}: {len(own)} statements",
                "Shaded: all outlets. Thin line: median outlet.",
                *ground,
                *_lines(alone, times, values),
                _revisions(shown, times, values),
                *(_mark(alone, s, times, values) for s in shown),
                class_=layout.class_,
            )
        )  # fmt: skip
    return found
