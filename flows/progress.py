"""Shows a person how far each stage is: one bar a stage on a terminal, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

Advance = Callable[[int], None]


class Progress(Protocol):
    """Where a stage tells how far it is."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Advance]:
        """A stage of `total` steps (None: unknown); call what it yields with steps done."""
        ...


class Silent:
    """Shows nothing: for tests, services and pipes."""

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        yield lambda _steps: None


class Bars:
    """One bar a stage, on the terminal; bars stay when done."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        columns = (
            TextColumn("{task.description:<9}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with RichProgress(*columns, console=self._console) as bars:
            task = bars.add_task(name, total=total)
            yield lambda steps: bars.update(task, advance=steps)


_SHOWN: ContextVar[Progress | None] = ContextVar("shown", default=None)


def current() -> Progress:
    """Where the flows of this context show how far they are."""
    return _SHOWN.get() or Silent()


@contextmanager
def on(console: Console) -> Iterator[None]:
    """Within, flows show bars where `console` is a terminal a person watches, else nothing."""
    token = _SHOWN.set(Bars(console) if console.is_terminal else Silent())
    try:
        yield
    finally:
        _SHOWN.reset(token)
