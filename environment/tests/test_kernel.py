"""The Java kernel: what it does before the first cell, and how it answers while one runs."""

import http.server
import json
import os
import queue
import subprocess
import threading

import pytest
from cnilab import execute, kernel as kernelspec, paths
from jupyter_client import KernelManager


ENDLESS = 'while (true) { System.out.println("going on"); Thread.sleep(100); }'
PRINTING = 'for (int i = 1; ; i++) { System.out.println("going on"); if (i % 200 == 0) Thread.sleep(50); }'


class Server(http.server.ThreadingHTTPServer):
    """Answers every request, and records it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.put(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def test_a_kernel_is_connected_to_the_cluster_before_its_first_cell(tmp_path):
    server = Server()
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(json.dumps(naming(f"http://127.0.0.1:{server.server_port}")))
    manager = KernelManager(kernel_name="java")
    with execute.environment({"KUBECONFIG": str(kubeconfig)}):
        manager.start_kernel()
    try:
        assert server.asked.get(timeout=120) == "/version"
    finally:
        manager.shutdown_kernel(now=True)
        server.shutdown()


@pytest.fixture
def kernel():
    manager = KernelManager(kernel_name="java")
    with execute.environment({}):
        manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_running_cell_can_be_interrupted_and_does_not_block_a_shutdown(kernel):
    manager, client = kernel
    asked = going_on(client, ENDLESS)
    manager.interrupt_kernel()
    assert told(client.get_shell_msg, asked)["content"]["status"] == "error"
    going_on(client, ENDLESS)
    process = manager.provisioner.process
    manager.shutdown_kernel()  # it asks politely, and would kill only after some seconds
    assert process.returncode == 0


def test_output_still_arrives_after_printing_cells_were_interrupted(kernel):
    manager, client = kernel
    for _ in range(60):
        asked = going_on(client, PRINTING)
        manager.interrupt_kernel()
        assert told(client.get_shell_msg, asked)["content"]["status"] == "error"
        while told(client.get_iopub_msg, asked)["content"].get("execution_state") != "idle":
            pass  # unread messages pile up, and a publisher drops the excess


def test_a_cell_can_be_interrupted_before_it_is_compiled(kernel):
    manager, client = kernel
    for _ in range(20):
        asked = client.execute(ENDLESS)
        while told(client.get_iopub_msg, asked)["content"].get("execution_state") != "busy":
            pass
        manager.interrupt_kernel()
        assert told(client.get_shell_msg, asked)["content"]["status"] == "error"


def test_no_cell_has_to_be_compiled_with_the_results_of_all_before_it(kernel):
    _, client = kernel
    assert status(client, "6 * 7") == "ok"
    names = [f"${number}" for number in range(1, 50)]  # JShell's own for results, by the number of the snippet
    assert [name for name in names if status(client, name) == "ok"] == []


def test_a_cell_sees_the_jars_that_signatures_name_and_no_others(kernel):
    _, client = kernel
    assert status(client, "com.google.common.collect.ImmutableList.of()") == "ok"  # of Tablesaw's signatures
    assert status(client, "com.ibm.icu.util.VersionInfo.ICU_VERSION") == "error"
    missing = named_by("lab-", "tablesaw", "xchart", "kubernetes-client-api", "kubernetes-model") - {
        path.name for path in kernelspec.seen()
    }
    assert missing == set()


def named_by(*prefixes: str) -> set[str]:
    """The jars whose types the public signatures of these jars name."""
    all_jars = kernelspec.class_path()
    ours = [path for path in all_jars if path.name.startswith(prefixes)]
    assert len(ours) > len(prefixes)
    line = [paths.jdk("jdeps"), "-apionly", "-summary", "--multi-release", "base", "--ignore-missing-deps"]
    line += ["-cp", os.pathsep.join(map(str, all_jars)), *map(str, ours)]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    return {arrow.split(" -> ")[1].rpartition("/")[2] for arrow in said.splitlines() if arrow.endswith(".jar")}


def status(client, cell: str) -> str:
    return told(client.get_shell_msg, client.execute(cell))["content"]["status"]


def going_on(client, cell: str) -> str:
    """Runs the cell until it has printed something."""
    asked = client.execute(cell)
    while told(client.get_iopub_msg, asked)["msg_type"] != "stream":
        pass
    return asked


def told(channel, asked: str) -> dict:
    """The channel's next message about a request."""
    while (message := channel(timeout=60))["parent_header"].get("msg_id") != asked:
        pass
    return message


def naming(server: str) -> dict:
    """A kubeconfig."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "it", "cluster": {"server": server}}],
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": ""}}],
        "current-context": "it",
    }
