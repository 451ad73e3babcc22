"""The three editions of the site: for learners, for teachers, for paper."""

from dataclasses import dataclass

from .. import paths
from .step import Step

NOTES = paths.ENVIRONMENT / "pages" / "teacher"


@dataclass(frozen=True)
class Edition:
    """How a page treats cells that give an answer away, and what else it shows."""

    name: str
    answers: str  # folded, open or absent
    notes: bool
    raw_output: bool
    slides: bool

    def notes_on(self, step: Step) -> str:
        """The teacher's notes on a step, as Markdown; empty if they are not shown."""
        file = NOTES / f"{step.number}.md"
        return file.read_text() if self.notes and file.exists() else ""


EDITIONS = {
    edition.name: edition
    for edition in (
        Edition("student", answers="folded", notes=False, raw_output=True, slides=True),
        Edition("teacher", answers="open", notes=True, raw_output=True, slides=True),
        Edition("handout", answers="absent", notes=False, raw_output=False, slides=False),
    )
}
