"""The cluster in use: a real one if the caller named it, otherwise an embedded one."""

import contextlib
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from . import named, paths, scratch
from .process import READY, Embedded, end, java_command

__all__ = ["READY", "beside", "embedded", "end", "in_use", "java_command", "kept", "real"]

# After this many ends within this many seconds, a cluster is restarted only once these have passed.
MOST_RESTARTS = 5
WITHIN = 60


def real() -> bool:
    """Whether the caller has named a real cluster."""
    return named.real()


@contextlib.contextmanager
def in_use(pace: str) -> Iterator[dict[str, str]]:
    """The environment variables that point a kernel or kubectl to the cluster in use. An embedded one is not shared, so it does not disturb a learner's open course.
    """
    with embedded_only(pace) as variables:
        yield beside(variables["KUBECONFIG"]) if real() else variables


@contextlib.contextmanager
def embedded_only(pace: str, *arguments: str) -> Iterator[dict[str, str]]:
    """The same, always with an embedded cluster, even if the caller has named another: the caller's must not be broken."""
    with scratch.folder() as folder:
        file = str(folder / "kubeconfig")
        with embedded("--pace", pace, "--kubeconfig", file, *arguments):
            yield {"KUBECONFIG": file}


def beside(kubeconfig: str) -> dict[str, str]:
    """The variables for a real cluster and an embedded one beside it, for features that only the latter has."""
    return {**named.variables(), "CNILAB_BESIDE": kubeconfig}


@contextlib.contextmanager
def embedded(*arguments: str) -> Iterator[subprocess.Popen]:
    """A ready embedded cluster, which ends with the block."""
    running = Embedded.start("cluster-of-a-run", *arguments)
    try:
        yield running.process
    finally:
        running.end()


@contextlib.contextmanager
def kept(*arguments: str) -> Iterator[None]:
    """An embedded cluster that is restarted whenever it ends, until the block ends."""
    keeper = Keeper(lambda: Embedded.start("cluster", *arguments))
    try:
        yield
    finally:
        keeper.close()


class Keeper:
    """Starts a cluster, restarts it when it has ended, and reports why. One that keeps ending is restarted less often."""

    def __init__(self, start: Callable[[], Embedded]):
        self._start = start
        self._running = start()
        self._ends: deque[float] = deque(maxlen=MOST_RESTARTS)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        self._running.end()

    def _keep(self) -> None:
        while not self._closing.wait(0.5):
            if self._running.process.poll() is None:
                continue
            say(f"the embedded cluster has ended: {self._running.why()}")
            pause = self._pause()
            if pause:
                say(f"it has ended {MOST_RESTARTS} times in a minute and is started again in {pause:.0f} s")
            if self._closing.wait(pause):
                return
            try:
                self._running = self._start()
            except (SystemExit, OSError) as failed:
                say(f"{str(failed).removeprefix('lab: ')}; end ./lab and start it again")
                return
            say("a new one is ready; run your step's begin(…) cell again")

    def _pause(self) -> float:
        """Records an end; returns the seconds until the next start."""
        now = time.monotonic()
        self._ends.append(now)
        return 0 if len(self._ends) < MOST_RESTARTS else max(0, self._ends[0] + WITHIN - now)


def say(text: str) -> None:
    print(f"lab: {text}", flush=True)
