"""The index of the site's search."""

from bs4 import BeautifulSoup, Tag

from .step import Step

HEADINGS = ["h1", "h2", "h3"]
PROSE = ["p", "li", "td", "th", "dt", "dd"]


def sections(page: BeautifulSoup, step: Step) -> list[dict[str, str]]:
    """Each heading with its prose, which a result shows, and its code, which is searched as well.

    Outputs are left out: they would fill the results with addresses and identifiers.
    """
    found: list[dict[str, str]] = []
    for part in page.select_one("main").find_all([*HEADINGS, *PROSE, "pre"]):
        if part.find_parent(["nav", "footer", "aside"]):
            continue
        if part.name in HEADINGS:
            found.append(
                {"page": step.title, "heading": part.get_text(), "href": f"{step.href}#{part['id']}", "text": "", "code": ""}
            )
        elif found and (kind := kind_of(part)):
            found[-1][kind] += " ".join(part.get_text(" " if kind == "text" else "").split()) + " "
    return found


def kind_of(part: Tag) -> str:
    """Whether it is prose, code, or not searched."""
    if part.find_parent(class_="output"):
        return ""
    if part.name == "pre":
        return "code"
    return "" if part.find_parent(["pre", "td", "li"]) else "text"
