"""The web site that ./lab export writes."""

import functools
import html
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from cnilab import execute, export, paths, site


@pytest.fixture
def pages(editions):
    return editions / "student"


@pytest.fixture
def teacher(editions):
    return editions / "teacher"


@pytest.fixture
def handout(editions):
    return editions / "handout"


@functools.cache
def read(file):
    return BeautifulSoup(file.read_text(), "html.parser")


@functools.cache
def places(file):
    return {each["id"] for each in read(file).find_all(id=True)}


def steps_of(folder):
    """The pages of the steps."""
    return {file.stem: read(file) for file in sorted(folder.glob("[0-9]*.html"))}


def test_the_export_has_a_page_per_step_and_an_index_that_links_them(solved, pages):
    index = (pages / "index.html").read_text()
    for outcome in solved:
        assert f'href="{outcome.name}.html"' in index
        assert (pages / f"{outcome.name}.html").exists()


def test_the_index_says_what_each_step_breaks(solved, pages):
    index = (pages / "index.html").read_text()
    for outcome in solved:
        assert site.Step.of(outcome.name, outcome.notebook).breaks in html.unescape(index)


def test_every_link_leads_to_an_existing_file_and_anchor(pages, teacher, handout):
    wrong = []
    for file in (file for folder in (pages, teacher, handout) for file in sorted(folder.glob("**/*.html"))):
        for link in read(file).find_all(href=True):
            path, _, fragment = link["href"].partition("#")
            target = Path(os.path.normpath(file.parent / path)) if path else file
            if not target.is_file():
                wrong.append(f"{file}: {link['href']}: there is no such file")
            elif fragment and fragment not in places(target):
                wrong.append(f"{file}: {link['href']}: there is no such place")
    assert wrong == []


def test_the_page_of_a_learner_has_questions_and_folded_answers(pages):
    page = steps_of(pages)["05-break-the-cni"]
    first = page.select_one(".question")
    assert "Which address will it have?" in first.get_text()
    assert len(first.select("li")) == 3
    answers = page.select("details.answer")
    assert {answer.summary.get_text() for answer in answers} == {"A solution", "What the cluster showed"}
    assert not [answer for answer in answers if answer.has_attr("open")]
    assert len({answer["id"] for answer in answers}) == len(answers)


def test_no_answer_is_visible_outside_the_folds(solved, pages):
    for outcome in solved:
        page = BeautifulSoup((pages / f"{outcome.name}.html").read_text(), "html.parser")
        for answer in page.select("details.answer"):
            answer.extract()
        shown = page.select_one("main").get_text()
        assert "The cluster shows:" not in shown, outcome.name
        assert "your prediction" not in shown, outcome.name
        for cell in outcome.notebook.cells:
            if "solution" in execute.tags(cell) and not cell.source.startswith("predict("):
                assert cell.source not in shown, cell.id


def test_the_task_of_an_exercise_comes_before_its_solution(solved, pages):
    page = steps_of(pages)["00-start-here"]
    asked = page.find(string=re.compile("Start the pod hello on worker"))
    assert asked.find_next("details", class_="answer").summary.get_text() == "A solution"


def test_the_teacher_edition_has_open_answers_and_notes_on_every_step(teacher):
    for name, page in steps_of(teacher).items():
        answers = page.select("details.answer")
        assert answers and all(answer.has_attr("open") for answer in answers), name
        notes = page.select_one("aside.notes")
        assert notes.strong.get_text() == "Time:", name
        assert [heading.get_text() for heading in notes.select("h2, h3")] == [
            "For the teacher", "What learners often think", "What to ask",
        ], name  # fmt: skip
        assert all(len(items.select("li")) >= 3 for items in notes.select("ul")), name


def test_only_the_teacher_edition_has_notes(pages, handout):
    for folder in (pages, handout):
        assert not [name for name, page in steps_of(folder).items() if page.select(".notes")]


def test_a_handout_has_the_questions_but_neither_answers_nor_raw_output(handout):
    for name, page in steps_of(handout).items():
        assert page.select(".question"), name
        assert not page.select("details.answer, .output details"), name


def test_the_slides_of_a_step_contain_title_questions_drawings_and_summary(pages):
    for name, page in steps_of(pages).items():
        deck = read(pages / "slides" / f"{name}.html")
        headings = [slide.find(["h1", "h2"]).get_text() for slide in deck.select(".slide")]
        assert page.h1.get_text().endswith(headings[0])
        assert headings.count("Predict") == len(page.select(".question")), name
        assert headings[-1] == "Summary"
    drawn = read(pages / "slides" / "10-the-nodes-side.html")
    assert drawn.select(".slide svg")
    assert not [verdict for verdict in drawn.select("details") if verdict.has_attr("open")]


def test_each_page_names_version_license_citation_and_source(pages):
    version = site.Origin.of_this_checkout().version
    for name, page in steps_of(pages).items():
        assert f"CNI Lab {version}" in page.footer.get_text(), name
        assert [link["href"] for link in page.footer.select("a")] == [
            "LICENSE", "index.html#How-to-cite", f"notebooks/{name}.ipynb",
        ]  # fmt: skip


def test_the_citation_file_has_the_version_and_license_of_the_project():
    citation = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text())
    assert citation["version"] == site.Origin.of_this_checkout().version
    assert citation["license"] == "Apache-2.0"


def test_each_page_links_to_its_step_on_binder_if_a_repository_is_given(solved, tmp_path):
    site.write(solved[3:5], tmp_path, site.EDITIONS["student"], site.Origin.of_this_checkout("jane/cni-lab"))
    for name, page in steps_of(tmp_path).items():
        assert page.find("a", string="Open on Binder")["href"] == (
            f"https://mybinder.org/v2/gh/jane/cni-lab/HEAD?urlpath=lab/tree/notebooks/{name}.ipynb"
        )
        assert page.footer.find("a", string="Source")["href"] == "https://github.com/jane/cni-lab"


def test_an_invalid_repository_is_rejected_before_the_run():
    with pytest.raises(SystemExit, match="'cni-lab' names no repository; write OWNER/REPO"):
        export.main(["--binder", "cni-lab"])


def test_the_search_index_has_prose_and_code_but_no_output(solved, pages):
    words = json.loads((pages / "words.js").read_text().removeprefix("window.words = ").removesuffix(";\n"))
    first = next(section for section in words if section["heading"] == "Observe" and section["page"].startswith("03"))
    assert "Three sent, three answered" in first["text"]
    assert "kubectl exec nettest-1" in first["code"]
    assert not [section["href"] for section in words if "icmp_seq=" in section["text"] + section["code"] and "03-" in section["href"]]


def test_equal_headings_get_different_anchors(tmp_path):
    text = "# A step\n\nYou look.\n\n## Look\n\n## Look"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    site.write([execute.Outcome("01-a-step", notebook)], tmp_path)
    page = (tmp_path / "01-a-step.html").read_text()
    assert re.findall(r'<h2 id="([^"]+)"', page) == ["Look", "Look-2"]
    contents = BeautifulSoup(page, "html.parser").select("#contents a")
    assert [link["href"] for link in contents] == ["#Look", "#Look-2"]


def test_each_heading_links_to_itself(pages):
    for name, page in steps_of(pages).items():
        for heading in page.select("main section :is(h2, h3)"):
            assert heading.a["href"] == f"#{heading['id']}", name


def test_every_picture_has_a_description(pages):
    for page in pages.glob("*.html"):
        described = Described()
        described.feed(page.read_text())
        assert described.missing == [], page.name


def test_an_export_does_not_overwrite_a_folder_with_other_content(tmp_path):
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
