"""The course as a static web site that needs nothing from outside."""

import json
import shutil
from pathlib import Path

from .. import execute, paths
from .answers import marked
from .edition import EDITIONS, Edition
from .origin import Origin
from .page import TEMPLATES, Site
from .search import sections
from .slides import deck
from .step import Step

__all__ = ["EDITIONS", "Edition", "Origin", "Step", "sections", "write"]

SHARED = ["course.css", "course.js", "slides.css", "slides.js", "mark.svg"]


def write(
    outcomes: list[execute.Outcome],
    target: Path,
    edition: Edition = EDITIONS["student"],
    origin: Origin | None = None,
) -> None:
    """Writes one page for each notebook, an index, and the files that all of them share."""
    steps = [Step.of(outcome.name, outcome.notebook) for outcome in outcomes]
    site = Site(steps, edition, origin or Origin.of_this_checkout())
    _copy_what_is_shared(target, steps)
    words = []
    for step, outcome in zip(steps, outcomes):
        notebook = marked(outcome.notebook)
        page = site.page(step, notebook)
        words += sections(page, step)
        (target / step.href).write_text(str(page))
        if edition.slides:
            (target / step.slides).write_text(str(deck(site, step, notebook)))
    for document in sorted(paths.NOTEBOOKS.glob("*.md")):
        (target / f"{document.stem}.html").write_text(str(site.document(document)))
    (target / "index.html").write_text(str(site.front(_cover(outcomes))))
    (target / "words.js").write_text(f"window.words = {json.dumps(words)};\n")


def _copy_what_is_shared(target: Path, steps: list[Step]) -> None:
    for folder in (target, target / "slides", target / "notebooks"):
        folder.mkdir(parents=True, exist_ok=True)
    for shared in SHARED:
        shutil.copyfile(TEMPLATES / "course" / shared, target / shared)
    for document in ("LICENSE", "CITATION.cff"):
        shutil.copyfile(paths.ROOT / document, target / document)
    for step in steps:
        source = paths.NOTEBOOKS / f"{step.name}.ipynb"
        if source.exists():
            shutil.copyfile(source, target / step.notebook)
    shutil.copytree(paths.NOTEBOOKS / "manifests", target / "manifests", dirs_exist_ok=True)


def _cover(outcomes: list[execute.Outcome]) -> str:
    """The content of the first page: the result of the cell tagged for it."""
    return "".join(
        output.data["text/html"]
        for outcome in outcomes
        for cell in outcome.notebook.cells
        if "cover" in execute.tags(cell)
        for output in cell.outputs
        if output.output_type == "execute_result"
    )
