"""The Java kernel: what it does before the first cell, and what it answers while one runs."""

import http.server
import json
import queue
import threading

from cnilab import execute
from jupyter_client import KernelManager


ENDLESS = 'while (true) { System.out.println("going on"); Thread.sleep(100); }'


class Server(http.server.ThreadingHTTPServer):
    """Answers whatever it is asked, and notes it."""

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


def test_a_running_cell_can_be_interrupted_and_does_not_keep_the_kernel_from_ending():
    manager = KernelManager(kernel_name="java")
    with execute.environment({}):
        manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        asked = going_on(client)
        manager.interrupt_kernel()
        assert told(client.get_shell_msg, asked)["content"]["status"] == "error"
        going_on(client)
        process = manager.provisioner.process
        manager.shutdown_kernel()  # it asks, and would kill only after some seconds
        assert process.returncode == 0
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def going_on(client) -> str:
    """Runs the cell until it has said something; before it is compiled nothing can be interrupted."""
    asked = client.execute(ENDLESS)
    while told(client.get_iopub_msg, asked)["msg_type"] != "stream":
        pass
    return asked


def told(channel, asked: str) -> dict:
    """What a channel tells next about a request."""
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
