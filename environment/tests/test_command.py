"""./lab itself, as a person calls it."""

import json
import re
import subprocess

from cnilab import cluster, paths


def lab(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [paths.ROOT / "lab", *arguments], capture_output=True, text=True, timeout=120, cwd="/"
    )


def test_help_names_every_command():
    text = lab("--help").stdout
    for command in ("test", "run", "export", "cluster", "node", "conformance", "bench", "doctor"):
        assert f"./lab {command}" in text


def test_an_unknown_command_is_named_and_the_existing_ones_are_listed():
    answer = lab("brake")
    assert answer.returncode == 1
    assert "'brake' is not a command" in answer.stderr
    assert "./lab cluster" in answer.stderr


def test_an_unknown_step_is_named_and_the_existing_ones_are_listed():
    answer = lab("run", "77")
    assert answer.returncode == 1
    assert "there is no step 77; the steps are 00, 01" in answer.stderr


def test_doctor_finds_all_that_this_test_runs_on():
    answer = lab("doctor")
    assert answer.returncode == 0, answer.stdout
    assert "missing" not in answer.stdout


def test_kernel_and_cluster_start_from_what_the_jvm_has_loaded_before():
    line = json.loads((paths.KERNEL / "kernel.json").read_text())["argv"]
    kernel = [*line[: line.index("-jar")], "-cp", paths.KERNEL / "kernel.jar"]
    *embedded, _main = cluster.java_command(paths.ARCHIVES / "cluster.jsa")
    for command in (kernel, embedded):
        assert any(str(option).startswith("-XX:SharedArchiveFile=") for option in command)
        subprocess.run([*command, "-Xshare:on", "-version"], check=True)


def test_the_lock_file_pins_every_direct_requirement_with_hashes_and_names_no_host():
    wanted = (paths.ENVIRONMENT / "requirements.in").read_text()
    locked = (paths.ENVIRONMENT / "requirements.txt").read_text()
    for name in re.findall(r"^([a-z][a-z0-9-]*)", wanted, re.MULTILINE):
        pinned = rf"^{name}==[^\n]+\\\n    --hash=sha256:"
        assert re.search(pinned, locked, re.MULTILINE), name
    assert "://" not in locked
