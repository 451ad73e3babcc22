package dev.cnilab.lab.cni;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A node's pod network state, as found in one look.
 *
 * @param cni its configuration and binaries
 * @param subnet the range that flannel's agent wrote down, empty if the file does not exist
 * @param taken addresses that host-local has allocated, one file each
 * @param bridge addresses of cni0, with their prefix length
 * @param remote ranges routed to other machines
 * @param drops rules that drop packets to the node itself, unless a rule before them accepts the
 *     same packets
 */
public record NodeFacts(
    NodeCni cni,
    String subnet,
    List<String> taken,
    List<String> bridge,
    List<String> remote,
    List<String> drops,
    Output output) {

  /** All places with the command that reads them; a missing one prints nothing. */
  private static final Map<String, String> PLACES =
      Map.of(
          "subnet", "grep FLANNEL_SUBNET /run/flannel/subnet.env",
          "taken", "ls /var/lib/cni/networks/*/",
          "bridge", "ip -o -4 addr show dev cni0",
          "remote", "ip route show",
          "drops", "iptables -S INPUT");

  private static final String LOOK =
      PLACES.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(place -> "echo '## " + place.getKey() + "'; " + place.getValue() + " 2>/dev/null")
          .collect(Collectors.joining("; "));

  private static final Pattern ADDRESS = Pattern.compile("^\\d+(?:\\.\\d+){3}$", Pattern.MULTILINE);
  private static final Pattern WITH_PREFIX = Pattern.compile("inet (\\S+)");
  private static final Pattern RANGE = Pattern.compile("^(\\S+/\\d+) via ", Pattern.MULTILINE);
  private static final Pattern RULE =
      Pattern.compile("-A INPUT (?<packets>.*)-j (?<verdict>ACCEPT|DROP|REJECT).*");
  private static final Pattern SUBNET = Pattern.compile("FLANNEL_SUBNET=(\\S+)");

  public NodeFacts {
    taken = List.copyOf(taken);
    bridge = List.copyOf(bridge);
    remote = List.copyOf(remote);
    drops = List.copyOf(drops);
  }

  /** Reads a node's state. */
  public static NodeFacts of(Place node) {
    return read(NodeCni.of(node), node.sh(LOOK));
  }

  static NodeFacts read(NodeCni cni, Output output) {
    Map<String, String> sections =
        Arrays.stream(output.out().split("(?m)^## "))
            .filter(section -> !section.isBlank())
            .collect(
                Collectors.toMap(
                    section -> section.lines().findFirst().orElse(""), Function.identity()));
    return new NodeFacts(
        cni,
        String.join("", all(SUBNET, sections, "subnet")),
        all(ADDRESS, sections, "taken"),
        all(WITH_PREFIX, sections, "bridge"),
        all(RANGE, sections, "remote"),
        drops(sections.getOrDefault("drops", "")),
        output);
  }

  private static List<String> all(Pattern pattern, Map<String, String> sections, String name) {
    return pattern
        .matcher(sections.getOrDefault(name, ""))
        .results()
        .map(NodeFacts::groupOrAll)
        .toList();
  }

  private static List<String> drops(String rules) {
    Set<String> accepted = new HashSet<>();
    List<String> drops = new ArrayList<>();
    for (Matcher rule : rules.lines().map(RULE::matcher).filter(Matcher::matches).toList()) {
      if (rule.group("verdict").equals("ACCEPT")) {
        accepted.add(rule.group("packets"));
      } else if (!accepted.contains(rule.group("packets"))) {
        drops.add(rule.group());
      }
    }
    return drops;
  }

  private static String groupOrAll(MatchResult match) {
    return match.groupCount() == 0 ? match.group() : match.group(1);
  }

  /** Allocated addresses that none of these pods has. */
  public List<String> leaked(List<String> podAddresses) {
    return taken.stream().filter(address -> !podAddresses.contains(address)).toList();
  }

  public String node() {
    return cni.node();
  }
}
