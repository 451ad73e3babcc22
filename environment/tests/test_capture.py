"""Packet captures written by the course, read by the programs that people use for them."""

import json
import re
import shutil
import subprocess

import pytest

OVERLAY = 'capture(worker(1), "{}", "", () -> ping("nettest-1", "nettest-2")).save({})'
WRONG = "_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0"
CHECKED = [word for protocol in ("ip", "udp") for word in ("-o", f"{protocol}.check_checksum:TRUE")]


@pytest.fixture(scope="module", params=["eth0", "any"])
def recording(learner, tmp_path_factory, request):
    target = tmp_path_factory.mktemp("packets") / "tunnel.pcap"
    learner.cell('begin("03")')
    learner.cell(OVERLAY.format(request.param, json.dumps(str(target))))
    return target


def read(*command) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]}")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_tcpdump_reads_the_tunnel_and_its_inner_packets(recording):
    printed = read("tcpdump", "-nn", "-vv", "-r", recording)
    assert ".8472: [udp sum ok] OTV" in printed
    assert "ICMP echo request" in printed and "ICMP echo reply" in printed
    assert not re.findall(r".*\b(?:bad|wrong|invalid|truncated)\b.*", printed)


def test_tshark_finds_no_malformed_packet_and_no_wrong_checksum(recording):
    tunnel = ["-d", "udp.port==8472,vxlan"]
    assert "vxlan" in read("tshark", "-n", "-r", recording, *tunnel, "-T", "fields", "-e", "frame.protocols")
    assert read("tshark", "-n", "-r", recording, *tunnel, *CHECKED, "-Y", WRONG) == ""
