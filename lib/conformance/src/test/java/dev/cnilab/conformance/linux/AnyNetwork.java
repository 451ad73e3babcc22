package dev.cnilab.conformance.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random network and what somebody does with it: hosts behind the links and bridges of a router,
 * perhaps a second router behind it, some misconfiguration, and then pings and queries.
 */
final class AnyNetwork {
  private static final int QUESTIONS = 12;

  private final Random random;
  private final List<ScriptCommand> steps = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<String> links = new ArrayList<>();
  private int cables;

  private AnyNetwork(Random random) {
    this.random = random;
  }

  /** The commands. */
  static List<ScriptCommand> of(Random random) {
    AnyNetwork network = new AnyNetwork(random);
    network.build();
    network.spoil();
    network.run("-", "sleep 1");
    network.ask();
    return network.steps;
  }

  private void run(String namespace, String command) {
    steps.add(new ScriptCommand(namespace, command, List.of()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void namespace(String name) {
    run("-", "ip netns add " + name);
    run(name, "ip link set lo up");
  }

  /** Connects two namespaces. */
  private void cable(String one, String nameThere, String other, String nameHere) {
    cables++;
    String mac = String.format("02:00:00:00:%02x:0", cables);
    run(
        "-",
        ("ip link add va address " + mac + "1 type veth") + (" peer name vb address " + mac + "2"));
    run("-", "ip link set va netns " + one + " name " + nameThere);
    run("-", "ip link set vb netns " + other + " name " + nameHere);
    run(one, "ip link set " + nameThere + " up");
    run(other, "ip link set " + nameHere + " up");
    askQuickly(one, nameThere);
    askQuickly(other, nameHere);
  }

  /** So that resolution of an unreachable neighbor fails before the ping that needs it. */
  private void askQuickly(String namespace, String link) {
    run(namespace, "sysctl -qw net.ipv4.neigh." + link + ".retrans_time_ms=100");
  }

  private void build() {
    namespace("r");
    int subnets = 2 + random.nextInt(2);
    for (int subnet = 1; subnet <= subnets; subnet++) {
      if (chance(40)) {
        bridged(subnet);
      } else {
        direct("r", subnet);
      }
    }
    if (chance(50)) {
      second(subnets);
    }
    run("r", "sysctl -w net.ipv4.ip_forward=" + (chance(85) ? 1 : 0));
  }

  private void direct(String router, int subnet) {
    String host = "h" + subnet;
    namespace(host);
    cable(router, "eth" + subnet, host, "eth0");
    address(router, "10.0." + subnet + ".1/24", "eth" + subnet);
    links.add("eth" + subnet);
    host(host, subnet, 2);
  }

  private void bridged(int subnet) {
    String bridge = "br" + subnet;
    run("r", "ip link add " + bridge + " address 02:00:00:00:bb:0" + subnet + " type bridge");
    address("r", "10.0." + subnet + ".1/24", bridge);
    run("r", "ip link set " + bridge + " up");
    askQuickly("r", bridge);
    links.add(bridge);
    for (int number = 2; number <= 3; number++) {
      String host = "h" + subnet + number;
      namespace(host);
      cable("r", "v" + subnet + number, host, "eth0");
      run("r", "ip link set v" + subnet + number + " master " + bridge);
      host(host, subnet, number);
    }
  }

  private void host(String host, int subnet, int number) {
    address(host, "10.0." + subnet + "." + number + "/24", "eth0");
    if (chance(90)) {
      run(host, "ip route add default via 10.0." + subnet + ".1");
    }
    hosts.add(host);
  }

  private void address(String namespace, String address, String link) {
    run(namespace, "ip addr add " + address + " dev " + link);
    addresses.add(address.replaceFirst("/.*", ""));
  }

  /** A second router behind the first, with a host of its own. */
  private void second(int subnets) {
    int subnet = subnets + 1;
    namespace("s");
    cable("r", "up", "s", "down");
    address("r", "10.100.0.1/30", "up");
    address("s", "10.100.0.2/30", "down");
    direct("s", subnet);
    links.removeLast();
    links.add("up");
    run("s", "sysctl -w net.ipv4.ip_forward=1");
    run("s", "ip route add default via 10.100.0.1");
    if (chance(85)) {
      run("r", "ip route add 10.0." + subnet + ".0/24 via 10.100.0.2");
    }
  }

  private void spoil() {
    for (int i = random.nextInt(5); i > 0; i--) {
      String link = any(links);
      switch (random.nextInt(9)) {
        case 0 -> run("r", "ip link set " + link + " mtu " + any(List.of(1300, 1400, 1450)));
        case 1 -> run(any(hosts), "ip link set eth0 mtu " + any(List.of(1300, 1400, 1450)));
        case 2 -> run("r", "ip link set " + link + " down");
        case 3 -> run("r", "sysctl -w net.ipv4.conf." + link + ".rp_filter=" + random.nextInt(3));
        case 4 -> run("r", "ip route add " + any(TYPES) + " 10.9." + i + ".0/24");
        case 5 ->
            run(
                "r",
                "iptables -A FORWARD -i " + link + " -o " + any(links) + " -j " + any(VERDICTS));
        case 6 -> run("r", "iptables -A INPUT -p icmp -i " + link + " -j " + any(VERDICTS));
        case 7 -> run(any(hosts), "ip addr add 10.77.0.1/32 dev lo");
        default -> run("r", "ip route add " + any(addresses) + "/32 via " + any(addresses));
      }
    }
  }

  private static final List<String> TYPES = List.of("blackhole", "unreachable", "prohibit");

  private static final List<String> VERDICTS =
      List.of("DROP", "REJECT", "REJECT --reject-with icmp-admin-prohibited", "ACCEPT");

  private void ask() {
    for (int i = 0; i < QUESTIONS; i++) {
      String from = chance(85) ? any(hosts) : "r";
      String to = destination();
      switch (random.nextInt(6)) {
        case 0 -> run(from, "ip route get " + to);
        case 1 -> run(from, "ping -n -c 1 -W 1 -M do -s " + any(SIZES) + " " + to);
        case 2 -> run(from, "ping -n -c 1 -W 1 -s " + any(SIZES) + " " + to);
        case 3 -> run(from, "ping -n -c 1 -W 1 -t " + (1 + random.nextInt(3)) + " " + to);
        default -> run(from, "ping -n -c 1 -W 1 " + to);
      }
    }
    run("r", "ip route show");
    run("r", "iptables -nvL FORWARD");
    run("r", "iptables -nvL INPUT");
  }

  private static final List<Integer> SIZES =
      List.of(1272, 1273, 1372, 1373, 1422, 1472, 1473, 4000);

  private String destination() {
    return switch (random.nextInt(10)) {
      case 0 -> "10.9." + (1 + random.nextInt(4)) + ".1";
      case 1 -> "10.0." + (1 + random.nextInt(3)) + ".99";
      case 2 -> "172.20.0.1";
      default -> any(addresses);
    };
  }
}
