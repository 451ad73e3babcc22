"""The course as a static web site that needs nothing from outside."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter

from . import execute, paths

TEMPLATES = paths.ENVIRONMENT / "pages"
SHARED = ["course.css", "course.js", "mark.svg"]
HEADINGS = ["h1", "h2", "h3"]
INDEX = -1
NOTHING = "–"
ABOUT = "A course in which you break a Kubernetes cluster's pod network, and repair it."


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

    @property
    def number(self) -> str:
        return self.name[:2]

    @property
    def heading(self) -> str:
        """The title without the number."""
        return self.title.removeprefix(f"{self.number} · ")


def write(outcomes: list[execute.Outcome], target: Path) -> None:
    """Writes a page a notebook, an index, and what all of them share."""
    target.mkdir(parents=True, exist_ok=True)
    for shared in SHARED:
        shutil.copyfile(TEMPLATES / "course" / shared, target / shared)
    shutil.copytree(paths.NOTEBOOKS / "manifests", target / "manifests", dirs_exist_ok=True)
    exporter = HTMLExporter(
        template_name="course", extra_template_basedirs=[str(TEMPLATES)], exclude_anchor_links=True
    )
    steps = [step(outcome.name, outcome.notebook) for outcome in outcomes]
    words = []
    for position, outcome in enumerate(outcomes):
        page = _page(exporter, outcome.notebook, steps, position)
        words += sections(page, steps[position])
        (target / steps[position].href).write_text(str(page))
    front = _page(exporter, nbformat.v4.new_notebook(), steps, INDEX, _cover(outcomes))
    (target / "index.html").write_text(str(front))
    (target / "words.js").write_text(f"window.words = {json.dumps(words)};\n")


def step(name: str, notebook: nbformat.NotebookNode) -> Step:
    """A step as its notebook presents itself: heading, first paragraph, and what it breaks."""
    first = notebook.cells[0].source if notebook.cells else ""
    title, _, rest = first.partition("\n")
    if not title.startswith("# "):
        raise SystemExit(f"lab: {name} cannot be exported: its first cell is not a heading ('# …')")
    summary = rest.strip().split("\n\n")[0]
    return Step(name, title[2:].strip(), summary, notebook.metadata.get("cnilab", {}).get("breaks", NOTHING))


def _cover(outcomes: list[execute.Outcome]) -> str:
    """What the first page shows: the result of the cell that is tagged for it."""
    return "".join(
        output.data["text/html"]
        for outcome in outcomes
        for cell in outcome.notebook.cells
        if "cover" in execute.tags(cell)
        for output in cell.outputs
        if output.output_type == "execute_result"
    )


def _page(
    exporter: HTMLExporter,
    notebook: nbformat.NotebookNode,
    steps: list[Step],
    here: int,
    cover: str = "",
) -> BeautifulSoup:
    course = {
        "title": "The course" if here == INDEX else steps[here].title,
        "description": ABOUT if here == INDEX else steps[here].summary,
        "steps": steps,
        "here": here,
        "cover": cover,
        "mark": (TEMPLATES / "course" / "mark.svg").read_text().strip(),
    }
    body, _ = exporter.from_notebook_node(notebook, resources={"course": course})
    page = BeautifulSoup(body, "html.parser")
    _name_headings(page)
    _share_style(page)
    _lead_to_pages(page)
    for heading in page.select("main th"):
        if not heading.get_text(strip=True):
            heading.name = "td"  # the corner of a table heads nothing
    for listing in page.select("main pre"):
        listing["tabindex"] = "0"  # a listing that scrolls must scroll from the keyboard, too
    if here != INDEX:
        _say_what_breaks(page, steps[here])
        _list_contents(page)
    return page


def _lead_to_pages(page: BeautifulSoup) -> None:
    """Where a notebook links to another, its page links to the other's page."""
    for link in page.select("main a[href]"):
        file, mark, fragment = link["href"].partition("#")
        if file.endswith(".ipynb"):
            link["href"] = file.removesuffix(".ipynb") + ".html" + mark + fragment


def _say_what_breaks(page: BeautifulSoup, step: Step) -> None:
    if step.breaks == NOTHING:
        return
    line = page.new_tag("p", attrs={"class": "breaks"})
    line.append(page.new_tag("b", string="Breaks"))
    line.append(page.new_tag("span", string=step.breaks))
    page.select_one("main section").append(line)


def _name_headings(page: BeautifulSoup) -> None:
    """Headings get plain names, those of one text different ones, so that each can be linked to."""
    seen: dict[str, int] = {}
    for heading in page.find_all(HEADINGS):
        name = re.sub(r"\W+", "-", heading.get_text()).strip("-")
        seen[name] = seen.get(name, 0) + 1
        heading["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"


def _share_style(page: BeautifulSoup) -> None:
    """Each output carries its style; a page needs it once."""
    styles = page.select("main style")
    for style in styles:
        style.extract()
    for text in dict.fromkeys(style.string for style in styles):
        page.head.append(page.new_tag("style", string=text))


def _list_contents(page: BeautifulSoup) -> None:
    entries = page.new_tag("ul")
    for heading in page.select("main h2"):
        link = page.new_tag("a", href=f"#{heading['id']}", string=heading.get_text())
        item = page.new_tag("li")
        item.append(link)
        entries.append(item)
    page.select_one("#contents").append(entries)


def sections(page: BeautifulSoup, step: Step) -> list[dict[str, str]]:
    """What the search looks through: the text and code between a heading and the next."""
    found: list[dict[str, str]] = []
    for part in page.select("main")[0].find_all(["h1", "h2", "h3", "p", "li", "pre", "td", "th"]):
        if part.find_parent(["nav", "footer", "pre", "td"]):
            continue
        if part.name in HEADINGS:
            heading = part.get_text()
            found.append(
                {"page": step.title, "heading": heading, "href": f"{step.href}#{part['id']}", "text": ""}
            )
        elif found:
            found[-1]["text"] += " ".join(part.get_text(" ").split()) + " "
    return found
