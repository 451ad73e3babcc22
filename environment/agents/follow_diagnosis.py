#!/usr/bin/env python3
"""A baseline: answers with the findings of ./lab diagnose, and carries out its advice where that is one line of shell."""

import json
import os
import subprocess

LAB = os.environ["CNILAB_LAB"]

# The commands for each cause's advice, on the affected node. SAYS is the first piece of evidence.
ON_NODE = {
    "second-configuration": 'rm "/etc/cni/net.d/${SAYS%% *}"',
    "plugin-not-executable": "chmod 755 /opt/cni/bin/*",
    "packets-lost": "tc qdisc del dev eth0 root",
    "packets-late": "tc qdisc del dev eth0 root",
    "route-blackhole": "ip route del $SAYS",
    "packets-dropped": "iptables -D ${SAYS#-A } || iptables -P ${SAYS#:}",
    "forwarding-off": "sysctl -w net.ipv4.ip_forward=1",
    "tunnel-mtu": "ip link set flannel.1 mtu ${SAYS##* }",
    "address-twice": 'set -- $SAYS; ip addr del "$4" dev "$2"',
}

# Causes that need a restart of an agent's pod on the node.
RESTART_AGENT = {
    "no-configuration",
    "route-missing",
    "tunnel-neighbour-wrong",
    "tunnel-forwarding-missing",
    "agent-state-missing",
    "agent-other-range",
    "plugin-unauthorized",
}


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def repair(found: dict) -> None:
    kind, _, name = found["where"].partition(" ")
    if found["cause"] in ON_NODE and kind == "node":
        says = found["evidence"][0]["says"].replace("'", "")
        run(LAB, "node", name, "--", f"SAYS='{says}'; {ON_NODE[found['cause']]}")
    elif found["cause"] in RESTART_AGENT and kind == "node":
        run("kubectl", "-n", "kube-flannel", "delete", "pods", "--field-selector", f"spec.nodeName={name}")
    elif found["repair"].startswith("kubectl "):
        run(*found["repair"].split())


def main() -> None:
    causes = json.loads(run(LAB, "diagnose", "-o", "json") or '{"causes": []}')["causes"]
    for found in causes[:1]:
        repair(found)
    print(json.dumps({"causes": causes[:2]}))


main()
