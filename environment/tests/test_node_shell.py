"""./lab node: a console that works whatever is broken on the node, and a shell through a pod that reports when it breaks."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

import full_disk
from cnilab import cluster, kube, paths

NODE = "worker-1"
A_SECONDS_LINE = "echo begun; sleep 1; systemctl stop {}; sleep 600; echo never"


@pytest.fixture(scope="module")
def kubeconfig(tmp_path_factory):
    """A separate cluster, because what is done to its nodes would disturb other tests."""
    file = tmp_path_factory.mktemp("node-shell") / "kubeconfig"
    with cluster.embedded("--kubeconfig", str(file)):
        yield file


def typed(kubeconfig: Path | str, line: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [paths.ROOT / "lab", "node", NODE, "--", line],
        env={**os.environ, "KUBECONFIG": str(kubeconfig), **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )


def through_a_pod(kubeconfig: Path, line: str) -> subprocess.CompletedProcess:
    """As on a real cluster whose learner has agreed."""
    context = yaml.safe_load(kubeconfig.read_text())["current-context"]
    return typed(kubeconfig, line, CNILAB_ASK_ALWAYS="1", CNILAB_MAY_BREAK=context)


def test_a_service_can_be_stopped_and_started_on_a_node(kubeconfig):
    stopped = typed(kubeconfig, "systemctl stop kubelet containerd; ip link set eth0 down; systemctl is-active kubelet containerd")
    assert stopped.stdout == "inactive\ninactive\n", stopped.stderr
    repair = "ip link set eth0 up; ip route add default via 172.30.0.1; systemctl start containerd kubelet; systemctl is-active kubelet"
    assert typed(kubeconfig, repair).stdout == "active\n"
    assert typed(kubeconfig, "exit 3").returncode == 3


@pytest.mark.parametrize("named, found", [("", "KUBECONFIG is not set"), ("/no/such/file", "KUBECONFIG names nothing"), ("/dev/null", "only empty files")])
def test_a_missing_kubeconfig_is_named(tmp_path, named, found):
    said = typed(named, "true", HOME=str(tmp_path))
    assert said.returncode == 1
    assert found in said.stderr and "./lab cluster" in said.stderr


def test_a_console_needs_no_pod(kubeconfig):
    assert typed(kubeconfig, "crictl ps -q --name shell").stdout == ""
    namespaces = kube.Api(kubeconfig).send("GET", "/api/v1/namespaces")["items"]
    assert "cni-lab" not in [each["metadata"]["name"] for each in namespaces]


@pytest.mark.parametrize("service", ["kubelet", "containerd"])
def test_a_broken_shell_in_a_pod_is_reported_with_a_remedy(kubeconfig, service):
    try:
        said = through_a_pod(kubeconfig, A_SECONDS_LINE.format(service))
        assert said.returncode == 1
        assert "begun" in said.stdout and "never" not in said.stdout
        assert "could not run" in said.stderr and "systemctl start containerd kubelet" in said.stderr
    finally:
        typed(kubeconfig, "systemctl start containerd kubelet")


@pytest.mark.parametrize("run", [typed, through_a_pod])
def test_an_endlessly_printing_command_is_ended_and_reported(kubeconfig, run):
    said = run(kubeconfig, "yes")
    assert said.returncode == 1
    assert said.stdout.startswith("y\ny\n") and len(said.stdout) == 8 << 20
    assert "it printed more than 8 MiB, and was ended" in said.stderr and "head -n 20" in said.stderr, said.stderr


@pytest.mark.parametrize("run", [typed, through_a_pod])
def test_a_command_with_more_output_than_the_limit_fails(kubeconfig, run):
    said = run(kubeconfig, f"head -c {(8 << 20) + 1} /dev/zero")
    assert said.returncode == 1 and "it printed more than 8 MiB" in said.stderr, said.stderr


def test_a_command_ends_when_its_reader_is_gone(kubeconfig):
    line = f"{paths.ROOT}/lab node {NODE} -- 'seq 100000' | head -n 1; echo ${{PIPESTATUS[0]}}"
    variables = {**os.environ, "KUBECONFIG": str(kubeconfig)}
    read = subprocess.run(["bash", "-c", line], env=variables, capture_output=True, text=True, timeout=60)
    assert (read.stdout, read.stderr) == ("1\n141\n", "")


@full_disk.needed
@pytest.mark.parametrize(("words", "status"), [(["node", NODE, "--", "echo hi"], 1), (["diagnose"], 2)])
def test_a_write_to_a_full_disk_is_reported(kubeconfig, words, status):
    variables = {**os.environ, "KUBECONFIG": str(kubeconfig)}
    with full_disk.FILE.open("w") as full:
        lost = subprocess.run([paths.ROOT / "lab", *words], env=variables, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (lost.returncode, lost.stderr) == (status, "lab: could not write to the standard output: No space left on device\n")
