"""Each check against repairs that work and repairs that only look so: the files of repairs/.

A file is a step's. `given` names cells of its notebook that are run after `begin`, and may go on
with lines of its own; then each `wrong` or `right` repair is a sentence, followed by the lines
somebody would type: `$ ` in a terminal, `worker-1$ ` on that node. The cluster gets a minute, then
the step's check decides.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from cnilab import paths

FILES = sorted((Path(__file__).parent / "repairs").glob("*.txt"))
A_MINUTE = 60


@dataclass
class Repair:
    step: str
    works: bool
    sentence: str
    cells: list[str]
    lines: list[str]

    def __str__(self) -> str:
        return f"{self.step} {'right' if self.works else 'wrong'}: {self.sentence}"


def read(path: Path) -> list[Repair]:
    repairs, cells, given = [], [], []
    lines = given
    for line in path.read_text().splitlines():
        word, _, rest = line.partition(":")
        if word == "given":
            cells, given = rest.split(), []
            lines = given
        elif word in ("wrong", "right"):
            lines = [*given]
            repairs.append(Repair(path.stem, word == "right", rest.strip(), cells, lines))
        elif line and not line.startswith("#"):
            assert re.match(r"[\w-]*\$ ", line), f"{path.name}: no prompt: {line}"
            lines.append(line)
    return repairs


ALL = [repair for path in FILES for repair in read(path)]


def sources(step: str) -> dict[str, str]:
    return {cell.id: cell.source for cell in nbformat.read(paths.notebooks([step])[0], as_version=4).cells}


@pytest.mark.parametrize("step", [path.stem for path in FILES])
def test_there_are_two_repairs_of_each_kind(step):
    of_this = [repair.works for repair in ALL if repair.step == step]
    assert of_this.count(True) >= 2 and of_this.count(False) >= 2


@pytest.mark.parametrize("step", [path.stem for path in FILES])
def test_a_check_fails_on_the_starting_state(learner, step):
    learner.cell(f'begin("{step}")')
    assert not all(line["passed"] for line in learner.check(step))


@pytest.mark.parametrize("repair", ALL, ids=str)
def test_a_check_tells_repairs_that_work_from_those_that_do_not(learner, repair):
    learner.cell(f'begin("{repair.step}")')
    source = sources(repair.step)
    for cell in repair.cells:
        learner.cell(source[cell])
    for line in repair.lines:
        learner.type(line)
    learner.wait(A_MINUTE)
    missed = [line for line in learner.check(repair.step) if not line["passed"]]
    if repair.works:
        assert missed == []
    else:
        assert missed, "the check passes"
        assert all(line["expectation"] and line["found"] and line["next"] for line in missed)
