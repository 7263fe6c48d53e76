"""Imported once by the process that worker processes are forked from: they begin warm.

Imports and word lists cost a second or two a process; forked, they cost nothing and share memory.
No threads may be started here, a fork would not take them along.
"""

from __future__ import annotations

from datetime import UTC, datetime

from extractors import articles, claims, topics
from flows import extract, parse

_PAGE = b"""<html lang="en"><head><title>About 40 homes flooded</title></head><body><article>
<h1>About 40 homes flooded</h1><p>At least 12 people were killed on Monday, the agency said.</p>
<p>Officials put the damage at between 2 and 3 million dollars since January, up 5 percent.</p>
</article></body></html>"""

STAGES = (parse.parse, extract.read)  # what workers will be asked to do

try:
    _article = articles.parse(
        _PAGE, "http://ready.example/", seen_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    claims.extract(_article)
    topics.terms(_article)
except articles.NoArticle:  # then workers begin cold, which is all
    pass
