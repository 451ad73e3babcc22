"""The web site that ./lab export writes."""

import re
from html.parser import HTMLParser

import pytest

from cnilab import export


@pytest.fixture(scope="module")
def site(solved, tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    export.write(solved, target)
    return target


def test_there_is_a_page_a_step_and_an_index_that_links_them(solved, site):
    index = (site / "index.html").read_text()
    for outcome in solved:
        assert f'href="{outcome.name}.html"' in index
        assert (site / f"{outcome.name}.html").exists()


def test_no_page_asks_anything_of_another_host(site):
    for page in site.glob("*.html"):
        assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*\.(?:js|css|woff2?)"', page.read_text()) == []


def test_every_picture_has_a_description(site):
    for page in site.glob("*.html"):
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
