"""The catalogue of faults: those chosen by a seed are proved here, all of them by ./lab oncall --verify; and an incident."""

import json
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from cnilab import cluster, oncall, paths
from learner import needs_kubectl

SEED = "11"


@pytest.fixture(scope="module")
def verified() -> subprocess.CompletedProcess:
    with cluster.embedded_only("on-demand", *oncall.STARTER) as variables:
        return asked("--verify", "--seed", SEED, env={**os.environ, **variables})


@pytest.fixture(scope="module")
def starter():
    """The cluster that starts another one for each incident."""
    with cluster.embedded_only("real-time", *oncall.STARTER) as variables:
        yield {**os.environ, **variables, "CNILAB_LAB": str(paths.ROOT / "lab")}


def asked(*arguments: str, **others) -> subprocess.CompletedProcess:
    return subprocess.run(oncall.command(list(arguments)), capture_output=True, text=True, check=False, **others)


def test_the_faults_of_one_seed_are_proven(verified):
    assert re.search(r"^8 of 8 faults hold$", verified.stdout, re.MULTILINE), verified.stdout + verified.stderr
    assert verified.returncode == 0


def test_an_unknown_fault_is_rejected_by_name():
    refused = asked("--verify", "no-such-fault")
    assert refused.returncode == 1
    assert "no-such-fault" in refused.stderr
    assert "./lab oncall --list" in refused.stderr


