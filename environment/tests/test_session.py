"""The open course of a checkout, its cluster, and the cluster in use."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import full_disk
from cnilab import __main__ as command
from cnilab import cluster, execute, kube, log, named, paths, process, scratch, session, start
from test_survival import ADDRESS, OF_ITS_OWN, ended

HOLDER = """
import sys, time
from pathlib import Path
from cnilab import paths, session
paths.STATE = Path(sys.argv[1])
paths.RUNTIME = paths.STATE / "run"
with session.only():
    print("open", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "STATE", tmp_path)
    monkeypatch.setattr(paths, "LOGS", tmp_path / "log")
    monkeypatch.setattr(paths, "SCRATCH", tmp_path / "tmp")
    monkeypatch.setattr(paths, "RUNTIME", tmp_path / "run")
    monkeypatch.setattr(paths, "KUBECONFIG", tmp_path / "kubeconfig")
    return tmp_path


def python(program: str, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(paths.ENVIRONMENT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_start_is_rejected_until_the_first_is_gone(state, capsys):
    first = python(HOLDER, state)
    assert first.stdout.readline() == "open\n"
    assert start.main([]) == 0
    assert f"another ./lab (process {first.pid}) is about to open the course here" in capsys.readouterr().out
    (state / "run").mkdir(exist_ok=True)
    (state / "run" / "jpserver-1.json").write_text("left")
    first.kill()
    first.communicate()
    with session.only():
        assert not (state / "run").exists()


def test_a_second_start_opens_the_page_of_the_first(state, capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    monkeypatch.setattr(
        "jupyter_server.serverapp.list_running_servers",
        lambda folder: [{"url": "http://127.0.0.1:8888/", "token": "abc"}] if folder == str(state / "run") else [],
    )
    assert session.lead_to("17") == 0
    assert shown == ["http://127.0.0.1:8888/lab?token=abc"]
    assert "open here already, by process 17" in capsys.readouterr().out


@pytest.fixture
def kubeconfig(monkeypatch):
    """Sets KUBECONFIG and removes the caller's own settings."""
    monkeypatch.delenv("CNILAB_CONTEXT", raising=False)
    return lambda *files: monkeypatch.setenv("KUBECONFIG", os.pathsep.join(map(str, files)))


OURS = named.OURS + """: of no use once that has ended.
apiVersion: v1
clusters: [{name: kubernetes, cluster: {server: "https://127.0.0.1:1"}}]
"""


def test_the_kubeconfig_of_the_readme_is_not_a_real_cluster(state, kubeconfig):
    kubeconfig(paths.KUBECONFIG)
    assert not cluster.real(), "there is no such file now"
    paths.KUBECONFIG.write_text("apiVersion: v1")
    assert not cluster.real()
    kubeconfig(os.path.relpath(paths.KUBECONFIG))
    assert not cluster.real()


def test_a_copy_of_a_lab_kubeconfig_is_not_a_real_cluster(state, kubeconfig):
    copy = state / "copy"
    copy.write_text(OURS)
    kubeconfig(copy)
    assert not cluster.real()


def test_another_kubeconfig_beside_ours_is_a_real_cluster(state, kubeconfig):
    other = state / "other"
    other.write_text('current-context: kind\ncontexts: [{name: kind, context: {cluster: kind, user: me}}]')
    kubeconfig(paths.KUBECONFIG, other)
    assert cluster.real()
    assert named.variables()["KUBECONFIG"] == f"{state / 'course.kubeconfig'}{os.pathsep}{other}"


@pytest.mark.parametrize("text", ["clusters: [{name", "- a list", "\x00\x01", ""], ids=["cut short", "a list", "bytes", "empty"])
def test_a_damaged_kubeconfig_is_reported_in_one_line(state, kubeconfig, text):
    other = state / "other"
    other.write_text(text)
    kubeconfig(other)
    with pytest.raises(SystemExit, match=f"^lab: {re.escape(str(other))} .*$"):
        named.variables()


def test_simultaneous_starts_can_all_write_logs(state):
    with ThreadPoolExecutor(4) as starts:
        written = list(starts.map(lambda _: log.fresh("cluster").write_text("begun"), range(400)))
    assert len(written) == 400


def test_the_logs_of_the_last_starts_are_kept(state):
    for number in range(6):
        log.fresh("cluster").write_text(f"{number}")
    assert sorted(file.name for file in paths.LOGS.iterdir()) == [f"cluster{age}.log" for age in (".1", ".2", ".3", "")]
    assert (paths.LOGS / "cluster.1.log").read_text() == "4"


def test_files_of_a_killed_process_in_the_scratch_folder_are_deleted(state):
    gone = subprocess.Popen(["true"])
    gone.wait()
    (paths.SCRATCH / f"{gone.pid}-left").mkdir(parents=True)
    with scratch.folder() as mine:
        assert list(paths.SCRATCH.iterdir()) == [mine]
    assert list(paths.SCRATCH.iterdir()) == []


@pytest.mark.parametrize(
    "error, said",
    [
        (OSError(28, "No space left on device", "/x/y"), "lab: /x/y: No space left on device."),
        (ValueError("a\nb"), "lab: ValueError: a; how it came about is in "),
        (AssertionError(), "lab: AssertionError: nothing more is said; how it came about is in "),
    ],
    ids=["refused by the system", "a defect", "without a word"],
)
def test_an_error_is_one_line_without_a_traceback(state, monkeypatch, error, said):
    def fail(_):
        raise error

    monkeypatch.setattr("cnilab.run.main", fail)
    with pytest.raises(SystemExit) as ending:
        command.main("run", [])
    assert str(ending.value).startswith(said)
    assert "\n" not in str(ending.value)


ENDS = {
    "by a signal": ("os.kill(os.getpid(), 9)", "it was killed (SIGKILL)"),
    "out of memory": (
        # The words are in the pipe when the process is gone already.
        "words = 'sleep 0.2; echo Terminating due to java.lang.OutOfMemoryError: Java heap space'\n"
        "subprocess.Popen(words, shell=True); sys.exit(3)",
        "out of memory (Java heap space; ",
    ),
    "by itself": ("sys.exit(7)", "exit status 7; "),
}


@pytest.mark.parametrize("how, why", ENDS.values(), ids=ENDS.keys())
def test_a_repeatedly_ending_cluster_is_restarted_with_pauses(
    state, monkeypatch, capsys, how, why
):
    monkeypatch.setattr(cluster, "WITHIN", 8)
    started = []

    def begin() -> process.Embedded:
        program = f"import os, subprocess, sys; print('The cluster is ready: ', flush=True); {how}"
        started.append(process.Embedded.launch("cluster", [sys.executable, "-c", program]))
        return started[-1]

    keeper = cluster.Keeper(begin)
    until = time.monotonic() + 60
    while len(started) <= cluster.MOST_RESTARTS and time.monotonic() < until:
        time.sleep(0.1)
    keeper.close()
    said = capsys.readouterr().out.splitlines()
    assert len(started) > cluster.MOST_RESTARTS
    ends = [line for line in said if line.startswith(f"lab: the embedded cluster has ended: {why}")]
    assert len(ends) >= cluster.MOST_RESTARTS
    pause = re.compile(r"lab: it has ended 5 times in a minute and is started again in \d s")
    assert any(map(pause.fullmatch, said))


def exhaust(victim: subprocess.Popen, folder: Path) -> None:
    """Takes up all memory of a JVM. Everything that a client or a pod may fill has a limit, so an agent does it from within."""
    java = Path(paths.java())
    subprocess.run([java.with_name("javac"), "-d", folder, Path(__file__).with_name("Exhaust.java")], check=True)
    agent = folder / "exhaust.jar"
    with zipfile.ZipFile(agent, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nAgent-Class: Exhaust\n")
        jar.write(folder / "Exhaust.class", "Exhaust.class")
    subprocess.run([java, "-cp", folder, "Exhaust", str(victim.pid), agent], capture_output=True, timeout=60)


def test_a_cluster_out_of_memory_is_replaced(tmp_path, capsys):
    kubeconfig = tmp_path / "kubeconfig"
    started = []

    def begin() -> process.Embedded:
        started.append(process.Embedded.start("cluster", "--pace", "on-demand", "--kubeconfig", str(kubeconfig)))
        return started[-1]

    keeper = cluster.Keeper(begin)
    try:
        exhaust(started[0].process, tmp_path)
        until = time.monotonic() + 120
        while len(started) == 1:
            assert time.monotonic() < until, capsys.readouterr().out
            time.sleep(0.1)
        assert kube.Api(kubeconfig).send("GET", "/api/v1/nodes")["items"]
    finally:
        keeper.close()
    assert "lab: the embedded cluster has ended: out of memory (Java heap space; " in capsys.readouterr().out


@pytest.mark.parametrize("module", ["cluster", "lab"])
def test_slf4j_has_a_binding_of_its_own_version(module):
    """SLF4J does so on standard error if its two parts have different versions."""
    jars = [jar.name for jar in (paths.JARS / module).glob("slf4j-*.jar")]
    assert sorted(re.sub(r"-[\d.]+jar$", "", name) for name in jars) == ["slf4j-api", "slf4j-nop"]
    assert len({re.search(r"-([\d.]+)\.jar$", name)[1] for name in jars}) == 1


def test_the_reason_why_a_cluster_ended_survives_a_new_log(state):
    says = "echo The cluster is ready: ; read go; echo java.lang.OutOfMemoryError: GC overhead limit exceeded >&2; exit 3"
    ending, taking = (process.Embedded.launch("cluster", ["sh", "-c", says]) for _ in range(2))
    ending.process.stdin.close()
    ending.process.wait(20)
    taking.end()
    assert ending.why().startswith("out of memory (GC overhead limit exceeded; ")


@full_disk.needed
def test_the_output_of_a_cluster_is_read_even_if_its_log_disk_is_full():
    talks = "echo The cluster is ready: ; head -c 200000 /dev/zero | tr '\\0' '\\n'; echo end >&2"
    running = subprocess.Popen(["sh", "-c", talks], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    embedded = process.Embedded(running, full_disk.FILE.open("ab", buffering=0))
    assert embedded._await_ready()
    assert running.wait(20) == 0
    assert embedded.heard.wait(20)
    assert embedded.words[-1] == "end\n"


def test_the_course_opens_without_home_and_without_slf4j_messages(tmp_path):
    env = {name: value for name, value in os.environ.items() if name != "HOME"}
    env |= {"BROWSER": "true", "CNILAB_NOTEBOOKS": str(tmp_path / "mine"), "PYTHONPATH": str(paths.ENVIRONMENT)}
    with subprocess.Popen(
        [sys.executable, "-c", OF_ITS_OWN, tmp_path], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as course:
        said = [course.stdout.readline()]
        while said[-1] and not ADDRESS.search(said[-1]):
            said.append(course.stdout.readline())
        course.send_signal(signal.SIGINT)
        said.append(course.communicate(timeout=60)[0])
    assert any(map(ADDRESS.search, said)), said
    assert course.returncode == 0
    logs = {file.name: file.read_text() for file in (tmp_path / "log").iterdir()}
    assert "is ready" in logs["cluster.log"]
    assert not [text for text in [*logs.values(), *said] if "slf4j" in text.lower()]


def test_a_cluster_ends_when_its_starter_is_killed(tmp_path):
    program = """
import sys, time
from cnilab import cluster
with cluster.embedded("--pace", "on-demand", "--kubeconfig", sys.argv[1]) as process:
    print(process.pid, flush=True)
    time.sleep(600)
"""
    starter = python(program, tmp_path / "kubeconfig")
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    assert ended(pid, within=20)
    assert not (tmp_path / "kubeconfig").exists()


def test_a_notebook_whose_kernel_dies_fails_with_one_line(tmp_path):
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("Runtime.getRuntime().halt(1)")])
    with cluster.in_use("on-demand") as variables:
        outcome = execute.execute(tmp_path / "dies.ipynb", notebook, variables)
    assert not outcome.passed
    assert outcome.errors == ["the kernel has died; cell 0 ran last: Runtime.getRuntime().halt(1)"]
