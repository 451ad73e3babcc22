"""A few requests to a cluster's API, for measuring: JSON over HTTP, as a kubeconfig says."""

import base64
import json
import ssl
import urllib.parse
import urllib.request
from pathlib import Path

import yaml


class Api:
    def __init__(self, kubeconfig: Path):
        config = yaml.safe_load(kubeconfig.read_text())
        cluster = config["clusters"][0]["cluster"]
        self.server = cluster["server"]
        self.token = config["users"][0]["user"]["token"]
        self.tls = None
        if self.server.startswith("https"):
            authority = base64.b64decode(cluster["certificate-authority-data"]).decode()
            self.tls = ssl.create_default_context(cadata=authority)

    def send(self, method: str, path: str, body: dict | None = None) -> dict:
        request = urllib.request.Request(
            self.server + path,
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, context=self.tls, timeout=60) as answer:
            return json.load(answer)

    def watch(self, path: str, **query: str):
        """The events of a watch, one after another, until the caller has seen enough."""
        url = f"{self.server}{path}?" + urllib.parse.urlencode({"watch": "true", **query})
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, context=self.tls, timeout=120) as stream:
            for line in stream:
                yield json.loads(line)
