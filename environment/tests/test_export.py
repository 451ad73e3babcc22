"""The web site that ./lab export writes."""

import html
import re
from html.parser import HTMLParser

import nbformat
import pytest
from bs4 import BeautifulSoup

from cnilab import execute, export, site


@pytest.fixture(scope="module")
def pages(solved, tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    site.write(solved, target)
    return target


def test_there_is_a_page_a_step_and_an_index_that_links_them(solved, pages):
    index = (pages / "index.html").read_text()
    for outcome in solved:
        assert f'href="{outcome.name}.html"' in index
        assert (pages / f"{outcome.name}.html").exists()


def test_the_index_says_what_each_step_breaks(solved, pages):
    index = (pages / "index.html").read_text()
    for outcome in solved:
        assert site.step(outcome.name, outcome.notebook).breaks in html.unescape(index)


def test_every_link_leads_to_a_file_of_the_site_and_to_a_place_in_it(pages):
    read = {page.name: BeautifulSoup(page.read_text(), "html.parser") for page in pages.glob("*.html")}
    wrong = []
    for name, page in read.items():
        for link in page.select("[href]"):
            file, _, fragment = link["href"].partition("#")
            target = file or name
            if not (pages / target).is_file():
                wrong.append(f"{name}: {link['href']}: there is no such file")
            elif fragment and not read[target].find(id=fragment):
                wrong.append(f"{name}: {link['href']}: there is no such place")
    assert wrong == []


def test_headings_of_one_text_have_two_names(tmp_path):
    text = "# A step\n\nYou look.\n\n## Look\n\n## Look"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    site.write([execute.Outcome("01-a-step", notebook)], tmp_path)
    page = (tmp_path / "01-a-step.html").read_text()
    assert re.findall(r'<h2 id="([^"]+)"', page) == ["Look", "Look-2"]
    assert re.findall(r'href="#(Look[^"]*)">Look', page) == ["Look", "Look-2"]


def test_every_picture_has_a_description(pages):
    for page in pages.glob("*.html"):
        described = Described()
        described.feed(page.read_text())
        assert described.missing == [], page.name


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(SystemExit, match="holds no earlier export"):
        export.main([str(tmp_path)])
    assert (tmp_path / "precious.txt").read_text() == "mine"


class Described(HTMLParser):
    """Collects pictures without alternative text."""

    def __init__(self):
        super().__init__()
        self.missing = []

    def handle_starttag(self, tag, attributes):
        if tag == "img" and not dict(attributes).get("alt"):
            self.missing.append(self.get_starttag_text()[:80])
