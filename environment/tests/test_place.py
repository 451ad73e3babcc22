"""The folder that ./lab works in: its requirements, and what is left when something ends half-way."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from checkout import PYTHON_IS_THERE, copied
from cnilab import paths
from test_survival import ended

SOURCED = """
set -euo pipefail
root=$1 state=$2
source "{environment}/place.sh"
source "{environment}/setup.sh"
trap - EXIT
""".format(environment=paths.ENVIRONMENT)


def start(lines: str, state: Path, root: Path = paths.ROOT, **options) -> subprocess.Popen:
    """Runs lines of bash with the functions of ./lab, on a separate folder .lab."""
    state.mkdir(exist_ok=True)
    return subprocess.Popen(
        ["bash", "-c", SOURCED + lines, "lab", root, state],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def run(lines: str, state: Path, **options) -> tuple[int, str]:
    process = start(lines, state, **options)
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def test_an_unwritable_place_is_reported_in_one_line_with_a_remedy(tmp_path):
    status, said = run("state=/proc/lab; check_place", tmp_path)
    assert status == 1
    assert said.startswith("lab: ") and said.count("\n") == 1
    assert "cannot be written" in said and "cp -r" in said


def test_the_checkout_of_another_user_is_reported_with_both_names(tmp_path):
    status, said = run("state=/proc/lab; root=/proc; id() { echo learner; }; check_place", tmp_path)
    assert (status, said.count("\n")) == (1, 1)
    assert "/proc belongs to root and cannot be written by learner" in said


def test_a_full_disk_is_reported_with_the_free_and_the_needed_space(tmp_path):
    status, said = run("free_mb() { echo 7; }; check_place 600", tmp_path)
    assert (status, said.count("\n")) == (1, 1)
    assert "7 MB are free" in said and "needs about 600 MB" in said


IN_ITS_OWN_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]

FULL = """
set -eu
mount -t tmpfs -o size=8m tmpfs "$1"
cp -r "$2/lab" "$2/environment" "$2/pom.xml" "$1"
head -c 100m /dev/zero >"$1/filler" 2>/dev/null || true
cd "$1"
shift 2
exec "$@"
"""


def on_a_full_disk(folder: Path, *command: str | Path) -> subprocess.CompletedProcess:
    """Runs a command in a copy of the checkout, on a disk without a free byte; in namespaces of its own, as only these may mount one."""
    return subprocess.run(
        [*IN_ITS_OWN_NAMESPACE, "bash", "-c", FULL, "full", folder, paths.ROOT, *command],
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def full_disk(tmp_path):
    if not shutil.which("unshare") or subprocess.run([*IN_ITS_OWN_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", tmp_path]).returncode:
        pytest.skip("this machine does not let a user mount a disk in a namespace of one's own")
    return tmp_path


@pytest.mark.parametrize("words", ["", "cluster", "set-up", "node worker-1", "diagnose"])
def test_each_command_reports_a_really_full_disk_in_one_line(full_disk, words):
    answer = on_a_full_disk(full_disk, "./lab", *words.split())
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1), answer
    assert answer.stderr.startswith("lab: 0 MB are free on the disk of ")


def test_a_kubeconfig_on_a_full_disk_is_reported_in_one_line(full_disk):
    answer = on_a_full_disk(full_disk, paths.ROOT / "lab", "cluster", "--kubeconfig", "kubeconfig")
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].startswith("lab: the kubeconfig cannot be written to ")
    assert "No space left on device" in answer.stderr


SET_UP_KERNEL = """
find_jdk
mkdir -p "$state/archives"
tied() { "$venv/bin/python" -c 'from cnilab import kernel; kernel.install()'; }  # without what only makes it faster
set_up_kernel
"""


def test_a_copied_or_moved_checkout_uses_its_own_files(tmp_path):
    first, copy, moved = tmp_path / "first", tmp_path / "copy", tmp_path / "moved"
    copied(first)
    assert run(SET_UP_KERNEL, first / ".lab", root=first)[0] == 0
    shutil.copytree(first, copy, symlinks=True)
    first.rename(moved)
    for place in (copy, moved):
        assert run('stamped python "$(python_fingerprint)" || echo again', place / ".lab", root=place) == (0, "again\n")
        subprocess.run(["bash", "-euc", PYTHON_IS_THERE, "bash", place], check=True)
        status, said = run(SET_UP_KERNEL, place / ".lab", root=place)
        assert status == 0 and "preparing the kernel" in said
        spec = (place / ".lab/jupyter/kernels/java/kernel.json").read_text()
        assert str(first) not in spec
        assert f"{place}/.lab/jars/lab/lab-" in spec


def test_a_path_with_a_colon_is_rejected(tmp_path):
    status, said = run("check_place", tmp_path, root=Path("/home/a:b/lab"))
    assert (status, said.count("\n")) == (1, 1)
    assert "/home/a:b/lab has a colon" in said


@pytest.mark.parametrize(
    "locale, wanted",
    [({}, "C.UTF-8"), ({"LANG": "C"}, "C.UTF-8"), ({"LANG": "de_DE.UTF-8"}, ""), ({"LC_ALL": "POSIX"}, "C.UTF-8")],
)
@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="names of files are UTF-8 there whatever the locale")
def test_java_reads_file_names_as_utf8(tmp_path, locale, wanted):
    env = {name: value for name, value in os.environ.items() if not name.startswith("LC_") and name != "LANG"}
    assert run('speak_utf8; echo "${LC_ALL:-}"', tmp_path, env={**env, **locale}) == (0, wanted + "\n")


def test_home_need_not_be_set():
    env = {name: value for name, value in os.environ.items() if name != "HOME"}
    answer = subprocess.run([paths.ROOT / "lab", "doctor"], env=env, capture_output=True, text=True)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_second_set_up_waits_until_the_first_releases_its_lock(tmp_path):
    first = start("lock; echo mine; exec sleep 100", tmp_path)
    assert first.stdout.readline() == "mine\n"
    second = start("lock; echo mine", tmp_path)
    assert second.stderr.readline() == "lab: another ./lab is setting up; waiting for it\n"
    first.kill()
    assert second.communicate(timeout=20)[0] == "mine\n"
    first.communicate()


def test_the_tied_process_of_a_killed_lab_ends(tmp_path):
    lab = start("tied sh -c 'echo $$; exec sleep 1000'", tmp_path)
    pid = int(lab.stdout.readline())
    lab.kill()
    lab.wait()
    assert ended(pid, within=20)
    until = time.monotonic() + 20
    while list(tmp_path.glob("tied.*")) and time.monotonic() < until:
        time.sleep(0.1)
    assert list(tmp_path.glob("tied.*")) == []
    lab.communicate()


def test_a_tied_command_returns_its_own_status(tmp_path):
    assert run("tied sh -c 'exit 7' || echo $?", tmp_path) == (0, "7\n")
    assert list(tmp_path.glob("tied.*")) == []


def test_an_interrupt_ends_lab_and_its_tied_command(tmp_path):
    lab = start("trap 'ended $?' EXIT; tied sh -c 'echo begun; exec sleep 1000'; echo not reached", tmp_path, start_new_session=True)
    assert lab.stdout.readline() == "begun\n"
    os.killpg(lab.pid, signal.SIGINT)
    out, err = lab.communicate(timeout=20)
    assert (lab.returncode, out) == (130, "")
    assert err == "lab: interrupted; the next ./lab continues from here\n"


HALF_DONE = {
    "a file is gone": "rm jars/a.jar",
    "a file is cut short": ": >jars/a.jar",
    "a file is not whole": "echo more >>jars/a.jar",
    "the folder is gone": "rm -r jars",
    "it was being made again": 'unstamp it',
    "the mark itself was cut short": ": >stamp/it",
}


@pytest.mark.parametrize("damage", HALF_DONE.values(), ids=HALF_DONE.keys())
def test_an_unfinished_or_damaged_part_is_rebuilt(tmp_path, damage):
    made = 'cd "$state"; mkdir jars; echo jar >jars/a.jar; stamp it print jars; stamped it print jars; echo made; '
    assert run(made + damage + "; stamped it print jars || echo again", tmp_path) == (0, "made\nagain\n")


A_BUILD = """
mkdir -p lib/netsim/target/classes
: >lib/netsim/target/classes/Half.class
maven() { ls lib/netsim/target/classes 2>/dev/null; %s; }
collect_jars() { :; }
say() { :; }
build_java fingerprint
"""


def test_a_half_written_class_file_is_compiled_again(tmp_path):
    """Maven only checks whether a class or its source is newer."""
    root = tmp_path / "checkout"
    root.mkdir()
    here = {"root": root, "cwd": root}
    killed = start(A_BUILD % "kill -9 $$", tmp_path / "lab", **here)
    assert killed.communicate(timeout=60)[0] == "Half.class\n"
    assert start(A_BUILD % "true", tmp_path / "lab", **here).communicate(timeout=60)[0] == ""
    assert start("unstamp java" + A_BUILD % "true", tmp_path / "lab", **here).communicate(timeout=60)[0] == "Half.class\n"


def test_a_symlinked_python_environment_is_filled_and_never_removed(tmp_path):
    """As on Binder, whose own JupyterLab is used."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/precious").write_text("")
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab/venv").symlink_to(tmp_path / "theirs")
    status, said = run("install_packages() { echo into $(readlink $venv); }; set_up_python", tmp_path / "lab")
    assert status == 0, said
    assert f"into {tmp_path / 'theirs'}" in said
    assert (tmp_path / "theirs/precious").exists()
