"""The cells of a notebook that ask for an answer, and those that give one away."""

import copy

import nbformat

from .. import execute

QUESTION = "application/vnd.cnilab.question+json"
VERDICT = "application/vnd.cnilab.verdict+json"


def marked(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy whose cells' metadata tells how a page shows them.

    A cell's metadata gets `shown`: `answer`, the label of the folded content; `whole`, whether that is the
    cell or only its output; and for a solution the `question` or the `task` that it answers.
    """
    shown = copy.deepcopy(notebook)
    for cell in shown.cells:
        cell.metadata["shown"] = how(cell)
    return shown


def how(cell: nbformat.NotebookNode) -> dict:
    if "solution" in execute.tags(cell):
        return {
            "answer": "A solution",
            "whole": True,
            "question": said(cell, QUESTION),
            "task": cell.metadata.get("cnilab", {}).get("exercise", ""),
        }
    if said(cell, VERDICT):
        return {"answer": "What the cluster showed", "whole": False}
    return {}


def said(cell: nbformat.NotebookNode, kind: str) -> dict:
    """The machine-readable output of a cell under a MIME type."""
    return next((output.data[kind] for output in cell.get("outputs", []) if kind in output.get("data", {})), {})
