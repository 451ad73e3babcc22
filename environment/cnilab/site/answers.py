"""What in a notebook asks for an answer, and what gives one away."""

import copy

import nbformat

from .. import execute

QUESTION = "application/vnd.cnilab.question+json"
VERDICT = "application/vnd.cnilab.verdict+json"


def marked(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy whose cells say how a page shows them.

    A cell's metadata gets `shown`: `answer`, the words that stand for what is folded; `whole`, whether that is the
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
    """What a cell's output says to machines, under a MIME type."""
    return next((output.data[kind] for output in cell.get("outputs", []) if kind in output.get("data", {})), {})
