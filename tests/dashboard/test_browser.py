"""The dashboard in a real browser: every page and control, the network log, axe, the hover.

Needs a Chromium (its path in FIGUREDRIFT_CHROMIUM, else `chromium` on the path), Playwright's
Python client and axe-playwright-python. Skipped with a reason where one is missing, unless
FIGUREDRIFT_NEEDS_BROWSER is set, as CI does.
"""

from __future__ import annotations

import csv
import importlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard import export
from dashboard.pages.overview import SORTS
from tests.dashboard import coverage
from tests.dashboard.conftest import ATTACKS
from tests.dashboard.serving import served
from warehouse import database, publishing

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("FIGUREDRIFT_CHROMIUM") or shutil.which("chromium")
PAGES = ("/", "/findings", "/outlets", "/outlets/observer", "/sources", "/sources/civil%20defence",
         "/coverage", "/about")  # fmt: skip
# Every control that is not a link, page by page; each is pressed by a test below.
CONTROLS = {
    "/": ["search words", "select outlet", "select source", "select unit_kind", "select language",
          "date since", "date until", "button Show"],
    "figure": ["summary What is shown", "checkbox outlet", "checkbox source", "radio scale",
               "radio colour", "button Apply", "summary The latest changes that are not benign"],
}  # fmt: skip


