"""./lab export: the executed course as a static web site that needs nothing from outside."""

from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from . import execute, paths, run


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else paths.STATE / "site"
    if target.exists() and any(target.iterdir()) and not (target / "index.html").exists():
        raise SystemExit(f"lab: {target} is not empty and holds no earlier export; name another folder")
    outcomes = run.run([])
    write(outcomes, target)
    print(f"The course is in {target}: open {target / 'index.html'}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def write(outcomes: list[execute.Outcome], target: Path) -> None:
    """Writes a page a notebook, and an index."""
    target.mkdir(parents=True, exist_ok=True)
    titles = [(outcome.name, title(outcome.notebook)) for outcome in outcomes]
    exporter = HTMLExporter(
        config=Config(), template_name="course", extra_template_basedirs=[str(paths.ENVIRONMENT / "pages")]
    )
    for position, outcome in enumerate(outcomes):
        page, _ = exporter.from_notebook_node(
            outcome.notebook, resources=navigation(titles, position)
        )
        (target / f"{outcome.name}.html").write_text(page)
    (target / "index.html").write_text(index(exporter, titles))


def title(notebook: nbformat.NotebookNode) -> str:
    """The notebook's first heading."""
    for cell in notebook.cells:
        for line in cell.source.splitlines():
            if cell.cell_type == "markdown" and line.startswith("# "):
                return line[2:].strip()
    raise SystemExit("lab: a notebook without a heading of the first level cannot be exported")


def navigation(titles: list[tuple[str, str]], position: int) -> dict:
    """What a page needs to know of the others."""
    return {
        "course": {
            "title": titles[position][1],
            "steps": [{"href": f"{name}.html", "title": text} for name, text in titles],
            "here": position,
        }
    }


def index(exporter: HTMLExporter, titles: list[tuple[str, str]]) -> str:
    """A page that lists the steps, made by the same template."""
    lines = ["# CNI Lab", "Break a Kubernetes cluster's pod network, and repair it.", ""]
    lines += [f"- [{text}]({name}.html)" for name, text in titles]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("\n".join(lines))])
    resources = navigation(titles, 0)
    resources["course"].update(title="CNI Lab", here=-1)
    page, _ = exporter.from_notebook_node(notebook, resources=resources)
    return page
