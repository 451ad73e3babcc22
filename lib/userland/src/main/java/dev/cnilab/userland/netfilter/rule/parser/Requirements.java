package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an extension says that was loaded without the option it cannot do without, and a target
 * without the protocol.
 */
final class Requirements {
  /** The extensions that {@code -m} loads, beside those of {@link HeaderOptions}. */
  private static final Set<String> OTHERS =
      Set.of(
          "tcp",
          "udp",
          "icmp",
          "sctp",
          "dccp",
          "icmp6",
          "conntrack",
          "state",
          "mark",
          "comment",
          "statistic",
          "multiport",
          "addrtype",
          "limit",
          "nfacct",
          "string",
          "quota",
          "connlimit",
          "hashlimit",
          "recent",
          "owner",
          "tos",
          "dscp",
          "set");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          must("icmp", "--icmp-type"),
          must("state", "--state"),
          must("mark", "--mark"),
          must("comment", "--comment"),
          must("nfacct", "--nfacct-name"),
          must("quota", "--quota"),
          must("length", "--length"),
          must("pkttype", "--pkt-type"),
          must("mac", "--mac-source"),
          must("connmark", "--mark"),
          must("tos", "--tos"),
          Map.entry("conntrack", "conntrack: At least one option is required"),
          Map.entry("statistic", "--probability must be specified when using random mode"),
          Map.entry("multiport", "multiport expection an option"),
          Map.entry("addrtype", "addrtype: you must specify --src-type or --dst-type"),
          Map.entry("set", "You must specify `--match-set' with proper arguments"),
          Map.entry("ttl", "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt"),
          Map.entry("iprange", "iprange match: You must specify `--src-range' or `--dst-range'"),
          Map.entry("physdev", "PHYSDEV: no physdev option specified"),
          Map.entry(
              "owner",
              "owner: At least one of --uid-owner, --gid-owner or --socket-exists is required"),
          Map.entry("dscp", "DSCP match: Parameter --dscp is required"));

  private static final Set<String> WITH_PORTS = Set.of("tcp", "udp", "udplite", "sctp", "dccp");

  private Requirements() {}

  private static Map.Entry<String, String> must(String extension, String option) {
    return Map.entry(extension, extension + ": option \"" + option + "\" must be specified\n");
  }

  /**
   * Checks that there is an extension of that name.
   *
   * @throws ProgramException if there is none
   */
  static void checkKnown(String name) throws ProgramException {
    if (!HeaderOptions.EXTENSIONS.contains(name) && !OTHERS.contains(name)) {
      throw IptablesFailure.usage("Couldn't load match `" + name + "':No such file or directory\n");
    }
  }

  /**
   * Checks what was loaded.
   *
   * @param loaded the extensions of which no option was given
   * @throws ProgramException for the first that needs one
   */
  static void check(List<String> loaded) throws ProgramException {
    for (String extension : loaded) {
      String words = WORDS.get(extension);
      if (words != null) {
        throw IptablesFailure.usage(words);
      }
    }
  }

  /**
   * Checks that there is the protocol whose header an extension looks at.
   *
   * @param named the extensions whose options were given
   * @throws ProgramException for the first that needs another one
   */
  static void checkTransport(Collection<String> named, String protocol) throws ProgramException {
    for (String extension : List.of("tcp", "udp")) {
      if (named.contains(extension) && !protocol.equals(extension)) {
        throw IptablesFailure.usage(
            "%s match requires '-p %s'".formatted(extension.toUpperCase(Locale.ROOT), extension));
      }
    }
    if (named.contains("multiport") && !WITH_PORTS.contains(protocol)) {
      throw RuleValues.wrong(
          protocol.isEmpty()
              ? "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'"
              : "multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP");
    }
  }

  /** Checks that ports are translated only for protocols that have ports. */
  static void checkPorts(Target chosen, String protocol) throws ProgramException {
    boolean ports =
        switch (chosen) {
          case Target.DestinationNat nat -> nat.to().ports().isPresent();
          case Target.SourceNat nat -> nat.to().ports().isPresent();
          case Target.Redirect redirect -> redirect.ports().isPresent();
          case Target.Masquerade masquerade -> masquerade.ports().isPresent();
          default -> false;
        };
    if (ports && !List.of("tcp", "udp", "sctp", "dccp").contains(protocol)) {
      throw IptablesFailure.usage("Need TCP, UDP, SCTP or DCCP with port specification");
    }
  }
}
