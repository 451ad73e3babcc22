"""The course on a real cluster that may be broken: CNILAB_TEST_KUBECONFIG names its kubeconfig."""

import json
import os
import signal
import time

import pytest
import yaml
from test_survival import Kernel

from cnilab import named, paths, run

KUBECONFIG = os.environ.get("CNILAB_TEST_KUBECONFIG", "")
STEPS = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "14"]
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


@pytest.mark.parametrize("step", [step for step in STEPS if any(paths.NOTEBOOKS.glob(f"{step}-*.ipynb"))])
def test_a_step_runs_and_its_checks_pass(step):
    outcome = run.run([step])[0]
    assert outcome.errors == []
    assert [check for check in outcome.checks if not check["passed"]] == []


def test_no_node_is_changed_without_an_agreement(learner, monkeypatch):
    monkeypatch.delenv("CNILAB_MAY_BREAK")
    java = Kernel(learner)
    try:
        said = java.run('worker(1).sh("touch /etc/cni/net.d/mine")')
        assert "you have not agreed" in said and "agree(" in said
        assert "mine" not in on_worker(java, "ls /etc/cni/net.d")
    finally:
        java.close()


def test_a_node_restores_itself_after_the_kernel_is_killed(learner):
    java = Kernel(learner)
    on_worker(java, "true")  # the first shell on a node may say that it has to wait
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
