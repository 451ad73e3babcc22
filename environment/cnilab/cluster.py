"""The cluster in use: a real one if the caller named it, else an embedded one of our own."""

import contextlib
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from . import named, paths, scratch
from .process import READY, Embedded, end, java_command

__all__ = ["READY", "beside", "embedded", "end", "in_use", "java_command", "kept", "real"]

# After this many ends within this many seconds a cluster is started again only when those are over.
MOST_RESTARTS = 5
WITHIN = 60


def real() -> bool:
    """Whether the caller has named a cluster that is not ours."""
    return named.real()


@contextlib.contextmanager
def in_use(pace: str) -> Iterator[dict[str, str]]:
    """The environment variables that lead a kernel or kubectl to the cluster in use.

    An embedded one is nobody else's: it does not disturb a learner's open course.
    """
    with embedded_only(pace) as variables:
        yield beside(variables["KUBECONFIG"]) if real() else variables


@contextlib.contextmanager
def embedded_only(pace: str, *arguments: str) -> Iterator[dict[str, str]]:
    """The same, whatever cluster the caller has named: what is done there breaks things."""
    with scratch.folder() as folder:
        file = str(folder / "kubeconfig")
        with embedded("--pace", pace, "--kubeconfig", file, *arguments):
            yield {"KUBECONFIG": file}


def beside(kubeconfig: str) -> dict[str, str]:
    """The variables for a real cluster with an embedded one beside it, for what only that can do."""
    return {**named.variables(), "CNILAB_BESIDE": kubeconfig}


@contextlib.contextmanager
def embedded(*arguments: str) -> Iterator[subprocess.Popen]:
    """An embedded cluster that is ready; it ends with the block."""
    running = Embedded.start("cluster-of-a-run", *arguments)
    try:
        yield running.process
    finally:
        running.end()


@contextlib.contextmanager
def kept(*arguments: str) -> Iterator[None]:
    """An embedded cluster that is started again whenever it ends; it ends with the block."""
    keeper = Keeper(lambda: Embedded.start("cluster", *arguments))
    try:
        yield
    finally:
        keeper.close()


class Keeper:
    """Starts a cluster, and again when it has ended, and says why. One that does not last is not started all the time."""

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
        """Notes an end; how many seconds from it to the next start."""
        now = time.monotonic()
        self._ends.append(now)
        return 0 if len(self._ends) < MOST_RESTARTS else max(0, self._ends[0] + WITHIN - now)


def say(text: str) -> None:
    print(f"lab: {text}", flush=True)
