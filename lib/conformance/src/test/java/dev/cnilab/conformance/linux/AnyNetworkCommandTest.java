package dev.cnilab.conformance.linux;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever follows a network command, it ends with a status and without a defect. */
class AnyNetworkCommandTest {
  private static final List<String> SURROUNDINGS =
      List.of(
          "[-] ip netns add a",
          "[-] ip netns add b",
          "[-] ip link add va type veth peer name vb",
          "[-] ip link set va netns a name eth0",
          "[-] ip link set vb netns b name eth0",
          "[a] ip link set lo up",
          "[a] ip addr add 10.0.0.1/24 dev eth0",
          "[b] ip addr add 10.0.0.2/24 dev eth0",
          "[a] ip link set eth0 up",
          "[b] ip link set eth0 up");

  private static final String[] COMMANDS = {
    "ip link",
    "ip addr",
    "ip route",
    "ip neigh",
    "ip rule",
    "ip",
    "bridge",
    "bridge fdb",
    "bridge link",
    "brctl",
    "ping -c 1 -W 1",
    "curl -m 1",
    "nslookup -timeout=1",
    "dig +time=1",
    "host -W 1",
    "getent",
    "nc -w 1",
    "ss",
    "netstat",
    "traceroute -w 1 -m 2",
    "tracepath -m 2",
    "arping -c 1 -w 1",
    "conntrack",
    "ipset",
    "iptables",
    "iptables -A FORWARD",
    "iptables -t nat -A PREROUTING",
    "iptables-save",
    "sysctl",
    "ethtool",
    "ifconfig",
    "route",
    "arp",
    "tcpdump -c 1 -r",
    "busybox ip",
    "busybox ping -c 1 -W 1",
    "busybox wget",
    "busybox nslookup",
    "busybox nc -w 1",
    "busybox netstat",
    "busybox traceroute -w 1 -m 2",
    "busybox arping -c 1 -w 1",
    "busybox ifconfig",
    "busybox route",
    "busybox arp"
  };

  private static final String[] WORDS = {
    "add",
    "del",
    "show",
    "set",
    "list",
    "flush",
    "get",
    "replace",
    "change",
    "append",
    "help",
    "dev",
    "eth0",
    "lo",
    "nosuch",
    "via",
    "10.0.0.2",
    "10.0.0.0/24",
    "10.0.0.1/33",
    "0/0",
    "::1",
    "default",
    "src",
    "dst",
    "type",
    "bridge",
    "veth",
    "vxlan",
    "peer",
    "name",
    "id",
    "mtu",
    "up",
    "down",
    "master",
    "nomaster",
    "lladdr",
    "02:00:00:00:00:01",
    "nud",
    "permanent",
    "metric",
    "-1",
    "0",
    "1",
    "65536",
    "99999999999",
    "0x10",
    "foo",
    "",
    "-",
    "--",
    "-a",
    "-n",
    "-v",
    "-t",
    "-u",
    "-l",
    "-p",
    "tcp",
    "udp",
    "icmp",
    "-s",
    "-d",
    "-j",
    "ACCEPT",
    "DROP",
    "REJECT",
    "DNAT",
    "--to-destination",
    "10.0.0.2:80",
    "--dport",
    "80",
    "80:90",
    "-m",
    "conntrack",
    "--ctstate",
    "NEW",
    "-L",
    "-F",
    "-N",
    "X",
    "-X",
    "-P",
    "hash:ip",
    "hash:net",
    "create",
    "timeout",
    "http://10.0.0.2/",
    "http://",
    "10.0.0.2:99999",
    "[",
    "]",
    "%",
    "a.b",
    "...",
    "-4",
    "-6",
    "@",
    "@10.0.0.2",
    "+short",
    "+",
    "-x",
    "=",
    "net.ipv4.ip_forward",
    "net.ipv4.ip_forward=x",
    "mark"
  };

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> word =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(9, Arbitraries.of(WORDS)),
            net.jqwik.api.Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(6)));
    return Combinators.combine(Arbitraries.of(COMMANDS), word.list().ofMaxSize(7))
        .as(
            (command, words) -> {
              StringBuilder line = new StringBuilder("[a] " + command);
              for (String each : words) {
                String printable = each.replaceAll("[^ -~]", "?").replace("'", "");
                line.append(" '").append(printable).append('\'');
              }
              return line.toString();
            });
  }

  @Property(tries = 150, seed = "1")
  void any_command_line_runs_without_an_exception(@ForAll("tenLines") List<String> lines) {
    List<String> script = new ArrayList<>(SURROUNDINGS);
    script.addAll(lines);
    assertThatCode(() -> ScriptReplay.run(Script.parse("fuzz", script)))
        .as(String.join("\n", lines))
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<List<String>> tenLines() {
    return lines().list().ofSize(10);
  }
}
