"""./lab run: in which order kernels start, work and end."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from cnilab import execute, paths, run


class Told:
    """An execution that only records the calls."""

    def __init__(self, name, events, failure=None):
        self.name = name
        self.events = events
        self.failure = failure
        self.running = False
        self.begun = asyncio.Event()

    async def start(self):
        self.running = True
        self.events.append(f"start {self.name}")

    async def run(self):
        self.events.append(f"run {self.name}")
        if self.failure:
            raise self.failure
        await asyncio.sleep(0.01)
        self.events.append(f"begun {self.name}")
        self.begun.set()
        await asyncio.sleep(0.01)
        return execute.Outcome(self.name, {})

    async def end(self):
        if self.running:
            self.running = False
            self.events.append(f"end {self.name}")


def test_the_next_kernel_is_started_ahead_and_the_last_one_ended_later():
    events = []
    executions = [Told(name, events) for name in ("a", "b", "c")]
    outcomes = asyncio.run(run.one_after_the_other(executions, threading.Event()))
    assert [outcome.name for outcome in outcomes] == ["a", "b", "c"]
    assert events == [
        "start a", "start b", "run a", "begun a", "start c", "run b", "begun b", "end a", "run c", "begun c", "end b", "end c",
    ]  # fmt: skip


def test_every_started_kernel_ends_after_an_exception():
    events = []
    executions = [Told("a", events, KeyError("a defect")), Told("b", events), Told("c", events)]
    with pytest.raises(KeyError):
        asyncio.run(run.one_after_the_other(executions, threading.Event()))
    assert events == ["start a", "start b", "run a", "end a", "end b"]


def test_an_interrupt_takes_effect_only_at_an_await():
    events = []

    class Signalled(Told):
        async def run(self):
            os.kill(os.getpid(), signal.SIGINT)
            events.append("goes on")
            await super().run()

    with pytest.raises(KeyboardInterrupt):
        run.until_interrupted([Signalled("a", events), Told("b", events)])
    assert events == ["start a", "start b", "goes on", "run a", "end a", "end b"]


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_whole_run(which):
    process = subprocess.Popen(
        [sys.executable, "-m", "cnilab", "run", "00", "01", "02"],
        env={**os.environ, "PYTHONPATH": str(paths.ENVIRONMENT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().startswith("ok   00")
    time.sleep(0.5)  # by now the next one is being executed
    process.send_signal(which)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (130, "lab: interrupted\n")
    assert "02" not in out


CANCELLED = """
import asyncio, nbformat
from cnilab import execute, paths

async def cancelled():
    execution = execute.Execution(paths.NOTEBOOKS / "none.ipynb", nbformat.v4.new_notebook())
    await execution.start()
    running = asyncio.create_task(execution.run())
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, execution.end(), return_exceptions=True)

asyncio.run(cancelled())
"""


def test_a_kernel_canceled_during_its_start_leaves_no_exit_handler_error():
    ended = subprocess.run(
        [sys.executable, "-c", CANCELLED],
        env={**os.environ, "PYTHONPATH": str(paths.ENVIRONMENT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0
    assert "atexit" not in ended.stderr
