"""The dashboard over its own application: every page, every filter, attacks, and the swap."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import threading
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from starlette.testclient import TestClient

from dashboard import export
from dashboard.asked import Asked
from dashboard.pages import overview
from dashboard.pages.overview import statement
from dashboard.server import application
from dashboard.snapshot import Snapshots, chosen
from dashboard.standing import Statement, conflicts, moment_of, standing_now
from dashboard.wording import Habit
from tests.dashboard import coverage
from warehouse import database, publishing
from warehouse.errors import Unpublished

_VOID = {"meta", "link", "input", "br", "img", "hr"}
_SVG = {"svg", "title", "desc", "g", "path", "circle", "rect", "text", "tspan"}
_KNOWN = _SVG | {
    "html", "head", "meta", "link", "script", "body", "a", "header", "nav", "main", "footer", "p",
    "h1", "h2", "h3", "section", "ul", "ol", "li", "span", "form", "label", "input", "select",
    "option", "button", "fieldset", "legend", "div", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "br", "time", "bdi", "q", "mark", "ins", "del", "details", "summary", "code",
    "strong", "dl", "dt", "dd",
}  # fmt: skip


class Page(HTMLParser):
    """What a browser would make of a page, as far as tests ask: tags, links, ids, balance."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    @property
    def links(self) -> list[str]:
        return [a["href"] or "" for tag, a in self.tags if tag == "a"]


def harmless(text: str) -> Page:
    """Asserts what must hold of every page, whatever the data."""
    page = Page(text)
    assert page.faults == []
    assert page.open == []
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    for tag, attributes in page.tags:
        assert tag in _KNOWN, tag
        assert not [n for n in attributes if n.startswith("on") or n in ("style", "srcdoc")]
        if tag in ("script", "link"):
            at = attributes.get("src") or attributes.get("href") or ""
            assert re.fullmatch(r"(\.\./)*/?static/[a-z]+\.(js|css|svg)", at)
        if tag == "a":
            parts = urlsplit(attributes["href"] or "")
            assert parts.scheme in ("", "http", "https")
            if parts.netloc:
                assert "noopener" in (attributes.get("rel") or "")
    assert text.count("<script") == 1  # the page's own, by address
    assert "\u202e" not in re.sub(r'<div class="text".*?</div>', "", text, flags=re.DOTALL)
    return page


