"""./lab cluster --seed: a script that is run twice leaves the same, byte for byte."""

import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from cnilab import kube, paths

NAMESPACE = "/api/v1/namespaces/default/"
CRASHES = {"name": "a", "image": "busybox", "command": ["sh", "-c", "echo $HOSTNAME; cat /proc/uptime; sleep 1; exit 3"]}


def pod(name: str, container: dict, **spec) -> dict:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [container], **spec}}


WEB = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web"},
    "spec": {
        "replicas": 4,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "nginx", "readinessProbe": {"httpGet": {"port": 80}}}]},
        },
    },
}
SERVICE = {"metadata": {"name": "web"}, "spec": {"type": "NodePort", "selector": {"app": "web"}, "ports": [{"port": 80}]}}


class Client:
    def __init__(self, kubeconfig: Path):
        self.api = kube.Api(kubeconfig)

    def text(self, path: str) -> str:
        """An answer; a refusal is one too."""
        request = urllib.request.Request(self.api.server + path, headers=self.api.headers)
        try:
            with urllib.request.urlopen(request, context=self.api.tls, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.read().decode()

    def pass_(self, duration: str) -> None:
        self.api.send("POST", "/apis/lab.cnilab.dev/v1/clock/advance", {"duration": duration})

    def play(self) -> None:
        """The script: workloads, two that fail, a deletion, a namespace that goes."""
        send = self.api.send
        send("POST", "/apis/apps/v1/namespaces/default/deployments", WEB)
        send("POST", NAMESPACE + "services", SERVICE)
        send("POST", NAMESPACE + "pods", pod("crash", CRASHES))
        send("POST", NAMESPACE + "pods", pod("typo", {"name": "a", "image": "ngnix:lates"}))
        self.pass_("30s")
        send("DELETE", NAMESPACE + "pods/" + self.names()[-1])
        send("POST", "/api/v1/namespaces", {"metadata": {"name": "shop"}})
        self.pass_("1s")
        send("POST", "/api/v1/namespaces/shop/pods", pod("one", {"name": "a", "image": "nginx"}))
        send("DELETE", "/api/v1/nodes/worker-2")
        self.pass_("60s")
        send("DELETE", "/api/v1/namespaces/shop")
        self.pass_("45s")

    def names(self) -> list[str]:
        return [each["metadata"]["name"] for each in self.api.send("GET", NAMESPACE + "pods")["items"]]

    def everything(self) -> list[str]:
        """All objects and events, and the logs of nodes and containers."""
        lines = [line for path in self.lists() for line in [path, self.text(path)]]
        for name in self.names():
            if name != "typo":
                lines += [name, self.text(f"{NAMESPACE}pods/{name}/log")]
        for node in ("control-plane", "worker-1"):
            for file in ("", "pods/", "containers/"):
                lines += [node + file, self.text(f"/api/v1/nodes/{node}/proxy/logs/{file}")]
        return lines

    def lists(self) -> list[str]:
        groups = ["/api/v1"]
        groups += ["/apis/" + each["preferredVersion"]["groupVersion"] for each in self.api.send("GET", "/apis")["groups"]]
        return [
            f"{group}/{kind['name']}"
            for group in groups
            for kind in self.api.send("GET", group)["resources"]
            if "list" in kind["verbs"]
        ]


def history(folder: Path, *options: str) -> list[str]:
    folder.mkdir()
    kubeconfig = folder / "kubeconfig"
    command = [paths.ROOT / "lab", "cluster", "--pace", "on-demand", "--kubeconfig", kubeconfig, "--end-with-input", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            while "is ready" not in (line := running.stdout.readline()):
                assert line, "it has ended"
            client = Client(kubeconfig)
            client.play()
            return client.everything()
        finally:
            running.stdin.close()


def test_clusters_with_equal_seed_and_epoch_have_equal_histories(tmp_path):
    same = ["--seed", "7", "--epoch", "2026-01-01T00:00:00Z"]
    first, second = history(tmp_path / "first", *same), history(tmp_path / "second", *same)
    assert len(first) > 100
    assert [pair for pair in zip(first, second) if pair[0] != pair[1]] == []
    assert len(first) == len(second)
    other = history(tmp_path / "other", "--seed", "8", *same[2:])
    assert other != first
