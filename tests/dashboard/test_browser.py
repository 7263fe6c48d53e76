"""The dashboard in a real browser: every page and control, the network log, axe, the hover.

Needs a Chromium (its path in FIGUREDRIFT_CHROMIUM, else `chromium` on the path), Playwright's
Python client and axe-playwright-python. Skipped with a reason where one is missing, unless
FIGUREDRIFT_NEEDS_BROWSER is set, as CI does.
"""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dashboard.server import application

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("FIGUREDRIFT_CHROMIUM") or shutil.which("chromium")
PAGES = ("/", "/findings", "/outlets", "/outlets/observer", "/sources/civil%20defence", "/coverage",
         "/about")  # fmt: skip


def _missing(reason: str) -> None:
    if os.environ.get("FIGUREDRIFT_NEEDS_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def origin(data_dir: Path) -> Iterator[str]:
    """The dashboard on a free port of loopback, served as it is to readers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(application(data_dir), port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


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


def test_no_page_asks_anything_of_another_origin(visit: Visit) -> None:
    for at in (*PAGES, *figures(visit.page)):
        visit.page.goto(at)
        visit.page.wait_for_load_state("networkidle")
    article = visit.page.locator("a[href^='/articles/']").first.get_attribute("href")
    visit.page.goto(article)
    visit.quiet()


def test_axe_finds_nothing(browser: Any, origin: str) -> None:
    try:
        axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    except ImportError:
        _missing("no axe: pip install axe-playwright-python")
    for theme in ("light", "dark"):
        one = Visit(browser, origin, color_scheme=theme, bypass_csp=True)
        at_figure = figures(one.page)[0]
        one.page.goto(at_figure)
        article = one.page.locator("a[href^='/articles/']").first.get_attribute("href")
        for at in (*PAGES, at_figure, article):
            one.page.goto(at)
            results = axe.run(one.page)
            assert results.violations_count == 0, f"{at} {theme}: {results.generate_report()}"
        one.context.close()


def test_nothing_is_wider_than_a_phone(browser: Any, origin: str) -> None:
    one = Visit(browser, origin, viewport={"width": 360, "height": 740})
    for at in (*PAGES, *figures(one.page)[:3]):
        one.page.goto(at)
        wide = one.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, at
    assert one.page.locator("svg.narrow").is_visible()
    assert not one.page.locator("svg.wide").is_visible()
    one.context.close()


def test_pages_work_without_script(browser: Any, origin: str) -> None:
    one = Visit(browser, origin, java_script_enabled=False)
    one.page.goto("/")
    one.page.get_by_label("Find").fill("oil")
    one.page.get_by_role("button", name="Show").click()
    assert "words=oil" in one.page.url
    assert one.page.locator("tbody tr").count() >= 1
    one.context.close()


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


def test_pointing_at_a_mark_marks_its_row(visit: Visit) -> None:
    page = visit.page
    page.goto(figures(page)[0])
    mark = page.locator("svg.wide g.mark").last
    claim = mark.get_attribute("data-c")
    mark.locator("circle, path").first.hover(force=True)
    page.wait_for_selector(f"svg.wide g.is-pointed[data-c='{claim}']", state="attached")
    visit.quiet()


def test_it_prints_without_controls(visit: Visit) -> None:
    visit.page.goto(figures(visit.page)[0])
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("form.filters").is_visible()
    assert visit.page.locator("h1").is_visible()
