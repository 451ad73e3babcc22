"""./lab run: in which order kernels start, work and end."""

import asyncio

import pytest
from cnilab import execute, run


class Told:
    """An execution that only tells what is done to it."""

    def __init__(self, name, events, failure=None):
        self.name = name
        self.events = events
        self.failure = failure
        self.running = False

    async def start(self):
        self.running = True
        self.events.append(f"start {self.name}")

    async def run(self):
        self.events.append(f"run {self.name}")
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        return execute.Outcome(self.name, {})

    async def end(self):
        if self.running:
            self.running = False
            self.events.append(f"end {self.name}")


def test_the_next_kernel_starts_before_a_notebook_is_executed_and_the_last_one_ends_beside_the_next():
    events = []
    executions = [Told(name, events) for name in ("a", "b", "c")]
    outcomes = asyncio.run(run.one_after_the_other(executions))
    assert [outcome.name for outcome in outcomes] == ["a", "b", "c"]
    assert events == ["start a", "start b", "run a", "start c", "run b", "end a", "run c", "end b", "end c"]


def test_whatever_happens_each_kernel_that_was_started_ends():
    events = []
    executions = [Told("a", events, KeyError("a defect")), Told("b", events), Told("c", events)]
    with pytest.raises(KeyError):
        asyncio.run(run.one_after_the_other(executions))
    assert events == ["start a", "start b", "run a", "end a", "end b"]
