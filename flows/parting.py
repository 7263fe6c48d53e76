"""Ends a flow's process when the service that started it is gone, however that ended."""

from __future__ import annotations

import os
import signal
import threading
import time

SERVICE = "FIGUREDRIFT_SERVICE_PID"  # set by a service for the flows it starts
CHECK_EVERY = 0.5  # seconds
GRACE = 1.0  # seconds between the request to end and the end


def end_with_parent() -> None:
    """Watch the parent process from now on; call in a process that a scheduler has started.

    Without it a flow whose scheduler was killed goes on asking a server that is not there, and
    holds the warehouse's lock against the next one.
    """
    # A service may be gone before its flow comes this far: then the parent is another one already.
    parent = int(os.environ.get(SERVICE, os.getppid()))

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(CHECK_EVERY)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        # What is committed is kept, the rest is done again: that is what transactions are for.
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
