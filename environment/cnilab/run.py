"""./lab run: executes notebooks with their solutions and prints a line per check."""

import time

import nbformat

from . import cluster, execute, paths, scratch


def run(steps: list[str]) -> list[execute.Outcome]:
    """The outcomes of the steps, in order, on one cluster."""
    chosen = paths.notebooks(steps)
    outcomes = []
    with scratch.folder() as folder, cluster.in_use("on-demand") as variables:
        progress = {"CNILAB_PROGRESS": str(folder / "progress.json")}
        for path in chosen:
            started = time.monotonic()
            notebook = execute.with_solutions(nbformat.read(path, as_version=4))
            outcome = execute.execute(path, notebook, {**variables, **progress})
            report(outcome, time.monotonic() - started)
            outcomes.append(outcome)
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
