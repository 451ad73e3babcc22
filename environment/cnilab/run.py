"""./lab run: executes notebooks with their solutions and prints a line per check."""

import asyncio
import time
from pathlib import Path

import nbformat

from . import cluster, execute, paths, scratch


def run(steps: list[str]) -> list[execute.Outcome]:
    """The outcomes of the steps, in order, on one cluster."""
    executions = [execute.Execution(path, solved(path)) for path in paths.notebooks(steps)]
    with scratch.folder() as folder, cluster.in_use("on-demand") as variables:
        progress = {"CNILAB_PROGRESS": str(folder / "progress.json")}
        with execute.environment({**variables, **progress}):
            return asyncio.run(one_after_the_other(executions))


def solved(path: Path) -> nbformat.NotebookNode:
    return execute.with_solutions(nbformat.read(path, as_version=4))


async def one_after_the_other(executions: list[execute.Execution]) -> list[execute.Outcome]:
    """While one is executed the kernel of the next one starts, and that of the one before ends."""
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
            report(outcome, time.monotonic() - begun)
            outcomes.append(outcome)
            ends.append(asyncio.create_task(execution.end()))
    finally:
        await asyncio.gather(*ends, *(execution.end() for execution in executions))
    return outcomes


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
