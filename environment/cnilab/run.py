"""./lab run: executes notebooks with their solutions and prints a line per check."""

import asyncio
import contextlib
import signal
import threading
import time
from pathlib import Path

import nbformat

from . import cluster, execute, paths, scratch


def run(steps: list[str]) -> list[execute.Outcome]:
    """Executes the steps, in order, on one cluster; returns their outcomes."""
    executions = [execute.Execution(path, solved(path)) for path in paths.notebooks(steps)]
    with scratch.folder() as folder, cluster.in_use("on-demand") as variables:
        progress = {"CNILAB_PROGRESS": str(folder / "progress.json")}
        with execute.environment({**variables, **progress}):
            return until_interrupted(executions)


class Loop(asyncio.SelectorEventLoop):
    """A loop that ignores nbclient's signal handlers: these end only the kernel of one notebook, and the next one would continue."""

    def add_signal_handler(self, *_: object) -> None:
        raise RuntimeError("signals end the run")

    def remove_signal_handler(self, *_: object) -> bool:
        return False


def until_interrupted(executions: list[execute.Execution]) -> list[execute.Outcome]:
    """The outcomes; a signal ends everything, including the kernels.

    It cancels what is awaited. An exception in the middle of whatever runs at that moment would leave asyncio's and ZeroMQ's
    own bookkeeping half done.
    """
    interrupted = threading.Event()
    loop = Loop()
    task = loop.create_task(one_after_the_other(executions, interrupted))

    def interrupt(*_: object) -> None:
        interrupted.set()  # nbclient mistakes a cancellation for the death of its kernel
        loop.set_exception_handler(lambda *_: None)
        loop.call_soon_threadsafe(task.cancel)

    before = {each: signal.signal(each, interrupt) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        with contextlib.suppress(asyncio.CancelledError):
            outcomes = loop.run_until_complete(task)
        if interrupted.is_set():
            raise KeyboardInterrupt
        return outcomes
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        loop.close()


def solved(path: Path) -> nbformat.NotebookNode:
    return execute.with_solutions(nbformat.read(path, as_version=4))


async def one_after_the_other(
    executions: list[execute.Execution], interrupted: threading.Event
) -> list[execute.Outcome]:
    """While a notebook is executed, the kernel of the next one starts, and that of the previous one ends.

    It ends only after the next notebook has begun: on a real cluster, kernels share the pods that are their shells on the
    nodes, and the last one that uses them deletes them.
    """
    outcomes = []
    ends = []
    try:
        for number, execution in enumerate(executions):
            if number == 0:
                await execution.start()
            for ahead in executions[number + 1 : number + 2]:
                await ahead.start()
            begun = time.monotonic()
            outcome = await execution.run()
            if interrupted.is_set():
                break
            report(outcome, time.monotonic() - begun)
            outcomes.append(outcome)
            for following in executions[number + 1 : number + 2]:
                ends.append(asyncio.create_task(end_after(execution, following)))
    finally:
        for execution in executions:
            execution.begun.set()
        await asyncio.gather(*ends, *(execution.end() for execution in executions))
    return outcomes


async def end_after(execution: execute.Execution, following: execute.Execution) -> None:
    await following.begun.wait()
    await execution.end()


def report(outcome: execute.Outcome, seconds: float) -> None:
    print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.name}  ({seconds:.1f} s)", flush=True)
    for check in outcome.checks:
        print(f"     {'✓' if check['passed'] else '✗'} {check['expectation']}")
        if not check["passed"]:
            print(f"       {check['found']}")
    for error in outcome.errors:
        print("     ✗ " + error.replace("\n", "\n       "), flush=True)


def main(steps: list[str]) -> int:
    outcomes = run(steps)
    failed = sum(not outcome.passed for outcome in outcomes)
    print(f"{len(outcomes) - failed} of {len(outcomes)} notebooks passed")
    return 1 if failed else 0
