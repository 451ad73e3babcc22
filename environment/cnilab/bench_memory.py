"""The memory of an open course: a kernel, five with the cluster and JupyterLab, and a whole session on Binder.

PSS is measured (proc(5), smaps_rollup): memory shared by several processes is divided among them.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
from jupyter_client import BlockingKernelClient

from . import cluster, paths, scratch, start
from .figure import Figure

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
NOTEBOOKS = ["00", "01", "02", "03", "04"]
PATIENCE = 180
AS_ON_BINDER = ["--ServerApp.kernel_manager_class=cnilab.few_kernels.FewKernels"]


def figures() -> list[Figure]:
    with scratch.folder() as folder, open_course(folder) as course:
        for number, path in enumerate(paths.notebooks(NOTEBOOKS)):
            course.work_through(path)
            if number == 0:
                one = proportional_mib(course.kernels()[0])
        five = course.mib()
    return [
        Figure("memory of a kernel, its notebook run", one, "MiB PSS", 150),
        Figure("memory of five kernels, cluster and JupyterLab", five, "MiB PSS", 1024),
        Figure("memory at most, the course one notebook after the other as on Binder", session(), "MiB PSS", 1024),
    ]


def session() -> float:
    """The largest memory use after any notebook, with each one left open as a learner might."""
    with scratch.folder() as folder, open_course(folder, *AS_ON_BINDER) as course:
        return max(course.mib() for path in paths.notebooks() if course.work_through(path))


class Course:
    """JupyterLab and a cluster, as ./lab starts them."""

    def __init__(self, address: str, server: int, embedded: int, runtime: Path):
        self._address = urllib.parse.urlsplit(address)
        self.server = server
        self.cluster = embedded
        self._runtime = runtime

    def kernels(self) -> list[int]:
        return children(self.server)

    def mib(self) -> float:
        return sum(map(proportional_mib, [self.cluster, self.server, *self.kernels()]))

    def work_through(self, path: Path) -> str:
        """Opens a kernel and runs a notebook's cells in it, one after the other; returns its name."""
        cells = nbformat.read(path, as_version=4).cells
        return self.run(*(cell.source for cell in cells if cell.cell_type == "code"))

    def run(self, *cells: str) -> str:
        name = self.ask("POST", "kernels", {"name": "java"})["id"]
        client = BlockingKernelClient(connection_file=str(self._runtime / f"kernel-{name}.json"))
        client.load_connection_file()
        client.start_channels(hb=False)  # a busy machine's answers come late
        try:
            client.wait_for_ready(timeout=PATIENCE)
            for cell in cells:
                client.execute_interactive(cell, output_hook=lambda _: None, timeout=PATIENCE)
        finally:
            client.stop_channels()
        return name

    def ask(self, method: str, what: str, body: dict | None = None) -> dict:
        """A request to JupyterLab's own API."""
        request = urllib.request.Request(
            f"http://{self._address.netloc}/api/{what}?{self._address.query}",
            data=json.dumps(body).encode() if body else None,
            method=method,
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            said = answer.read()
        return json.loads(said) if said else {}


@contextlib.contextmanager
def open_course(folder: Path, *options: str) -> Iterator[Course]:
    kubeconfig = folder / "kubeconfig"
    runtime = folder / "run"
    variables = start.environment({"KUBECONFIG": str(kubeconfig), "CNILAB_PROGRESS": str(folder / "progress.json")})
    variables["JUPYTER_RUNTIME_DIR"] = str(runtime)
    with cluster.embedded("--pace", "on-demand", "--kubeconfig", str(kubeconfig)) as embedded:
        server = subprocess.Popen(
            [*start.command(), "--no-browser", "--port=0", *options],
            cwd=paths.NOTEBOOKS,
            env=variables,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            address = next(found for line in server.stderr if (found := ADDRESS.search(line)))
            await_listening(urllib.parse.urlsplit(address.group()).port)
            yield Course(address.group(), server.pid, embedded.pid, runtime)
        finally:
            cluster.end(server)
            server.stderr.close()


def await_listening(port: int) -> None:
    """JupyterLab prints its address a little before it listens there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise SystemExit(f"lab: JupyterLab does not listen on port {port}")


def children(pid: int) -> list[int]:
    own = list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return own + [deeper for each in own for deeper in children(each)]


def proportional_mib(pid: int) -> float:
    """The memory of a process, including its share of shared memory."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE).group(1)) / 1024
