"""A learner for tests: at a notebook, at a terminal and on the nodes of one embedded cluster."""

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cnilab import cluster, execute, kube, paths

# The course does without it; somebody on call needs it.
KUBECTL = shutil.which("kubectl")
NO_KUBECTL = "there is no kubectl to type this with"
needs_kubectl = pytest.mark.skipif(not KUBECTL, reason=NO_KUBECTL)

A_LINE_FOR_THE_TERMINAL = re.compile(r"^export KUBECONFIG=(\S+)$", re.MULTILINE)
A_TERMINALS_PATIENCE = 300  # tenths of a second, and seconds of the cluster

# A kernel's own options are for some dozens of cells. This one runs a thousand, for which compiling early pays.
LONG_LIVED = {"_JAVA_OPTIONS": "-XX:CompileThresholdScaling=0.4"}


class Learner:
    def __init__(self, client: NotebookClient, kubeconfig: Path):
        self._client = client
        self._home = kubeconfig
        self._go_to(kubeconfig)

    def _go_to(self, kubeconfig: Path) -> None:
        self._variables = {**os.environ, "KUBECONFIG": str(kubeconfig)}
        self._api = kube.Api(kubeconfig)

    def attempt(self, source: str) -> nbformat.NotebookNode:
        """Runs a cell that may fail. If it switches to another cluster, the terminal follows."""
        cell = nbformat.v4.new_code_cell(source)
        self._client.nb.cells.append(cell)
        self._client.execute_cell(cell, len(self._client.nb.cells) - 1)
        if source.startswith("begin("):
            self._go_to(self._home)
        for output in cell.outputs:
            for kubeconfig in A_LINE_FOR_THE_TERMINAL.findall(output.get("data", {}).get("text/plain", "")):
                self._go_to(Path(kubeconfig))
        return cell

    def cell(self, source: str) -> nbformat.NotebookNode:
        """Runs a cell; an error fails the test."""
        cell = self.attempt(source)
        for output in cell.outputs:
            assert output.output_type != "error", f"{source}: {output.ename}: {output.evalue}"
        return cell

    def node(self, name: str, line: str) -> str:
        """Runs a shell line on a node, and returns its output."""
        cell = self.cell(f"System.out.print(node({json.dumps(name)}).sh({json.dumps(line)}))")
        return "".join(output.get("text", "") for output in cell.outputs)

    def terminal(self, lines: str) -> subprocess.CompletedProcess:
        """Runs lines of bash in the notebooks' folder, where kubectl sees the cluster.

        Without kubectl, which the course does not need, the test is skipped. The cluster's clock advances with them: by a second for each tenth of a second that the lines take.
        """
        if "kubectl" in lines and not KUBECTL:
            pytest.skip(NO_KUBECTL)
        running = subprocess.Popen(
            ["bash", "-c", lines],
            cwd=paths.NOTEBOOKS,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(A_TERMINALS_PATIENCE):
            try:
                printed, _ = running.communicate(timeout=0.1)
                return subprocess.CompletedProcess(lines, running.returncode, printed)
            except subprocess.TimeoutExpired:
                self.wait(1)
        running.kill()
        raise AssertionError(f"does not end: {lines}\n{running.communicate()[0]}")

    def type(self, line: str) -> None:
        """Runs a line with its prompt: `$ ` for the terminal, `worker-1$ ` for a node."""
        prompt, _, command = line.partition("$ ")
        if prompt:
            self.node(prompt, command)
        else:
            self.terminal(command)

    def wait(self, seconds: int) -> None:
        """Advances the cluster's time."""
        self._api.send("POST", "/apis/lab.cnilab.dev/v1/clock/advance", {"duration": f"{seconds}s"})

    def check(self, step: str) -> list[dict]:
        """The step's check results, one entry for each expectation."""
        return execute.checks(self.cell(f'check("{step}")'))


@contextlib.contextmanager
def at_work(scratch: Path) -> Iterator[Learner]:
    """A learner with a kernel and a cluster, both of which end with the block."""
    kubeconfig = scratch / "kubeconfig"
    variables = {"KUBECONFIG": str(kubeconfig), "CNILAB_PROGRESS": str(scratch / "progress.json"), **LONG_LIVED}
    notebook = nbformat.v4.new_notebook()
    client = NotebookClient(
        notebook,
        kernel_name="java",
        timeout=180,
        startup_timeout=120,
        allow_errors=True,
        resources={"metadata": {"path": str(paths.NOTEBOOKS)}},
    )
    with cluster.embedded("--pace", "on-demand", "--kubeconfig", str(kubeconfig)):
        with contextlib.ExitStack() as kernel:
            with execute.environment(variables):  # only for the kernel, not for tests in parallel
                kernel.enter_context(client.setup_kernel())
            yield Learner(client, kubeconfig)
