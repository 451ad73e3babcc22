"""Faults proven on a cluster that must be restored afterwards."""

import contextlib
import os
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from cnilab import cluster, kube, oncall

NAMESPACES = "/api/v1/namespaces"


@pytest.fixture(scope="module")
def given():
    """A cluster whose nodes can only be reached through pods, like a real one's."""
    with cluster.embedded_only("on-demand") as variables:
        yield {**os.environ, **variables, "CNILAB_ASK_ALWAYS": "1"}


@pytest.fixture
def agreed(given):
    return {**given, "CNILAB_MAY_BREAK": yaml.safe_load(Path(given["KUBECONFIG"]).read_text())["current-context"]}


@contextlib.contextmanager
def proving(fault: str, environment: dict[str, str]):
    """The program that proves a fault; it runs as long as its standard input is open."""
    words = oncall.command(["--verify", oncall.ON_CLUSTER, fault])
    with subprocess.Popen(
        words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        yield program


def namespaces(environment: dict[str, str]) -> list[str]:
    return [each["metadata"]["name"] for each in api(environment).send("GET", NAMESPACES)["items"]]


def api(environment: dict[str, str]) -> kube.Api:
    return kube.Api(Path(environment["KUBECONFIG"]))


def test_a_cluster_is_not_changed_without_an_agreement(given):
    before = namespaces(given)
    with proving("service-selector", given) as program:
        said = program.stdout.read()
    assert program.returncode == 1
    assert "nobody has agreed" in said and "CNILAB_MAY_BREAK=" in said
    assert namespaces(given) == before


def test_a_fault_is_proven_and_the_cluster_restored(agreed):
    before = namespaces(agreed)
    with proving("cluster-dns-wrong", agreed) as program:
        said = program.stdout.read()
    assert "1 of 1 faults hold" in said, said
    assert program.returncode == 0
    assert namespaces(agreed) == before


def test_faults_that_need_a_console_are_skipped(agreed):
    with proving("kubelet-stopped", agreed) as program:
        assert "skip kubelet-stopped" in program.stdout.read()


def test_a_cluster_is_restored_when_the_program_is_stopped_midway(agreed):
    before = namespaces(agreed)
    with proving("agent-state-gone", agreed) as program:
        while not is_broken(agreed):
            assert program.poll() is None
            time.sleep(0.05)
        program.stdin.close()
        said = program.stdout.read()
    assert program.returncode == 1
    assert "0 of 1 faults hold" in said, said
    assert "left behind" not in said
    assert namespaces(agreed) == before
    assert not is_broken(agreed)


def test_a_cluster_is_restored_when_the_output_is_closed(agreed):
    before = namespaces(agreed)
    words = oncall.command(["--verify", oncall.ON_CLUSTER, "cluster-dns-wrong"])
    with subprocess.Popen(words, env=agreed, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        program.stdout.close()
        said = program.stderr.read()
    assert (program.returncode, said) == (141, "")
    assert namespaces(agreed) == before


def is_broken(environment: dict[str, str]) -> bool:
    """Whether the agents' DaemonSet selects a label that no node has, or a node is cordoned."""
    agents = api(environment).send("GET", "/apis/apps/v1/namespaces/kube-flannel/daemonsets/kube-flannel-ds")
    nodes = api(environment).send("GET", "/api/v1/nodes")["items"]
    return "flannel" in agents["spec"]["template"]["spec"].get("nodeSelector", {}) or any(
        node["spec"].get("unschedulable") for node in nodes
    )
