"""Every notebook, through the real kernel, on the embedded cluster."""

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


def test_with_the_solutions_every_check_passes(solved):
    failed = [check for outcome in solved for check in outcome.checks if not check["passed"]]
    assert failed == []


def test_every_notebook_with_an_exercise_has_checks(solved):
    without = [outcome.name for outcome in solved if outcome.name in EXERCISES and not outcome.checks]
    assert without == []


@pytest.mark.parametrize("name", EXERCISES)
def test_with_the_learners_part_left_out_a_check_fails_and_names_what_is_missing(learner, name):
    cells = [cell for cell in execute.left_out(EXERCISES[name]).cells if cell.cell_type == "code"]
    checks = [expectation for cell in cells for expectation in execute.checks(learner.attempt(cell.source))]
    failed = [expectation for expectation in checks if not expectation["passed"]]
    assert failed, "it passes although the learner has done nothing"
    assert all(expectation["expectation"] and expectation["found"] and expectation["next"] for expectation in failed)


# What a word of the lab stands for, and something of what that line prints.
STANDS_FOR = {
    "apply(": ("kubectl apply -f manifests/", "pod/"),
    "delete(": ("kubectl delete", "deleted"),
    "run(": ("kubectl run", "created"),
    "awaitReady(": ("kubectl get pods", "NAME"),
    "pods()": ("kubectl get pods -o wide", "NOMINATED NODE"),
    "nodes()": ("kubectl get nodes -o wide", "CONTAINER-RUNTIME"),
    "events(": ("kubectl", "Scheduled"),
    "sh(": ("kubectl exec nettest-1 -- ip", "eth0"),
    "worker(1).sh(": ("kubectl exec", "total"),
    "ping(": ("kubectl exec nettest-1 -- ping -c 3", "3 packets transmitted"),
    "interfaces(": ("kubectl exec", "<LOOPBACK,UP,LOWER_UP>"),
    "routes(": ("kubectl exec nettest-1 -- ip route", "default via"),
    "cniConfiguration()": ("kubectl exec", '"type": "flannel"'),
}


@pytest.mark.parametrize("word", STANDS_FOR)
def test_what_a_word_shows_has_its_kubectl_line_and_what_that_prints(solved, word):
    shown = [
        output.data
        for outcome in solved
        for cell in outcome.notebook.cells
        if cell.cell_type == "code" and cell.source.splitlines()[-1].startswith(word)
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    line, printed = STANDS_FOR[word]
    assert shown
    for data in shown:
        html = unescape(data["text/html"])
        assert line.split()[0] in html, html
    assert any(line in (html := unescape(data["text/html"])) and printed in html for data in shown)