def every_page(client: TestClient, start: str = "/", most: int = 400) -> dict[str, str]:
    """Every page that can be reached by following links, up to `most`."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting and len(found) < most:
        at = waiting.pop(0)
        if at in found:
            continue
        answer = client.get(at)
        assert answer.status_code == 200, at
        found[at] = answer.text
        if answer.headers["content-type"].startswith("text/html"):
            for link in harmless(answer.text).links:
                to = link.partition("#")[0]
                if to.startswith("/") and to not in found:
                    waiting.append(to)
    return found


def a_figure(client: TestClient) -> str:
    found: list[str] = re.findall(r"/figures/[0-9a-f-]{36}", client.get("/?sort=newest").text)
    return found[0]


def test_every_page_is_reached_and_harmless(client: TestClient) -> None:
    pages = every_page(client)
    kinds = {urlsplit(at).path.split("/")[1] for at in pages}
    assert kinds == {
        "",
        "figures",
        "outlets",
        "sources",
        "articles",
        "findings",
        "coverage",
        "about",
    }


@pytest.mark.parametrize(
    "query",
    [
        "words=oil", "words=%25", "words='; DROP TABLE x --", "outlet=observer", "outlet=nobody",
        "source=civil+defence", "unit_kind=money", "language=en",
        "since=2026-03-05&until=2026-03-06", "since=bad", "sort=spread", "sort=drift",
        "sort=revisions", "sort=newest", "sort=nonsense",
        "page=2", "page=-1", "page=99999", "page=x", "unknown=1&words=",
    ],
)  # fmt: skip
def test_overview_filters(client: TestClient, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200
    harmless(answer.text)


def test_search_finds_by_words(client: TestClient) -> None:
    found = client.get("/?words=EARTHQUAKE").text
    assert "Sarvan earthquake" in found
    assert "oil spill" not in found
    assert "No figure fits" in client.get("/?words=zebra").text
    assert "Sarvan earthquake" in client.get("/?words=Kill++earthquake sarvan").text
    assert "No figure fits" in client.get("/?words=earthquake+zebra").text


def test_figures_are_ranked_by_what_their_pages_show(data_dir: Path) -> None:
    """The warehouse ranks by conflict and gap; both are what the drawn statements say."""
    snapshots = Snapshots(data_dir)
    with snapshots.read() as snapshot:
        figures = snapshot.rows("overview", **_OVERVIEW)
        held: dict[str, list[Statement]] = {figure["figure_id"]: [] for figure in figures}
        for row in snapshot.rows("standing", figures=list(held)):
            held[row["figure_id"]].append(statement(row))
        for figure in figures:
            said = held[figure["figure_id"]]
            drawn = [statement(r) for r in snapshot.rows("statements", figure=figure["figure_id"])]
            stands = {s.claim_id for s in standing_now(drawn).values()}
            assert stands == {s.claim_id for s in said}, figure["label"]
            now = moment_of(max(s.at for s in said), said)
            assert figure["conflict_pairs"] == len(conflicts(said)), figure["label"]
            assert figure["spread"] == pytest.approx(now.gap), figure["label"]
            assert figure["standing_median"] == pytest.approx(now.middle), figure["label"]
    snapshots.close()


def test_those_that_stand_out_do_so_among_all_that_fit(data_dir: Path) -> None:
    snapshots = Snapshots(data_dir)
    with snapshots.read() as snapshot:
        shown = overview.context(snapshot, Asked((("sort", "newest"),)), Habit(), rows=1)
        whole = overview.context(snapshot, Asked(), Habit())
    snapshots.close()
    assert len(shown["figures"]) == 1
    named = [(card["about"], card["figure"]["figure_id"]) for card in shown["cards"]]
    assert named == [(card["about"], card["figure"]["figure_id"]) for card in whole["cards"]]
    assert shown["cards"][1]["figure"]["conflict_pairs"] == max(
        f["conflict_pairs"] for f in whole["figures"]
    )


def test_a_page_of_every_list_follows_the_other(client: TestClient, data_dir: Path) -> None:
    snapshots = Snapshots(data_dir)
    with snapshots.read() as snapshot:
        pages = [
            overview.context(snapshot, Asked((("page", str(n)),)), Habit(), rows=2)
            for n in range(1, 5)
        ]
    snapshots.close()
    ids = [figure["figure_id"] for page in pages for figure in page["figures"]]
    assert len(ids) == len(set(ids)) == pages[0]["paging"].total
    assert [page["paging"].first for page in pages] == [1, 3, 5, 7]


def test_a_table_without_rows_says_so(client: TestClient) -> None:
    text = client.get("/sources?page=99").text
    (rows,) = re.findall(r"<tbody>\s*(.*?)\s*</tbody>", text, re.DOTALL)
    heads = text.count('<th scope="col"')
    assert rows == f'<tr><td colspan="{heads}">No source is named.</td></tr>'


def test_headline_and_table_obey_the_filter(client: TestClient) -> None:
    figure = re.findall(r"/figures/[0-9a-f-]{36}", client.get("/?words=kill").text)[0]
    whole, part = client.get(figure).text, client.get(f"{figure}?outlet=observer").text
    title = re.compile(r"<h1>.*?</h1>", re.DOTALL)
    assert "10 outlets" in title.findall(whole)[0]
    assert "one outlet puts it at" in title.findall(part)[0]
    rows = re.findall(r'<tr id="c-', part)
    data = json.loads(client.get(f"{figure}.json?outlet=observer").text)
    assert len(rows) == len(data) > 0
    assert {row["outlet"] for row in data} == {"observer"}
    table = list(csv.DictReader(io.StringIO(client.get(f"{figure}.csv?outlet=observer").text)))
    assert [row["claim_id"] for row in table] == [row["claim_id"] for row in data]


@pytest.mark.parametrize(
    "query",
    ["scale=log", "colour=source", "source=-", "source=Civil+Defence", "page=2", "outlet=nobody"],
)
def test_figure_controls(client: TestClient, query: str) -> None:
    harmless(client.get(f"{a_figure(client)}?{query}").text)


def test_downloads_defuse_formulas(client: TestClient) -> None:
    for figure in set(re.findall(r"/figures/[0-9a-f-]{36}", client.get("/").text)):
        text = client.get(f"{figure}.csv").text
        for row in csv.reader(io.StringIO(text)):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "@")]


def test_an_article_shows_its_numbers_and_its_revisions(client: TestClient) -> None:
    pages = [p for at, p in every_page(client, "/findings", 80).items() if "/articles/" in at]
    assert any("<ins>" in page and "<del>" in page and "<mark" in page for page in pages)


def test_headers_are_strict_on_every_answer(client: TestClient) -> None:
    for at in ("/", "/nothing", "/static/style.css", "/static/none.css", "/figures/x.csv"):
        headers = client.get(at).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.2", "", "[::2]:80"]
)
def test_foreign_hosts_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "figure" not in answer.text.lower()


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:9", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST"]
)
def test_loopback_is_served(client: TestClient, host: str) -> None:
    assert client.get("/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_reading_is_served(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2f..%2fpyproject.toml",
        "/figures/..%2f..%2fetc%2fpasswd", "/articles/%00", "/outlets/%ff%fe", "/figures/x",
        "/articles/00000000-0000-0000-0000-000000000000", "/sources/nobody", "/queries/figure.sql",
        "/figures/'%20OR%201=1", "/static//etc/passwd", "/" + "a" * 5000,
    ],
)  # fmt: skip
def test_nothing_is_served_from_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_numbers_in_the_readers_habit(client: TestClient) -> None:
    at = "/?words=oil"
    assert re.search(r"\d\.\d{3}", client.get(at, headers={"accept-language": "de"}).text)
    assert re.search(r"\d,\d{3}", client.get(at, headers={"accept-language": "en"}).text)


@pytest.mark.parametrize("language", ["en-US", "de", "fr", "ja", "xx"])
def test_every_page_is_served_in_any_habit(client: TestClient, language: str) -> None:
    headers = {"accept-language": language}
    for at in ("/", a_figure(client), "/outlets", "/outlets/observer", "/sources", "/coverage"):
        answer = client.get(at, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["vary"] == "Accept-Language"
        harmless(answer.text)
        if language == "de":
            text = re.sub(r"<[^>]*>", " ", answer.text)
            assert not re.search(r"\d%|\d\.\d+×", text), at


def test_nothing_published_is_said_plainly(tmp_path: Path) -> None:
    with TestClient(application(tmp_path), base_url="http://localhost") as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert "figuredrift run" in answer.text


def test_after_the_demonstration_alone_that_is_shown(tmp_path: Path) -> None:
    with pytest.raises(Unpublished, match="figuredrift run"):
        chosen(tmp_path)
    coverage.publish(tmp_path / "demonstration", figures=1, largest=4, each=4)
    assert chosen(tmp_path) == tmp_path / "demonstration"
    assert export.export(tmp_path, tmp_path / "site") > 5
    coverage.publish(tmp_path, figures=1, largest=4, each=4)
    assert chosen(tmp_path) == tmp_path


def test_a_newer_snapshot_is_shown_at_once_and_no_reader_fails(tmp_path: Path) -> None:
    coverage.publish(tmp_path, figures=2, largest=20, each=10)
    faults: list[object] = []
    done = threading.Event()

    def reader(client: TestClient) -> None:
        while not done.is_set():
            status = client.get("/").status_code
            if status != 200:
                faults.append(status)

    with TestClient(application(tmp_path), base_url="http://localhost") as client:
        readers = [threading.Thread(target=reader, args=(client,)) for _ in range(3)]
        for thread in readers:
            thread.start()
        try:
            for n in range(5):
                with database.open(tmp_path) as warehouse:
                    warehouse.con.execute(f"UPDATE core.figures SET label = 'Edition {n}'")
                    publishing.publish(warehouse, whole=True)
                assert f"Edition {n}" in client.get("/").text
        finally:
            done.set()
            for thread in readers:
                thread.join()
    assert faults == []


def test_one_page_is_of_one_snapshot(tmp_path: Path) -> None:
    coverage.publish(tmp_path, figures=1, largest=10, each=10)
    snapshots = Snapshots(tmp_path)
    with snapshots.read() as before:
        with database.open(tmp_path) as warehouse:
            warehouse.con.execute("UPDATE core.figures SET label = 'Later'")
            publishing.publish(warehouse, whole=True)
        assert before.rows("overview", **_OVERVIEW)[0]["label"] != "Later"
    with snapshots.read() as after:
        assert after.rows("overview", **_OVERVIEW)[0]["label"] == "Later"
    snapshots.close()


_OVERVIEW = {
    "words": "", "unit_kind": "", "outlet": "", "source": "", "language": "", "since": None,
    "until": None, "sort": "conflict", "rows": 50, "skip": 0,
}  # fmt: skip


def test_readers_can_neither_write_nor_reach_files(data_dir: Path) -> None:
    snapshots = Snapshots(data_dir)
    with snapshots.read() as snapshot:
        for attempt in (
            "DELETE FROM core.figures",
            "COPY (SELECT 1) TO 'out.csv'",
            "SELECT * FROM read_text('/etc/hostname')",
            "ATTACH 'other.duckdb'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                snapshot.con.execute(attempt)
    snapshots.close()


def test_the_export_opens_from_disk_and_leads_nowhere_else(data_dir: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    written = export.export(data_dir, site)
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    assert written == len([f for f in files if not f.startswith("static/")])
    for name in files:
        if name.endswith(".html"):
            page = harmless((site / name).read_text(encoding="utf-8"))
            assert "form" not in {tag for tag, _ in page.tags}
            policies = [a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a]
            assert len(policies) == 1
            assert (policies[0] or "").startswith("default-src 'none'")
            for link in page.links:
                at = link.partition("#")[0]
                if at and not urlsplit(at).scheme:
                    target = (site / name).parent.joinpath(at).resolve()
                    assert target.relative_to(site.resolve()).as_posix() in files, (name, at)
    shutil.rmtree(site)