def _missing(reason: str) -> None:
    if os.environ.get("FIGUREDRIFT_NEEDS_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def origin(data_dir: Path) -> Iterator[str]:
    with served(data_dir) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        _missing("no Chromium: install it, or name it in FIGUREDRIFT_CHROMIUM")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("no Playwright: pip install playwright axe-playwright-python")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


class Visit:
    """A page with everything that went wrong or out while it was open."""

    def __init__(self, browser: Any, origin: str, **options: Any) -> None:
        self.context = browser.new_context(base_url=origin, **options)
        self.page = self.context.new_page()
        self.foreign: list[str] = []
        self.faults: list[str] = []
        self.origin = origin
        self.page.on("request", self._asked)
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._opened)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.origin):
            self.foreign.append(request.url)

    def _told(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def _opened(self, dialog: Any) -> None:
        self.faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def quiet(self) -> None:
        assert self.foreign == []
        assert self.faults == []


@pytest.fixture
def visit(browser: Any, origin: str) -> Iterator[Visit]:
    one = Visit(browser, origin)
    yield one
    one.context.close()


def figures(page: Any) -> list[str]:
    page.goto("/")
    links = page.locator("a[href^='/figures/']").evaluate_all("all => all.map(a => a.pathname)")
    return list(dict.fromkeys(links))


def an_article(page: Any) -> str:
    """The address of an article with more than one revision."""
    page.goto("/findings?code=SILENT_EDIT")
    found = page.locator("tbody a[href^='/articles/']").first.get_attribute("href")
    assert found
    return str(found)


def path(page: Any) -> str:
    return str(page.evaluate("location.pathname + location.search"))


def test_no_page_asks_anything_of_another_origin(visit: Visit) -> None:
    for at in (*PAGES, *figures(visit.page), an_article(visit.page)):
        visit.page.goto(at)
        visit.page.wait_for_load_state("networkidle")
    visit.quiet()


def test_axe_finds_nothing(browser: Any, origin: str) -> None:
    try:
        axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    except ImportError:
        _missing("no axe: pip install axe-playwright-python")
    for theme in ("light", "dark"):
        one = Visit(browser, origin, color_scheme=theme, bypass_csp=True)
        at_figure, article = figures(one.page)[0], an_article(one.page)
        for at in (*PAGES, at_figure, article, "/nothing", "/?words=zebra"):
            one.page.goto(at)
            one.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            results = axe.run(one.page)
            assert results.violations_count == 0, f"{at} {theme}: {results.generate_report()}"
        one.context.close()


def test_nothing_is_wider_than_a_phone(browser: Any, origin: str) -> None:
    one = Visit(browser, origin, viewport={"width": 360, "height": 740})
    article, shown = an_article(one.page), figures(one.page)
    for at in (*PAGES, article, *shown[:3]):
        one.page.goto(at)
        wide = one.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, at
    assert one.page.locator("svg.narrow").is_visible()
    assert not one.page.locator("svg.wide").is_visible()
    # The filters start folded there, so that the chart comes first.
    assert not one.page.get_by_role("button", name="Apply").is_visible()
    one.page.locator("details.filters summary").click()
    assert one.page.get_by_role("button", name="Apply").is_visible()
    one.context.close()


def test_pages_work_without_script(browser: Any, origin: str) -> None:
    one = Visit(browser, origin, java_script_enabled=False)
    page = one.page
    page.goto("/")
    page.get_by_label("Find").fill("oil")
    page.get_by_role("button", name="Show").click()
    assert "words=oil" in page.url
    assert page.locator("tbody tr").count() >= 1
    page.get_by_role("link", name="widest gap").click()
    assert "words=oil" in page.url
    assert "sort=spread" in page.url
    page.locator("tbody a[href^='/figures/']").first.click()
    page.get_by_role("checkbox", name="Standard Observer").uncheck()
    page.get_by_role("button", name="Apply").click()
    assert not page.get_by_role("checkbox", name="Standard Observer").is_checked()
    assert page.locator("svg.wide").is_visible()
    one.context.close()


# --- every control ----------------------------------------------------------------------------


def test_every_control_is_known_and_named(visit: Visit) -> None:
    """A control that no test presses, or that nobody can name, fails here."""
    page = visit.page
    kinds = """all => all.map(e => [
        e.type && e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase(),
        e.name || e.textContent.replace(/[0-9]+ */, '').trim()].join(' '))"""
    for at in (*PAGES, figures(page)[0], an_article(page)):
        page.goto(at)
        controls = page.locator("button, input:not([type=hidden]), select, summary, textarea")
        found = list(dict.fromkeys(controls.evaluate_all(kinds)))
        assert found == CONTROLS.get("figure" if at.startswith("/figures/") else at, []), at
        nameless = page.locator(
            "a, button, input:not([type=hidden]), select, summary"
        ).evaluate_all(
            "all => all.filter(e => !(e.textContent.trim() || e.labels?.[0]?.textContent.trim()))"
            ".map(e => e.outerHTML)"
        )
        assert nameless == [], at


def test_the_filters_of_the_overview(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    whole = page.locator("table.figures tbody tr").count()
    for name, value in (("outlet", "observer"), ("source", "civil defence"),
                        ("unit_kind", "count"), ("language", "en")):  # fmt: skip
        page.goto("/")
        page.locator(f"select[name={name}]").select_option(value)
        page.get_by_role("button", name="Show").click()
        page.wait_for_url(f"**{name}=*")
        assert page.locator(f"select[name={name}]").input_value() == value
        assert 1 <= page.locator("table.figures tbody tr").count() <= whole
        page.get_by_role("link", name="Clear all").click()
        page.wait_for_url("**/")
        assert page.locator(f"select[name={name}]").input_value() == ""
    page.get_by_label("Told from").fill("2031-01-01")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("No figure fits").wait_for()
    page.get_by_role("link", name="Show all figures").click()
    page.get_by_label("until").fill("2020-01-01")
    page.keyboard.press("Enter")
    page.get_by_text("No figure fits").wait_for()
    page.goto("/")
    page.get_by_label("Find").fill("earthquake KILL")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=earthquake**")
    assert page.locator("table.figures tbody tr").count() == 1
    assert page.locator(".lead").text_content().count("1 figure that fits the filter") == 1
    visit.quiet()


def test_every_order_of_the_overview(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    for name, (words, heading) in list(SORTS.items())[::-1]:
        page.get_by_role("navigation", name="Sort by").get_by_role("link", name=words).click()
        page.get_by_role("heading", level=1, name=heading).wait_for()
        assert page.locator(".tabs [aria-current]").text_content() == words
        assert ("sort=" + name in page.url) is (name != "conflict")
    gaps = re.findall(r"data-label=\"Gap\">([^<]*)<", _after(page, "/?sort=spread").content())
    read = [1.0 if gap == "none" else float(gap.rstrip("×")) for gap in gaps if gap != "–"]
    assert read == sorted(read, reverse=True)
    visit.quiet()


def _after(page: Any, at: str) -> Any:
    page.goto(at)
    return page


def test_every_link_of_the_frame(visit: Visit) -> None:
    page = visit.page
    page.goto("/about")
    names = ("Figures", "Findings", "Outlets", "Sources", "Coverage", "About the data")
    for name in names:
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        current = page.locator("nav[aria-label=Pages] [aria-current=page]")
        assert current.text_content() == name
    page.get_by_role("link", name="Figure drift").click()
    assert path(page) == "/"
    for at, crumb in (
        ("/outlets/observer", "All outlets"),
        ("/sources/civil%20defence", "All sources"),
        (figures(page)[0], "All figures"),
        (an_article(page), "All outlets"),
    ):
        page.goto(at)
        page.get_by_role("link", name=crumb).click()
        assert page.locator("h1").is_visible()
        assert path(page) in ("/", "/outlets", "/sources")
    visit.quiet()


def test_the_controls_of_a_figure(visit: Visit) -> None:
    page = visit.page
    at = figures(page)[0]
    page.goto(at)
    marks = page.locator("svg.wide g.mark").count()
    page.get_by_role("checkbox", name="Standard Observer").uncheck()
    page.get_by_label("own voice").uncheck()
    page.get_by_label("logarithmic").check()
    page.locator("input[name=colour][value=source]").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**colour=source**")
    assert not page.get_by_role("checkbox", name="Standard Observer").is_checked()
    assert not page.get_by_label("own voice").is_checked()
    assert page.get_by_label("logarithmic").is_checked()
    assert page.locator("svg.wide g.mark").count() < marks
    assert "own voice" not in page.locator("#table ~ .scroll tbody").text_content()
    page.get_by_role("link", name="Show all").click()
    page.wait_for_url(f"**{at}")
    assert page.locator("svg.wide g.mark").count() == marks
    summary = page.locator("details.filters summary")
    summary.click()
    assert not page.get_by_role("button", name="Apply").is_visible()
    summary.click()
    assert page.get_by_role("button", name="Apply").is_visible()
    page.locator("details.more summary").click()
    assert page.locator("details.more tbody tr").first.is_visible()
    page.goto("/?words=people+kill+sarvan")
    page.locator("table.figures tbody a").first.click()
    page.get_by_role("link", name="Next page").click()
    assert "page=2" in page.url
    page.get_by_role("link", name="Page before").click()
    page.get_by_text("1 to 100 of").wait_for()
    visit.quiet()


def test_downloads_hold_what_is_shown(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{figures(page)[0]}?outlet=observer")
    rows = page.locator("#table ~ .scroll tbody tr").count()
    saved = {}
    for form in ("CSV", "JSON"):
        with page.expect_download() as got:
            page.get_by_role("link", name=form, exact=True).click()
        saved[form] = Path(got.value.path()).read_text(encoding="utf-8")
        assert got.value.suggested_filename.endswith(form.lower())
    assert len(json.loads(saved["JSON"])) == len(list(csv.DictReader(saved["CSV"].splitlines())))
    assert rows == len(json.loads(saved["JSON"])) > 0
    visit.quiet()


def test_kinds_of_findings_days_of_coverage_and_revisions(visit: Visit) -> None:
    page = visit.page
    page.goto("/findings")
    page.get_by_role("link", name="A number was changed without notice").click()
    codes = set(page.locator("tbody .code").all_text_contents())
    assert codes == {"SILENT_EDIT"}
    page.get_by_role("link", name="all (").click()
    assert path(page) == "/findings"
    page.goto("/coverage")
    for days in ("7 days", "14 days", "90 days", "30 days"):
        page.get_by_role("navigation", name="Last").get_by_role("link", name=days).click()
        assert page.locator(".tabs [aria-current]").text_content() == days
    page.goto(an_article(page))
    assert page.locator("ins").count() > 0
    assert page.locator("del").count() > 0
    page.get_by_role("navigation", name="Revisions").get_by_role("link").first.click()
    page.wait_for_url("**revision=1")
    assert page.locator("ins").count() == 0
    page.locator("#text a").first.click()
    assert page.locator("tr:target").is_visible()
    visit.quiet()


# --- pointing, keyboard, print ----------------------------------------------------------------


def test_pointing_at_a_mark_says_what_it_is_and_marks_its_row(visit: Visit) -> None:
    page = visit.page
    page.goto(figures(page)[0])
    mark = page.locator("svg.wide g.mark").last
    claim, told = mark.get_attribute("data-c"), mark.locator("title").text_content()
    mark.locator("circle, path").first.hover(force=True)
    page.wait_for_selector(f"svg.wide g.is-pointed[data-c='{claim}']", state="attached")
    page.wait_for_selector(f"tr.is-pointed[data-c='{claim}']", state="attached")
    card = page.locator(".hover")
    assert card.is_visible()
    assert card.text_content() == told
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    page.keyboard.press("Escape")
    assert not card.is_visible()
    mark.locator("circle, path").first.click(force=True)
    page.wait_for_function(
        "id => { const b = document.getElementById(id).getBoundingClientRect();"
        " return b.top >= 0 && b.bottom <= innerHeight }",
        arg=f"c-{claim}",
    )
    page.locator(f"#c-{claim}").hover()
    page.wait_for_selector(f"svg.wide g.is-pointed[data-c='{claim}']", state="attached")
    page.locator("h1").hover()
    page.wait_for_function("!document.querySelector('.is-pointed')")
    visit.quiet()


def test_filters_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.goto(figures(page)[0])
    page.get_by_label("logarithmic").focus()
    page.keyboard.press("Space")
    page.get_by_label("source", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Apply").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**colour=source**")
    assert "scale=log" in page.url
    visit.quiet()


def test_every_page_by_keyboard_alone(visit: Visit) -> None:
    """Tab reaches every control in the order of the page, and one sees where it is."""
    page = visit.page
    for at in ("/", "/findings", "/coverage", "/outlets/observer"):
        page.goto(at)
        expected = page.locator(
            "a, button, input:not([type=hidden]):not([type=date]), select, summary"
        ).evaluate_all("all => all.filter(e => e.checkVisibility()).length")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["x"] >= 0
        reached = set()
        for _ in range(4 * expected):
            style, order = page.evaluate(
                "[getComputedStyle(document.activeElement).outlineStyle,"
                " [...document.querySelectorAll('*')].indexOf(document.activeElement)]"
            )
            is_control = page.evaluate(
                "document.activeElement.matches('a, button, select, summary,"
                " input:not([type=date])')"
            )
            if order in reached:
                break
            if is_control:
                assert style != "none", at
                reached.add(order)
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
        assert len(reached) == expected, at
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    visit.quiet()


def test_it_prints_without_controls(visit: Visit) -> None:
    page = visit.page
    page.goto(figures(page)[0])
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 700, "height": 990})  # a sheet of A4
    for controls in ("details.filters", "nav", ".hover"):
        for one in page.locator(controls).all():
            assert not one.is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("svg.wide").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") in (
        "rgb(255, 255, 255)",
    )
    assert page.locator("#table ~ .scroll th").first.is_visible()  # a table, not cards
    assert page.pdf(format="A4").startswith(b"%PDF")


# --- publishing meanwhile, and files ----------------------------------------------------------


def test_a_run_publishes_while_a_page_is_used(browser: Any, tmp_path: Path) -> None:
    coverage.publish(tmp_path, figures=2, largest=30, each=10)
    with served(tmp_path) as origin:
        one = Visit(browser, origin)
        page = one.page
        page.goto(figures(page)[0])
        for n in range(3):
            with database.open(tmp_path) as warehouse:
                warehouse.con.execute(f"UPDATE core.figures SET label = 'edition {n}'")
                publishing.publish(warehouse, whole=True)
            # What is open goes on working, and asking anew shows the newer state.
            page.locator("svg.wide g.mark circle, svg.wide g.mark path").last.hover(force=True)
            assert page.locator(".hover").is_visible()
            page.get_by_role("button", name="Apply").click()
            page.get_by_role("heading", level=1, name=f"Edition {n}").wait_for()
            page.reload()
            assert f"Edition {n}" in page.locator("h1").text_content()
        one.quiet()
        one.context.close()


def test_the_export_opens_from_disk(browser: Any, tmp_path: Path) -> None:
    """Every link of every file is followed in the browser, without a server."""
    coverage.publish(tmp_path / "data", figures=3, largest=42, each=6, more=ATTACKS)
    site = tmp_path / "site"
    export.export(tmp_path / "data", site)
    one = Visit(browser, site.as_uri())
    page = one.page
    waiting, seen = [(site / "index.html").as_uri()], set()
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        page.goto(at)
        assert page.locator("h1").is_visible(), at
        styled = "getComputedStyle(document.documentElement).borderTopWidth"
        assert page.evaluate(styled) == "4px", at
        assert page.locator(".hover").count() == 1, at  # the script ran
        links = page.locator("a[href]").evaluate_all("all => all.map(a => a.href)")
        for link in (link.partition("#")[0] for link in links):
            if link.startswith("file:") and link.endswith(".html"):
                waiting.append(link)
            elif link.startswith("file:"):
                assert Path(link.removeprefix("file://")).is_file(), link
            else:
                assert link.startswith(("http://", "https://")), link
    assert seen == {file.as_uri() for file in site.rglob("*.html")}
    one.quiet()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="widest gap").click()
    page.locator("table.figures tbody a").first.click()
    page.locator("svg.wide g.mark circle, svg.wide g.mark path").last.hover(force=True)
    assert page.locator(".hover").is_visible()
    one.context.close()
