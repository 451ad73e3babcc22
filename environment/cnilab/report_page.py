"""A class's progress as text, as CSV and as a page."""

import csv
import io
from dataclasses import astuple, fields

import nbformat
from jinja2 import Environment, FileSystemLoader

from . import paths
from .progress import Done, Learner
from .site.step import Step

COLUMNS = ["learner", "step", "title", *(field.name.replace("_", " ") for field in fields(Done))]


def titles() -> dict[str, str]:
    """The steps' titles by their numbers."""
    steps = [Step.of(path.stem, nbformat.read(path, as_version=4)) for path in paths.notebooks()]
    return {step.number: step.heading for step in steps}


def csv_text(learners: list[Learner]) -> str:
    """A line per learner and step; booleans are yes and no."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for learner in learners:
        for number, title in titles().items():
            values = map(yes_or_no, astuple(learner.step(number)))
            table.writerow([harmless(learner.name), number, title, *values])
    return text.getvalue()


def yes_or_no(value: int) -> int | str:
    """A value as a spreadsheet shows it."""
    return ("no", "yes")[value] if isinstance(value, bool) else value


def harmless(name: str) -> str:
    """The sender chooses a file's name: a spreadsheet must not take it for a formula."""
    return "'" + name if name[:1] in "=+-@\t\r" else name


def plain_text(learners: list[Learner]) -> str:
    """A row per learner, a column per step."""
    numbers = list(titles())
    width = max([len("learner"), *(len(learner.name) for learner in learners)])
    rows = [f"{'learner':<{width}}  {'  '.join(numbers)}  passed"]
    for learner in learners:
        done = [learner.step(number) for number in numbers]
        signs = "  ".join(f"{sign(each):>2}" for each in done)
        rows.append(f"{learner.name:<{width}}  {signs}  {learner.passed(numbers)}")
    return "\n".join([*rows, "", "✓ passed  s passed, solution seen  … begun  · not begun", ""])


def sign(done: Done) -> str:
    if done.passed:
        return "s" if done.solution_seen else "✓"
    return "…" if done.begun else "·"


def html_text(learners: list[Learner]) -> str:
    """One page that needs no other file."""
    environment = Environment(loader=FileSystemLoader(paths.ENVIRONMENT / "pages" / "course"), autoescape=True)
    style = (paths.ENVIRONMENT / "pages" / "course" / "course.css").read_text()
    return environment.get_template("report.html.j2").render(
        learners=learners, titles=titles(), sign=sign, style=style
    )
