"""./lab itself, called as by a person."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys

import pytest

import full_disk
import results
from cnilab import archive, arguments, cluster, kube, oncall, paths
from test_place import run, start


def lab(*arguments: str) -> subprocess.CompletedProcess:
    return lab_with({}, *arguments)


def lab_with(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [paths.ROOT / "lab", *arguments], capture_output=True, text=True, timeout=120, cwd="/", env={**os.environ, **variables}
    )


def test_help_names_every_command():
    text = lab("--help").stdout
    for command in ("again", "test", "run", "export", "report", "cluster", "node", "conformance", "bench", "doctor"):
        assert f"./lab {command}" in text


def test_an_unknown_command_is_rejected_with_the_existing_ones():
    answer = lab("brake")
    assert answer.returncode == 1
    assert "'brake' is not a command" in answer.stderr
    assert "./lab cluster" in answer.stderr


@pytest.mark.parametrize(
    "words, said", [(["--context"], "lab: --context needs the name"), (["--context", ""], "lab: --context needs the name"), (["run", ""], "lab: there is no step ''")]
)
def test_a_missing_or_empty_argument_is_rejected_in_one_line(words, said):
    answer = lab(*words)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert answer.stderr.startswith(said)


EXPLAINED = [
    ("start", "open the course in JupyterLab"),
    ("again", "STEP"),
    ("test", "pytest"),
    ("run", "STEP"),
    ("export", "--edition teacher"),
    ("report", "progress"),
    ("pictures", "README"),
    ("cluster", "--kubeconfig"),
    ("node", "COMMAND"),
    ("conformance", "record"),
    ("conformance linux", "SCRIPT"),
    ("conformance kubernetes", "PATH"),
    ("conformance netpol", "--cni"),
    ("conformance record", "--may-break"),
    ("bench", "--peer"),
    ("set-up", "JupyterLab"),
    ("doctor", "how to get"),
    ("dev", "contributors"),
    ("diagnose", "status 0"),
    ("oncall", "--verify"),
    ("release", "CHANGELOG"),
]


def test_every_command_in_the_help_is_tested():
    listed = set(re.findall(r"^  \./lab (\S+)", lab("--help").stdout, re.MULTILINE)) - {"COMMAND"}
    assert listed | {"start"} == {command.split()[0] for command, _ in EXPLAINED}


@pytest.mark.parametrize(("command", "word"), EXPLAINED)
def test_every_command_prints_its_help(command, word):
    answer = lab(*command.split(), "--help")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"./lab {command}".removesuffix(" start") in answer.stdout and word in answer.stdout


@pytest.mark.parametrize("words", ["doctor", "--help", "run --help", "oncall --help", "cluster --help", "oncall --list"])
@pytest.mark.parametrize(
    ("stdout", "said"),
    [
        (">&-", "the standard output is closed; "),
        pytest.param(f">{full_disk.FILE}", "could not write ", marks=full_disk.needed),
    ],
)
def test_a_failed_write_to_standard_output_is_reported_in_one_line(words, stdout, said):
    answer = subprocess.run(["bash", "-c", f"'{paths.ROOT}/lab' {words} {stdout}"], capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].startswith(f"lab: {said}"), answer.stderr


def test_a_command_works_with_closed_standard_input_and_error():
    answer = subprocess.run(["bash", "-c", f"'{paths.ROOT}/lab' --help <&- 2>&-"], capture_output=True, text=True)
    assert answer.returncode == 0 and answer.stdout.startswith("CNI Lab")


def test_dash_h_prints_the_same_as_dash_dash_help():
    assert lab("export", "-h").stdout == lab("export", "--help").stdout


def test_help_of_a_command_on_a_node_is_not_answered_by_lab(tmp_path):
    refused = lab_with({"KUBECONFIG": str(tmp_path / "none")}, "node", "worker-1", "--", "ip", "--help")
    assert refused.returncode == 1 and "Usage: ./lab" not in refused.stdout


@pytest.mark.parametrize("command", ["start", "set-up", "doctor"])
def test_a_surplus_argument_is_rejected(command):
    answer = lab(command, "wrokers")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == f"lab: ./lab {command} takes no arguments, but got 'wrokers'; ./lab {command} --help says what it does\n"


def test_a_running_lab_is_not_affected_by_a_replaced_script(tmp_path):
    """As by git pull, in the middle of a long set-up."""
    (tmp_path / "environment").mkdir()
    for name in ("place.sh", "help.sh"):
        shutil.copy(paths.ENVIRONMENT / name, tmp_path / "environment")
    (tmp_path / "environment/setup.sh").write_text('set_up_all() { seq -f "echo %g" 2000 >>"$root/lab"; }\n')
    shutil.copy(paths.ROOT / "lab", tmp_path)
    answer = subprocess.run([tmp_path / "lab", "set-up"], capture_output=True, text=True, timeout=60)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_an_unknown_step_is_rejected_with_the_existing_ones():
    answer = lab("run", "77")
    assert answer.returncode == 1
    assert "there is no step 77; the steps are 00, 01" in answer.stderr


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A checkout in which nothing is set up."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("lab", "notebooks", "environment/cnilab", *(f"environment/{each.name}" for each in paths.ENVIRONMENT.glob("*.sh"))):
        (folder / name).parent.mkdir(exist_ok=True)
        subprocess.run(["cp", "-r", paths.ROOT / name, folder / name], check=True)
    return folder


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("run 77", "there is no step 77; the steps are 00, 01"),
        ("run --fast", "unrecognized arguments: --fast; ./lab run --help says more"),
        ("again", "it needs STEP; ./lab again --help says more"),
        ("report", "it needs FILE"),
        ("report a.json -o a.txt", "-o: a.txt has an ending that is not known; the ones that are: .csv, .html"),
        ("report a.json -o none/a.csv", "-o: there is no folder none for a.csv; create it, or name another"),
        ("oncall --json none/a.json", "--json: there is no folder none for a.json"),
        ("export lab/site", "DIR: lab/site cannot be created in "),
        ("export --edition pupil", "--edition: invalid choice: 'pupil'"),
        ("export lab", "DIR: lab is a file; name a folder"),
        ("export notebooks", "DIR: notebooks is not empty and holds no earlier export; name another folder"),
        ("export --binder lab", "--binder: 'lab' names no repository; write OWNER/REPO"),
        ("release notebooks", "DIR: notebooks is not empty"),
        ("oncall --level 9", "--level: 9 is not a whole number from 1 to 5"),
        ("oncall no-such-fault", "there is no fault no-such-fault; ./lab oncall --list names them"),
        ("bench --quick", "unrecognized arguments: --quick"),
        ("dev", "it needs NAME"),
    ],
)
def test_a_wrong_argument_is_rejected_before_the_set_up(clone, line, said):
    answer = subprocess.run(["./lab", *line.split()], cwd=clone, capture_output=True, text=True, timeout=60)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("lab: ") and said in answer.stderr and len(answer.stderr.splitlines()) == 1
    assert not (clone / ".lab").exists()


def test_the_options_of_oncall_match_those_of_its_java_program():
    program = (paths.ROOT / "lib/lab/src/main/java/dev/cnilab/lab/cli/OnCallArguments.java").read_text()
    understood = {option for action in arguments.oncall()._actions for option in action.option_strings}
    assert understood == set(re.findall(r'case "(--[a-z-]+)"', program))


def test_a_step_number_needs_no_leading_zero():
    assert paths.notebooks(["5"]) == paths.notebooks(["05"])


def test_doctor_finds_nothing_missing_on_this_machine():
    answer = lab("doctor")
    assert answer.returncode == 0, answer.stdout
    assert "missing" not in answer.stdout


def test_doctor_prints_earlier_results_even_if_a_later_check_is_killed(tmp_path):
    (tmp_path / "python3").write_text("#!/bin/sh\nkill -9 0\n")  # as somebody who has waited long enough
    (tmp_path / "python3").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    answer = subprocess.run(
        [paths.ROOT / "lab", "doctor"], env={**os.environ, "PATH": path}, capture_output=True, text=True, start_new_session=True
    )
    assert answer.stdout.startswith("Tools (") and "Maven" in answer.stdout and "Python" not in answer.stdout


def test_doctor_prints_its_whole_table_and_exits_with_1_if_something_is_missing(clone):
    answer = subprocess.run(["./lab", "doctor"], cwd=clone, capture_output=True, text=True, timeout=60)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "  missing  JupyterLab" in answer.stdout and "\nCluster\n  " in answer.stdout


def test_kernel_and_cluster_start_from_a_class_archive():
    line = json.loads((paths.KERNEL / "kernel.json").read_text())["argv"]
    kernel = [*line[: line.index("-jar")], "-cp", paths.KERNEL / "kernel.jar"]
    *embedded, _main = cluster.java_command(archive.options("cluster"))
    *on_call, _main = oncall.command([])
    for command in (kernel, embedded, on_call):
        cached = any(str(option).startswith("-XX:AOTCache=") for option in command)
        assert cached or any(str(option).startswith("-XX:SharedArchiveFile=") for option in command)
        insisting = "-XX:AOTMode=on" if cached else "-Xshare:on"
        subprocess.run([*command, insisting, "-version"], check=True)


def test_an_interrupted_training_run_leaves_no_class_archive(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ARCHIVES", tmp_path)
    (tmp_path / "slow.aotconf").touch()
    archive.keep("slow", [paths.java(), "-version"])
    assert (archive.options("slow"), list(tmp_path.iterdir())) == ([], [])


def test_the_first_requests_of_a_client_use_classes_from_the_archive(tmp_path):
    loaded, kubeconfig = tmp_path / "loaded", tmp_path / "kubeconfig"
    options = [*archive.options("cluster"), f"-Xlog:class+load:file={loaded}"]
    command = cluster.java_command(options, "--kubeconfig", str(kubeconfig), "--end-with-input")
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert any(cluster.READY.search(line) for line in process.stdout)
        before = loaded.read_text().count("source: file:")
        kube.Api(kubeconfig).send("GET", "/api/v1/nodes")
        from_jars = loaded.read_text().count("source: file:") - before
    finally:
        process.communicate(timeout=120)  # which ends its input
    assert from_jars < 50  # of about 600 classes


def test_a_command_of_the_library_uses_classes_from_the_archive_of_the_kernel(tmp_path):
    loaded = tmp_path / "loaded"
    nowhere = {"KUBECONFIG": str(tmp_path / "none"), "JDK_JAVA_OPTIONS": f"-Xlog:class+load:file={loaded}"}
    subprocess.run([paths.ROOT / "lab", "diagnose"], env={**os.environ, **nowhere}, capture_output=True, check=False)
    assert len(re.findall(r"dev\.cnilab\.\S* source: shared", loaded.read_text())) > 100


# Whether the jars count as current: as they are, and after a command; $1 is a checkout's root.
CURRENT = """
root=$2
state=$2/.lab
source "$1/environment/setup.sh"
eval "$3"
java_is_current && echo current || echo look
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose jars have just been made."""
    source = tmp_path / "lib/netsim/src/main/java/Packet.java"
    for folder in (source.parent, tmp_path / "lib/netsim/target", tmp_path / ".lab/jars/cluster", tmp_path / ".lab/jars/lab"):
        folder.mkdir(parents=True)
    for file in (source, tmp_path / "pom.xml", tmp_path / ".lab/jars/lab/lab.jar"):
        file.write_text("one")
    (tmp_path / ".lab/stamp").mkdir()
    jdk = os.environ["JAVA_HOME"]
    (tmp_path / ".lab/stamp/jdk").write_text(f"JAVA_HOME={jdk}\n{jdk}\n{tmp_path}\n")
    stamped = ["bash", "-euc", CURRENT, "bash", paths.ROOT, tmp_path, f"stamp java {'0' * 64} jars"]
    subprocess.run(stamped, check=True)
    return tmp_path


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("true", "current"),
        ("echo two >$root/lib/netsim/target/Packet.class", "current"),
        ("echo two >$root/lib/netsim/src/main/java/Packet.java", "look"),
        ("touch -d 2001-01-01 $root/lib/netsim/src/main/java/Packet.java", "look"),
        ("rm $root/lib/netsim/src/main/java/Packet.java", "look"),
        ("echo two >$root/pom.xml", "look"),
        ("export JAVA_HOME=/another", "look"),
        ("rm $root/.lab/jars/lab/lab.jar", "look"),
        ("cp -r $root ${root}-copy; root=${root}-copy state=$root/.lab", "look"),
    ],
)
def test_sources_are_checked_only_after_a_change(checkout, change, expected):
    line = ["bash", "-euc", CURRENT, "bash", paths.ROOT, checkout, change]
    assert subprocess.run(line, capture_output=True, text=True).stdout == expected + "\n"


# A machine on which nothing is installed; it prints what apt-get was asked for.
BARE = """
root=$1 state=$2
source "$root/environment/place.sh"
source "$root/environment/setup.sh"
find_jdk() { [[ -e $state/installed ]]; }
find_maven() { [[ -e $state/installed ]]; }
find_python() { [[ -e $state/installed ]]; }
os_release() { echo 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"'; }
dpkg-query() { [[ -e $state/installed ]] && echo "ii "; }
apt-cache() { [[ $2 == openjdk-25-jdk-headless ]]; }
id() { echo "$USER_ID"; }
apt-get() { echo "apt-get $*" >>"$state/asked"; touch "$state/installed"; }
set_up_tools
"""


def on_a_bare_machine(scratch, user: int) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", BARE, "setup", paths.ROOT, scratch],
        env={**os.environ, "USER_ID": str(user)},
        capture_output=True,
        text=True,
    )


def test_an_ordinary_user_gets_one_command_that_installs_missing_programs(tmp_path):
    answer = on_a_bare_machine(tmp_path, user=1000)
    assert answer.returncode == 1
    assert answer.stderr == (
        "lab: missing: jdk maven python libfontconfig1 libharfbuzz0b. First do this, then run ./lab again:\n"
        "  sudo apt-get update && sudo apt-get install -y openjdk-25-jdk-headless maven python3-venv libfontconfig1 libharfbuzz0b\n"
    )
    assert not (tmp_path / "asked").exists()


def test_missing_programs_are_installed_for_root(tmp_path):
    answer = on_a_bare_machine(tmp_path, user=0)
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == (
        "lab: missing: jdk maven python libfontconfig1 libharfbuzz0b; installing from the distribution (apt-get), once\n"
    )
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0] == "apt-get update -qq"
    assert asked[1].endswith("openjdk-25-jdk-headless maven python3-venv libfontconfig1 libharfbuzz0b ca-certificates")


@pytest.mark.parametrize(
    "options, network",
    [([], "10-flannel.conflist\n"), (["--cni", "bridge"], "10-bridge.conflist\n"), (["--cni", "none"], "")],
    ids=["by itself", "bridge", "none"],
)
def test_a_cluster_reports_readiness_and_ends_on_an_interrupt(tmp_path, options, network):
    kubeconfig = tmp_path / "kubeconfig"
    process = subprocess.Popen(
        [paths.ROOT / "lab", "cluster", *options, "--kubeconfig", kubeconfig],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert re.match(r"The cluster is ready: Kubernetes v1\.37\.2, 3 nodes, CNI ", process.stdout.readline())
        assert f"export KUBECONFIG={kubeconfig}" in "".join(process.stdout.readline() for _ in range(6))
        if network:  # a shell on a node is a pod, and needs a node that is ready
            assert node(kubeconfig, "ls", "/etc/cni/net.d") == (0, network)
            assert node(kubeconfig, "exit 7") == (7, "")
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(10)
        process.stdout.close()
    assert status == 0
    assert not kubeconfig.exists()


def node(kubeconfig, *command: str) -> tuple[int, str]:
    answer = subprocess.run(
        [paths.ROOT / "lab", "node", "worker-1", "--", *command],
        env={**os.environ, "KUBECONFIG": str(kubeconfig)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.stderr == ""
    return answer.returncode, answer.stdout


# Each kind waits until the other has begun, so that neither begins if they run one after the other. The reports of the run
# that this test belongs to stay.
KINDS = """
forget_reports() {{ :; }}
begin() {{ touch "$state/$1"; for _ in {{1..300}}; do [[ -e $state/$2 ]] && return; sleep 0.1; done; echo "$2 has not begun"; }}
forget_unchecked_classes() {{ :; }}
maven() {{ echo "maven $*" >>"$state/java"; begin java.begun python.begun >&2; return {java}; }}
python_tests() {{ begin python.begun java.begun >&2; echo "python's"; return {python}; }}
logged() {{ echo "${{*:2}}" >>"$state/java"; echo "[INFO] Tests run: 1, Time elapsed: 1 s" >"$(log_file "$1")"; return {patient}; }}
venv={venv}
run_tests
"""


@pytest.mark.parametrize(("java", "python", "patient"), [(0, 0, 0), (1, 0, 0), (0, 3, 0), (0, 0, 1), (1, 3, 1)])
def test_lab_test_runs_all_groups_and_fails_if_one_fails(tmp_path, java, python, patient):
    ended, said = run(KINDS.format(java=java, python=python, patient=patient, venv=sys.prefix), tmp_path)
    assert (ended, said.count("lab: Maven failed")) == (int(java + python + patient > 0), java + patient)
    assert "has not begun" not in said
    assert "lab: Maven failed" not in said.partition("Tests that failed:")[0]
    assert re.search(r"python's$.*Tests run: 1.*^Java tests that were skipped:", said, re.MULTILINE | re.DOTALL)
    first, second = (tmp_path / "java").read_text().splitlines()
    assert first.startswith("maven verify --fail-at-end -Dtest=!*SoakTest,!dev/cnilab/conformance/** ")
    assert re.match(r"nice mvn .* -Dtest=\*SoakTest,dev/cnilab/conformance/\*\* ", second)


DEAD = """
forget_reports() {{ :; }}
java_tests() {{ {java}; }}
python_tests() {{ :; }}
venv={venv}
run_tests
"""


@pytest.mark.parametrize(("java", "ended"), [("echo ended", 0), ("exit 0", 1), ('kill -9 "$BASHPID"', 1)])
def test_java_tests_pass_only_if_they_ran_to_their_end(tmp_path, java, ended):
    assert run(DEAD.format(java=java, venv=sys.prefix), tmp_path)[0] == ended


KILLED = """
forget_reports() { :; }
forget_unchecked_classes() { :; }
maven() { tied sh -c 'echo begun >&2; exec sleep 1000'; }
python_tests() { read -r; }
patient_tests() { touch "$state/patient"; }
run_tests
"""


def test_killing_lab_ends_its_java_tests(tmp_path):
    lab = start(KILLED, tmp_path, stdin=subprocess.PIPE)
    assert [lab.stderr.readline() for _ in range(2)][-1] == "begun\n"
    lab.kill()
    lab.communicate(timeout=60)
    assert not (tmp_path / "patient").exists()


JAVA = """
root=$state
maven() {{ [[ -e $root/lib/lab/target/classes ]] && echo compiled; return {ended}; }}
checked_tests || true
"""


def test_classes_compiled_without_the_checks_are_recompiled_before_the_tests(tmp_path):
    (tmp_path / "lib/lab/src").mkdir(parents=True)
    for file in ["pom.xml", "lib/lab/pom.xml", "lib/lab/src/Lab.java"]:
        (tmp_path / file).touch()
    source = tmp_path / "lib/lab/src/Lab.java"
    classes = tmp_path / "lib/lab/target/classes"
    compiled = []
    for change, ended in [("", 1), ("", 0), ("", 0), ("class Lab {}", 0)]:
        source.write_text(change or source.read_text())
        classes.mkdir(parents=True, exist_ok=True)
        compiled.append("compiled" in run(JAVA.format(ended=ended), tmp_path)[1])
    assert compiled == [False, False, True, False]


def test_skipped_java_tests_are_listed_with_their_reasons(tmp_path):
    skipped = '<skipped message="Assumption failed: no kubectl"/>'
    java_report(tmp_path, f'<testcase classname="a.ATest">{skipped}</testcase><testcase classname="a.ATest"/>')
    assert list(results.rows(results.skipped_in_java(tmp_path))) == ["   1  ATest                        no kubectl"]
    assert list(results.rows(results.skipped_in_java(tmp_path / "none"))) == ["nothing"]


def test_failed_tests_are_listed_with_their_messages(tmp_path):
    java = java_report(
        tmp_path,
        '<testcase classname="a.ATest" name="it holds"/>'
        '<testcase classname="a.ATest" name="it ends"><error type="java.io.IOException">java.io.IOException: it broke\n at A</error></testcase>',
    )
    python = tmp_path / "pytest.xml"
    said = "def test_it():\n&gt;   assert 1 == 2\nE   assert 1 == 2\n\ntest_b.py:1: AssertionError"
    python.write_text(f'<s><testcase classname="tests.test_b" name="test_it"><failure message="short">{said}</failure></testcase></s>')
    assert list(results.failed([java, python])) == [
        "ATest.it ends",
        "    java.io.IOException: it broke",
        "     at A",
        "test_b.test_it",
        "    E   assert 1 == 2",
    ]


def test_a_truncated_report_is_listed_among_the_failures(tmp_path):
    report = java_report(tmp_path, "")
    report.write_text('<s><testcase classname="a.ATest"')
    listed = list(results.failed([report]))
    assert listed[0] == "ATest.its report"
    assert listed[1].startswith("    cannot be read: ")
    assert list(results.rows(results.skipped_in_java(tmp_path))) == ["nothing"]


def java_report(root, cases):
    reports = root / "lib/lab/target/surefire-reports"
    reports.mkdir(parents=True)
    report = reports / "TEST-a.ATest.xml"
    report.write_text(f"<s>{cases}</s>")
    return report


def test_ci_runs_lab_test():
    assert (paths.ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec ./lab test"


def test_the_lock_file_pins_every_direct_requirement_with_hashes_and_names_no_host():
    wanted = (paths.ENVIRONMENT / "requirements.in").read_text()
    locked = (paths.ENVIRONMENT / "requirements.txt").read_text()
    for name in re.findall(r"^([a-z][a-z0-9-]*)", wanted, re.MULTILINE):
        pinned = rf"^{name}==[^\n]+\\\n    --hash=sha256:"
        assert re.search(pinned, locked, re.MULTILINE), name
    assert "://" not in locked
