"""The effects of lines typed on a node before anyone has agreed to a change: for each row of a table, the node is compared before and after."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from cnilab import cluster, paths

LAB = paths.ROOT / "lab"
TABLE = Path(__file__).with_name("node_lines.txt")
REAL = os.environ.get("CNILAB_TEST_KUBECONFIG", "")
OFFER = "you have not agreed"
MARK = "=== line "

# Everything of a node that lines may change, except what changes by itself.
SNAPSHOT = """
find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /var/log -o -path /var/lib/kubelet \\
  -o -path /var/lib/containerd -o -path /var/lib/etcd -o -path /run \\) -prune -o \\( -type f -o -type l -o -type d \\) \\
  -printf '%M %u %g %s %T@ %p\\n' 2>/dev/null | grep -v -e ' /var/lib$' | sort
find /etc/cni /opt/cni/bin /run/flannel /etc/hosts /etc/hostname -type f | sort | xargs sha256sum
ls /tmp /run/netns
ls -A /var/log /run /dev
hostname
ip -o link | sed 's/ state [A-Z]*//'
ip -o -4 addr
ip route show table all type unicast
ip rule
ip neigh show nud permanent
bridge fdb show | grep -e dst -e permanent
iptables-save | grep -v '^[#:]' | sed 's/^\\[.*\\] //'
ipset list -n 2>/dev/null
sysctl -a 2>/dev/null | grep -E 'forward|rp_filter|proxy_arp|arp_|mtu'
systemctl is-active kubelet containerd
systemctl is-enabled kubelet
pgrep -x kubelet; pgrep -x containerd; pgrep -x flanneld; pgrep -x kube-proxy
crictl ps | grep -v ' shell ' | cut -c1-13 | sort; crictl pods | grep -v cni-lab | cut -c1-13 | sort
"""


def table(kind: str) -> list[str]:
    return [
        line[2:].replace("\\t", "\t") for line in TABLE.read_text().splitlines() if line.startswith(kind + " ")
    ]


def typed(node: str, lines: list[str], variables: dict[str, str]) -> list[tuple[str, str]]:
    """The output and the errors of each line, when all are typed one after the other."""
    script = "".join(f"{line}\necho '{MARK}{i}'; echo '{MARK}{i}' >&2\n" for i, line in enumerate(lines))
    run = subprocess.run(
        [LAB, "node", node],
        input=script,
        text=True,
        capture_output=True,
        env={**os.environ, **variables},
        timeout=1500,
    )
    return list(zip(parts(run.stdout, len(lines)), parts(run.stderr, len(lines)), strict=True))


def parts(said: str, count: int) -> list[str]:
    found = []
    for i in range(count):
        before, mark, said = said.partition(f"{MARK}{i}\n")
        assert mark, f"nothing was said after line {i}: {before[-500:]}"
        found.append(before)
    return found


def looked_at(node: str, variables: dict[str, str]) -> list[str]:
    run = subprocess.run(
        [LAB, "node", node, "--", SNAPSHOT],
        text=True,
        capture_output=True,
        env={**os.environ, **variables},
        timeout=300,
    )
    assert len(run.stdout.splitlines()) > 50, run.stderr
    return run.stdout.splitlines()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A node; the variables of a learner who has not agreed to change it, and of one who has."""
    if REAL:
        context = yaml.safe_load(Path(REAL).read_text())["current-context"]
        named = {"KUBECONFIG": REAL}
        yield os.environ.get("CNILAB_TEST_NODE", "node-2"), named, {**named, "CNILAB_MAY_BREAK": context}
        return
    kubeconfig = str(tmp_path_factory.mktemp("guard") / "kubeconfig")
    with cluster.embedded("--pace", "on-demand", "--kubeconfig", kubeconfig):
        named = {"KUBECONFIG": kubeconfig}
        yield "worker-1", {**named, "CNILAB_ASK_ALWAYS": "1"}, named


def test_the_tables_have_at_least_300_changing_and_200_reading_lines():
    assert len(set(table("!"))) >= 300 and len(set(table("?"))) >= 200


def test_no_changing_line_changes_the_node(place):
    node, asked, agreed = place
    before = looked_at(node, agreed)
    typed(node, table("!"), asked)
    after = looked_at(node, agreed)
    assert sorted(set(before) ^ set(after)) == []


def test_a_read_only_line_needs_no_agreement_and_sees_what_root_sees(place):
    node, asked, agreed = place
    lines = table("?")
    said = typed(node, lines, asked)
    assert [(line, err) for line, (_, err) in zip(lines, said, strict=True) if OFFER in err] == []
    root = typed(node, lines, agreed)
    unseen = [line for line, (seen, _), (there, _) in zip(lines, said, root, strict=True) if there and not seen]
    assert [line for line in unseen if "conntrack" not in line] == []  # its entries come and go


def test_a_rejected_line_is_reported_with_what_to_do(place):
    node, asked, _ = place
    (out, err), = typed(node, ["touch /etc/cni/net.d/mine"], asked)
    assert err.startswith("touch: cannot touch '/etc/cni/net.d/mine': ")
    assert OFFER in err and "agree(" in err
