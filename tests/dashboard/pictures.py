"""Takes pictures of the two main pages: `python -m tests.dashboard.pictures DATA_DIR FOLDER`.

Needs a Chromium and Playwright, as the browser tests do.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.dashboard.serving import served
from tests.dashboard.test_browser import CHROMIUM

_WIDTH, _TALL = 1240, 940


def take(data_dir: Path, folder: Path) -> list[Path]:
    """overview.png and figure.png (the most disputed one) of the snapshot of `data_dir`."""
    from playwright.sync_api import sync_playwright

    taken = [folder / "overview.png", folder / "figure.png"]
    with served(data_dir) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(
            base_url=origin, viewport={"width": _WIDTH, "height": _TALL}, locale="en-GB"
        )
        page.goto("/")
        page.screenshot(path=taken[0])
        first = page.locator("tbody a[href^='/figures/']").first.get_attribute("href")
        page.goto(first or "/")
        page.screenshot(path=taken[1])
        browser.close()
    return taken


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in take(Path(arguments[0]), folder):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
