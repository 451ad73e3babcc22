package dev.cnilab.lab.begun;

import dev.cnilab.lab.shell.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything on a node that its pod network depends on, as seen in one look. Things that come and
 * go with pods and Services are left out: veths, their routes, and the chains that agents fill.
 *
 * @param sections the output of each command, by title; empty if the command failed
 */
record NodeLook(String node, Map<String, List<String>> sections) {

  private static final String SETTINGS =
      "for each in /proc/sys/net/ipv4/ip_forward /proc/sys/net/bridge/bridge-nf-call-iptables;"
          + " do echo $each $(cat $each); done";

  /** Each line with the table before it. */
  private static final String RULES =
      "for t in raw mangle nat filter; do iptables -t $t -S | sed \"s/^/$t /\"; done";

  private static final Map<String, String> COMMANDS =
      Map.of(
          "file",
              "sha256sum /etc/cni/net.d/* /run/flannel/subnet.env /etc/containerd/config.toml"
                  + " /var/lib/kubelet/config.yaml /etc/resolv.conf",
          "symlink", "find /etc/cni/net.d -type l",
          "program", "stat -L -c '%n %a %s' /opt/cni/bin/*",
          "setting", SETTINGS,
          "link", "ip -o link show",
          "address", "ip -o -4 addr show",
          "route", "ip -4 route show",
          "rules", RULES,
          "reserved", "ls /var/lib/cni/networks/*/");

  private static final String SCRIPT =
      COMMANDS.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(each -> "echo '## %s'; %s 2>/dev/null".formatted(each.getKey(), each.getValue()))
          .collect(Collectors.joining("; "));

  /** The bridge of the reference plugins, created for a node's first pod. */
  private static final String BRIDGE = "cni0";

  private static final Pattern LINK =
      Pattern.compile("\\d+: ([^:@]+)[^<]*<([^>]*)> mtu (\\d+).*", Pattern.DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("\\d+: (\\S+) +inet (\\S+).*");
  private static final Pattern OF_A_POD = Pattern.compile("veth.*|cali.*|lxc.*");
  private static final Pattern ROUTE_OF_A_POD =
      Pattern.compile(".* dev (?:veth|cali|lxc|" + BRIDGE + ").*");

  /** Chains that agents fill, and the jumps that plugins add with a pod's first port. */
  private static final Pattern FILLED =
      Pattern.compile("\\w+ -[AN] (?:KUBE|CNI|FLANNEL|cali|CILIUM).*|.*-j (?:CNI|cali|CILIUM).*");

  private static final Pattern IP = Pattern.compile("\\d+(?:\\.\\d+){3}");

  static NodeLook at(Node node) {
    return read(node.name(), node.sh(SCRIPT).out());
  }

  static NodeLook read(String node, String printed) {
    Map<String, List<String>> sections =
        Arrays.stream(printed.split("(?m)^## "))
            .filter(section -> !section.isBlank())
            .collect(
                Collectors.toMap(
                    section -> section.lines().findFirst().orElse(""),
                    section -> section.lines().skip(1).map(String::strip).toList()));
    return new NodeLook(node, sections);
  }

  private Stream<String> lines(String section) {
    return sections.getOrDefault(section, List.of()).stream();
  }

  /** Everything that was seen, by name. */
  Map<String, String> things() {
    Map<String, String> things = new TreeMap<>();
    lines("file")
        .map(line -> line.split("\\s+", 2))
        .forEach(words -> things.put(name("file", words[1]), State.DIGEST + words[0]));
    lines("symlink").forEach(line -> things.put(name("symlink", line), ""));
    lines("program")
        .map(line -> line.split(" ", 2))
        .forEach(words -> things.put(name("program", words[0]), "mode and size " + words[1]));
    lines("setting")
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> things.put(name("setting", words[0]), words[1]));
    lines("link").map(LINK::matcher).filter(Matcher::matches).forEach(link -> add(link, things));
    lines("route")
        .filter(Predicate.not(ROUTE_OF_A_POD.asMatchPredicate()))
        .map(line -> line.replaceAll(" (linkdown|dead)", "").strip())
        .forEach(line -> things.put(name("route", line), ""));
    lines("rules")
        .filter(Predicate.not(FILLED.asMatchPredicate()))
        .forEach(rule -> things.put(name("rule", rule), ""));
    return things;
  }

  private void add(Matcher link, Map<String, String> things) {
    String name = link.group(1);
    if (OF_A_POD.matcher(name).matches()) {
      return;
    }
    String up = List.of(link.group(2).split(",")).contains("UP") ? "up" : "down";
    String mtu = name.equals(BRIDGE) ? "" : ", mtu " + link.group(3); // a bridge's varies
    things.put(
        name("link", name),
        Stream.concat(Stream.of(up + mtu), addresses(name)).collect(Collectors.joining(", ")));
  }

  private Stream<String> addresses(String link) {
    return lines("address")
        .map(ADDRESS::matcher)
        .filter(address -> address.matches() && address.group(1).equals(link))
        .map(address -> address.group(2))
        .sorted();
  }

  private String name(String kind, String what) {
    return node + " " + kind + " " + what;
  }

  /** The name of the bridge, which the first pod creates. */
  String bridge() {
    return name("link", BRIDGE);
  }

  /** Whether its plugin records allocated addresses, as the reference plugins do. */
  boolean notesAddresses() {
    return things().containsKey(bridge());
  }

  /** The addresses recorded as allocated. */
  List<String> reserved() {
    return lines("reserved").filter(IP.asMatchPredicate()).toList();
  }
}
