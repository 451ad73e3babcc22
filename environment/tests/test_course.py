"""Every notebook, through the real kernel, on the embedded cluster."""

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
