"""What a learner loses when something is interrupted or killed: the cell that ran, and nothing else."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jupyter_client import KernelManager

from cnilab import cluster, execute, paths

PARENT = """
import sys, time
from jupyter_client import KernelManager
manager = KernelManager(kernel_name="java")
manager.start_kernel()
print(manager.provisioner.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def home(tmp_path):
    return {
        "KUBECONFIG": str(tmp_path / "kubeconfig"),
        "CNILAB_PROGRESS": str(tmp_path / "progress.json"),
        "JUPYTER_PATH": str(paths.JUPYTER),
    }


class Kernel:
    """A kernel as JupyterLab has one: cells go in, outputs come out."""

    def __init__(self, variables: dict[str, str]):
        self.manager = KernelManager(kernel_name="java")
        with execute.environment(variables):
            self.manager.start_kernel(env={**os.environ, **variables})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str) -> str:
        """The text of all outputs of a cell."""
        return self.outputs(self.client.execute(code))

    def outputs(self, request: str) -> str:
        said = []
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            if content.get("execution_state") == "idle":
                return "\n".join(said)
            said.append(content.get("data", {}).get("text/plain", "") + content.get("evalue", ""))

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@contextlib.contextmanager
def kernel(variables):
    running = Kernel(variables)
    try:
        yield running
    finally:
        running.close()


def ended(pid: int, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.05)
                continue
        return True
    return False


def cluster_pid(kubeconfig: str) -> int:
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and kubeconfig in (entry / "cmdline").read_text().split("\0"):
                return int(entry.name)
    raise AssertionError(f"no process has {kubeconfig} in its command line")


def test_a_killed_cluster_is_started_anew_and_the_step_begins_again(home):
    with cluster.kept("--pace", "on-demand", "--kubeconfig", home["KUBECONFIG"]), kernel(home) as java:
        assert "the cluster is ready" in java.run('begin("02")')
        before = json.loads(Path(home["CNILAB_PROGRESS"]).read_text())
        written = Path(home["KUBECONFIG"]).stat().st_mtime_ns
        os.kill(cluster_pid(home["KUBECONFIG"]), signal.SIGKILL)
        until = time.monotonic() + 30
        while Path(home["KUBECONFIG"]).stat().st_mtime_ns == written and time.monotonic() < until:
            time.sleep(0.1)
        assert "the cluster is ready" in java.run('begin("02")')
        assert json.loads(Path(home["CNILAB_PROGRESS"]).read_text()) == before


def test_a_killed_kernel_leaves_the_progress_to_the_next(home):
    with cluster.kept("--pace", "on-demand", "--kubeconfig", home["KUBECONFIG"]):
        with kernel(home) as java:
            java.run('begin("02")')
            java.run('hint("02")')
            kept = Path(home["CNILAB_PROGRESS"]).read_text()
            os.kill(java.manager.provisioner.pid, signal.SIGKILL)
        with kernel(home) as java:
            assert Path(home["CNILAB_PROGRESS"]).read_text() == kept
            assert "02" in java.run("progress()")


def test_a_kernel_ends_when_its_jupyter_is_killed(home):
    jupyter = subprocess.Popen(
        [sys.executable, "-c", PARENT], env={**os.environ, **home}, stdout=subprocess.PIPE, text=True
    )
    pid = int(jupyter.stdout.readline())
    jupyter.kill()
    jupyter.wait()
    jupyter.stdout.close()
    assert ended(pid, within=10)


def test_a_waiting_cell_shows_what_it_sees_and_is_interrupted_long_before_it_gives_up(home):
    with cluster.kept("--pace", "real-time", "--kubeconfig", home["KUBECONFIG"]), kernel(home) as java:
        request = java.client.execute('awaitReady("stuck")')
        time.sleep(3)
        begun = time.monotonic()
        java.manager.interrupt_kernel()
        said = java.outputs(request)
        assert time.monotonic() - begun < 10, "awaitReady waits 90 s"
        assert "Waiting for pod stuck to be Ready" in said and "no such pod" in said
        assert "interrupted" in said
        assert "worker-1" in java.run("nodes()"), "the kernel goes on"
