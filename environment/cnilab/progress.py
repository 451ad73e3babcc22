"""The progress files of learners, as the library writes them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Done:
    """A learner's progress in one step."""

    begun: bool = False
    passed: bool = False
    tries: int = 0
    hints: int = 0
    solution_seen: bool = False
    predictions: int = 0
    came_true: int = 0

    @classmethod
    def of(cls, step: dict) -> "Done":
        """Reads it from the file: a hint's grade tells how many hints of an expectation were taken."""
        predicted, shown = step.get("predictions", {}), step.get("outcomes", {})
        return cls(
            begun=bool(step.get("begun")),
            passed=bool(step.get("passed")),
            tries=int(step.get("checks", 0)),
            hints=sum(map(int, step.get("hints", {}).values())),
            solution_seen=bool(step.get("solutionSeen")),
            predictions=len(predicted),
            came_true=sum(predicted.get(question) == letter for question, letter in shown.items()),
        )

    @property
    def state(self) -> str:
        return "passed" if self.passed else "begun" if self.begun else "not begun"


@dataclass(frozen=True)
class Learner:
    """A progress file with the name of its learner."""

    name: str
    steps: dict[str, Done]

    def step(self, number: str) -> Done:
        return self.steps.get(number, Done())

    def passed(self, numbers: Iterable[str]) -> int:
        """How many of these steps are passed; the file may have others, of another version."""
        return sum(self.step(number).passed for number in numbers)


class Broken(Exception):
    """A file that is not a progress file, and the reason."""


def learners(files: list[Path]) -> tuple[list[Learner], list[Broken]]:
    """The learners in the order of their files, and the files that could not be read."""
    read, broken = [], []
    for file, name in zip(files, names(files)):
        try:
            read.append(Learner(name, steps(file)))
        except Broken as each:
            broken.append(each)
    return read, broken


def steps(file: Path) -> dict[str, Done]:
    try:
        each = json.loads(file.read_text("utf-8-sig"))["steps"]  # an editor of Windows may have marked it
        return {number: Done.of(step) for number, step in sorted(each.items())}
    except OSError as error:
        raise Broken(f"{readable(str(file))} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Broken(f"{readable(str(file))} is no progress file; a learner's is ~/.cnilab/progress.json") from None


def names(files: list[Path]) -> list[str]:
    """A file's name, with its folder's name if it is not unique."""
    count = Counter(file.stem for file in files)
    return [
        readable(file.stem if count[file.stem] == 1 else f"{file.absolute().parent.name}/{file.stem}") for file in files
    ]


def readable(name: str) -> str:
    """A file's name without what neither a terminal nor a file of text can take: others chose it, perhaps on another system."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)
