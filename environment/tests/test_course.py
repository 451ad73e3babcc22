"""Every notebook, through the real kernel, on the embedded cluster."""

from cnilab import execute, paths
import nbformat


def test_every_notebook_is_executed_in_order(solved):
    assert [outcome.name for outcome in solved] == [path.stem for path in paths.notebooks()]


def test_no_cell_leaves_an_untagged_error(solved):
    assert [error for outcome in solved for error in outcome.errors] == []


def test_with_the_solutions_every_check_passes(solved):
    failed = [check for outcome in solved for check in outcome.checks if not check["passed"]]
    assert failed == []


def test_every_notebook_with_an_exercise_has_checks(solved):
    without = [outcome.name for outcome in solved if has_exercise(outcome.name) and not outcome.checks]
    assert without == []


def test_with_the_learners_part_left_out_a_check_fails_and_names_what_is_missing(left_out):
    for outcome in left_out:
        if not has_exercise(outcome.name):
            continue
        failed = [check for check in outcome.checks if not check["passed"]]
        assert failed, f"{outcome.name} passes although the learner has done nothing"
        for check in failed:
            assert check["expectation"] and check["found"] and check["next"], outcome.name


def has_exercise(name: str) -> bool:
    notebook = nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return any("exercise" in execute.tags(cell) for cell in notebook.cells)