class OnCall:
    """Somebody on call: types lines, and reads the output up to the next prompt. The program is killed after five minutes."""

    PATIENCE = 300

    def __init__(self, environment: dict[str, str], *arguments: str):
        self.process = subprocess.Popen(
            oncall.command(list(arguments)),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A shell's background processes ignore it, and so does what they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.limit = threading.Timer(self.PATIENCE, self.process.kill)
        self.limit.daemon = True
        self.limit.start()
        self.page = self.said()
        assert self.page.endswith("on call> "), self.page

    def said(self) -> str:
        text = b""
        while not text.endswith((b"on call> ", b"or nothing: ", b"or stop: ")) and (byte := self.process.stdout.read(1)):
            text += byte
        return text.decode()

    def type(self, line: str) -> str:
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()
        return self.said()

    def interrupt(self) -> str:
        """Ctrl-C: a terminal sends it to all foreground processes."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.said() or f"it has ended with status {self.process.wait(30)}"

    def choose(self, options: str, words: str) -> str:
        """Types the letter of an option."""
        return self.type(re.search(rf"^  ([a-f])\) {words}$", options, re.MULTILINE)[1])

    def answer(self, what: str, where: str) -> None:
        assert "Noted: " in self.choose(self.choose(self.type("answer"), what), where)

    def end(self) -> int:
        self.process.stdin.close()
        self.limit.cancel()
        return self.process.wait(30)


@pytest.fixture
def kept(starter, tmp_path: Path) -> dict[str, str]:
    return {**starter, "CNILAB_PROGRESS": str(tmp_path / "progress.json")}


def record(environment: dict[str, str]) -> dict:
    return record_of_all(environment)[-1]


def record_of_all(environment: dict[str, str]) -> list[dict]:
    return json.loads(Path(environment["CNILAB_PROGRESS"]).with_name("oncall.json").read_text())["incidents"]


@needs_kubectl
def test_an_incident_is_played_from_the_page_to_the_debrief(kept):
    duty = OnCall(kept, "service-selector", "--cni", "flannel", "--proxy", "iptables")
    assert "connection refused" in duty.page
    assert "export KUBECONFIG=" in duty.page
    assert "10.96.0.1" in duty.type("kubectl get services -A")
    assert "Say first what it was" in duty.type("resolved")
    duty.answer("A Service selects nothing", "service shop/db")
    duty.type("kubectl -n shop delete pods -l app=db")
    refused = duty.type("resolved")
    assert "Not yet: " in refused
    assert "What you did, restart the database, is no repair: the new pod has the same label." in refused
    duty.type("""kubectl -n shop patch service db -p '{"spec": {"selector": {"app": "db"}}}'""")
    debrief = duty.type("resolved")
    assert "It was: A Service selects nothing, service shop/db." in debrief
    assert "diagnosis  right, after" in debrief
    assert "repair     whole, after" in debrief
    assert "called resolved too early once" in debrief
    assert "changed    nothing else" in debrief
    assert "replaced   shop/db-" in debrief
    before, now = re.search(r"^  before(.*?)^  now(.*?)^  evidence", debrief, re.MULTILINE | re.DOTALL).groups()
    assert re.search(r"worker-\d .*✗ NETFILTER_DROP: .*shop/db:sql has no endpoints", before), debrief
    assert "worker-" in now and "arrives: TCP port 5432" in now and "reply: TCP SYN,ACK" in now, debrief
    assert re.search(r"again +\./lab oncall --seed \d+", debrief)
    assert duty.end() == 0
    assert record(kept) | {"diagnosed": True, "repaired": True, "refused": 1} == record(kept)


@needs_kubectl
def test_the_debrief_includes_lines_typed_in_another_terminal(kept):
    duty = OnCall(kept, "service-selector", "--cni", "bridge")
    environment = {**kept, "KUBECONFIG": re.search(r"export KUBECONFIG=(\S+)", duty.page)[1]}
    for line in (["kubectl", "-n", "shop", "get", "service", "db", "-o", "yaml"], ["kubectl", "-n", "shop", "delete", "pods", "-l", "app=db"]):
        subprocess.run(line, env=environment, capture_output=True, check=True)
    duty.type("kubectl get nodes")
    debrief = duty.type("leave")
    assert re.search(r"^  elsewhere  the right place +kubectl get services/db -n shop$", debrief, re.MULTILINE), debrief
    assert re.search(r"^  elsewhere  +kubectl delete pods/db-\S+ -n shop$|^  elsewhere  +kubectl delete pods -n shop$", debrief, re.MULTILINE), debrief
    assert re.search(r"^  typed .*kubectl get nodes$", debrief, re.MULTILINE), debrief
    duty.end()


@needs_kubectl
def test_an_interrupt_ends_a_line_and_not_the_incident(kept):
    duty = OnCall(kept, "coredns-at-zero", "--cni", "flannel")
    assert duty.interrupt() == "\non call> "
    duty.process.stdin.write(b"echo here; sleep 1000; echo there\n")
    duty.process.stdin.flush()
    assert duty.process.stdout.readline() == b"here\n"
    assert "there" not in duty.interrupt()
    assert "worker-1" in duty.type("kubectl get nodes")
    assert duty.type("answer").endswith("or nothing: ")
    assert duty.interrupt() == "\na letter, or nothing: "
    assert duty.type("") == "on call> "
    assert "It was: CoreDNS runs nowhere" in duty.type("leave")
    assert duty.end() == 1
    assert record(kept)["diagnosed"] is False


def test_variants_of_leave_and_of_answers_are_understood(kept):
    duty = OnCall(kept, "nothing-service-ping", "--cni", "flannel")
    assert "Type leave" in duty.type("exit")
    asked_what = duty.type("Answer please")
    letter = re.search(r"^  ([a-f])\) Nothing is wrong: it works as it has to$", asked_what, re.MULTILINE)[1]
    assert "Noted: Nothing is wrong: it works as it has to, nowhere." in duty.type(f"{letter.upper()})")
    debrief = duty.type("Leave it")
    assert "diagnosis  right, after" in debrief
    assert "repair     none was needed; left after" in debrief
    assert duty.end() == 1


def test_a_shift_ends_on_quit_and_rejects_other_words(kept):
    duty = OnCall(kept, "--shift", "--cni", "flannel")
    assert "left after" in duty.type("leave")
    assert "'next' is neither." in duty.type("next")
    assert duty.type("quit") == ""
    assert duty.end() == 1
    assert len(record_of_all(kept)) == 1


@needs_kubectl
def test_a_repair_that_only_hides_the_symptom_is_rejected(kept):
    duty = OnCall(kept, "service-selector")
    duty.answer("A Service selects nothing", "service shop/db")
    duty.type("kubectl -n shop label pods -l app=db app=database --overwrite")
    hidden = duty.type("resolved")
    assert "only hides the symptom" in hidden, hidden
    assert "It was: A Service selects nothing" in duty.type("leave")
    assert duty.end() == 1
    assert record(kept)["repaired"] is False


def test_the_incident_of_a_seed_is_the_same_for_everyone(kept):
    assert told(kept, "--seed", "42") == told(kept, "--seed", "42", "--blind")


def test_endless_starts_incidents_until_it_is_stopped(kept):
    duty = OnCall(kept, "--endless", "service-selector", "--cni", "bridge")
    assert "Enter for the next incident, or stop: " in duty.type("leave")
    again = duty.type("")
    assert "On call, incident " in again and again.endswith("on call> "), again
    duty.type("leave")
    duty.process.stdin.write(b"stop\n")
    assert duty.end() == 1
    assert [each["fault"] for each in record_of_all(kept)] == ["service-selector", "service-selector"]


def test_endless_ends_at_the_end_of_its_input(kept):
    duty = OnCall(kept, "--endless", "service-selector", "--cni", "bridge")
    assert duty.end() == 1


def told(environment: dict[str, str], *arguments: str) -> list[str]:
    """The initial description of an incident, and the possible answers."""
    duty = OnCall(environment, *arguments)
    lines = [re.search(r'\d\d:\d\d  (".*")', duty.page)[1], duty.type("answer"), duty.type("a")]
    duty.type("a")
    assert duty.end() == 1
    return lines


@needs_kubectl
def test_blind_play_gives_no_diagnosis(kept):
    duty = OnCall(kept, "conflist-gone", "--blind")
    kubeconfig = re.search(r"export KUBECONFIG=(\S+)", duty.page)[1]
    assert "worker-1" in duty.type("kubectl get nodes")
    diagnose = oncall.command([])[:-1] + ["dev.cnilab.lab.cli.DiagnoseCommand"]
    refused = subprocess.run(diagnose, env={**kept, "KUBECONFIG": kubeconfig}, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "played blind" in refused.stderr
    debrief = duty.type("leave")
    assert "It was: " in debrief and "before  " not in debrief, debrief  # no packet was ever sent
    duty.end()


# Looks everywhere a program could: its environment, all objects, all files and processes of a node.
SNOOP = """
env | grep -Ev '^(CNILAB_CAUSES|PYTEST_.*)='
kubectl get -A -o yaml "$(kubectl api-resources --verbs=list -o name | grep -v clusters.lab | paste -sd,)"
for node in worker-1 worker-2; do
  "$CNILAB_LAB" node $node -- 'cat /proc/*/cmdline /proc/*/environ 2>/dev/null; find /etc /opt /root /run /tmp /var; cat /etc/cni/net.d/*'
done
"""


@needs_kubectl
def test_nothing_that_a_program_sees_names_the_fault(starter, tmp_path):
    seen = tmp_path / "seen"
    ended = asked("--agent", f"({SNOOP}) > {seen} 2>&1; echo '{{}}'", "--seed", "8", env=starter)
    assert "wrong" in ended.stdout, ended.stdout + ended.stderr
    text = seen.read_text(errors="replace")
    assert "CNILAB_REPORT=" in text and "kind: EndpointSlice" in text and "kubelet" in text, text[-2000:]
    names = [line.split()[0] for line in asked("--list").stdout.splitlines()]
    assert len(names) >= 32
    assert [name for name in names if name in text] == []


@needs_kubectl
def test_a_program_is_judged_by_diagnosis_repair_and_damage(starter, tmp_path):
    results = tmp_path / "results.json"
    line = "kubectl -n shop delete service web >&2; kubectl -n shop patch service db -p '{\"spec\": {\"selector\": {\"app\": \"db\"}}}' >&2"
    answer = '{"cause": "service-without-pods", "where": "service shop/db", "evidence": "\\"app\\" : \\"database\\""}'
    harm = asked("--suite", "service-selector", "--agent", f"{line}; echo '{answer}'", "--json", str(results), env=starter)
    assert harm.returncode == 1
    case = json.loads(results.read_text())["cases"][0]
    assert case["diagnosed"] and case["evidence"], harm.stdout + harm.stderr
    assert not case["repaired"]
    assert any("services shop/web" in damage for damage in case["damage"]), case


def test_a_program_that_makes_a_node_unreachable_is_still_judged(starter):
    line = "\"$CNILAB_LAB\" node worker-1 -- systemctl stop kubelet >&2; echo '{}'"
    harm = asked("--suite", "service-selector", "--agent", line, env=starter)
    assert "incidents=1, diagnosed=0, repaired=0" in harm.stdout, harm.stdout + harm.stderr
    assert re.search(r"not +2 things +1 ", harm.stdout), harm.stdout


@needs_kubectl
def test_a_program_without_commands_left_can_only_answer(starter, tmp_path):
    results, said = tmp_path / "results.json", tmp_path / "said"
    lines = f"""
    exec > {said} 2>&1
    kubectl get nodes
    kubectl -n shop exec deploy/web -- cat /etc/resolv.conf
    kubectl -n shop patch service db -p '{{"spec": {{"selector": {{"app": "db"}}}}}}'
    echo left: $CNILAB_COMMANDS
    """
    line = f"({lines}); echo '{{\"cause\": \"service-without-pods\", \"where\": \"service shop/db\"}}'"
    asked("--suite", "service-selector", "--agent", line, "--commands", "2", "--json", str(results), env=starter)
    text = said.read_text()
    assert "worker-1" in text and "nameserver 10.96.0.10" in text and "left: 2" in text, text
    assert "Error from server (Forbidden): the budget of 2 commands is used up; what is left is to answer" in text, text
    case = json.loads(results.read_text())["cases"][0]
    assert (case["commands"], case["refused"], case["diagnosed"], case["repaired"]) == (2, 1, True, False), case


def test_a_program_is_killed_when_its_judge_ends(starter, tmp_path):
    begun = tmp_path / "begun"
    line = f"(sleep 979 & echo $! > {begun}.part; mv {begun}.part {begun}); sleep 978"
    words = oncall.command(["--suite", "coredns-at-zero", "--agent", line])
    with subprocess.Popen(words, env={**os.environ, **starter}, stdout=subprocess.DEVNULL) as judging:
        until(begun.exists)
        judging.terminate()
    child = Path("/proc", begun.read_text().strip(), "cmdline")
    until(lambda: not child.exists() or not child.read_bytes())


def until(holds, seconds: int = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.2)


@needs_kubectl
def test_both_baseline_agents_run(starter, tmp_path):
    nothing = asked("--suite", "coredns-at-zero", "--agent", "echo '{\"causes\": []}'", env=starter)
    assert "incidents=1, diagnosed=0, repaired=0, commands=0, damaged=0" in nothing.stdout, nothing.stdout + nothing.stderr
    follows = asked("--suite", "coredns-at-zero", "--agent", str(paths.ENVIRONMENT / "agents" / "follow_diagnosis.py"), env=starter)
    assert re.search(r"incidents=1, diagnosed=1, repaired=1, commands=[1-9]\d?, damaged=0", follows.stdout), follows.stdout + follows.stderr
    assert follows.returncode == 0


@pytest.mark.parametrize("named", ["none", ""])
def test_diagnose_without_a_cluster_fails_without_a_stack_trace(tmp_path, named):
    diagnose = oncall.command([])[:-1] + ["dev.cnilab.lab.cli.DiagnoseCommand"]
    diagnose.insert(1, f"-Duser.home={tmp_path}")
    nowhere = {**os.environ, "KUBECONFIG": named and str(tmp_path / named)}
    refused = subprocess.run(diagnose, env=nowhere, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr.startswith("lab: could not find the cluster: KUBECONFIG ")
    assert "\tat " not in refused.stderr
