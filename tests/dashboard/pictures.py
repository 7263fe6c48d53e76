"""Takes pictures of the two main pages: `python -m tests.dashboard.pictures DATA_DIR FOLDER`.

Needs a Chromium and Playwright, as the browser tests do.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from dashboard.server import application
from tests.dashboard.test_browser import CHROMIUM

_WIDTH, _TALL = 1200, 900


def take(data_dir: Path, folder: Path) -> list[Path]:
    """overview.png and figure.png (the most disputed one) of the snapshot of `data_dir`."""
    from playwright.sync_api import sync_playwright

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(data_dir), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    taken = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(
                base_url=f"http://127.0.0.1:{port}",
                viewport={"width": _WIDTH, "height": _TALL},
                locale="en-GB",
            )
            page.goto("/")
            taken.append(folder / "overview.png")
            page.screenshot(path=taken[-1])
            first = page.locator("tbody a[href^='/figures/']").first.get_attribute("href")
            page.goto(first or "/")
            taken.append(folder / "figure.png")
            page.screenshot(path=taken[-1])
            browser.close()
    finally:
        server.should_exit = True
        thread.join()
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
