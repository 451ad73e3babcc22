"""A few requests to a cluster's API, for measuring: JSON over HTTP, with a kubeconfig."""

import base64
import http.client
import json
import ssl
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

import yaml


class Api:
    def __init__(self, kubeconfig: Path):
        config = yaml.safe_load(kubeconfig.read_text())
        cluster = config["clusters"][0]["cluster"]
        self.server = cluster["server"]
        user = config["users"][0]["user"]
        self.headers = {"Authorization": f"Bearer {user['token']}"} if "token" in user else {}
        self.tls = None
        host = urllib.parse.urlsplit(self.server).netloc
        self._connection = http.client.HTTPConnection(host, timeout=60)
        if self.server.startswith("https"):
            authority = base64.b64decode(cluster["certificate-authority-data"]).decode()
            self.tls = ssl.create_default_context(cadata=authority)
            if "client-certificate-data" in user:
                _show(self.tls, user)
            self._connection = http.client.HTTPSConnection(host, timeout=60, context=self.tls)

    def send(self, method: str, path: str, body: dict | None = None) -> dict:
        """A request on a connection that is kept for the next one, as in kubectl."""
        try:
            return self._ask(method, path, body)
        except ConnectionError:  # it was idle too long, and the server has closed it
            self._connection.close()
            return self._ask(method, path, body)

    def _ask(self, method: str, path: str, body: dict | None) -> dict:
        headers = {**self.headers, "Content-Type": "application/json"}
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        with self._connection.getresponse() as answer:
            said = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {said.decode()}")
        return json.loads(said)

    def watch(self, path: str, **query: str):
        """The events of a watch, one after another, until the caller has seen enough."""
        url = f"{self.server}{path}?" + urllib.parse.urlencode({"watch": "true", **query})
        request = urllib.request.Request(url, headers=self.headers)
        with urllib.request.urlopen(request, context=self.tls, timeout=120) as stream:
            for line in stream:
                yield json.loads(line)


def _show(tls: ssl.SSLContext, user: dict) -> None:
    """Authenticates with a client certificate, which Python can only read from a file."""
    with tempfile.NamedTemporaryFile() as file:
        for part in ("client-certificate-data", "client-key-data"):
            file.write(base64.b64decode(user[part]))
        file.flush()
        tls.load_cert_chain(file.name)
