"""A learner's own copies of the notebooks: what an update does to them, and restoring one."""

import json
import shutil
import subprocess

import pytest

from cnilab import again, paths, start
from cnilab.copies import Copies

STEP = "05-break-the-cni.ipynb"


@pytest.fixture
def course(tmp_path):
    """The course's notebooks, which an update may change."""
    return shutil.copytree(paths.NOTEBOOKS, tmp_path / "notebooks", symlinks=True)


@pytest.fixture
def copies(course, tmp_path, monkeypatch):
    """The learner's copies after the first start."""
    monkeypatch.setenv("CNILAB_NOTEBOOKS", str(tmp_path / "mine"))
    made = Copies(tmp_path / "mine", course)
    assert made.bring_up_to_date() == []
    return made


def change(file, what) -> None:
    notebook = json.loads(file.read_text())
    what(notebook["cells"])
    file.write_text(json.dumps(notebook))


def newer(cells) -> None:
    cells[0]["source"] += "\n\nNow with a new ending."


def answered(cells) -> None:
    exercise = next(cell for cell in cells if "exercise" in cell["metadata"].get("tags", []))
    exercise["source"] = "// my own answer"


def run(cells) -> None:
    cell = next(cell for cell in cells if cell["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "seen"}]


def test_every_file_of_the_course_is_copied_but_no_checkpoints(course, tmp_path):
    (course / ".ipynb_checkpoints").mkdir()
    (course / ".ipynb_checkpoints" / STEP).write_text("{}")
    Copies(tmp_path / "mine", course).bring_up_to_date()
    for file in (STEP, "exams.md", "manifests/nettest-1.yaml"):
        assert (tmp_path / "mine" / file).read_bytes() == (course / file).read_bytes()
    assert not (tmp_path / "mine/.ipynb_checkpoints").exists()


def test_an_untouched_copy_follows_the_course(course, copies):
    change(course / STEP, newer)
    assert copies.bring_up_to_date() == []
    assert "Now with a new ending." in (copies.folder / STEP).read_text()


def test_a_copy_that_jupyterlab_merely_saved_counts_as_untouched(course, copies):
    written = json.loads((copies.folder / STEP).read_text())
    written["metadata"]["language_info"]["version"] = "26"
    for cell in written["cells"]:
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    (copies.folder / STEP).write_text(json.dumps(written, indent=1))
    change(course / STEP, newer)
    assert copies.bring_up_to_date() == []
    assert "Now with a new ending." in (copies.folder / STEP).read_text()


@pytest.mark.parametrize("work", [answered, run])
def test_an_edited_copy_is_kept_and_announced(course, copies, work, monkeypatch, capsys):
    change(copies.folder / STEP, work)
    mine = (copies.folder / STEP).read_text()
    assert copies.bring_up_to_date() == [], "there is no newer version yet"
    change(course / STEP, newer)
    monkeypatch.setattr(Copies, "of_the_learner", lambda: copies)
    assert start.own_copies() == copies.folder
    assert (copies.folder / STEP).read_text() == mine
    assert capsys.readouterr().out == (
        f"lab: there is a newer {STEP}; yours is kept because you have worked in it; "
        "./lab again 05 takes the new one and keeps yours beside it\n"
    )


def test_again_replaces_a_copy_and_keeps_each_edited_one_beside_it(course, copies, monkeypatch, capsys):
    monkeypatch.setattr(Copies, "of_the_learner", lambda: copies)
    for number in (1, 2):
        change(copies.folder / STEP, answered)
        mine = (copies.folder / STEP).read_text()
        assert again.main(["05"]) == 0
        assert (copies.folder / f"05-break-the-cni.{number}.ipynb").read_text() == mine
        assert (copies.folder / STEP).read_bytes() == (course / STEP).read_bytes()
        assert f"kept beside it as 05-break-the-cni.{number}.ipynb" in capsys.readouterr().out
    change(course / STEP, newer)
    assert copies.bring_up_to_date() == [], "a fresh copy is one that nobody has worked in"


def test_again_keeps_no_backup_of_an_untouched_copy(copies, monkeypatch, capsys):
    monkeypatch.setattr(Copies, "of_the_learner", lambda: copies)
    assert again.main(["05"]) == 0
    assert "05-break-the-cni.ipynb is unchanged already" in capsys.readouterr().out
    assert not (copies.folder / "05-break-the-cni.1.ipynb").exists()


def test_again_needs_a_valid_step_and_never_changes_the_originals(monkeypatch):
    with pytest.raises(SystemExit, match="it needs STEP; ./lab again --help says more"):
        again.main([])
    with pytest.raises(SystemExit, match="there is no step 77"):
        again.main(["77"])
    monkeypatch.setenv("CNILAB_NOTEBOOKS", str(paths.NOTEBOOKS))
    with pytest.raises(SystemExit, match="the course's own notebooks"):
        again.main(["05"])


def test_a_renamed_step_replaces_its_old_copy_unless_that_was_edited(course, copies):
    change(copies.folder / "07-read-the-logs.ipynb", answered)
    (course / STEP).rename(course / "05-five-ways.ipynb")
    (course / "07-read-the-logs.ipynb").rename(course / "07-logs.ipynb")
    copies.bring_up_to_date()
    assert not (copies.folder / STEP).exists() and (copies.folder / "05-five-ways.ipynb").exists()
    assert (copies.folder / "07-read-the-logs.ipynb").exists()


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"'])
def test_an_edited_copy_survives_a_damaged_record(course, copies, text):
    change(copies.folder / STEP, answered)
    mine = (copies.folder / STEP).read_text()
    (copies.folder / ".copied.json").write_text(text)
    assert copies.bring_up_to_date() == [STEP]
    assert (copies.folder / STEP).read_text() == mine


def test_the_lab_command_works_in_the_folder_of_the_copies(copies):
    answer = subprocess.run(["./lab", "node", "--help"], cwd=copies.folder, capture_output=True, text=True)
    assert answer.stdout.startswith("Usage: ./lab node NAME"), answer.stderr


def test_the_link_to_the_lab_command_is_repaired_after_a_move(course, copies):
    link = copies.folder / "lab"
    link.unlink()
    link.symlink_to("../where-the-checkout-was/lab")
    assert copies.bring_up_to_date() == []
    assert link.resolve() == paths.ROOT / "lab"


def test_a_git_pull_does_not_conflict_with_edited_copies(tmp_path):
    author, learner = tmp_path / "author", tmp_path / "learner"
    for folder in (author / "notebooks", author / "environment"):
        folder.mkdir(parents=True)
    shutil.copy(paths.ROOT / ".gitignore", author)
    shutil.copy(paths.NOTEBOOKS / STEP, author / "notebooks")
    git(author, "init", "-q")
    commit(author, "The course")
    git(tmp_path, "clone", "-q", str(author), str(learner))
    copies = Copies(learner / "my-notebooks", learner / "notebooks")
    copies.bring_up_to_date()
    change(copies.folder / STEP, answered)
    assert git(learner, "status", "--porcelain") == ""
    change(author / "notebooks" / STEP, newer)
    commit(author, "A new ending")
    git(learner, "pull", "-q")
    assert copies.bring_up_to_date() == [STEP]


def commit(folder, subject: str) -> None:
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=An Author", "-c", "user.email=author@example.com", "commit", "-q", "-m", subject)


def git(folder, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout
