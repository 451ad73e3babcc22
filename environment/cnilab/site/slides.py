"""A step's slides: its title, its questions, its drawings and its summary."""

import html
from collections.abc import Iterator

import nbformat
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader
from nbconvert.filters import markdown2html

from .answers import QUESTION, VERDICT, said
from .page import MARK, TEMPLATES, Site, in_order, rich
from .step import Step


def deck(site: Site, step: Step, notebook: nbformat.NotebookNode) -> BeautifulSoup:
    """The page with the slides of a step."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES / "course"), autoescape=True)
    text = environment.get_template("slides.html.j2").render(
        step=step, slides=list(_slides(step, notebook)), origin=site.origin, mark=MARK
    )
    page = BeautifulSoup(text, "html.parser")
    for mark in page.select("a.anchor-link"):
        mark.extract()  # nbconvert's ¶ behind a heading
    return in_order(page)


def _slides(step: Step, notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Yields the HTML of each slide, in the order of the notebook."""
    yield f"<h1>{html.escape(step.heading)}</h1>{markdown2html(step.summary)}"
    for cell in notebook.cells:
        if question := said(cell, QUESTION):
            yield _question(question)
        elif verdict := said(cell, VERDICT):
            yield _verdict(verdict)
        elif cell.cell_type == "code" and not cell.metadata.shown:
            yield from _drawings(cell)
    if summary := _summary(notebook):
        yield markdown2html(summary)


def _question(question: dict) -> str:
    options = "".join(f"<li>{rich(option)}</li>" for option in question["options"])
    return f'<h2>Predict</h2><p>{rich(question["text"])}</p><ol type="a">{options}</ol>'


def _verdict(verdict: dict) -> str:
    return (
        f"<h2>What happened?</h2><p>{rich(verdict['question'])}</p>"
        f"<details><summary>Show what the cluster showed</summary>"
        f"<p><b>{html.escape(verdict['letter'])}</b> {rich(verdict['answer'])}</p><p>{rich(verdict['evidence'])}</p></details>"
    )


def _drawings(cell: nbformat.NotebookNode) -> Iterator[str]:
    for output in cell.outputs:
        shown = BeautifulSoup(output.get("data", {}).get("text/html", ""), "html.parser")
        style = "".join(map(str, shown.select("style")))
        for figure in shown.select("figure"):
            caption = figure.figcaption.extract() if figure.figcaption else None
            heading = html.escape(caption.get_text()) if caption else "Look"
            yield f'<h2>{heading}</h2><div class="cnilab">{style}{figure}</div>'


def _summary(notebook: nbformat.NotebookNode) -> str:
    """The text below the heading Summary, without the link to the next step."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## Summary"):
            return cell.source.split("\n\nNext: ")[0]
    return ""

