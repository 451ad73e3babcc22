"""The first five minutes: what ./lab says on a system where something is missing."""

import re
import subprocess
import sys
import webbrowser
from importlib import metadata
from pathlib import Path

import pytest

from cnilab import paths, start

# A system: what names it, and what it has. bash's own functions stand for its programs.
DEBIAN_12 = """
os_release() { echo 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"'; }
apt-get() { :; }
apt-cache() { false; }
"""
DEBIAN_13 = """
os_release() { echo 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"'; }
apt-get() { :; }
apt-cache() { [[ $2 == openjdk-25-jdk-headless || $2 == openjdk-21-jdk-headless ]]; }
"""
UBUNTU = """
os_release() { echo 'PRETTY_NAME="Ubuntu 22.04.5 LTS"'; }
apt-get() { :; }
apt-cache() { [[ $2 == openjdk-21-jdk-headless ]]; }
"""
WSL = UBUNTU + "uname() { [[ $1 == -r ]] && echo 6.6.87.2-microsoft-standard-WSL2 || echo Linux; }\nroot=/mnt/c/Users/me/cni-lab\n"
NO_APT = """
command() { [[ $2 != apt-get && $2 != dpkg-query ]] && builtin command "$@"; }
"""
FEDORA = NO_APT.replace("!= apt-get", "!= apt-get && $2 != brew") + """
os_release() { printf 'PRETTY_NAME="Fedora Linux 43 (Workstation Edition)"\\nVERSION_ID=43\\n'; }
dnf() { :; }
"""
MACOS = NO_APT + """
uname() { [[ ${1:-} == -r ]] && echo 24.6.0 || echo Darwin; }
"""

# Runs a script in a Python that has no module venv.
WITHOUT_VENV = """
import importlib.util as u, sys
find = u.find_spec
u.find_spec = lambda name: None if name == "venv" else find(name)
exec(sys.argv[1])
"""

NOTHING = "find_jdk() { false; }; find_maven() { false; }; find_python() { false; }; find_package() { false; }; id() { echo 1000; }\n"


def on(system: str, line: str, scratch) -> subprocess.CompletedProcess:
    sourced = f'set -euo pipefail; root=$1 state=$2; source "$root/environment/place.sh"; source "$root/environment/setup.sh"\n'
    return subprocess.run(
        ["bash", "-c", f"{sourced}{system}{NOTHING}{line}", "lab", paths.ROOT, scratch], capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("system", "remedy"),
    [
        (DEBIAN_12, "Debian GNU/Linux 12 (bookworm) has no package of a JDK 21 or newer. Install Eclipse Temurin"),
        (DEBIAN_13, "sudo apt-get update && sudo apt-get install -y openjdk-25-jdk-headless maven python3-venv"),
        (UBUNTU, "sudo apt-get update && sudo apt-get install -y openjdk-21-jdk-headless maven python3-venv"),
        (FEDORA, "sudo dnf install java-25-openjdk-devel maven python3"),
        (MACOS, "brew install openjdk maven python"),
    ],
    ids=["Debian 12", "Debian 13", "Ubuntu", "Fedora", "macOS"],
)
def test_the_remedy_for_missing_programs_is_the_command_of_the_system(tmp_path, system, remedy):
    answer = on(system, "set_up_tools", tmp_path)
    assert answer.returncode == 1
    assert "missing: jdk maven python" in answer.stderr
    assert remedy in answer.stderr


@pytest.mark.parametrize(
    ("system", "named", "remedies"),
    [
        (DEBIAN_12, "Debian GNU/Linux 12 (bookworm)", ["sdk install java", "apt-get install -y maven", "python3-venv"]),
        (DEBIAN_13, "Debian GNU/Linux 13 (trixie)", ["openjdk-25-jdk-headless", "apt-get install -y maven", "python3-venv"]),
        (FEDORA, "Fedora Linux 43", ["java-25-openjdk-devel", "dnf install maven", "dnf install python3"]),
        (MACOS, "macOS", ["brew install openjdk", "brew install maven", "brew install python"]),
        (WSL, "Ubuntu 22.04.5 LTS, in WSL", ["openjdk-21-jdk-headless", "clone into your Linux home"]),
    ],
    ids=["Debian 12", "Debian 13", "Fedora", "macOS", "WSL"],
)
def test_doctor_names_the_system_and_its_remedies(tmp_path, system, named, remedies):
    answer = on(system, "doctor", tmp_path)
    assert answer.returncode == 1, answer.stderr
    assert f"Tools (this is {named}" in answer.stdout
    for remedy in remedies:
        assert remedy in answer.stdout


