"""Builds SVG text from elements: every attribute and text is escaped, none of it is style."""

from __future__ import annotations

import re
from html import escape

# Controls, surrogates, and the marks that turn the writing direction around: never in a drawing.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

_HARMLESS = re.compile(r"[\w .#-]*", re.ASCII)  # paths, classes, ids: nothing to escape


def clean(text: str | None, most: int = 400) -> str:
    """`text` on one line, without controls, at most `most` characters long."""
    kept = " ".join(_UNPRINTABLE.sub(" ", text or "").split())
    return kept if len(kept) <= most else kept[: max(0, most - 1)].rstrip() + "…"


def element(tag: str, *content: str, **attributes: str | float | None) -> str:
    """One element; `content` is markup already. Attributes that are None are left out.

    `class_` gives class, other underscores give dashes (`text_anchor`).
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = "".join(content)
    return f"<{tag}{given}>{inner}</{tag}>" if inner else f"<{tag}{given}/>"


def text(content: str, **attributes: str | float | None) -> str:
    return element("text", words(content), **attributes)


def words(content: str) -> str:
    """Plain words as markup."""
    return escape(clean(content), quote=False)


def number(value: float) -> str:
    """A coordinate: at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def _value(value: str | float) -> str:
    if not isinstance(value, str):
        return number(value)
    return value if _HARMLESS.fullmatch(value) else escape(clean(value, len(value)))


def drawing(
    key: str, width: float, height: float, title: str, description: str, *content: str,
    class_: str | None = None,
) -> str:  # fmt: skip
    """A whole picture that scales with its box, named for those who do not see it.

    `key` makes its ids unique on the page.
    """
    return element(
        "svg",
        element("title", words(title), id=f"{key}-title"),
        element("desc", words(description), id=f"{key}-desc"),
        *content,
        class_=class_,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
    )
