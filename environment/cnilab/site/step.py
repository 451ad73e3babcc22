"""A step's facts for the pages of the site."""

from dataclasses import dataclass

import nbformat

NOTHING = "–"


@dataclass(frozen=True)
class Step:
    """A step as described by its notebook."""

    name: str
    title: str
    summary: str
    breaks: str

    @classmethod
    def of(cls, name: str, notebook: nbformat.NotebookNode) -> "Step":
        """Heading, first paragraph, and what the step breaks."""
        first = notebook.cells[0].source if notebook.cells else ""
        title, _, rest = first.partition("\n")
        if not title.startswith("# "):
            raise SystemExit(f"lab: {name} cannot be exported: its first cell is not a heading ('# …')")
        summary = rest.strip().split("\n\n")[0]
        return cls(name, title[2:].strip(), summary, notebook.metadata.get("cnilab", {}).get("breaks", NOTHING))

    @property
    def href(self) -> str:
        return f"{self.name}.html"

    @property
    def slides(self) -> str:
        return f"slides/{self.href}"

    @property
    def notebook(self) -> str:
        return f"notebooks/{self.name}.ipynb"

    @property
    def number(self) -> str:
        return self.name[:2]

    @property
    def heading(self) -> str:
        """The title without the number."""
        return self.title.removeprefix(f"{self.number} · ")
