"""What a learner loses when something is interrupted or killed: the cell that ran, and nothing else."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from jupyter_client import KernelManager

from cnilab import bench, cluster, execute, kube, paths

PARENT = """
import sys, time
from jupyter_client import KernelManager
manager = KernelManager(kernel_name="java")
manager.start_kernel()
print(manager.provisioner.pid, flush=True)
time.sleep(600)
"""


# ./lab with its own folder .lab, apart from what set-up has made.
OF_ITS_OWN = """
import sys
from pathlib import Path
from cnilab import paths, start
paths.STATE = Path(sys.argv[1])
paths.LOGS, paths.SCRATCH, paths.RUNTIME = paths.STATE / "log", paths.STATE / "tmp", paths.STATE / "run"
paths.KUBECONFIG = paths.STATE / "kubeconfig"
sys.exit(start.main([]))
"""

ADDRESS = re.compile(r"http://127\.0\.0\.1:(?P<port>\d+)/\S*\?token=(?P<token>[0-9a-f]{48})")


@pytest.fixture
def home(tmp_path):
    return {
        "KUBECONFIG": str(tmp_path / "kubeconfig"),
        "CNILAB_PROGRESS": str(tmp_path / "progress.json"),
        "JUPYTER_PATH": str(paths.JUPYTER),
    }


PATIENCE = 300  # seconds, for a busy machine


class Kernel:
    """A kernel as JupyterLab uses one: cells go in, outputs come out."""

    def __init__(self, variables: dict[str, str]):
        self.manager = KernelManager(kernel_name="java")
        with execute.environment(variables):
            self.manager.start_kernel(env={**os.environ, **variables})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code: str) -> str:
        """The text of all outputs of a cell."""
        return self.outputs(self.client.execute(code))

    def outputs(self, request: str) -> str:
        """All that a cell prints until its end."""
        return self.until(request, None)

    def until(self, request: str, words: str | None) -> str:
        """What a cell prints until it has printed these words, or until its end."""
        said = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            if content.get("execution_state") == "idle":
                assert words is None, f"it ended without saying '{words}': {said}"
                return "\n".join(said)
            said.append(content.get("data", {}).get("text/plain", "") + content.get("evalue", ""))
            if words is not None and words in said[-1]:
                return "\n".join(said)

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


def test_a_killed_cluster_is_restarted_and_the_step_begins_again(home):
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


def test_begin_waits_while_another_notebook_resets_the_cluster(home):
    with cluster.kept("--pace", "on-demand", "--kubeconfig", home["KUBECONFIG"]), kernel(home) as java:
        enough = threading.Event()

        def reset_again_and_again() -> None:
            api = kube.Api(Path(home["KUBECONFIG"]))
            while not enough.is_set():
                api.send("POST", "/apis/lab.cnilab.dev/v1/reset", {})

        others = threading.Thread(target=reset_again_and_again)
        others.start()
        try:
            # Whether a step meets a reset or is met by one is chance, so it begins several times.
            said = (java.run('begin("02")') for _ in range(10))
            assert any("Waiting: another notebook is resetting the cluster." in each for each in said)
        finally:
            enough.set()
            others.join()
        assert "the cluster is ready" in java.run('begin("02")')


def test_two_simultaneous_begins_leave_a_working_cluster(home):
    with cluster.kept("--pace", "on-demand", "--kubeconfig", home["KUBECONFIG"]), kernel(home) as one, kernel(home) as two:
        for _ in range(3):
            requests = [each.client.execute('begin("02")') for each in (one, two)]
            said = [each.outputs(request) for each, request in zip((one, two), requests)]
            assert any("the cluster is ready" in each for each in said), said
        assert "the cluster is ready" in one.run('begin("02")')
        assert "worker-1" in two.run("nodes()")


def test_the_progress_survives_a_killed_kernel(home):
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


def test_lab_prints_its_address_and_ends_all_it_started(tmp_path):
    """As ./lab starts it, but without the clone's own files, in which another course may be open."""
    kubeconfig = tmp_path / "kubeconfig"
    process = subprocess.Popen(
        [sys.executable, "-c", OF_ITS_OWN, str(tmp_path)],
        env={**os.environ, "BROWSER": "true", "PYTHONPATH": str(paths.ENVIRONMENT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = []
        address = None
        while address is None:
            said.append(process.stdout.readline())
            assert said[-1], f"it ended: {said}"
            address = ADDRESS.search(said[-1])
        assert f"export KUBECONFIG={kubeconfig}" in "".join(said)
        with bench.opened(address.group()) as page:
            assert page.url.startswith(f"http://127.0.0.1:{address['port']}/lab/tree/00-start-here.ipynb")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"http://127.0.0.1:{address['port']}/api/contents")
        assert listens_on(int(address["port"])) == ["0100007F"], "127.0.0.1 alone"
        begun = urllib.request.Request(
            f"http://127.0.0.1:{address['port']}/api/kernels?token={address['token']}",
            data=json.dumps({"name": "java"}).encode(),
            method="POST",
        )
        urllib.request.urlopen(begun).close()
        started = family(process.pid)
        assert len(started) >= 3, "a cluster, JupyterLab and a kernel"
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(30)
        process.stdout.close()
    assert status == 0
    assert all(ended(pid, within=10) for pid in started)
    assert not kubeconfig.exists()


def listens_on(port: int) -> list[str]:
    """The addresses where something listens on a port, as the kernel writes them; proc(5)."""
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [local[:8] for _, local, _, state, *_ in sockets if state == "0A" and int(local[9:], 16) == port]


def family(pid: int) -> list[int]:
    own = list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return own + [deeper for each in own for deeper in family(each)]


WAITING = {
    "for a pod that there is not": ('awaitReady("stuck")', "no such pod"),
    "for an event that does not come": ('awaitEvent("hello", "Sneezed")', "so far [Scheduled"),
    "for a command in a pod": ('sh("hello", "echo asleep; sleep 60")', "asleep"),
    "for a command on a node": ('worker(1).sh("echo asleep; sleep 60")', "asleep"),
    "for replies that are lost": ('ping("hello", "10.244.1.250")', "PING 10.244.1.250"),
    "for pods that stay": ('awaitNoPods("kube-system")', "still there: [coredns"),
}


@pytest.fixture(scope="module")
def with_a_pod(tmp_path_factory):
    scratch = tmp_path_factory.mktemp("waiting")
    home = {
        "KUBECONFIG": str(scratch / "kubeconfig"),
        "CNILAB_PROGRESS": str(scratch / "progress.json"),
        "JUPYTER_PATH": str(paths.JUPYTER),
    }
    with cluster.kept("--pace", "real-time", "--kubeconfig", home["KUBECONFIG"]), kernel(home) as java:
        yield java


@pytest.mark.parametrize("code, sees", WAITING.values(), ids=WAITING.keys())
def test_a_waiting_cell_reports_what_it_sees_and_ends_quickly_on_interrupt(with_a_pod, code, sees):
    java = with_a_pod
    java.run('run("hello", worker(1))')
    java.run('awaitReady("hello")')
    request = java.client.execute(code)
    said = java.until(request, sees)
    begun = time.monotonic()
    java.manager.interrupt_kernel()
    said += java.outputs(request)
    assert time.monotonic() - begun < 1
    assert sees in said and "interrupted" in said
    assert "worker-1" in java.run("nodes()"), "the kernel goes on"
