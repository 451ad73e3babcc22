"""Every notebook, executed by the real kernel on the embedded cluster."""

from html import unescape

import nbformat
import pytest

from cnilab import execute, paths

NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in paths.notebooks()}
EXERCISES = {
    name: notebook
    for name, notebook in NOTEBOOKS.items()
    if any("exercise" in execute.tags(cell) for cell in notebook.cells)
}


def test_every_notebook_is_executed_in_order(solved):
    assert [outcome.name for outcome in solved] == list(NOTEBOOKS)


def test_no_cell_leaves_an_untagged_error(solved):
    assert [error for outcome in solved for error in outcome.errors] == []


def test_every_check_passes_with_the_solutions(solved):
    failed = [check for outcome in solved for check in outcome.checks if not check["passed"]]
    assert failed == []


def test_every_notebook_with_an_exercise_has_checks(solved):
    without = [outcome.name for outcome in solved if outcome.name in EXERCISES and not outcome.checks]
    assert without == []


@pytest.mark.parametrize("name", EXERCISES)
def test_a_check_fails_without_the_part_of_the_learner(learner, name):
    cells = [cell for cell in execute.left_out(EXERCISES[name]).cells if cell.cell_type == "code"]
    checks = [expectation for cell in cells for expectation in execute.checks(learner.attempt(cell.source))]
    failed = [expectation for expectation in checks if not expectation["passed"]]
    assert failed, "it passes although the learner has done nothing"
    assert all(expectation["expectation"] and expectation["found"] and expectation["next"] for expectation in failed)


# Functions of the lab in a plausible order, the equivalent kubectl line of each, and part of its output.
WORDS = {
    'apply("manifests/nettest-1.yaml")': ("kubectl apply -f manifests/nettest-1.yaml", "pod/nettest-1 created"),
    'run("nettest-2", worker(2))': ("kubectl run nettest-2", "pod/nettest-2 created"),
    'awaitReady("nettest-1", "nettest-2")': ("kubectl get pods -o wide", "nettest-2"),
    "pods()": ("kubectl get pods -o wide", "NOMINATED NODE"),
    "nodes()": ("kubectl get nodes -o wide", "CONTAINER-RUNTIME"),
    'events("nettest-1")': ("kubectl get events --field-selector involvedObject.uid=", "Scheduled"),
    'sh("nettest-1", "ip route")': ("kubectl exec nettest-1 -- ip route", "default via"),
    'worker(1).sh("cat /etc/hostname")': ("./lab node worker-1 -- 'cat /etc/hostname'", "worker-1"),
    'ping("nettest-1", "nettest-2")': ("kubectl exec nettest-1 -- ping -c 3", "3 packets transmitted"),
    'interfaces("nettest-1")': ("kubectl exec nettest-1 -- ip addr show", "LOOPBACK,UP,LOWER_UP"),
    'routes("nettest-1")': ("kubectl exec nettest-1 -- ip route show", "default via"),
    "cniConfiguration()": ("./lab node worker-1", '"type": "flannel"'),
    'delete("pod/nettest-2")': ("kubectl delete pod/nettest-2", 'pod "nettest-2" deleted'),
}


def test_each_result_shows_its_kubectl_command_and_its_output(learner):
    learner.cell('begin("02")')
    for word, (line, printed) in WORDS.items():
        results = [output for output in learner.cell(word).outputs if output.output_type == "execute_result"]
        shown = unescape(results[-1].data["text/html"])
        assert line in shown and printed in shown, f"{word}\n{results[-1].data['text/plain']}"


@pytest.mark.parametrize("line", ["foo", "exit 3"])
def test_a_missing_command_in_a_pod_is_reported_as_by_kubectl(learner, line):
    learner.cell('begin("02"); apply("manifests/nettest-1.yaml"); awaitReady("nettest-1")')
    (output,) = learner.cell(f'sh("nettest-1", "{line}")').outputs
    printed = output.data["text/plain"]
    assert f'exec: "{line.split()[0]}": executable file not found in $PATH' in printed
    assert printed.rstrip().endswith("[exit 1]")


def test_an_embedded_cluster_needs_no_agreement(learner):
    [output] = learner.cell("agree()").outputs
    assert "it needs no agreement" in output.data["text/plain"]
