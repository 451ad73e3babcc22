"""Each check against repairs that work and repairs that only look so: the files of repairs/.

A file belongs to a step, or to an incident of step 15. `given` names cells of its notebook that are run after `begin`, and may be followed by further lines; then each `wrong` or `right` repair is a sentence, followed by the lines that somebody would type: `$ ` in a terminal, `worker-1$ ` on that node. The cluster gets a minute, then
the step's check decides.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from cnilab import execute, paths
from learner import Learner, at_work

FILES = sorted((Path(__file__).parent / "repairs").glob("*.txt"))
A_MINUTE = 60

# Each step begun leaves classes in the kernel, whose heap is made for a notebook and not for hundreds of repairs.
MOST_FOR_ONE = 100


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
    step, repairs, cells, given = path.stem[:2], [], [], []
    lines = given
    for line in path.read_text().splitlines():
        word, _, rest = line.partition(":")
        if word == "given":
            cells, given = rest.split(), []
            lines = given
        elif word in ("wrong", "right"):
            lines = [*given]
            repairs.append(Repair(step, word == "right", rest.strip(), cells, lines))
        elif line and not line.startswith("#"):
            assert re.match(r"[\w-]*\$ ", line), f"{path.name}: no prompt: {line}"
            lines.append(line)
    return repairs


REPAIRS = {path.stem: read(path) for path in FILES}
ALL = [repair for repairs in REPAIRS.values() for repair in repairs]
STEPS = sorted({repair.step for repair in ALL})


def sources(step: str) -> dict[str, str]:
    notebook = nbformat.read(paths.notebooks([step])[0], as_version=4)
    return {cell.id: cell.source for cell in execute.with_solutions(notebook).cells}


class Learners:
    """Learners one after the other."""

    def __init__(self, factory: pytest.TempPathFactory, present: contextlib.ExitStack):
        self._factory = factory
        self._present = present
        self._begun = 0

    def one(self) -> Learner:
        if self._begun % MOST_FOR_ONE == 0:
            self._present.close()
            self._learner = self._present.enter_context(at_work(self._factory.mktemp("learner")))
        self._begun += 1
        return self._learner


@pytest.fixture(scope="module")
def learners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learners]:
    with contextlib.ExitStack() as present:
        yield Learners(tmp_path_factory, present)


@pytest.fixture
def learner(learners: Learners) -> Learner:
    return learners.one()


@pytest.mark.parametrize("about", REPAIRS)
def test_each_task_has_three_working_and_five_failing_repairs(about):
    works = [repair.works for repair in REPAIRS[about]]
    assert works.count(True) >= 3 and works.count(False) >= 5


def test_every_step_and_every_incident_has_repairs():
    assert STEPS == [path.name[:2] for path in paths.notebooks()]
    assert [about for about in REPAIRS if about.startswith("15-")] == [f"15-{number}" for number in range(1, 7)]


@pytest.mark.parametrize("step", STEPS)
def test_a_check_fails_on_the_starting_state(learner, step):
    learner.cell(f'begin("{step}")')
    assert not all(line["passed"] for line in learner.check(step))


@pytest.mark.parametrize("repair", ALL, ids=str)
def test_a_check_passes_only_for_working_repairs(learner, repair):
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
