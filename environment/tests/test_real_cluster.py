"""The course on a real cluster that may be broken: CNILAB_TEST_KUBECONFIG names its kubeconfig."""

import json
import os
import random
import signal
import subprocess
import time

import pytest
import yaml
from test_survival import Kernel

from cnilab import named, paths, run

KUBECONFIG = os.environ.get("CNILAB_TEST_KUBECONFIG", "")
# What steps change on a node, but for what comes and goes with pods and Services.
NODE = r"""
find /etc/cni /opt/cni /run/flannel -type f | sort | xargs sha256sum
ip -o link | grep -v veth | sed 's/^[0-9]*: \([^:@]*\).* mtu \([0-9]*\).*/\1 \2/'
ip -o -4 addr | sed 's/^[0-9]*: //; s/ valid_lft.*//'
ip -4 route | sed 's/ linkdown//'
ip neigh show nud permanent; bridge fdb show dev flannel.1
iptables -S | grep -E '^-A (INPUT|OUTPUT|FORWARD) ' | grep -v -e KUBE- -e FLANNEL- | sort
cat /proc/sys/net/ipv4/ip_forward
"""
COPIES = "ls -d /root/*.conflist /root/flannel /root/portmap /var/backups/cni /tmp/new"
KINDS = "daemonsets,deployments,configmaps,services,networkpolicies"
BREAKING = ["04", "05", "07", "09", "10", "13", "15", "16"]
KEPT = "for each in /etc/cni/net.d /opt/cni/bin /run/flannel; do ls -1 $each; done"

pytestmark = pytest.mark.skipif(
    not KUBECONFIG, reason="CNILAB_TEST_KUBECONFIG names no cluster that may be broken"
)


@pytest.fixture(autouse=True)
def real(monkeypatch):
    context = yaml.safe_load(open(KUBECONFIG))["current-context"]
    monkeypatch.setenv("KUBECONFIG", KUBECONFIG)
    monkeypatch.setenv("CNILAB_MAY_BREAK", context)
    monkeypatch.setenv("CNILAB_SWITCH_SECONDS", "20")


@pytest.fixture
def learner(tmp_path):
    return {
        **named.variables(),
        "CNILAB_PROGRESS": str(tmp_path / "progress.json"),
        "JUPYTER_PATH": str(paths.JUPYTER),
    }


def on_worker(java: Kernel, line: str) -> list[str]:
    return java.run(f"worker(1).sh({json.dumps(line)}).out()").splitlines()


def nodes() -> list[str]:
    listed = subprocess.run(
        ["kubectl", "get", "nodes", "-o", "name"], text=True, capture_output=True, check=True
    ).stdout
    return [name.removeprefix("node/") for name in listed.split()]


def looked_at(line: str) -> dict[str, list[str]]:
    """What a line prints on each node for one who may change nothing."""
    variables = {name: value for name, value in os.environ.items() if name != "CNILAB_MAY_BREAK"}
    return {
        node: subprocess.run(
            [paths.ROOT / "lab", "node", node, "--", line], text=True, capture_output=True, env=variables
        ).stdout.splitlines()
        for node in nodes()
    }


def objects() -> dict[str, object]:
    """What other people's objects ask for."""
    listed = subprocess.run(
        ["kubectl", "get", KINDS, "-A", "-o", "json"], text=True, capture_output=True, check=True
    ).stdout
    return {
        f"{each['kind']} {each['metadata']['namespace']}/{each['metadata']['name']}": (
            each.get("spec"),
            each.get("data"),
            each["metadata"].get("labels"),
            {
                name: text
                for name, text in each["metadata"].get("annotations", {}).items()
                if name.startswith("kubectl")
            },
        )
        for each in json.loads(listed)["items"]
        if each["metadata"]["namespace"] != "cni-lab"
    }


@pytest.mark.parametrize("turn", ["first", "second"])
def test_the_whole_course_passes_and_leaves_the_cluster_as_it_was(turn):
    before = looked_at(NODE), looked_at(COPIES), objects()
    outcomes = run.run([])
    assert [(outcome.name, error) for outcome in outcomes for error in outcome.errors] == []
    assert [check for outcome in outcomes for check in outcome.checks if not check["passed"]] == []
    assert (looked_at(NODE), looked_at(COPIES), objects()) == before


@pytest.mark.parametrize("seed", range(10))
def test_killed_at_any_moment_of_the_course_the_nodes_restore_themselves(seed):
    chance = random.Random(seed)
    before = looked_at(NODE)
    running = subprocess.Popen(
        [paths.ROOT / "lab", "run", *chance.sample(BREAKING, 1)], start_new_session=True, stdout=subprocess.DEVNULL
    )
    time.sleep(chance.uniform(20, 120))
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    until = time.monotonic() + 180
    while (after := looked_at(NODE)) != before and time.monotonic() < until:
        time.sleep(5)
    assert after == before


def test_without_an_agreement_no_node_is_changed(learner, monkeypatch):
    monkeypatch.delenv("CNILAB_MAY_BREAK")
    java = Kernel(learner)
    try:
        said = java.run('worker(1).sh("touch /etc/cni/net.d/mine")')
        assert "you have not agreed" in said and "agree(" in said
        assert "mine" not in on_worker(java, "ls /etc/cni/net.d")
    finally:
        java.close()


def test_the_node_of_a_learner_who_was_killed_restores_itself(learner):
    java = Kernel(learner)
    before = on_worker(java, KEPT)
    java.run('worker(1).sh("rm /etc/cni/net.d/* /opt/cni/bin/bridge; touch /etc/cni/net.d/mine")')
    assert on_worker(java, KEPT) != before
    os.kill(java.manager.provisioner.pid, signal.SIGKILL)
    java.close()
    time.sleep(30)
    java = Kernel(learner)
    try:
        assert on_worker(java, KEPT) == before
    finally:
        java.close()
