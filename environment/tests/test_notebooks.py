"""The notebooks as they are committed: without outputs, well-formed, and with valid links."""

import re

import nbformat
import pytest

from cnilab import execute, paths

HEADINGS = ["Symptom", "Predict", "Observe", "Explain", "Fix", "Check yourself", "Summary"]
FENCED = re.compile(r"```.*?```", re.DOTALL)
LINK = re.compile(r"\]\(([^)]+)\)")
TAGS = {"exercise", "solution", "check", "raises-exception", "cover"}
WORDS_A_TEXT = 120
LINES_A_CODE = 4

every = pytest.mark.parametrize("path", paths.notebooks(), ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text(notebook):
    """The cells that are prose: a solution is code, even if it is folded."""
    return [cell for cell in notebook.cells if cell.cell_type == "markdown" and "solution" not in execute.tags(cell)]


@every
def test_a_notebook_has_no_outputs_and_stable_cell_ids(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "java"
    for cell in code(notebook):
        assert cell.outputs == [] and cell.execution_count is None, cell.id
    for cell in notebook.cells:
        assert cell.id.startswith(path.name[:2] + "-"), "an id that a tool made up: " + cell.id


@every
def test_a_notebook_has_the_headings_of_a_step_in_order(path):
    found = re.findall(r"^#{2,3} (.+)$", "\n".join(cell.source for cell in text(read(path))), re.M)
    if path.name.startswith("00"):
        assert set(HEADINGS) <= set(found)
        return
    positions = [found.index(heading) for heading in HEADINGS if heading in found]
    assert len(positions) == len(HEADINGS), set(HEADINGS) - set(found)
    assert positions == sorted(positions), found


@every
def test_the_metadata_of_a_notebook_says_what_it_breaks(path):
    assert read(path).metadata.cnilab.breaks.strip(), "what breaks; or – if nothing does"


@every
def test_a_notebook_starts_with_its_only_title(path):
    titles = [line for cell in text(read(path)) for line in cell.source.splitlines() if line.startswith("# ")]
    assert len(titles) == 1
    assert read(path).cells[0].source.startswith(titles[0])


@every
def test_text_cells_are_short(path):
    for cell in text(read(path)):
        words = len(FENCED.sub("", cell.source).split())
        assert words <= WORDS_A_TEXT, f"{cell.id} has {words} words"


@every
def test_code_cells_have_few_lines_and_no_imports_or_classes(path):
    for cell in code(execute.with_solutions(read(path))) + code(read(path)):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert 1 <= len(lines) <= LINES_A_CODE, f"{cell.id} has {len(lines)} lines"
        assert not re.search(r"^\s*(import|class|record|interface|enum)\b", cell.source, re.M), cell.id


@every
def test_tags_are_known_and_each_exercise_is_followed_by_its_hidden_solution(path):
    cells = read(path).cells
    for cell, after in zip(cells, [*cells[1:], None]):
        tags = execute.tags(cell)
        assert set(tags) <= TAGS, cell.id
        if "exercise" in tags:
            assert after is not None and execute.tags(after) == ["solution"], cell.id
        if "solution" in tags:
            assert cell.cell_type == "markdown", f"{cell.id} runs when somebody walks through the notebook"
            assert execute.SOLUTION.fullmatch(cell.source), cell.id


@every
def test_a_notebook_begins_and_checks_its_own_step(path):
    cells = code(read(path))
    assert cells[0].source == f'begin("{path.name[:2]}")'
    checks = [cell for cell in cells if "check" in execute.tags(cell)]
    assert [cell.source for cell in checks] == [f'check("{path.name[:2]}")']


@every
def test_every_prediction_has_a_verdict(path):
    cells = code(read(path))
    asked = [m for cell in cells for m in re.findall(r'predict\("([^"]+)", "\?"\)', cell.source)]
    compared = [m for cell in cells for m in re.findall(r'verdict\("([^"]+)"\)', cell.source)]
    assert asked == compared


@every
def test_links_lead_to_existing_files_and_headings(path):
    lines = [line for cell in text(read(path)) for line in cell.source.splitlines()]
    headings = {line.lstrip("# ").replace(" ", "-") for line in lines if line.startswith("#")}
    for cell in text(read(path)):
        for target in LINK.findall(cell.source):
            file, _, heading = target.partition("#")
            assert (path.parent / file).exists(), f"{cell.id}: {target}"
            assert not heading or heading in headings, f"{cell.id}: {target}"


@every
def test_at_most_two_results_follow_each_other_without_text(path):
    """At most two results in a row; self-explanatory ones do not count."""
    shown = 0
    for cell in read(path).cells:
        if cell.cell_type == "markdown" and "solution" not in execute.tags(cell):
            shown = 0
        elif cell.cell_type == "code" and "exercise" not in execute.tags(cell):
            shown += not re.match(r"begin|verdict|await", cell.source)
            assert shown <= 2, cell.id


def test_exactly_one_cell_draws_the_cover_of_the_site():
    covers = [cell.source for path in paths.notebooks() for cell in code(read(path)) if "cover" in execute.tags(cell)]
    assert covers == ["topology()"]