def test_doctor_names_what_is_too_old_or_incomplete(tmp_path):
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{WITHOUT_VENV}' \"$2\"\n")
    python.chmod(0o755)
    old = f"list_jdks() {{ echo '17 /usr/lib/jvm/java-17'; }}; python={python}\n"
    answer = on(DEBIAN_12, f"{old}doctor", tmp_path)
    assert "found only JDK 17 in /usr/lib/jvm/java-17; Debian GNU/Linux 12 (bookworm) has no package" in answer.stdout
    assert re.search(r"found Python 3\.\d+, which lacks venv; sudo apt-get", answer.stdout)


def test_doctor_promises_to_install_only_what_the_distribution_has(tmp_path):
    promise = "./lab installs these by itself"
    for system, promised in ((DEBIAN_12, False), (DEBIAN_13, True)):
        answer = on(system, "id() { echo 0; }; doctor", tmp_path)
        assert (promise in answer.stdout) == promised


def test_doctor_checks_the_disk(tmp_path):
    answer = on(DEBIAN_13, "free_mb() { echo 12; }; doctor", tmp_path)
    assert "12 MB are free, and ./lab needs about 1000 MB" in answer.stdout
    assert re.search(r"ok +may be written +/", answer.stdout)


def test_a_keg_only_jdk_of_homebrew_is_found(tmp_path):
    home = tmp_path / "opt/openjdk/libexec/openjdk.jdk/Contents/Home"
    (home / "bin").mkdir(parents=True)
    for program in ("javac", "jshell"):
        (home / "bin" / program).write_text("")
        (home / "bin" / program).chmod(0o755)
    (home / "release").write_text('JAVA_VERSION="26.0.1"\n')
    setup = (paths.ENVIRONMENT / "setup.sh").read_text().replace("/opt/homebrew", str(tmp_path))
    found = subprocess.run(
        ["bash", "-euc", re.search(r"^list_jdks\(\) \{.*?^\}", setup, re.M | re.S).group() + "\npath_jdk() { :; }; state=$0; list_jdks", tmp_path],
        capture_output=True, text=True,
    )  # fmt: skip
    assert f"26 {home}" in found.stdout


def test_a_clone_with_autocrlf_keeps_the_line_endings_of_the_course(tmp_path):
    subprocess.run(["git", "-c", "core.autocrlf=true", "clone", "-q", paths.ROOT, tmp_path / "clone"], check=True)
    files = subprocess.run(["git", "ls-files", "--eol"], cwd=tmp_path / "clone", capture_output=True, text=True, check=True)
    lines = files.stdout.splitlines()
    assert [line for line in lines if "w/crlf" in line] == []
    assert any("w/lf" in line and line.endswith("\tlab") for line in lines)


def test_start_asks_to_open_the_address_if_there_is_no_browser(monkeypatch, capsys):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert "--no-browser" in start.command()
    assert "this machine has no browser; open the address below" in capsys.readouterr().out


def test_jupyterlab_opens_the_browser_if_there_is_one(monkeypatch):
    monkeypatch.setattr(webbrowser, "get", lambda: "a browser")
    assert "--no-browser" not in start.command()


def test_jupyterlab_is_told_not_to_expect_a_python_kernel():
    assert "--KernelSpecManager.ensure_native_kernel=False" in start.command()


def of_tests_only():
    """The files of the packages that only the tests install."""
    tests, learners = (
        set(re.findall(r"^([\w.-]+)==", (paths.ENVIRONMENT / lock).read_text(), re.MULTILINE))
        for lock in ("requirements-test.txt", "requirements.txt")
    )
    return {Path(file.locate()).resolve() for name in tests - learners for file in metadata.files(name) or ()}


def test_the_set_up_takes_at_most_350_megabytes():
    leave_out = of_tests_only()
    taken = sum(
        file.lstat().st_blocks * 512
        for part in ("archives", "jars", "jupyter", "venv")
        for file in (paths.STATE / part).rglob("*")
        if file.resolve() not in leave_out
    )
    assert 0 < taken < 350 << 20
