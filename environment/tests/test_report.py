"""./lab report: a class's progress files as a table, as CSV and as a page."""

import csv
import io
import json
import os
import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup

from checkout import copied
from cnilab import report

ADA = {
    "00": {"begun": True, "passed": True, "checks": 1, "solutionSeen": False, "hints": {}, "predictions": {"hello": "c"}, "outcomes": {"hello": "c"}},
    "05": {
        "begun": True, "passed": True, "checks": 4, "solutionSeen": True, "hints": {"the node is Ready": 3, "the pod runs": 1},
        "predictions": {"no-config": "a", "misspelt": "a"}, "outcomes": {"no-config": "b", "misspelt": "a"},
    },
}  # fmt: skip
BOB = {"00": {"begun": True, "passed": False, "checks": 2, "solutionSeen": False, "hints": {}, "predictions": {}, "outcomes": {}}}


@pytest.fixture
def files(tmp_path):
    for name, steps in (("ada", ADA), ("bob", BOB)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"steps": steps}))
    return [str(tmp_path / "ada.json"), str(tmp_path / "bob.json")]


def test_the_csv_has_a_line_per_learner_and_step(files, tmp_path):
    assert report.main([*files, "-o", str(tmp_path / "class.csv")]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "class.csv").read_text())))
    assert len(rows) == 2 * 19
    five = next(row for row in rows if (row["learner"], row["step"]) == ("ada", "05"))
    assert five == {
        "learner": "ada", "step": "05", "title": "Break the CNI", "begun": "yes", "passed": "yes", "tries": "4",
        "hints": "4", "solution seen": "yes", "predictions": "2", "came true": "1",
    }  # fmt: skip
    untouched = next(row for row in rows if (row["learner"], row["step"]) == ("bob", "17"))
    assert (untouched["begun"], untouched["tries"]) == ("no", "0")


def test_the_page_has_a_row_per_learner_and_a_table_per_step(files, tmp_path):
    report.main([*files, "-o", str(tmp_path / "class.html")])
    page = BeautifulSoup((tmp_path / "class.html").read_text(), "html.parser")
    first, *steps = page.select("table")
    assert [row.th.get_text() for row in first.tbody.select("tr")] == ["ada", "bob"]
    assert "s (4)" in first.tbody.tr.get_text()
    assert len(steps) == 19
    assert page.find(id="step-05").get_text() == "05 · Break the CNI"


def test_the_table_is_printed_without_an_output_file(files, capsys):
    report.main(files)
    header, ada, bob, *_ = capsys.readouterr().out.splitlines()
    assert header.split() == ["learner", *(f"{number:02}" for number in range(19)), "passed"]
    assert ada.split() == ["ada", "✓", *"····", "s", *"·············", "2"]
    assert bob.split() == ["bob", "…", *"··················", "0"]


def test_an_invalid_file_is_reported_and_the_others_are_read(files, tmp_path, capsys):
    (tmp_path / "holiday.json").write_text("not JSON")
    assert report.main([*files, str(tmp_path / "holiday.json"), str(tmp_path / "gone.json")]) == 1
    said = capsys.readouterr()
    assert "holiday.json is no progress file" in said.err
    assert "gone.json cannot be read: No such file or directory" in said.err
    assert "ada" in said.out


def test_files_with_the_same_name_are_distinguished_by_their_folders(tmp_path, capsys):
    for name in ("ada", "bob"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "progress.json").write_text(json.dumps({"steps": {}}))
    report.main([str(tmp_path / name / "progress.json") for name in ("ada", "bob")])
    assert "ada/progress" in capsys.readouterr().out


def test_the_name_of_a_learner_is_escaped_in_csv_and_html(tmp_path):
    for name in ("=HYPERLINK(1)", "<b>x"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"steps": {}}))
    report.main([*map(str, tmp_path.glob("*.json")), "-o", str(tmp_path / "c.csv"), "-o", str(tmp_path / "c.html")])
    assert "\n=HYPER" not in (tmp_path / "c.csv").read_text()
    assert "<b>x" not in (tmp_path / "c.html").read_text()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"steps": {"05": null}}', '{"steps": {"05": {"checks": 1e999}}}', '{"steps": ' + "[" * 100_000]
)
def test_a_file_of_any_content_does_not_keep_others_from_being_read(files, tmp_path, text, capsys):
    (tmp_path / "odd.json").write_text(text)
    assert report.main([*files, str(tmp_path / "odd.json")]) == 1
    said = capsys.readouterr()
    assert "odd.json is no progress file" in said.err
    assert "ada" in said.out


def test_a_file_with_a_byte_order_mark_is_read(tmp_path, capsys):
    (tmp_path / "ada.json").write_text(json.dumps({"steps": ADA}), encoding="utf-8-sig")
    assert report.main([str(tmp_path / "ada.json")]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("2")


def test_file_names_that_are_not_utf8_can_be_printed_and_written(tmp_path, capsys):
    for name in (b"J\xf6rg.json", b"\x1b[2J.json"):
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:
            file.write('{"steps": {}}')
    every = list(map(str, tmp_path.glob("*.json")))
    assert report.main(every) == 0
    assert "J\ufffdrg" in capsys.readouterr().out
    assert report.main([*every, "-o", str(tmp_path / "c.csv"), "-o", str(tmp_path / "c.html")]) == 0
    assert "\x1b" not in (tmp_path / "c.csv").read_text()


def test_a_step_of_another_version_does_not_count(tmp_path, capsys):
    (tmp_path / "ada.json").write_text(json.dumps({"steps": {**ADA, "77": {"passed": True}}}))
    report.main([str(tmp_path / "ada.json"), "-o", str(tmp_path / "c.html")])
    page = BeautifulSoup((tmp_path / "c.html").read_text(), "html.parser")
    assert page.tbody.select("td")[-1].get_text() == "2"


@pytest.mark.parametrize(("output", "said"), [("none/class.csv", "there is no folder"), ("folder.csv", "cannot be written")])
def test_an_unwritable_output_is_rejected(files, tmp_path, output, said):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SystemExit, match=said):
        report.main([*files, "-o", str(tmp_path / output)])


def test_an_unknown_extension_is_rejected_with_the_known_ones(files, tmp_path):
    with pytest.raises(SystemExit, match=r"\.csv, \.html"):
        report.main([*files, "-o", str(tmp_path / "class.xlsx")])


def test_a_report_needs_neither_java_nor_the_library(files, tmp_path):
    root = copied(tmp_path / "checkout")
    shutil.rmtree(root / ".lab/jars")
    printed = subprocess.run([root / "lab", "report", *files], capture_output=True, text=True)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert "ada" in printed.stdout and not (root / ".lab/jars").exists()
