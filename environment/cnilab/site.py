"""The course as a static web site that needs nothing from outside."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter
from traitlets.config import Config

from . import execute, paths

TEMPLATES = paths.ENVIRONMENT / "pages"
HEADINGS = ["h1", "h2", "h3"]


@dataclass(frozen=True)
class Step:
    """What the other pages say of a step."""

    name: str
    title: str
    summary: str
    breaks: str

    @property
    def href(self) -> str:
        return f"{self.name}.html"


def write(outcomes: list[execute.Outcome], target: Path) -> None:
    """Writes a page a notebook, an index, and what all of them share."""
    target.mkdir(parents=True, exist_ok=True)
    for shared in ("course.css", "course.js"):
        shutil.copyfile(TEMPLATES / "course" / shared, target / shared)
    exporter = HTMLExporter(
        config=Config(), template_name="course", extra_template_basedirs=[str(TEMPLATES)]
    )
    steps = [step(outcome.name, outcome.notebook) for outcome in outcomes]
    words = []
    for position, outcome in enumerate(outcomes):
        page = _page(exporter, outcome.notebook, steps, position)
        words += sections(page, steps[position])
        (target / steps[position].href).write_text(str(page))
    (target / "index.html").write_text(str(_page(exporter, index(steps), steps, -1)))
    (target / "words.js").write_text(f"window.words = {json.dumps(words)};\n")


def step(name: str, notebook: nbformat.NotebookNode) -> Step:
    """A step as its notebook presents itself: heading, first paragraph, and what it breaks."""
    first = notebook.cells[0].source if notebook.cells else ""
    title, _, rest = first.partition("\n")
    if not title.startswith("# "):
        raise SystemExit(f"lab: {name} cannot be exported: its first cell is not a heading ('# …')")
    summary = rest.strip().split("\n\n")[0]
    return Step(name, title[2:].strip(), summary, notebook.metadata.get("cnilab", {}).get("breaks", "–"))


def index(steps: list[Step]) -> nbformat.NotebookNode:
    """The first page, as a notebook of one cell."""
    rows = [f"| [{step.title}]({step.href}) | {step.summary} | {step.breaks} |" for step in steps]
    lines = [
        "# CNI Lab",
        "Break a Kubernetes cluster's pod network, and repair it.",
        "",
        "| step | you | what breaks |",
        "|---|---|---|",
        *rows,
    ]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("\n".join(lines))])


def _page(
    exporter: HTMLExporter, notebook: nbformat.NotebookNode, steps: list[Step], here: int
) -> BeautifulSoup:
    title = steps[here].title if here >= 0 else "The course"
    course = {"title": title, "steps": steps, "here": here}
    body, _ = exporter.from_notebook_node(notebook, resources={"course": course})
    page = BeautifulSoup(body, "html.parser")
    _number_same_names(page)
    _share_style(page)
    for listing in page.select("main pre"):
        listing["tabindex"] = "0"  # a listing that scrolls must scroll from the keyboard, too
    if here >= 0:
        _list_contents(page)
    return page


def _number_same_names(page: BeautifulSoup) -> None:
    """Headings of one text get different names, so that each can be linked to."""
    seen: dict[str, int] = {}
    for heading in page.find_all(HEADINGS, id=True):
        name = heading["id"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            heading["id"] = f"{name}-{seen[name]}"


def _share_style(page: BeautifulSoup) -> None:
    """Each output carries its style; a page needs it once."""
    styles = page.select("main style")
    for style in styles:
        style.extract()
    for text in dict.fromkeys(style.string for style in styles):
        page.head.append(page.new_tag("style", string=text))


def _list_contents(page: BeautifulSoup) -> None:
    entries = page.new_tag("ul")
    for heading in page.select("main h2[id]"):
        link = page.new_tag("a", href=f"#{heading['id']}", string=text_of(heading))
        item = page.new_tag("li")
        item.append(link)
        entries.append(item)
    contents = page.select_one("#contents")
    contents.append(entries)
    page.select_one("main section").insert_after(contents.extract())


def sections(page: BeautifulSoup, step: Step) -> list[dict[str, str]]:
    """What the search looks through: the text and code between a heading and the next."""
    found: list[dict[str, str]] = []
    for part in page.select("main")[0].find_all(["h1", "h2", "h3", "p", "li", "pre", "td", "th"]):
        if part.find_parent(["nav", "footer", "pre", "td"]):
            continue
        if part.name in HEADINGS:
            heading = text_of(part)
            found.append(
                {"page": step.title, "heading": heading, "href": f"{step.href}#{part['id']}", "text": ""}
            )
        elif found:
            found[-1]["text"] += " ".join(part.get_text(" ").split()) + " "
    return found


def text_of(heading: Tag) -> str:
    """A heading's words without the sign that links to it."""
    return heading.get_text().removesuffix("¶").strip()
