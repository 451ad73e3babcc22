package dev.cnilab.userland.netfilter.rule;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The long options of iptables, which may be abbreviated as long as they are unambiguous
 * (getopt_long(3)): its own, and those of the extensions that a rule has loaded so far.
 */
public final class LongOptions {
  private static final List<String> OWN =
      List.of(
          "append",
          "delete",
          "check",
          "insert",
          "replace",
          "list",
          "list-rules",
          "flush",
          "zero",
          "new-chain",
          "delete-chain",
          "rename-chain",
          "policy",
          "source",
          "destination",
          "src",
          "dst",
          "protocol",
          "in-interface",
          "jump",
          "table",
          "match",
          "numeric",
          "out-interface",
          "verbose",
          "wait",
          "wait-interval",
          "exact",
          "fragments",
          "version",
          "help",
          "line-numbers",
          "modprobe",
          "set-counters",
          "goto",
          "ipv4",
          "ipv6");

  private static final Map<String, List<String>> OF_EXTENSIONS =
      Map.ofEntries(
          Map.entry(
              "tcp",
              List.of(
                  "source-port",
                  "sport",
                  "destination-port",
                  "dport",
                  "syn",
                  "tcp-flags",
                  "tcp-option")),
          Map.entry("udp", List.of("source-port", "sport", "destination-port", "dport")),
          Map.entry("sctp", List.of("source-port", "sport", "destination-port", "dport")),
          Map.entry("dccp", List.of("source-port", "sport", "destination-port", "dport")),
          Map.entry("icmp", List.of("icmp-type")),
          Map.entry("ipv6-icmp", List.of("icmpv6-type")),
          Map.entry(
              "conntrack",
              List.of(
                  "ctstate",
                  "ctproto",
                  "ctorigsrc",
                  "ctorigdst",
                  "ctreplsrc",
                  "ctrepldst",
                  "ctorigsrcport",
                  "ctorigdstport",
                  "ctreplsrcport",
                  "ctrepldstport",
                  "ctstatus",
                  "ctexpire",
                  "ctdir")),
          Map.entry("state", List.of("state")),
          Map.entry("mark", List.of("mark")),
          Map.entry("connmark", List.of("mark")),
          Map.entry("comment", List.of("comment")),
          Map.entry("statistic", List.of("mode", "probability", "every", "packet")),
          Map.entry(
              "multiport",
              List.of("source-ports", "sports", "destination-ports", "dports", "ports")),
          Map.entry("addrtype", List.of("src-type", "dst-type")),
          Map.entry("limit", List.of("limit", "limit-burst")),
          Map.entry("nfacct", List.of("nfacct-name")),
          Map.entry("quota", List.of("quota")),
          Map.entry("string", List.of("string", "hex-string", "algo", "from", "to", "icase")),
          Map.entry(
              "connlimit",
              List.of(
                  "connlimit-above",
                  "connlimit-upto",
                  "connlimit-mask",
                  "connlimit-saddr",
                  "connlimit-daddr")),
          Map.entry(
              "hashlimit",
              List.of(
                  "hashlimit-above",
                  "hashlimit-upto",
                  "hashlimit-burst",
                  "hashlimit-mode",
                  "hashlimit-name")),
          Map.entry(
              "recent",
              List.of(
                  "set",
                  "rcheck",
                  "update",
                  "remove",
                  "seconds",
                  "hitcount",
                  "rttl",
                  "reap",
                  "name",
                  "mask",
                  "rsource",
                  "rdest")),
          Map.entry("set", List.of("match-set")),
          Map.entry("length", List.of("length")),
          Map.entry("ttl", List.of("ttl-eq", "ttl-lt", "ttl-gt")),
          Map.entry("pkttype", List.of("pkt-type")),
          Map.entry("mac", List.of("mac-source")),
          Map.entry("iprange", List.of("src-range", "dst-range")),
          Map.entry(
              "physdev",
              List.of(
                  "physdev-in",
                  "physdev-out",
                  "physdev-is-in",
                  "physdev-is-out",
                  "physdev-is-bridged")),
          Map.entry("owner", List.of("uid-owner", "gid-owner", "socket-exists")),
          Map.entry("tos", List.of("tos")),
          Map.entry("dscp", List.of("dscp", "dscp-class")),
          Map.entry("REJECT", List.of("reject-with")),
          Map.entry("DNAT", List.of("to-destination", "random", "persistent")),
          Map.entry("SNAT", List.of("to-source", "random", "random-fully", "persistent")),
          Map.entry("MASQUERADE", List.of("to-ports", "random", "random-fully")),
          Map.entry("REDIRECT", List.of("to-ports", "random", "random-fully")),
          Map.entry("MARK", List.of("set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark")),
          Map.entry(
              "LOG",
              List.of(
                  "log-level",
                  "log-prefix",
                  "log-tcp-sequence",
                  "log-tcp-options",
                  "log-ip-options",
                  "log-uid",
                  "log-macdecode")),
          Map.entry("NFLOG", List.of("nflog-group", "nflog-prefix")),
          Map.entry("CHECKSUM", List.of("checksum-fill")),
          Map.entry("CT", List.of("notrack")),
          Map.entry("TTL", List.of("ttl-set", "ttl-dec", "ttl-inc")),
          Map.entry(
              "CONNMARK", List.of("save-mark", "restore-mark", "mask", "set-mark", "set-xmark")),
          Map.entry("TOS", List.of("set-tos", "and-tos", "or-tos", "xor-tos")),
          Map.entry("DSCP", List.of("set-dscp", "set-dscp-class")),
          Map.entry("TCPMSS", List.of("clamp-mss-to-pmtu", "set-mss")));

  private static final Set<String> ALL_OF_EXTENSIONS =
      OF_EXTENSIONS.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

  /** Stands for more than one name. */
  private static final String SEVERAL = "-";

  private LongOptions() {}

  /**
   * The full name of an iptables option; the word itself if it is not an unambiguous abbreviation.
   */
  public static String expand(String word) {
    return isOfSomeExtension(word) ? word : expand(word, List.of());
  }

  /** The full name of an option; the word itself if it is not an unambiguous abbreviation. */
  public static String expand(String word, Collection<String> extensions) {
    if (!word.startsWith("--")) {
      return word;
    }
    String name = word.substring(2);
    String found = only(name, OWN, "");
    for (String each : extensions) {
      found = only(name, OF_EXTENSIONS.getOrDefault(each, List.of()), found);
    }
    return found.isEmpty() || found.equals(SEVERAL) ? word : "--" + found;
  }

  /** The only one that begins like this among some names and the one found before. */
  private static String only(String beginning, List<String> names, String before) {
    String found = before;
    for (String each : names) {
      if (each.startsWith(beginning) && !each.equals(found)) {
        found = found.isEmpty() ? each : SEVERAL;
      }
    }
    return found;
  }

  /** The extension among these that has an option of that full name. */
  public static Optional<String> extensionOf(String option, Collection<String> extensions) {
    if (!option.startsWith("--")) {
      return Optional.empty();
    }
    String name = option.substring(2);
    return extensions.stream()
        .filter(each -> OF_EXTENSIONS.getOrDefault(each, List.of()).contains(name))
        .findFirst();
  }

  private static boolean isOfSomeExtension(String word) {
    return word.startsWith("--") && ALL_OF_EXTENSIONS.contains(word.substring(2));
  }
}
