"""A page of the site: nbconvert's output for a notebook, tidied up."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html

from .. import paths
from .edition import Edition
from .origin import Origin
from .search import HEADINGS
from .step import NOTHING, Step

TEMPLATES = paths.ENVIRONMENT / "pages"
ABOUT = "A course in which you break a Kubernetes cluster's pod network, and fix it."
MARK = (TEMPLATES / "course" / "mark.svg").read_text().strip()


@dataclass(frozen=True)
class Site:
    """What all pages share."""

    steps: list[Step]
    edition: Edition
    origin: Origin

    def page(self, step: Step, notebook: nbformat.NotebookNode) -> BeautifulSoup:
        """The page of a step."""
        page = self._render(notebook, title=step.title, description=step.summary, here=self.steps.index(step), step=step)
        _say_what_breaks(page, step)
        _list_contents(page)
        _link_headings(page)
        return page

    def front(self, cover: str) -> BeautifulSoup:
        """The first page; the cover is its content beside the title."""
        page = self._render(nbformat.v4.new_notebook(), title="The course", description=ABOUT, here=-1, cover=cover)
        _link_headings(page)
        return page

    def document(self, file: Path) -> BeautifulSoup:
        """A page from a Markdown document that is not a step."""
        text = file.read_text()
        title = re.match(r"# (.+)", text)[1]
        cell = nbformat.v4.new_markdown_cell(text, id=file.stem)
        page = self._render(nbformat.v4.new_notebook(cells=[cell]), title=title, description=ABOUT, here=-2)
        _link_headings(page)
        return page

    def _render(self, notebook: nbformat.NotebookNode, **course: object) -> BeautifulSoup:
        shared = {"steps": self.steps, "edition": self.edition, "origin": self.origin, "mark": MARK}
        body, _ = _exporter().from_notebook_node(notebook, resources={"course": {**shared, **course}})
        page = BeautifulSoup(body, "html.parser")
        if not self.edition.raw_output:
            _leave_out_raw_output(page)
        return in_order(page)


@functools.cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="course", extra_template_basedirs=[str(TEMPLATES)], exclude_anchor_links=True)
    exporter.register_filter("rich", rich)
    return exporter


def rich(text: str) -> str:
    """Renders one line of Markdown, as in the library's questions, without a paragraph around it."""
    return BeautifulSoup(markdown2html(text), "html.parser").p.decode_contents()


def in_order(page: BeautifulSoup) -> BeautifulSoup:
    """Adapts names, links and styles to the site."""
    _name_headings(page)
    _share_style(page)
    _lead_to_pages(page)
    for heading in page.select("main th"):
        if not heading.get_text(strip=True):
            heading.name = "td"  # the corner of a table is not a header
    for wide in page.select("main pre, main .text > table"):
        wide["tabindex"] = "0"  # what scrolls must also scroll from the keyboard
    return page


def _leave_out_raw_output(page: BeautifulSoup) -> None:
    for raw in page.select(".output details:not(.answer)"):
        raw.extract()


def _name_headings(page: BeautifulSoup) -> None:
    """Gives headings simple, unique IDs, so that each can be linked to."""
    seen: dict[str, int] = {}
    for heading in page.find_all(HEADINGS):
        name = re.sub(r"\W+", "-", heading.get_text()).strip("-")
        seen[name] = seen.get(name, 0) + 1
        heading["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"


def _link_headings(page: BeautifulSoup) -> None:
    """Links each heading to itself, so that its address can be copied."""
    for heading in page.select("main :is(h2, h3)[id]"):
        if heading.a is None:
            link = page.new_tag("a", href=f"#{heading['id']}")
            link.extend(list(heading.contents))
            heading.append(link)


def _share_style(page: BeautifulSoup) -> None:
    """Each output contains its style; a page needs it only once."""
    styles = page.select("main style")
    for style in styles:
        style.extract()
    for text in dict.fromkeys(style.string for style in styles):
        page.head.append(page.new_tag("style", string=text))


def _lead_to_pages(page: BeautifulSoup) -> None:
    """Where a notebook links to another, its page links to the other's page."""
    for link in page.select("main a[href]:not([download])"):
        file, mark, fragment = link["href"].partition("#")
        name, _, kind = file.rpartition(".")
        if kind in ("ipynb", "md"):
            link["href"] = name + ".html" + mark + fragment


def _say_what_breaks(page: BeautifulSoup, step: Step) -> None:
    if step.breaks == NOTHING:
        return
    line = page.new_tag("p", attrs={"class": "breaks"})
    line.append(page.new_tag("b", string="Breaks"))
    line.append(page.new_tag("span", string=step.breaks))
    page.select_one("main section").append(line)


def _list_contents(page: BeautifulSoup) -> None:
    entries = page.new_tag("ul")
    for heading in page.select("main h2"):
        entries.append(_entry(page, heading))
    page.select_one("#contents").append(entries)


def _entry(page: BeautifulSoup, heading: Tag) -> Tag:
    link = page.new_tag("a", href=f"#{heading['id']}", string=heading.get_text())
    item = page.new_tag("li")
    item.append(link)
    return item
