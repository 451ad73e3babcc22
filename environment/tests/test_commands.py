"""Every command line that a notebook shows, executed verbatim where the notebook shows it.

The blocks of a text run in a terminal if they call kubectl, otherwise on worker 1. The kubectl line of an output is run again if it only reads, and as a dry run if it changes something.
"""

import re
from subprocess import CompletedProcess

import nbformat
import pytest

from cnilab import execute, paths
from learner import Learner

BLOCK = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
STANDS_FOR = re.compile(r"^(?:\$ (kubectl .*)|stands for `(kubectl [^`]*)`)$", re.MULTILINE)
NO_SUCH_COMMAND = re.compile(r"command not found|unknown (?:command|flag|shorthand)|syntax error|: not found$", re.MULTILINE)
CHANGES = re.compile(r"\b(?:rm|mv|cp|touch|mkdir|printf|head|echo|kill|systemctl|sed -i|set|add|del|delete|flush|iptables -[AIDFP])\b|>(?! ?/dev/null|&)")
LOOKS_FOR = re.compile(r"^kubectl get .*\| grep ")
SECONDS_TO_FIND = 10
TRIED = re.compile(r"^kubectl ((?:-n \S+ )?)(run|delete|apply|patch)\b")

# What is refused on this cluster, as the notebook says, with the error message.
REFUSED = {
    "kubectl get -n kube-system configmap cni-config": 'configmaps "cni-config" not found',
    "kubectl logs -n kube-system -l app=calico-node": "No resources found",
}


@pytest.mark.parametrize("path", paths.notebooks(), ids=lambda path: path.stem)
def test_every_command_line_of_a_notebook_runs(learner, path):
    wrong = []
    for cell in execute.with_solutions(nbformat.read(path, as_version=4)).cells:
        if cell.cell_type == "markdown":
            wrong += [complaint for block in BLOCK.findall(cell.source) for complaint in typed(learner, block)]
        elif "exercise" not in execute.tags(cell):
            done = learner.attempt(cell.source)
            wrong += [complaint for line in shown(done) for complaint in repeated(learner, line)]
    assert wrong == []


def typed(learner: Learner, block: str) -> list[str]:
    """Complaints about a block that is typed verbatim."""
    for beginning, words in REFUSED.items():
        if block.startswith(beginning):
            said = learner.terminal(block).stdout
            return [] if words in said else [f"{block}\n{said}"]
    if "kubectl" in block:
        done = learner.terminal(block)
        if done.returncode != 0 and LOOKS_FOR.match(last := block.splitlines()[-1]):
            done = found(learner, last)
        return complaints(block, done.stdout, done.returncode)
    said = learner.node("worker-1", block)
    return complaints(block, said, int("[exit " in said))


def found(learner: Learner, line: str) -> CompletedProcess:
    """The output of a line that queries something the cluster is still creating, repeated until it exists."""
    for _ in range(SECONDS_TO_FIND):
        learner.wait(1)
        done = learner.terminal(line)
        if done.returncode == 0:
            break
    return done


def shown(cell) -> list[str]:
    """The kubectl lines that the outputs of a cell stand for."""
    texts = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return [shown or stands_for for text in texts for shown, stands_for in STANDS_FOR.findall(text)]


def repeated(learner: Learner, line: str) -> list[str]:
    """Complaints about a line that reads, or that would change something."""
    if TRIED.match(line):
        if "apply -f manifest.yaml" in line:  # the manifest follows below, for the learner to save
            return []
        line = TRIED.sub(r"kubectl \1\2 --dry-run=client", line)
    elif CHANGES.search(line):
        return []
    done = learner.terminal(line)
    may_fail = " exec " in line or "| grep" in line  # a lost ping, an absent word
    return complaints(line, done.stdout, 0 if may_fail else done.returncode)


def complaints(line: str, said: str, status: int) -> list[str]:
    return [f"{line}\n{said}"] if status != 0 or NO_SUCH_COMMAND.search(said) else []
