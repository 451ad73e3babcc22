"""Executes notebooks through the real kernel, headless."""

import asyncio
import atexit
import contextlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from traitlets.config import Config

from . import paths

SECONDS_A_CELL = 300  # longer than the longest wait in a cell, which is for an agent or a log
SECONDS_TO_END = 60  # a kernel that is being trained writes its archive as it ends
SOLUTION = re.compile(r"<details><summary>A solution</summary>\n\n```java\n(.*)\n```\n\n</details>", re.DOTALL)
CHECK = "application/vnd.cnilab.check+json"


@dataclass
class Outcome:
    """The result for one notebook: the executed notebook, its checks, its untagged errors."""

    name: str
    notebook: nbformat.NotebookNode
    checks: list[dict] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.errors and all(check["passed"] for check in self.checks)


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def with_solutions(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Replaces the learner's cells by the solutions, each of which keeps the question."""
    for asked, answer in zip(notebook.cells, notebook.cells[1:]):
        if "exercise" in tags(asked) and "solution" in tags(answer):
            answer.metadata["cnilab"] = {"exercise": asked.source}
    solved = _without(notebook, "exercise")
    solved.cells = [code(cell) if "solution" in tags(cell) else cell for cell in solved.cells]
    return solved


def code(solution: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A solution as an executable cell. In the notebook it is text, so that running all cells does not run it."""
    source = SOLUTION.fullmatch(solution.source).group(1)
    return nbformat.v4.new_code_cell(source, id=solution.id, metadata=solution.metadata)


def left_out(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook of a learner who did nothing: without exercises and solutions."""
    return _without(_without(notebook, "exercise"), "solution")


def _without(notebook: nbformat.NotebookNode, tag: str) -> nbformat.NotebookNode:
    kept = notebook.copy()
    kept.cells = [cell for cell in notebook.cells if tag not in tags(cell)]
    return kept


def execute(
    path: Path,
    notebook: nbformat.NotebookNode,
    variables: dict[str, str],
    after_cell: Callable[..., None] | None = None,
) -> Outcome:
    """Runs every cell in order; errors do not stop the run, so that all of them are reported."""
    client = _client(path, notebook, after_cell)
    outcome = Outcome(path.stem, notebook)
    with environment(variables):
        try:
            client.execute()
        except (DeadKernelError, CellTimeoutError, RuntimeError) as ended:
            outcome.errors.append(f"{what_ended(ended)} {where(notebook)}")
    return _read(outcome)


class Execution:
    """Executes a notebook as above, but in steps, so that others can be executed while its kernel starts or ends.

    `begun` is set once the first cell has run, or none will.
    """

    def __init__(self, path: Path, notebook: nbformat.NotebookNode):
        self.begun = asyncio.Event()
        self._client = _client(path, notebook, lambda **_: self.begun.set())
        self._outcome = Outcome(path.stem, notebook)

    async def start(self) -> None:
        """Starts the kernel's process without waiting until it is ready."""
        self._client.km = self._client.create_kernel_manager()
        await self._client.async_start_new_kernel()

    async def run(self) -> Outcome:
        notebook = self._outcome.notebook
        try:
            await self._client.async_execute(cleanup_kc=False)
        except (DeadKernelError, CellTimeoutError, RuntimeError) as ended:
            self._outcome.errors.append(f"{what_ended(ended)} {where(notebook)}")
        finally:
            self.begun.set()
        return _read(self._outcome)

    async def end(self) -> None:
        """Ends a running kernel, and waits for its end.

        nbclient would end it again at exit, and fail, if it was canceled while the kernel started.
        """
        atexit.unregister(self._client._cleanup_kernel)
        client, manager = self._client.kc, self._client.km
        self._client.kc = self._client.km = None
        if client is not None:
            client.stop_channels()
        if manager is not None:
            await manager.shutdown_kernel()


def _client(
    path: Path, notebook: nbformat.NotebookNode, after_cell: Callable[..., None] | None = None
) -> NotebookClient:
    return NotebookClient(
        notebook,
        kernel_name="java",
        timeout=SECONDS_A_CELL,
        startup_timeout=120,
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_executed=after_cell,
        config=Config(KernelManager={"shutdown_wait_time": SECONDS_TO_END}),
    )


def _read(outcome: Outcome) -> Outcome:
    """Adds the results of the executed cells."""
    for number, cell in enumerate(outcome.notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and "raises-exception" not in tags(cell):
                outcome.errors.append(f"cell {number}: {output.ename}: {output.evalue}\n{cell.source}")
        outcome.checks.extend(checks(cell))
    return outcome


def what_ended(error: Exception) -> str:
    match error:
        case DeadKernelError():
            return "the kernel has died;"
        case CellTimeoutError():
            return f"the kernel has not answered for {SECONDS_A_CELL} s;"
        case _:
            return f"{str(error).splitlines()[0]};"


def where(notebook: nbformat.NotebookNode) -> str:
    """The last cell that ran."""
    begun = [
        (number, cell.source)
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and "execution" in cell.metadata
    ]
    return "cell {} ran last: {}".format(*begun[-1]) if begun else "no cell has run"


def checks(cell: nbformat.NotebookNode) -> list[dict]:
    """The check results of an executed cell, one entry for each expectation."""
    shown = [output.get("data", {}).get(CHECK, []) for output in cell.get("outputs", [])]
    return [expectation for each in shown for expectation in each]


@contextlib.contextmanager
def environment(variables: dict[str, str]) -> Iterator[None]:
    wanted = {"JUPYTER_PATH": str(paths.JUPYTER), **variables}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
