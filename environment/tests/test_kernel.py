"""The Java kernel: what it does before the first cell."""

import http.server
import json
import queue
import threading

from cnilab import execute
from jupyter_client import KernelManager


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


def naming(server: str) -> dict:
    """A kubeconfig."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "it", "cluster": {"server": server}}],
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": ""}}],
        "current-context": "it",
    }
